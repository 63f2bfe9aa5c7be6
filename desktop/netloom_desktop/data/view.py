"""What every view of the Data page is: it may ask for another file, or for other ways to read the one it shows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class DataView(QWidget):
    """Signals: `open_wanted()`, `options_wanted()`."""

    open_wanted = Signal()
    options_wanted = Signal()

    def choose_column(self, name: str) -> None:
        """Go to a column, where the data has some."""
