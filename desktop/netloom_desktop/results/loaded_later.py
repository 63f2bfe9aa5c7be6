"""A place for a view whose module takes long to load: that is done beside the window's work."""

from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

_LOOK: Final = 20  # milliseconds


class LoadedLater(QWidget):
    """Words at first, then what `make` makes once the module is loaded; `view` is None until then."""

    def __init__(self, module: str, make: Callable[[], QWidget], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: QWidget | None = None
        self._make = make
        self._words = label(theme, self, color="muted_text")
        say(self._words, "The view is being prepared…")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        self._failure = ""
        self._thread = Thread(target=self._load, args=(module,), daemon=True)
        QTimer.singleShot(0, self, self._begin)

    def _load(self, module: str) -> None:
        try:
            import_module(module)
        except ImportError as error:
            self._failure = f"This view cannot be shown: {error}. Install netloom[desktop] again; all else works."

    def _begin(self) -> None:
        self._thread.start()
        self._wait()

    def _wait(self) -> None:
        if self._thread.is_alive():
            QTimer.singleShot(_LOOK, self, self._wait)
            return
        if self._failure:
            say(self._words, self._failure)
            return
        self._words.hide()
        self.view = self._make()
        column = self.layout()
        assert column is not None
        column.addWidget(self.view)
