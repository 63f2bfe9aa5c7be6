"""What a person does with the inspector: rows are found by their settings, and edited with keys and mouse."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.inspector import Inspector

Key = Qt.Key


def row(inspector: Inspector, name: str) -> QWidget:
    """The row of a setting on the page that is shown."""
    page = inspector.widget()
    assert page is not None
    found = page.findChild(QWidget, f"setting_{name}")
    assert isinstance(found, QWidget)
    return found


def editing(inspector: Inspector, name: str) -> QWidget:
    """The widget in which a setting is edited."""
    kinds = (QLineEdit, CalmComboBox, QCheckBox, QListWidget, QPlainTextEdit)
    for kind in (QListWidget, *kinds):
        if found := row(inspector, name).findChild(kind):
            return found
    raise AssertionError(f"{name} has no field")


def type_into(inspector: Inspector, name: str, text: str) -> None:
    line = editing(inspector, name)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Key.Key_Delete)
    QTest.keyClicks(line, text)


def choose(widget: QWidget, word: str) -> None:
    """Go through a list with the keyboard until a word is chosen."""
    assert isinstance(widget, CalmComboBox)
    widget.setFocus()
    QTest.keyClick(widget, Key.Key_Home)
    for _ in range(widget.count()):
        if widget.currentData() == word:
            return
        QTest.keyClick(widget, Key.Key_Down)
    assert widget.currentData() == word


def tick(box: QWidget) -> None:
    assert isinstance(box, QCheckBox)
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)


def refusal(inspector: Inspector, name: str) -> str:
    label = row(inspector, name).findChild(QLabel, "refusal")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def reset(inspector: Inspector, name: str) -> QToolButton:
    button = row(inspector, name).findChild(QToolButton)
    assert isinstance(button, QToolButton)
    return button


def block(inspector: Inspector, id: str) -> Any:
    return inspector.editor.project.find(id).block


def page_text(inspector: Inspector) -> str:
    page = inspector.widget()
    assert page is not None
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(inspector: Inspector, name: str) -> QPushButton:
    page = inspector.widget()
    found = page.findChild(QPushButton, name) if page else None
    assert isinstance(found, QPushButton)
    return found


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
