"""A table of houses, and what a person does with the list of its columns."""

from collections.abc import Iterator
from pathlib import Path

from hands import LEFT, PLAIN
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot
from windows import child

from netloom.profiles import Profile
from netloom.project import Project
from netloom.settings.columns import Column
from netloom.starter import Started, new_project
from netloom_desktop.data.columns import ColumnsPanel
from netloom_desktop.data.columns_model import PLACES
from netloom_desktop.editor import Editor
from netloom_desktop.theme import LIGHT

HTML = "<b>rooms</b>"
ROWS = 150


def made_table(folder: Path) -> Started:
    """Houses: an identifier, an amount with gaps, whole numbers, towns, days, and whether each was sold."""
    lines = [f"house_id,area,{HTML},town,listed,price,sold"]
    for row in range(ROWS):
        area = "" if row % 5 == 0 else f"{20 + row * 1.3:.1f}"
        town = ("Bonn", "Rome", "Oslo")[row % 7 % 3]
        day = f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}"
        lines.append(f"H{row},{area},{row % 4 + 1},{town},{day},{1000 + row * row},{'yes' if row % 3 else 'no'}")
    path = folder / "houses.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return new_project(path, "sold", folder / "houses.netloom")


def shown(qtbot: QtBot, project: Project, profile: Profile | None) -> Iterator[ColumnsPanel]:
    editor = Editor()
    editor.new(project)
    made = ColumnsPanel(editor, LIGHT)
    made.show_profile(profile)
    made.resize(760, 700)
    made.show()
    made.activateWindow()
    made.table.setFocus()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    editor.deleteLater()


def spot(panel: ColumnsPanel, name: str, heading: str) -> QPoint:
    """The middle of a cell."""
    row = panel.model.row_of(name)
    assert row is not None
    place = next(place for place, found in enumerate(PLACES) if found == heading)
    return panel.table.visualRect(panel.model.index(row, place)).center()


def click(panel: ColumnsPanel, name: str, heading: str = "column", keys: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mouseClick(panel.table.viewport(), LEFT, keys, spot(panel, name, heading))


def menu() -> QMenu:
    """The menu that is open."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def words(found: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in found.actions() if not action.isSeparator()]


def pick(word: str) -> None:
    """Choose an entry of the open menu with the mouse."""
    found = menu()
    action = next(action for action in found.actions() if action.text().replace("&", "") == word)
    QTest.mouseClick(found, LEFT, PLAIN, found.actionGeometry(action).center())


def use(panel: ColumnsPanel, name: str, word: str) -> None:
    click(panel, name, "role")
    pick(word)


def take(panel: ColumnsPanel, name: str, word: str) -> None:
    click(panel, name, "kind")
    pick(word)


def column(panel: ColumnsPanel, name: str) -> Column:
    return panel.editor.project.data.column(name)


def cell(panel: ColumnsPanel, name: str, heading: str) -> str:
    row = panel.model.row_of(name)
    assert row is not None
    return str(panel.model.index(row, PLACES.index(heading)).data() or "")  # type: ignore[arg-type]  # a heading


def refusal(panel: ColumnsPanel) -> str:
    found = child(panel, QLabel, "columns_refusal")
    return found.text() if found.isVisible() else ""


def names(panel: ColumnsPanel) -> list[str]:
    return [panel.model.line(row).column.name for row in range(panel.model.rowCount())]


def text(panel: ColumnsPanel) -> str:
    return "\n".join(found.text() for found in panel.detail.findChildren(QLabel) if found.isVisible())
