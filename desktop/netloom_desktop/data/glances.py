"""Glances into a file while one changes how it is read: the newest wish is answered, those before it are not."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.protocol import Cancelled, GlanceAtTable, Reply
from netloom_desktop.engine_client import EngineClient

_PAUSE: Final = 150  # milliseconds in which one types on


class Glances(QObject):
    """`came(Reply)`: Glanced, or Failed with the reason."""

    came = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self._wanted: GlanceAtTable | None = None
        self._number: int | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._ask)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None or self._number is not None

    def want(self, request: GlanceAtTable) -> None:
        """Look into the file in this way, after a moment."""
        self._wanted = request
        self._pause.start()

    def end(self) -> None:
        """No answer is wanted any more."""
        self._pause.stop()
        self._wanted = None
        if self._number is not None:
            self.engines.cancel(self._number)

    def _ask(self) -> None:
        if self._number is None and self._wanted is not None:
            request, self._wanted = self._wanted, None
            self._number = self.engines.ask(request, self._hear)

    def _hear(self, reply: Reply) -> None:
        if not reply.final:
            return
        self._number = None
        if self._wanted is not None:
            self._ask()
        elif not isinstance(reply, Cancelled):
            self.came.emit(reply)
