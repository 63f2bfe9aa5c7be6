"""What a person does with the window's frame, and projects to do it with."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from netloom.blocks import Dense, Input, Output
from netloom.edits import AddBlock, Connect, SetData
from netloom.project import Data, Project, Wire
from netloom.settings.columns import Category, Column, Number
from netloom.settings.sources import TableFile

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


def child(widget: QWidget, kind: type[Kind], name: str) -> Kind:
    """A widget inside another, by the name it has for programs."""
    found = widget.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def answered(button: QMessageBox.StandardButton) -> list[str]:
    """Answers the next question in a box; returns what it said."""
    said: list[str] = []

    def answer(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        said.append(box.text() + box.informativeText())
        box.button(button).click()

    in_dialog(answer)
    return said


def in_dialog(act: Callable[[QDialog], object]) -> None:
    """Does something in the next dialog as soon as it is open."""

    def try_again(left: int = 100) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            act(dialog)
        elif left:
            QTimer.singleShot(20, lambda: try_again(left - 1))

    QTimer.singleShot(0, try_again)
