"""Edits are worked out by a real engine while one works: shapes, problems with what mends them, and the source."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from hands import CONTROL, LEFT, Hand, key, made, type_text
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from windows import child

from netloom.blocks import Dense, Input, Output, Reshape
from netloom.edits import MakeGroup
from netloom.project import Data, Project
from netloom.settings.columns import Category, Column, Number
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.docks.code import CodePanel
from netloom_desktop.docks.problems import ProblemList
from netloom_desktop.main_window import MainWindow
from netloom_desktop.planned import PlannedProject, bytes_in_words
from netloom_desktop.problem_list.row import ProblemRow
from netloom_desktop.theme import DARK, LIGHT

PATIENCE = 60_000  # milliseconds, on a machine where much else runs
KINDS = tuple(f"kind {number}" for number in range(10))
CHAIN = "input_1 dense_1, dense_1 dense_2, dense_2 output_1"


def of_ten_kinds(project: Project) -> Project:
    """The project with data: two numbers, and one of ten kinds that is predicted."""
    columns = (
        Column(name="length", kind="number", transform=Number()),
        Column(name="width", kind="number", transform=Number()),
        Column(name="kind", kind="category", role="target", transform=Category(levels=KINDS)),
    )
    return project.model_copy(update={"data": Data(columns=columns)})


def chain(last: int = 10) -> Project:
    """Input → Dense → Dense → Output."""
    return of_ten_kinds(made(Input(), Dense(units=32), Dense(units=last), Output(), wires=CHAIN))


class Person:
    """Somebody at the window, who looks at it and uses mouse and keys."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.hand = Hand(window.canvas)

    def sees(self, what: Callable[[], bool]) -> None:
        """Waits until something is to be seen."""
        self.qtbot.waitUntil(what, timeout=PATIENCE)

    def opens(self, project: Project) -> None:
        """Begins with a project, and waits until it is worked out."""
        self.window.editor.new(project)
        self.sees(self.is_up_to_date)

    def is_up_to_date(self) -> bool:
        return self.window.editor.planned.is_of(self.window.editor.project)

    def shape(self, id: str) -> str:
        """The shape that a block shows."""
        return self.window.canvas.graph.look(id).shape

    def types_units(self, id: str, units: str) -> None:
        """Double-clicks the setting where the block shows it, and types."""
        item = self.window.canvas.graph.blocks[id]
        area = item.ready.chips[0][1]
        self.hand.double_click(Point(item.x() + area.center().x(), item.y() + area.center().y()))
        type_text(units)
        key(self.window.canvas, Qt.Key.Key_Return)

    @property
    def problems(self) -> ProblemList:
        return child(self.window, ProblemList, "problems")

    @property
    def code(self) -> CodePanel:
        return child(self.window, CodePanel, "code_panel")

    def rows(self) -> list[ProblemRow]:
        """The problems that are listed."""
        return self.problems.rows

    def clicks(self, name: str) -> None:
        """Clicks a button by its name."""
        self.qtbot.mouseClick(self.window.findChild(QPushButton, name), LEFT)


@pytest.fixture(scope="module")
def shown(qapp: object) -> Iterator[MainWindow]:
    """A window with its engine."""
    window = MainWindow(LIGHT)
    window.resize(1280, 800)
    window.show()
    yield window
    window.editor.new()
    engines = window.engines.processes()
    window.close()
    window.deleteLater()
    assert engines
    assert not any(map(psutil.pid_exists, engines))


@pytest.fixture
def person(shown: MainWindow, qtbot: QtBot) -> Person:
    shown.activateWindow()
    shown.model_page.docks["code"].hide()
    shown.editor.new()
    shown.canvas.setFocus()
    return Person(shown, qtbot)


# Shapes


def test_what_is_typed_on_the_canvas_changes_the_shapes_behind_it(person: Person) -> None:
    person.opens(chain())
    assert (person.shape("dense_1"), person.shape("dense_2")) == ("→ (32,)", "→ (10,)")
    before = person.window.canvas.graph.look("dense_2").parameters
    person.types_units("dense_1", "64")
    assert person.shape("dense_2") == "→ (10,)", "what has not changed stays on show until it is worked out"
    person.sees(lambda: person.shape("dense_1") == "→ (64,)")
    assert person.window.canvas.graph.look("dense_2").parameters != before
    assert person.window.editor.planned.parameters == "842 parameters"
    assert person.window.editor.planned.memory.endswith("to train")


def test_moving_blocks_asks_for_no_plan_and_undo_does(person: Person) -> None:
    person.opens(chain())
    planned = person.window.editor.planned
    start = person.window.canvas.graph.rect("dense_1")
    person.hand.drag(Point(start.x + 150, start.y + 15), Point(start.x + 150, start.y + 215))
    assert person.window.canvas.graph.rect("dense_1") != start
    person.qtbot.wait(200)
    assert person.window.editor.planned is planned
    person.types_units("dense_1", "7")
    person.sees(lambda: person.shape("dense_1") == "→ (7,)")
    key(person.window.canvas, Qt.Key.Key_Z, CONTROL)
    person.sees(lambda: person.shape("dense_1") == "→ (32,)")


