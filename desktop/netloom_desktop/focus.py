"""Where the keyboard goes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def focus_on(widget: QWidget) -> None:
    """Give a widget the focus; if it takes none itself, the first in it that does."""
    proxied = widget.focusProxy() or widget
    inside = [proxied, *proxied.findChildren(QWidget)]
    wanted = (each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled())
    next(wanted, proxied).setFocus(Qt.FocusReason.ShortcutFocusReason)
