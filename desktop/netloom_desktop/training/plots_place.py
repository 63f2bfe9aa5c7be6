"""Where the plots are: what draws them is loaded beside the window's work, once it is wanted."""

from importlib import import_module
from threading import Thread
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.training.book import RunBook
from netloom_desktop.words import label, say

_LOOK: Final = 20  # milliseconds


class PlotsPlace(QWidget):
    """Empty words at first, then the board of plots. `ready()` tells that the board is there."""

    ready = Signal()

    def __init__(self, book: RunBook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book, self.theme = book, theme
        self.board: QWidget | None = None
        self._thread: Thread | None = None
        self._words = label(theme, self, color="muted_text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        say(self._words, "The plots are being prepared…")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._thread is None:
            self._thread = Thread(target=import_module, args=("netloom_desktop.training.plots.board",), daemon=True)
            QTimer.singleShot(0, self, self._load)

    def _load(self) -> None:
        assert self._thread is not None
        self._thread.start()
        self._wait()

    def _wait(self) -> None:
        assert self._thread is not None
        if self._thread.is_alive():
            QTimer.singleShot(_LOOK, self, self._wait)
        else:
            self._fill()

    def _fill(self) -> None:
        try:
            from netloom_desktop.training.plots.board import Board
        except ImportError as error:
            say(self._words, f"The plots cannot be shown: {error}. Install netloom[desktop] again; all else works.")
            return
        self._words.hide()
        self.board = Board(self.book, self.theme, self)
        column = self.layout()
        assert column is not None
        column.addWidget(self.board)
        self.ready.emit()
