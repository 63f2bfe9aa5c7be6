"""Source text that is read and not edited: line numbers, colours, and the lines of what is chosen."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from netloom_desktop.source_text.highlighter import Highlighter, SourceLanguage
from netloom_desktop.theme import Theme

_PAD: Final = 8
_BAR: Final = 3  # beside the lines of what is chosen, so that colour alone does not say it


class CodeView(QPlainTextEdit):
    """`line_wanted(int)` tells which line was clicked or gone to by key, counted from 0."""

    line_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("code")
        self.setAccessibleName("Source of the network")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.lines: list[str] = []
        self.lit: frozenset[int] = frozenset()
        self._highlighter = Highlighter(self.document(), theme)
        self._numbers = _Numbers(self)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._follow)
        self._make_room()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        self._highlighter.show_theme(theme)
        self.light(self.lit)

    def show_language(self, language: SourceLanguage) -> None:
        """Colour the text as that language; it is Python unless something else is said."""
        self._highlighter.show_language(language)

    def show_text(self, text: str) -> None:
        """Show a text; only the lines that differ are put in place of others, so that the view stays where it is."""
        lines = text.removesuffix("\n").split("\n")
        if lines == self.lines:
            return
        start = _common(self.lines, lines)
        end = _common(self.lines[start:][::-1], lines[start:][::-1])
        if not self.lines or start == 0:
            self.setPlainText("\n".join(lines))
        else:
            self._replace(start, len(self.lines) - end, lines[start : len(lines) - end])
        self.lines = lines

    def _replace(self, start: int, end: int, lines: list[str]) -> None:
        """Put lines in place of those from `start` to before `end`. There is a line before them."""
        document = self.document()
        cursor = QTextCursor(document.findBlockByNumber(start - 1))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        last = document.findBlockByNumber(end - 1)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("".join(f"\n{line}" for line in lines))

    def light(self, lines: Collection[int]) -> None:
        """Show some lines as those of what is chosen."""
        self.lit = frozenset(lines)
        self.setExtraSelections([self._lit(line) for line in sorted(self.lit)])
        self._numbers.update()

    def _lit(self, line: int) -> QTextEdit.ExtraSelection:
        found = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document().findBlockByNumber(line))
        found.cursor = cursor
        color = QColor(self.theme.accent)
        color.setAlphaF(0.16)
        found.format.setBackground(color)
        found.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        return found

    def reveal(self, line: int) -> None:
        """Bring a line into the view, if it is not."""
        block = self.document().findBlockByNumber(line)
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        if place.top() < 0 or place.bottom() > self.viewport().height():
            bar = self.verticalScrollBar()
            bar.setValue(line - self.viewport().height() // max(self.fontMetrics().height(), 1) // 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.line_wanted.emit(self.cursorForPosition(event.position().toPoint()).blockNumber())

    # Line numbers

    def numbers_width(self) -> int:
        """How wide the column of line numbers is."""
        return self.fontMetrics().horizontalAdvance("0" * max(len(str(self.blockCount())), 2)) + 2 * _PAD + _BAR

    def _make_room(self, _: int = 0) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        room = self.contentsRect()
        self._numbers.setGeometry(QRect(room.left(), room.top(), self.numbers_width(), room.height()))

    def _follow(self, area: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, area.y(), self._numbers.width(), area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_numbers"):
            self._make_room()

    def paint_numbers(self, painter: QPainter, area: QRect) -> None:
        """Paint the numbers of the lines that are shown."""
        painter.fillRect(area, self.theme.color("panel"))
        painter.setFont(self.font())
        block, line = self.firstVisibleBlock(), self.firstVisibleBlock().blockNumber()
        while self.lines != [""] and block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > area.bottom():
                return
            self._paint_number(painter, line, QRect(0, round(place.top()), 0, self.fontMetrics().lineSpacing()))
            block, line = QTextBlock(block.next()), line + 1

    def _paint_number(self, painter: QPainter, line: int, place: QRect) -> None:
        width = self._numbers.width()
        painter.setPen(self.theme.color("text" if line in self.lit else "muted_text"))
        if line in self.lit:
            painter.fillRect(width - _BAR, place.top(), _BAR, place.height(), self.theme.color("accent"))
        right = QRect(0, place.top(), width - _PAD - _BAR, place.height())
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line + 1))


class _Numbers(QWidget):
    """The column beside the text."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self.view = view

    def sizeHint(self) -> QSize:
        return QSize(self.view.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.view.paint_numbers(QPainter(self), event.rect())


def _common(one: list[str], other: list[str]) -> int:
    """How many lines at the beginning are the same."""
    for place, (line, new) in enumerate(zip(one, other, strict=False)):
        if line != new:
            return place
    return min(len(one), len(other))
