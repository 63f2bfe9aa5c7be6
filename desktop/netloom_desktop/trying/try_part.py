"""The part Try one row of the Ship step: a row on the left, what is answered to it on the right. Wiring only."""

from dataclasses import replace
from typing import Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netloom_desktop.buttons import explained_button
from netloom_desktop.parts import Parts
from netloom_desktop.scoring.threshold_field import ThresholdField
from netloom_desktop.theme import Theme
from netloom_desktop.trying.answer_view import AnswerView
from netloom_desktop.trying.row_form import RowForm
from netloom_desktop.trying.tried_row import TriedRow
from netloom_desktop.words import label, say

_ABOUT: Final = "A typical row: change what you like, and the answer follows. Blank is missing."


class TryPart(QWidget):
    """What it shows lives in `row`; in another theme it is made anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("try_part")
        self.setAccessibleName("Try one row")
        self.parts = parts
        self.row = TriedRow(parts.chosen_run, parts.engines, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 4, 0, 0)
        self._row.setSpacing(24)
        self._shown: tuple[QWidget, ...] = ()
        self.show_theme(parts.theme)
        self.row.described.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.row.begin()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = replace(self.parts, theme=theme)
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.setParent(None)
            widget.deleteLater()
        self._shown = (self._made_row(), self._made_answer())
        for widget, stretch in zip(self._shown, (3, 2), strict=True):
            self._row.addWidget(widget, stretch)
        self._follow()

    def _made_row(self) -> QWidget:
        side = QWidget(self)
        about = label(self.parts.theme, side, color="muted_text")
        say(about, _ABOUT)
        self.typical = explained_button("Typical row", "typical_row", "Make it a typical row again.", side)
        self.typical.clicked.connect(self.row.fill)
        above = QHBoxLayout()
        above.addWidget(about, 1)
        above.addWidget(self.typical)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(above)
        column.addWidget(RowForm(self.row, self.parts.theme, side), 1)
        return side

    def _made_answer(self) -> QWidget:
        side = QWidget(self)
        self.threshold = ThresholdField(self.parts.theme, side)
        self.threshold.changed.connect(self.row.answer_by)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(AnswerView(self.row, self.parts.theme, side))
        column.addWidget(self.threshold)
        column.addStretch(1)
        return side

    def _follow(self) -> None:
        self.typical.setEnabled(bool(self.row.fields))
        self.threshold.offer(self.row.run, self.row.event_class, self.row.threshold)
