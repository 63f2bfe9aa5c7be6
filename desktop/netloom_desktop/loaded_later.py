"""A place for a view whose module takes long to load: that is done beside the window's work, once it is wanted."""

from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

_LOOK: Final = 20  # milliseconds
_PREPARED: Final = "The view is being prepared…"
_MISSING: Final = "This view cannot be shown: {}. Install netloom[desktop] again; all else works."


class LoadedLater(QWidget):
    """Words at first, then what `make` makes once the module is loaded; `view` is None until then."""

    def __init__(self, module: str, make: Callable[[], QWidget], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: QWidget | None = None
        self._module, self._make = module, make
        self._thread: Thread | None = None
        self._failure = ""
        self._words = label(theme, self, color="muted_text")
        say(self._words, _PREPARED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._thread is None:
            self._thread = Thread(target=self._load, daemon=True)
            QTimer.singleShot(0, self, self._thread.start)
            QTimer.singleShot(0, self, self._wait)

    def _load(self) -> None:
        try:
            import_module(self._module)
        except ImportError as error:
            self._failure = _MISSING.format(error)

    def _wait(self) -> None:
        assert self._thread is not None
        if self._thread.is_alive():
            QTimer.singleShot(_LOOK, self, self._wait)
        elif self._failure:
            say(self._words, self._failure)
        else:
            self._fill()

    def _fill(self) -> None:
        self._words.hide()
        self.view = self._make()
        column = self.layout()
        assert column is not None
        column.addWidget(self.view)