def test_an_edit_leaves_the_looks_of_what_it_does_not_touch_as_they_are(person: Person) -> None:
    person.opens(chain())
    look = person.window.canvas.graph.look("dense_2")
    person.types_units("dense_2", "10")
    person.types_units("dense_1", "33")
    person.sees(person.is_up_to_date)
    assert person.window.canvas.graph.look("input_1").shape == "→ (2,)"
    person.types_units("dense_1", "32")
    person.sees(person.is_up_to_date)
    assert person.window.canvas.graph.look("dense_2") == look


def test_an_engine_that_dies_while_one_works_is_not_noticed(person: Person) -> None:
    person.opens(chain())
    psutil.Process(person.window.engines.processes()[0]).kill()
    person.types_units("dense_1", "12")
    person.sees(lambda: person.shape("dense_1") == "→ (12,)")
    assert not person.problems.trouble.isVisible()


# Problems


def test_an_error_is_listed_and_its_fix_mends_it(person: Person) -> None:
    person.opens(chain())
    assert person.rows() == []
    assert person.problems.summary.text().startswith("Nothing is wrong: all 4 blocks fit together")
    person.types_units("dense_2", "1")
    person.sees(lambda: len(person.rows()) == 1)
    row = person.rows()[0]
    assert row.head.text() == "Error · output_1"
    assert "10 classes" in row.body.text()
    assert person.window.model_page.docks["problems"].windowTitle() == "Problems (1 error)"
    assert person.window.canvas.graph.look("output_1").severity == "error"
    person.qtbot.mouseClick(row.fix, LEFT)
    person.sees(lambda: person.rows() == [])
    assert person.shape("dense_2") == "→ (10,)"
    assert person.window.editor.history.undo_label.startswith("Set units")
    assert person.window.model_page.docks["problems"].windowTitle() == "Problems"


def test_the_fix_on_the_block_itself_mends_it(person: Person) -> None:
    blocks = (Input(), Dense(units=10), Reshape(target_shape=(2, 5)), Output())
    person.opens(of_ten_kinds(made(*blocks, wires="input_1 dense_1, dense_1 reshape_1, reshape_1 output_1")))
    item = person.window.canvas.graph.blocks["output_1"]
    assert item.ready.look.fix == "Insert a Flatten"
    assert item.ready.fix is not None
    button = item.ready.fix[0].center()
    person.hand.click(Point(item.x() + button.x(), item.y() + button.y()))
    person.sees(lambda: person.rows() == [])
    assert "flatten_1" in person.window.canvas.graph.blocks
    key(person.window.canvas, Qt.Key.Key_Z, CONTROL)
    person.sees(lambda: len(person.rows()) == 1)
    person.window.editor.select({"output_1"})
    key(person.window.canvas, Qt.Key.Key_Period, CONTROL)
    person.sees(lambda: person.rows() == [])


def test_a_problem_leads_to_its_block_inside_a_group_too(person: Person) -> None:
    blocks = (Input(), Dense(units=10), Reshape(target_shape=(3, 5)), Output())
    project = of_ten_kinds(made(*blocks, wires="input_1 dense_1, dense_1 reshape_1, reshape_1 output_1"))
    person.opens(MakeGroup(nodes=("dense_1", "reshape_1"), name="Encoder")(project))
    row = next(row for row in person.rows() if row.where == "reshape_1")
    person.qtbot.mouseClick(row.body, LEFT)
    assert person.window.editor.inside
    assert person.window.editor.selection.blocks == {"reshape_1"}
    assert person.window.canvas.hasFocus()
    assert person.window.canvas.graph.rect("reshape_1").within(person.window.canvas.shown())


def test_problems_are_walked_by_keys(person: Person) -> None:
    person.opens(of_ten_kinds(made(Dense(), Dense(), Output(), wires="dense_1 dense_2")))
    assert len(person.rows()) > 2
    words = [row.problem.severity for row in person.rows() if row.problem]
    assert words == sorted(words, key=("error", "warning", "note").index)
    person.window.activateWindow()
    person.rows()[0].setFocus()
    person.sees(person.rows()[0].hasFocus)
    key(person.window.canvas, Qt.Key.Key_Down)
    assert person.rows()[1].hasFocus()
    place = next(place for place, row in enumerate(person.rows()) if row.where == "dense_1")
    person.rows()[place].setFocus()
    key(person.window.canvas, Qt.Key.Key_Return)
    assert person.window.editor.selection.blocks == {"dense_1"}


