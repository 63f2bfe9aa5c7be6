"""Whether there is anything to open a window on. No Qt here, which needs what a desktop has before it can be loaded."""

import os
import sys
from typing import Final

NO_DISPLAY: Final = (
    "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set. Start netloom-desktop in a "
    "graphical session; the command line, netloom, needs none."
)
_UNSEEN: Final = ("offscreen", "minimal")  # what Qt can draw on without a screen


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_be_seen() -> bool:
    """Whether a window that is opened here can be seen by somebody."""
    return has_display() and os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in _UNSEEN
