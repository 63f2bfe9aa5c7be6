"""What a person does with the tab of all runs: rows and cells are found by the name of the run and the heading."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from hands import LEFT, PLAIN
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QTreeWidget, QTreeWidgetItemIterator
from windows import child

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.runs.compared_picture import ComparedPicture
from netloom_desktop.runs.tab import RunsTab

Key = Qt.Key


def names(tab: RunsTab) -> list[str]:
    """The runs that are shown, from above."""
    return [row.name for row in tab.model.shown]


def folder(tab: RunsTab, name: str) -> Path:
    path = tab.parts.editor.path
    assert path is not None
    return path.with_name(f"{path.stem}-runs") / name


def cell(tab: RunsTab, name: str, heading: str = "Run") -> QModelIndex:
    place = [column.title for column in tab.model.columns].index(heading)
    return tab.model.index(names(tab).index(name), place)


def text(tab: RunsTab, name: str, heading: str) -> str:
    return str(cell(tab, name, heading).data())


def area(tab: RunsTab, index: QModelIndex) -> QRect:
    tab.table.scrollTo(index)
    return tab.table.visualRect(index)


def click(tab: RunsTab, name: str, keys: Qt.KeyboardModifier = PLAIN, heading: str = "Started") -> None:
    QTest.mouseClick(tab.table.viewport(), LEFT, keys, area(tab, cell(tab, name, heading)).center())


def tick(tab: RunsTab, name: str) -> None:
    rect = area(tab, cell(tab, name))
    QTest.mouseClick(tab.table.viewport(), LEFT, PLAIN, QPoint(rect.left() + 14, rect.center().y()))


def pick(tab: RunsTab, name: str, word: str) -> None:
    """Choose a word of a list by keys."""
    box = child(tab, CalmComboBox, name)
    box.setFocus()
    QTest.keyClick(box, Key.Key_Home)
    while box.currentText() != word:
        before = box.currentIndex()
        QTest.keyClick(box, Key.Key_Down)
        assert box.currentIndex() != before, word
    box.activated.emit(box.currentIndex())


def in_menu(act: Callable[[QMenu], object], left: int = 500) -> None:
    """Does something in the next menu as soon as it is open."""

    def try_again() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            act(menu)
            menu.close()
        elif left:
            in_menu(act, left - 1)

    QTimer.singleShot(20, try_again)


def choose_in_menu(name: str) -> Callable[[QMenu], object]:
    def act(menu: QMenu) -> None:
        action = next(each for each in menu.actions() if name in (each.objectName(), each.text()))
        assert action.isEnabled()
        QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(action).center())

    return act


def told(tab: RunsTab) -> list[str]:
    tree = child(tab, QTreeWidget, "difference_list")
    found = QTreeWidgetItemIterator(tree)
    texts = []
    while (item := found.value()) is not None:
        if item.parent() is not None:
            texts.append(item.text(0))
        found += 1
    return texts


def picture(tab: RunsTab, which: str) -> ComparedPicture:
    return child(tab, ComparedPicture, f"difference_{which}")


def has_color(image: QImage, color: str) -> bool:
    wanted = int(color[1:], 16)
    return any(
        image.pixel(x, y) & 0xFFFFFF == wanted for x in range(image.width()) for y in range(0, image.height(), 2)
    )


def ask_for_menu(tab: RunsTab) -> None:
    """Ask for the menu of the chosen runs, as its key does."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(tab.table.viewport(), event)


def make_series(tab: RunsTab, *members: str) -> None:
    """Let some runs belong to `series-001`, as repeats."""
    for number, name in enumerate(members, 1):
        state = folder(tab, name) / "run.json"
        place = {"series": "series-001", "kind": "repeat", "number": number, "count": len(members)}
        state.write_text(json.dumps(json.loads(state.read_text()) | {"place": place}))
    folder(tab, "series-001").mkdir()
    (folder(tab, "series-001") / "series.json").write_text("{}")


def copy_run(tab: RunsTab, name: str, others: Iterable[str]) -> None:
    """Make further runs that hold the same files as one."""
    for other in others:
        folder(tab, other).mkdir()
        for file in folder(tab, name).iterdir():
            os.link(file, folder(tab, other) / file.name)
