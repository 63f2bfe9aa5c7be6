"""The line above the table: which file it is, how large, how far it is read, and what is wrong with it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netloom.protocol import Reading
from netloom_desktop.data.asked_table import AskedTable, TableState
from netloom_desktop.progress_bar import ProgressBar
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, label, plain_tip, say

_STEPS: Final = 1_000  # of a progress bar


class SourceLine(QWidget):
    """Signals: `open_wanted()`, `options_wanted()`."""

    open_wanted = Signal()
    options_wanted = Signal()

    def __init__(self, table: AskedTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.name = label(theme, self, size=16, bold=True)
        self.size_words = label(theme, self, color="muted_text")
        self.told = label(theme, self, color="muted_text", size=12)
        self.told.setObjectName("data_told")
        for each in (self.name, self.size_words, self.told):
            each.setWordWrap(False)
            each.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.options = _button(
            "Import &options…", "data_options", "How the file is read: sheet, delimiter, header…", self
        )
        self.open_button = _button("&Open table…", "data_open", "Open a CSV, Parquet or Excel file.", self)
        self.progress = Progress(theme, self)
        self.trouble = Trouble(theme, self)
        self._lay_out()
        self.options.clicked.connect(self.options_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.progress.cancelled.connect(table.cancel)
        self.trouble.again_wanted.connect(table.read_again)
        table.changed.connect(self._follow)
        table.progressed.connect(self.progress.show_reading)
        self._follow(table.state)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.name)
        row.addWidget(self.size_words)
        row.addWidget(self.told)
        row.addStretch(1)
        row.addWidget(self.progress, 4)
        row.addWidget(self.options)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.trouble)

    def _follow(self, state: TableState) -> None:
        say(self.name, state.path.name)
        self.name.setToolTip(plain_tip(str(state.path)))
        say(self.size_words, _size_words(state))
        say(self.told, "")
        self.trouble.show_state(state)

    def tell(self, words: str) -> None:
        """Say something that is of no great weight."""
        say(self.told, words)


class Progress(QWidget):
    """A bar with words and a way to give up. `cancelled()` when that is wanted."""

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_progress")
        self.words = label(theme, self, color="muted_text", size=12)
        self.words.setWordWrap(False)
        self.bar = ProgressBar(theme, self)
        self.bar.setMinimumWidth(120)
        self.bar.setAccessibleName("How far it is")
        self.stop = _button("Cancel", "data_cancel", "Give up reading.", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 3)
        row.addWidget(self.bar, 2)
        row.addWidget(self.stop)
        self.stop.clicked.connect(self.cancelled)
        self.hide()

    def show_reading(self, reading: Reading | None) -> None:
        """Show how far it is; None once nothing is read any more."""
        self.setVisible(reading is not None)
        if reading is not None:
            say(self.words, progress_words(reading))
            self.bar.setRange(0, _STEPS if reading.of else 0)
            self.bar.setValue(round(_STEPS * reading.done / reading.of) if reading.of else 0)


class Trouble(QFrame):
    """Why there are no rows, in one sentence, and the way to try again. `again_wanted()` when that is wanted."""

    again_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("data_trouble")
        self.theme = theme
        self.setAutoFillBackground(True)
        self.words = label(theme, self)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = _button("Read again", "data_again", "Read the file again.", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        self.again.clicked.connect(self.again_wanted)

    def show_state(self, state: TableState) -> None:
        """Say what is wrong, or nothing."""
        sentence = {"failed": f"⚠ {state.message}", "cancelled": "Reading was cancelled."}.get(state.state, "")
        say(self.words, sentence)
        self.setVisible(bool(sentence))
        palette = self.palette()
        fill = "error_fill" if state.state == "failed" else "note"
        palette.setColor(palette.ColorRole.Window, self.theme.color(fill))
        self.setPalette(palette)


def _button(text: str, name: str, about: str, parent: QWidget) -> QPushButton:
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setToolTip(plain_tip(about))
    made.setAccessibleDescription(about)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def _size_words(state: TableState) -> str:
    if state.state != "read":
        return ""
    return f"{counted(state.rows, 'row')} × {counted(state.columns, 'column')}"


def progress_words(reading: Reading) -> str:
    """`Reading the file: 12 of 200 MB`."""
    if not reading.of:
        return f"{reading.doing}…"
    if reading.unit == "bytes":
        return f"{reading.doing}: {reading.done / 1e6:,.0f} of {reading.of / 1e6:,.0f} MB"
    return f"{reading.doing}: {reading.done:,} of {reading.of:,} {reading.unit}".rstrip()
