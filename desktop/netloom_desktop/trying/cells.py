"""The widgets in which the cells of a row are edited: a choice of few levels, else a line."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from netloom.protocol import RowField
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.theme import Theme
from netloom_desktop.words import outlined

MISSING: Final = "missing"
_FEW: Final = 200  # levels; more are found by typing


class Cell(QWidget):
    """Base of both. `changed(str)` with the text of the cell, blank where it is missing."""

    changed = Signal(object)

    def __init__(self, field: RowField, inside: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        inside.setObjectName(f"cell_{field.name}")
        inside.setAccessibleName(field.name)
        inside.setAccessibleDescription(field.about)
        self.setFocusProxy(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside)

    def put(self, text: str) -> None:
        """Show a text, without telling."""
        raise NotImplementedError


class LineCell(Cell):
    """A number, a date, or one of very many levels."""

    def __init__(self, field: RowField, theme: Theme, parent: QWidget) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self.line.setPlaceholderText(MISSING)
        outlined(self.line, theme)
        if field.levels:
            completer = QCompleter(list(field.levels), self.line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.line.setCompleter(completer)
        self.line.textChanged.connect(lambda text: self.changed.emit(text))

    def put(self, text: str) -> None:
        self.line.blockSignals(True)
        self.line.setText(text)
        self.line.blockSignals(False)


class LevelCell(Cell):
    """One of few levels, or missing."""

    def __init__(self, field: RowField, parent: QWidget) -> None:
        self.box = CalmComboBox()
        super().__init__(field, self.box, parent)
        others = () if not field.typical or field.typical in field.levels else (field.typical,)
        self.box.fill([("", MISSING, ""), *((level, level, "") for level in (*field.levels, *others))])
        self.box.currentIndexChanged.connect(lambda _: self.changed.emit(self.box.currentData() or ""))

    def put(self, text: str) -> None:
        self.box.blockSignals(True)
        self.box.setCurrentIndex(max(self.box.findData(text), 0))
        self.box.blockSignals(False)


def cell_of(field: RowField, theme: Theme, parent: QWidget) -> Cell:
    """The widget that suits a cell."""
    if field.levels and len(field.levels) <= _FEW:
        return LevelCell(field, parent)
    return LineCell(field, theme, parent)