def test_all_that_can_be_fixed_is_fixed_in_one_step(person: Person) -> None:
    blocks = (Input(), Dense(units=10), Reshape(target_shape=(2, 5)), Output(), Dense(units=5), Output())
    wires = "input_1 dense_1, dense_1 reshape_1, reshape_1 output_1, input_1 dense_2, dense_2 output_2"
    before = of_ten_kinds(made(*blocks, wires=wires))
    person.opens(before)
    assert len(person.rows()) >= 2
    person.clicks("mend_all")
    person.sees(lambda: not [row for row in person.rows() if row.problem and row.problem.fix])
    assert "flatten_1" in person.window.canvas.graph.blocks
    assert person.window.editor.history.undo_label == "Fix all that can be fixed"
    person.window.editor.undo()
    assert person.window.editor.project == before


# Source


def lines_of(person: Person, id: str) -> list[int]:
    code = person.window.editor.planned.code(person.code.language)
    return [line for line, block in enumerate(code.blocks) if block == id] if code else []


def opens_code(person: Person) -> None:
    person.window.actions_by_id["dock_code"].trigger()
    person.sees(lambda: bool(person.code.view.toPlainText()))


def test_the_source_is_that_of_the_network_as_it_is(person: Person) -> None:
    person.opens(chain())
    assert person.window.editor.planned.code("pytorch") is None, "nobody looks at it"
    opens_code(person)
    assert "self.dense_1 = nn.Linear(2, 32)" in person.code.view.toPlainText()
    person.types_units("dense_1", "48")
    person.sees(lambda: "nn.Linear(2, 48)" in person.code.view.toPlainText())
    code = person.window.editor.planned.code("pytorch")
    assert code is not None
    assert person.code.view.toPlainText() + "\n" == code.text
    tabs = person.code.tabs
    person.qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(1).center())
    person.sees(lambda: "keras" in person.code.view.toPlainText())
    person.clicks("copy_code")
    assert QGuiApplication.clipboard().text() == person.code.view.toPlainText() + "\n"
    person.qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(0).center())
    person.window.actions_by_id["dock_code"].trigger()
    assert person.window.model_page.docks["code"].isHidden()


def test_lines_and_blocks_are_chosen_together(person: Person) -> None:
    person.opens(chain())
    opens_code(person)
    view = person.code.view
    person.window.editor.select({"dense_2"})
    assert sorted(view.lit) == lines_of(person, "dense_2")
    cursor = QTextCursor(view.document().findBlockByNumber(lines_of(person, "dense_1")[0]))
    person.qtbot.mouseClick(view.viewport(), LEFT, pos=view.cursorRect(cursor).center())
    assert person.window.editor.selection.blocks == {"dense_1"}
    assert sorted(view.lit) == lines_of(person, "dense_1")


def test_while_there_are_errors_the_last_source_is_marked_as_such(person: Person) -> None:
    person.opens(chain())
    opens_code(person)
    before = person.code.view.toPlainText()
    person.types_units("dense_2", "1")
    person.sees(person.code.notice.isVisible)
    assert "the source before that" in person.code.notice.text()
    assert "10 classes" in person.code.notice.text()
    assert person.code.view.toPlainText() == before
    person.window.editor.undo()
    person.sees(lambda: not person.code.notice.isVisible())


def chosen(path: Path) -> None:
    """Chooses a file in the dialog that opens next."""

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.findChild(QLineEdit).setText(str(path))
        dialog.accept()

    QTimer.singleShot(200, choose)


def test_the_source_is_written_to_a_file(person: Person, tmp_path: Path) -> None:
    person.opens(chain())
    opens_code(person)
    chosen(tmp_path / "network.py")
    person.clicks("save_code")
    assert (tmp_path / "network.py").read_text("utf-8") == person.code.view.toPlainText() + "\n"


def test_problems_and_source_follow_the_theme(person: Person) -> None:
    person.opens(chain())
    opens_code(person)
    person.types_units("dense_2", "1")
    person.sees(lambda: bool(person.rows()))
    for theme in (DARK, LIGHT):
        for widget in (person.problems, person.code):
            widget.show_theme(theme)
        assert person.rows()[0].head.palette().windowText().color().name() == theme.error
        block = person.code.view.document().findBlockByNumber(0)
        assert theme.fitting in {piece.format.foreground().color().name() for piece in block.layout().formats()}


# Words


def test_sizes_are_told_in_words() -> None:
    assert [bytes_in_words(count) for count in (1, 1_500, 20_000, 3 * 2**20, 2**31 + 2**29)] == [
        "1 KB", "1.5 KB", "20 KB", "3 MB", "2.5 GB",
    ]  # fmt: skip  # a list reads best in few lines
    assert PlannedProject().parameters == ""
    assert PlannedProject().memory == ""


def test_a_window_is_seen_before_its_engine_starts(qtbot: QtBot) -> None:
    window = MainWindow(LIGHT)
    assert window.engines.processes() == []
    window.show()
    qtbot.waitUntil(lambda: len(window.engines.processes()) == 1, timeout=PATIENCE)
    engines = window.engines.processes()
    window.close()
    window.deleteLater()
    assert not psutil.pid_exists(engines[0])
