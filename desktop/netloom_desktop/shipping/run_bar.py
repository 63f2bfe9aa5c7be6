"""Above the parts of the Ship step: the run that is shipped, and what must be known of it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.shipping.shipped_run import ShippedRun
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.notices import Notice
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.wording import figure_title, figure_words
from netloom_desktop.words import counted, label, say

_NARROWEST: Final = 260


class RunBar(QWidget):
    """`train_wanted()` asks for the Train step."""

    train_wanted = Signal()

    def __init__(self, shipped: ShippedRun, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shipped = shipped
        self._entries: list[Entry] = []
        self.box = CalmComboBox(self)
        self.box.setObjectName("shipped_run")
        self.box.setAccessibleName("Run that is shipped")
        self.box.setMinimumWidth(_NARROWEST)
        self.box.activated.connect(lambda place: shipped.choose(self._entries[place]))
        self.title = QLabel("&Run", self)
        self.title.setBuddy(self.box)
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("run_words")
        self.refusal = Notice(theme, "error", "cannot_ship", self)
        self.refusal.pressed.connect(self.train_wanted)
        self.notes = Notice(theme, "warning", "ship_notes", self)
        self._lay_out()
        self._pace = Pace(self.follow, WORDS, self)
        shipped.changed.connect(self._pace.soon)
        self.follow()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addWidget(self.box)
        row.addSpacing(8)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        for notice in (self.refusal, self.notes):
            column.addWidget(notice)

    def follow(self) -> None:
        """Show the runs, and what is to be told of the chosen one, as they are now."""
        self._entries = self.shipped.entries
        entry = self.shipped.entry
        self.box.fill([(each.name, f"{each.name}: {each.state_words}", "") for each in self._entries])
        if entry is not None:
            self.box.setCurrentIndex(self._entries.index(entry))
        for widget in (self.title, self.box):
            widget.setVisible(bool(self._entries))
        say(self.words, _words(entry))
        self.refusal.tell(self.shipped.refusal, "Train" if self.shipped.refusal else "")
        self.notes.tell("\n".join(self.shipped.notes))


def _words(entry: Entry | None) -> str:
    """How long a run learnt, and how good its best epoch was."""
    if entry is None or not entry.run.epochs:
        return ""
    run = entry.run
    figures = [f"{figure_title(name)} {figure_words(run.best_of(name))}" for name in ("loss",) if run.best]
    return " · ".join([counted(run.epochs, "epoch"), *figures])
