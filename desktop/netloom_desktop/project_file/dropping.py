"""Files that are dragged onto the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from netloom_desktop.in_pictures import SUFFIXES
from netloom_desktop.project_file.saving import ENDING


class FileDrops(QObject):
    """`project(Path)` is a project that was dropped, or a picture that may carry one, `table(Path)` any other file."""

    project = Signal(object)
    table = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the widget under the pointer does not take comes to the window."""
        if not isinstance(event, QDropEvent) or (path := _dropped(event)) is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            signal = self.project if path.suffix.lower() in (f".{ENDING}", *SUFFIXES) else self.table
            QTimer.singleShot(0, self, lambda: signal.emit(path))  # questions would hold up the one who drags
        return True


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is dragged; the window shows one project."""
    urls = event.mimeData().urls()
    local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return local[0] if len(local) == len(urls) == 1 and local[0].is_file() else None
