"""What a person does with the window's frame, and projects to do it with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Input, Output
from netloom.edits import AddBlock, Connect, SetData
from netloom.project import Data, Project, Wire
from netloom.settings.columns import Category, Column, Number
from netloom.settings.sources import TableFile
from netloom_desktop.main_window import MainWindow

Kind = TypeVar("Kind", bound=QWidget)


def small_project(*, wired: bool = True) -> Project:
    """A table of two columns and a network of three blocks."""
    columns = (
        Column(name="size", kind="number", transform=Number()),
        Column(name="sold", kind="yes_no", role="target", transform=Category(levels=("no", "yes"))),
    )
    project = SetData(data=Data(source=TableFile(path="houses.csv"), columns=columns))(Project(name="houses"))
    for place, block in enumerate((Input(), Dense(units=1), Output())):
        project = AddBlock(block=block, at=(place * 260.0, 0.0))(project)
    for wire in (("input_1", "dense_1"), ("dense_1", "output_1")) if wired else ():
        project = Connect(wire=Wire(source=wire[0], target=wire[1]))(project)
    return project


@contextmanager
def shown(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window as it starts; in the end it is closed without a question."""
    window = MainWindow()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() or QApplication.activeModalWidget() is not None)
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


def act(window: MainWindow, id: str) -> None:
    """Choose an action in the menu."""
    window.actions_by_id[id].trigger()


def mute_all(window: MainWindow) -> None:
    """An edit like any other, by the keys."""
    QTest.keyClick(window.canvas, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.canvas, Qt.Key.Key_M)


def press(widget: QWidget, name: str) -> None:
    """Click the button of that name with the mouse."""
    QTest.mouseClick(child(widget, QPushButton, name), Qt.MouseButton.LeftButton)


def choose_tab(tabs: QTabBar, title: str) -> None:
    """Click the tab of that title with the mouse."""
    place = next(place for place in range(tabs.count()) if tabs.tabText(place) == title)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(place).center())


def chosen(*names: str) -> list[str]:
    """Chooses those answers in the next boxes, by their names for programs; returns what the boxes said."""
    said: list[str] = []
    in_dialogs(*(picks(name, said) for name in names))
    return said


def file_named(path: Path) -> None:
    """Names a file in the next dialog that asks for one."""
    in_dialogs(names(path))


def picks(name: str, said: list[str]) -> Callable[[QDialog], None]:
    """What chooses an answer in a box, and notes what the box said."""

    def pick(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        said.append(f"{box.text()} {box.informativeText()}")
        press(box, name)

    return pick


def names(path: Path) -> Callable[[QDialog], None]:
    """What names a file in a dialog that asks for one. It completes what is typed, so this is set at once."""

    def name(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(str(path))
        (buttons,) = dialog.findChildren(QDialogButtonBox)
        QTest.mouseClick(buttons.buttons()[0], Qt.MouseButton.LeftButton)

    return name


def says_yes(box: QDialog) -> None:
    """What says yes in a box of the system."""
    assert isinstance(box, QMessageBox)
    box.button(QMessageBox.StandardButton.Yes).click()


def in_dialogs(*acts: Callable[[QDialog], object]) -> None:
    """Does one thing after the other, each in the next dialog."""

    def act(dialog: QDialog) -> None:
        in_dialogs(*acts[1:])
        acts[0](dialog)

    if acts:
        in_dialog(act)


def child(widget: QWidget, kind: type[Kind], name: str) -> Kind:
    """A widget inside another, by the name it has for programs."""
    found = widget.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def answered(button: QMessageBox.StandardButton) -> list[str]:
    """Answers the next question in a box of the system; returns what it said."""
    said: list[str] = []

    def answer(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        said.append(box.text() + box.informativeText())
        box.button(button).click()

    in_dialog(answer)
    return said


def in_dialog(act: Callable[[QDialog], object]) -> None:
    """Does something in the next dialog as soon as it is open."""

    def try_again(left: int = 1_000) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            try:
                act(dialog)
            except BaseException:
                dialog.reject()  # nobody else would answer it
                raise
        elif left:
            QTimer.singleShot(20, lambda: try_again(left - 1))

    QTimer.singleShot(0, try_again)
