"""Files that are dragged from elsewhere: which of them may hold a table."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData

_PROJECT: Final = ".netloom"  # what the window opens by itself


def dropped_table(data: QMimeData) -> Path | None:
    """The one file that is dropped, unless it is a project."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() != _PROJECT else None
