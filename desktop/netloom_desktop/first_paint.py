"""What waits until a window is seen: loading and starting things that the first picture does not need."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Does something once, as soon as a widget has been painted for the first time."""

    def __init__(self, widget: QWidget, act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._soon = QTimer(self, singleShot=True)  # QTimer.singleShot keeps `act` for ever if the widget goes first
        self._soon.timeout.connect(act)
        self._soon.timeout.connect(self.deleteLater)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The widget is about to be painted; what waits comes after that."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start(0)
        return False
