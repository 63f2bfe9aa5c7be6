"""Writes a picture of each main view, small and large, light and dark: `python tools/screenshots.py FOLDER [SCALE]`.

No screen is needed: Qt draws them by itself, with the fonts of the system. With a SCALE, such as 2, everything is
drawn that much larger, as on a screen of so many pixels a point.
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = sys.argv[2] if len(sys.argv) > 2 else "1"

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QPushButton, QWidget

from netloom.edits import SetSettings
from netloom.files import make_folder, write_atomically
from netloom.settings.exports import export_format
from netloom.storage import save
from netloom_desktop.application import application_of
from netloom_desktop.data.import_dialog import ImportDialog
from netloom_desktop.docks.registry import DOCKS
from netloom_desktop.guide.lessons import LESSONS, SAMPLE
from netloom_desktop.help.about import About
from netloom_desktop.help.keys_dialog import KeysDialog
from netloom_desktop.main_window import MainWindow
from netloom_desktop.results.matrix import Matrix
from netloom_desktop.results.report_tab import ReportTab
from netloom_desktop.results.rows_panel import RowsPanel
from netloom_desktop.runs.tab import RunsTab
from netloom_desktop.scoring.score_part import ScorePart
from netloom_desktop.shipping.export_part import ExportPart
from netloom_desktop.steps.results_page import ResultsPage
from netloom_desktop.steps.ship_page import ShipPage
from netloom_desktop.steps.work import STEPS
from netloom_desktop.theme import DARK, LIGHT, Theme
from netloom_desktop.trying.try_part import TryPart
from netloom_desktop.welcome.samples import shown_project
from netloom_resources import EXAMPLES, SAMPLES

SIZES = ((1280, 800), (2560, 1440))
COLORS = 256  # of a picture: what is drawn here has hardly more
SHADE = 0xC0E0C0  # colours that are alike in these bits are taken for one shade
STILL, LONG_STILL = 4, 20  # tenths of a second; the longer ones where something is loaded first
LONGEST = 60.0  # seconds that a view may take until it is complete
View = tuple[str, QWidget]


def main() -> None:
    """All views in all sizes and colours."""
    folder = Path(sys.argv[1])
    make_folder(folder)
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_STATE_HOME"] = home
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        project = trained_project(Path(home) / "penguins")
        application_of(["netloom-desktop"], LIGHT)
        for theme in (LIGHT, DARK):
            for width, height in SIZES:
                for name, widget in views(project, theme, width, height):
                    path = folder / f"{name}-{theme.name}-{width}x{height}.png"
                    write_atomically(path, png(widget.grab().toImage()))
                    print(path, flush=True)


def trained_project(folder: Path) -> Path:
    """A project beside its table, with two runs and a report, made as a user would."""
    example = next(example for example in EXAMPLES if example.sample == SAMPLE)
    folder.mkdir()
    for name, content in SAMPLES[example.sample].contents().items():
        (folder / name).write_bytes(content)
    path = folder / f"{example.name}.netloom"
    save(shown_project(example), path)
    runs = path.with_name(f"{path.stem}-runs")
    other = ("--set", "dense_1.units=48", "--set", "training.optimizer.learning_rate=0.01")
    for words in (
        ("train", path, *other),
        ("note", runs / "001", "three times as many units", "--tag", "wide"),
        ("train", path),
        ("evaluate", path),
    ):
        command = [sys.executable, "-m", "netloom", *map(str, words)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return path


def views(project: Path, theme: Theme, width: int, height: int) -> Iterator[View]:
    """Each view, complete, with its name."""
    window = MainWindow(theme)
    window.act("reset_layout")
    window.resize(width, height)
    window.show()
    window.show_welcome()
    until(lambda: all(not card.picture.isNull() for card in window.welcome.cards.values() if card.room))
    yield "welcome", window
    yield from guided(window)
    window.editor.new()
    window.open(project)
    until(lambda: window.editor.planned.is_of(window.editor.project))
    yield from docked(window)
    for step in STEPS:
        window.show_step(step.id)
        settle(window, LONG_STILL)
        yield f"step-{step.id}", window
    yield from exported(window, project.parent / "species.onnx")
    yield from all_runs(window)
    yield from tried(window)
    yield from scoring(window, project)
    yield from reported(window)
    yield from helping(window, theme)
    window.close()
    window.deleteLater()
    settle()


def guided(window: MainWindow) -> Iterator[View]:
    """Each lesson of the guide, done as it says."""
    window.act("guide")

    def shown() -> Any:
        """The window or the dialog in which the guide speaks."""
        return window.help.guide.callout.window()

    doing: dict[str, Callable[[], object]] = {
        "table": window.start.use_sample,
        "target": lambda: shown().accept(),
        "decisions": lambda: shown().close(),
        "model": lambda: window.editor.select({"dense_1"}),
        "change": lambda: window.editor.do("Set units", SetSettings(node="dense_1", settings=(("units", 48),))),
    }
    for number, lesson in enumerate(LESSONS, 1):
        until(lambda lesson=lesson: window.help.guide.lesson in LESSONS[LESSONS.index(lesson) :])
        until(lambda lesson=lesson: lesson.id != "target" or make_button(shown()).isEnabled())
        settle(shown())
        if window.help.guide.lesson is lesson:
            yield f"guide-{number}-{lesson.id}", shown()
            doing.get(lesson.id, lambda: None)()
    window.help.guide.leave()


def make_button(dialog: ImportDialog) -> QPushButton:
    """The button that makes the project, once the table was looked at."""
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def docked(window: MainWindow) -> Iterator[View]:
    """The Model step with each dock before the others, and a block chosen."""
    window.show_step("model")
    window.editor.select({window.editor.project.nodes[1].id})
    for dock in DOCKS:
        window.model_page.reset_layout()
        window.model_page.show_dock(dock.id)
        until(lambda: window.editor.planned.is_of(window.editor.project))
        settle()
        window.canvas.frame_all()
        settle(window)
        yield f"model-{dock.id}", window


def all_runs(window: MainWindow) -> Iterator[View]:
    """The table of runs above the curves of both, and above what differs between them."""
    window.act("runs")
    tab = window.findChild(RunsTab)
    assert tab is not None
    until(lambda: tab.listing.is_listed and tab.plots.view is not None)
    tab.table.selectAll()
    for view, deed in (("curves", "draw_only"), ("difference", "compare")):
        tab.menu.do(deed)
        settle(window, LONG_STILL)
        yield f"runs-{view}", window


def exported(window: MainWindow, path: Path) -> Iterator[View]:
    """The Ship step with an ONNX file that was exported, and the program that asks it."""
    window.show_step("ship")
    page = window.findChild(ShipPage)
    assert page is not None
    page.show_part("export")
    part = page.findChild(ExportPart)
    assert part is not None
    assert part.chosen.folder is not None
    part.exports.start(part.chosen.folder, export_format("onnx"), path)
    until(lambda: all(each.is_over for each in part.exports.all) and bool(part.programs.texts))
    settle(window)
    yield "ship-export", window


def tried(window: MainWindow) -> Iterator[View]:
    """The Ship step with a row that is tried."""
    window.act("try_row")
    part = window.findChild(TryPart)
    assert part is not None
    until(lambda: part.row.answer is not None)
    settle(window, LONG_STILL)
    yield "ship-try", window


def scoring(window: MainWindow, project: Path) -> Iterator[View]:
    """The Ship step with a file that is scored, in which a weight is in another unit than in training."""
    window.show_step("ship")
    page = window.findChild(ShipPage)
    assert page is not None
    page.show_part("score")
    new = project.with_name("new penguins.csv")
    with (project.parent / window.editor.project.data.source.path).open() as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["body_mass_g"] = f"{float(row['body_mass_g']) / 1000}" if row["body_mass_g"].isdecimal() else ""
    with new.open("w") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    part = page.findChild(ScorePart)
    assert part is not None
    part.open(new)
    until(lambda: part.scores.state.state == "read")
    settle(window, LONG_STILL)
    yield "ship-score", window


def reported(window: MainWindow) -> Iterator[View]:
    """The Results step with each view of the report."""
    window.show_step("results")
    page = window.pages["results"]
    assert isinstance(page, ResultsPage)
    tab = page.show_tab("report")
    assert isinstance(tab, ReportTab)
    until(lambda: tab.view is not None)
    assert tab.view is not None
    for row, kind in enumerate(tab.view.kinds):
        tab.view.list.setCurrentRow(row)
        until(lambda kind=kind: tab.view.made[kind.id].view is not None)
        if (matrix := tab.view.made[kind.id].findChild(Matrix)) is not None:
            matrix.setCurrentCell(0, 0)
            until(lambda kind=kind: tab.view.made[kind.id].findChild(RowsPanel).grid.isVisible())
        settle(window, LONG_STILL)
        yield f"results-{kind.id}", window


def helping(window: MainWindow, theme: Theme) -> Iterator[View]:
    """The command palette, and the dialogs of the help menu."""
    window.show_step("model")
    window.act("command_palette")
    QTest.keyClicks(window.help.palette.findChild(QLineEdit), "add d")
    settle(window)
    yield "palette", window
    window.help.palette.close_palette()
    window.act("block_help")
    assert window.help.reference is not None
    for name, widget in (
        ("reference", window.help.reference),
        ("keys", KeysDialog(window.actions_by_id, theme, window)),
        ("about", About(theme, window)),
    ):
        widget.show()
        settle(widget)
        yield name, widget
        widget.close()


def until(is_so: Callable[[], bool]) -> None:
    """Let the window work until something is so."""
    given_up = time.monotonic() + LONGEST
    while not is_so():
        QApplication.processEvents()
        if time.monotonic() > given_up:
            raise SystemExit("A view was not complete in time.")
        QTest.qWait(10)


def settle(widget: QWidget | None = None, still: int = STILL) -> None:
    """Let everything that waits be drawn: until nothing of a widget has changed for so many tenths of a second."""
    before, same = None, 0
    while same < still:
        QTest.qWait(100)
        now = widget.grab().toImage() if widget is not None else None
        same = same + 1 if now == before else 0
        before = now


def png(image: QImage) -> bytes:
    """The picture as a small PNG file."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    small = plain.convertToFormat(QImage.Format.Format_Indexed8, colors_of(plain))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setCompression(100)
    writer.write(small)
    buffer.close()
    return bytes(content.data())


def colors_of(image: QImage) -> list[int]:
    """The colours that the picture is drawn with: one of each shade that occurs, then those that occur most."""
    common = [color for color, _ in Counter(memoryview(image.constBits()).cast("B").cast("I")).most_common()]
    shades = {color & SHADE: color for color in reversed(common)}
    return list(dict.fromkeys([*shades.values(), *common]))[:COLORS]


if __name__ == "__main__":
    main()
