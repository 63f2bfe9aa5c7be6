"""One column then and now: what was found of it in sentences, both histograms with their values, and its figures."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from netloom.drift import Bar, ColumnDrift
from netloom_desktop.scoring.drift_bars import NOW, THEN
from netloom_desktop.scoring.drift_list import COLORS
from netloom_desktop.scoring.wording import figure_lines, standing_words
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import dye, label, say

_LINE: Final = 20  # pixels for each bar's words
_NAME, _SHARE = 108, 52
_COLUMNS: Final = 3  # of the figures


class DriftDetail(QScrollArea):
    """Shows the column that is chosen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drift_detail")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.theme = theme
        inside = QWidget(self)
        self.title = label(theme, inside, size=15, bold=True)
        self.standing = label(theme, inside)
        self.words = label(theme, inside)
        self.words.setObjectName("drift_words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bars = DriftBars(theme, inside)
        self.figures = QWidget(inside)
        self._grid = QGridLayout(self.figures)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(_COLUMNS, 1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(8)
        for widget in (self.title, self.standing, self.words, self.bars, self.figures):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.show_column(None)

    def show_column(self, column: ColumnDrift | None) -> None:
        """Show this column; None for none."""
        say(self.title, " ".join(column.name.split()) if column else "")
        say(self.standing, standing_words(column) if column else "")
        say(self.words, "\n\n".join(finding.message for finding in column.findings) if column else "")
        if column:
            dye(self.standing, self.theme, COLORS[column.alarm])
        self.bars.show_bars(column.bars if column else ())
        self._fill(figure_lines(column) if column else [])

    def _fill(self, lines: list[tuple[str, str, str]]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place, words in enumerate([("", "training", "this file"), *lines] if lines else []):
            for across, text in enumerate(words):
                cell = QLabel(text, self.figures)
                cell.setTextFormat(Qt.TextFormat.PlainText)
                cell.setFont(font(12))
                dye(cell, self.theme, "text" if place and across else "muted_text")
                side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
                self._grid.addWidget(cell, place, across, side)


class DriftBars(QWidget):
    """The bars of both with what each stands for, a line each; a key above says which is which."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show these instead of those before."""
        self.shown = bars
        self.setAccessibleName(
            "; ".join(f"{bar.name}: {_percent(bar.then)} in training, {_percent(bar.now)} here" for bar in bars)
        )
        self.setVisible(bool(bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_NAME + 2 * _SHARE + 80, _LINE * (len(self.shown) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(font(11))
            self._key(painter)
            for place, bar in enumerate(self.shown, 1):
                self._line(painter, bar, place * _LINE)

    def _key(self, painter: QPainter) -> None:
        left = float(_NAME)
        for color, words in ((THEN, "training"), (NOW, "this file")):
            painter.fillRect(QRectF(left, 6, 9, 9), self.theme.color(color))
            painter.setPen(self.theme.color("muted_text"))
            painter.drawText(QRectF(left + 14, 0, 90, _LINE), Qt.AlignmentFlag.AlignVCenter, words)
            left += 90

    def _line(self, painter: QPainter, bar: Bar, top: float) -> None:
        name = QFontMetrics(painter.font()).elidedText(
            " ".join(bar.name.split()) or "(blank)", Qt.TextElideMode.ElideMiddle, _NAME - 8
        )
        painter.setPen(self.theme.color("text"))
        painter.drawText(QRectF(0, top, _NAME - 8, _LINE), Qt.AlignmentFlag.AlignVCenter, name)
        room = max(self.width() - _NAME - 2 * _SHARE, 1)
        highest = max(max(each.then, each.now) for each in self.shown) or 1.0
        for share, color, down in ((bar.then, THEN, 3), (bar.now, NOW, 10)):
            width = max(room * share / highest, 1.0 if share else 0.0)
            painter.fillRect(QRectF(_NAME, top + down, width, 7), self.theme.color(color))
        for share, color, place in ((bar.then, "muted_text", 2), (bar.now, "text", 1)):
            painter.setPen(self.theme.color(color))
            at = QRectF(self.width() - place * _SHARE, top, _SHARE - 2, _LINE)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _percent(share))


def _percent(share: float) -> str:
    return "<0.1 %" if 0 < share < 0.001 else f"{100 * share:.1f} %"
