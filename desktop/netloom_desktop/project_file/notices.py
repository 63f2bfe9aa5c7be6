"""Bars above the page: what happened to the project's file, and buttons for what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netloom_desktop.icons import icon_pixmap
from netloom_desktop.theme import Theme, font

_ICON: Final = 18


@dataclass(frozen=True)
class Answer:
    """A button of a notice; the notice is gone once it was pressed."""

    id: str
    words: str
    act: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Notice:
    """Something to be told; one that is about the same takes its place."""

    about: str
    text: str
    answers: tuple[Answer, ...]


class Notices(QWidget):
    """All that there is to be told, one bar below the other; without any it takes no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.theme = theme
        self._bars: dict[str, _Bar] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def tell(self, notice: Notice) -> None:
        """Show a notice until it is answered or dropped."""
        self.drop(notice.about)
        bar = _Bar(notice, self.theme, self)
        bar.answered = lambda: self.drop(notice.about)
        self._bars[notice.about] = bar
        self._column.addWidget(bar)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(bar, QAccessible.Event.Alert))

    def drop(self, *topics: str) -> None:
        """What was told about these is of no interest any more."""
        for about in topics:
            if bar := self._bars.pop(about, None):
                bar.setParent(None)
                bar.deleteLater()
        self.setVisible(bool(self._bars))

    def told(self) -> dict[str, str]:
        """What is told now, by what it is about."""
        return {about: bar.notice.text for about, bar in self._bars.items()}

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        for bar in self._bars.values():
            bar.show_theme(theme)


class _Bar(QFrame):
    def __init__(self, notice: Notice, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.answered: Callable[[], None] = lambda: None
        self.setObjectName(f"notice_{notice.about}")
        self.setAccessibleName(notice.text)
        self._icon, self._words = QLabel(self), _words(notice.text, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for answer in notice.answers:
            row.addWidget(self._button(answer))
        self.show_theme(theme)

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton(answer.words, self)
        button.setObjectName(f"{self.notice.about}_{answer.id}")
        button.clicked.connect(lambda: self._press(answer))
        return button

    def _press(self, answer: Answer) -> None:
        self.answered()
        answer.act()

    def show_theme(self, theme: Theme) -> None:
        self._icon.setPixmap(icon_pixmap("window/warning", theme.warning, _ICON))
        self.setStyleSheet(
            f"QFrame#{self.objectName()} {{ background: {theme.warning_fill}; border: none; "
            f"border-bottom: 1px solid {theme.outline}; }}"
        )


def _words(text: str, parent: QWidget) -> QLabel:
    words = QLabel(text, parent)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setFont(font(13))
    words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return words
