"""The command palette as one sees it: a field at the top of the window, and below it what is meant."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from netloom_desktop.canvas.search import ranked
from netloom_desktop.command_palette.commands import Command, remember_use, used_last
from netloom_desktop.icons import icon_pixmap
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import plain_tip

WIDTH: Final = 620
ROW: Final = 34
ROWS: Final = 11
EDGE: Final = 8
_COMMAND: Final = Qt.ItemDataRole.UserRole
_MOVES: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -ROWS,
    Qt.Key.Key_PageDown: ROWS,
}


class CommandPalette(QFrame):
    """Opened with what can be done now; Enter or a click does it, Esc or leaving the field closes it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.over = window
        self.setObjectName("command_palette")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._commands: Mapping[str, Command] = {}
        self._back: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("command_search")
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("Find a command, a block to add, or a recent project")
        self.field.setFont(font(15))
        self.list = QListWidget(self)
        self.list.setObjectName("command_list")
        self.list.setAccessibleName("Found")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(EDGE)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._fill)
        self.list.itemClicked.connect(lambda _: self._run())
        self.field.installEventFilter(self)
        self.show_theme(theme)
        self.hide()

    def show_theme(self, theme: Theme) -> None:
        """Show the lines in other colours."""
        self.theme = theme
        self.list.setItemDelegate(_Lines(theme, self.list))

    def open(self, commands: Mapping[str, Command]) -> None:
        """Open at the top of the window with what can be done."""
        self._commands = commands
        self._back = QApplication.focusWidget()
        self.field.clear()
        self._fill("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def _place(self) -> None:
        room = self.over.rect()
        width = min(WIDTH, room.width() - 4 * EDGE)
        high = min(self.field.sizeHint().height() + ROWS * ROW + 3 * EDGE + 2, room.height() - 4 * EDGE)
        self.setGeometry(QRect(QPoint((room.width() - width) // 2, min(72, room.height() - high)), QSize(width, high)))

    def found(self) -> list[str]:
        """The titles that are listed."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _fill(self, query: str) -> None:
        self.list.clear()
        lines = (command.found for command in self._commands.values())
        for line in ranked(query, lines, used_last()):
            self.list.addItem(_item(self._commands[line.key]))
        if not self.list.count():
            nothing = QListWidgetItem("Nothing is called so. Try another word: what you want to do, or a block.")
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the list or run what is chosen; leaving the field closes the palette."""
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            row, last = self.list.currentRow() + _MOVES[key], self.list.count() - 1
            around = row % (last + 1) if abs(_MOVES[key]) == 1 else min(max(row, 0), last)
            self.list.setCurrentRow(around)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _run(self) -> None:
        item = self.list.currentItem()
        command = item.data(_COMMAND) if item else None
        self.close_palette()
        if isinstance(command, Command):
            remember_use(command.found.key)
            command.run()

    def close_palette(self) -> None:
        """Close it with nothing done; the focus goes back to where it was."""
        self.hide()
        if self._back is not None:
            self._back.setFocus()
            self._back = None


def _item(command: Command) -> QListWidgetItem:
    item = QListWidgetItem(command.found.title)
    item.setToolTip(plain_tip(command.found.about))
    item.setData(_COMMAND, command)
    spoken = ", ".join(filter(None, (command.found.title, command.found.group, command.keys)))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item


class _Lines(QStyledItemDelegate):
    """A line: the icon of a block, the title, and at the right the menu it is in and its keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH - 4 * EDGE, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command, room = index.data(_COMMAND), QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        theme = self.theme
        painter.save()
        if chosen:
            painter.fillRect(room, theme.color("accent"))
        strong, weak = ("on_accent", "on_accent") if chosen else ("text", "muted_text")
        inner = room.adjusted(EDGE, 0, -EDGE, 0)
        if isinstance(command, Command):
            self._paint_icon(painter, command, inner, chosen=chosen)
            right = self._paint_right(painter, command, inner, weak)
            inner.adjust(26, 0, -right - EDGE, 0)
        painter.setFont(font(14))
        painter.setPen(theme.color(strong if isinstance(command, Command) else "muted_text"))
        words = QFontMetrics(painter.font()).elidedText(index.data(), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _paint_icon(self, painter: QPainter, command: Command, inner: QRect, *, chosen: bool) -> None:
        if not command.found.icon:
            return
        color = self.theme.on_accent if chosen else self.theme.kind(command.found.group)
        size = round(18 * painter.device().devicePixelRatioF())
        place = QRect(inner.left(), inner.center().y() - 8, 18, 18)
        painter.drawPixmap(place, icon_pixmap(command.found.icon, color, size))

    def _paint_right(self, painter: QPainter, command: Command, inner: QRect, color: str) -> int:
        """The menu and the keys; returns how wide they are."""
        painter.setFont(font(12))
        painter.setPen(self.theme.color(color))
        words = "   ".join(filter(None, (command.found.group, command.keys)))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        return QFontMetrics(painter.font()).horizontalAdvance(words)
