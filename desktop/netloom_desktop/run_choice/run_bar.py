"""Which run it is about, to choose another, and what must be known of it; above what Results and Ship show."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.run_choice.chosen_run import ChosenRun
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.notices import Notice
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.wording import figure_title, figure_words
from netloom_desktop.words import counted, label, say

_NARROWEST: Final = 220
_WIDEST: Final = 420  # a run may have a long name


class RunBar(QWidget):
    """`train_wanted()` asks for the Train step. `tools` is room beside the run for what is done with it."""

    train_wanted = Signal()

    def __init__(self, chosen: ChosenRun, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = chosen
        self.box = CalmComboBox(self)
        self.box.setObjectName("chosen_run")
        self.box.setAccessibleName("Run")
        self.box.setMinimumWidth(_NARROWEST)
        self.box.setMaximumWidth(_WIDEST)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.box.activated.connect(lambda _: self._choose())
        self.title = QLabel("&Run", self)
        self.title.setBuddy(self.box)
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("run_words")
        self.refusal = Notice(theme, "error", "run_refused", self)
        self.refusal.pressed.connect(self.train_wanted)
        self.notes = Notice(theme, "warning", "run_notes", self)
        self.tools = QHBoxLayout()
        self._lay_out()
        self._pace = Pace(self.follow, WORDS, self)
        chosen.changed.connect(self._pace.soon)
        self.follow()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addWidget(self.box)
        row.addSpacing(8)
        row.addWidget(self.words, 1)
        row.addStretch(0)
        row.addLayout(self.tools)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        for notice in (self.refusal, self.notes):
            column.addWidget(notice)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.chosen.book.look_again()  # a folder may have been moved or deleted meanwhile

    def follow(self) -> None:
        """Show the runs, and what is to be told of the chosen one, as they are now."""
        entries, entry = self.chosen.entries, self.chosen.entry
        self.box.fill([(str(each.run.folder), f"{each.name}: {each.state_words}", "") for each in entries])
        if entry is not None:
            self.box.setCurrentIndex(entries.index(entry))
        for widget in (self.title, self.box):
            widget.setVisible(bool(entries))
        say(self.words, _words(entry))
        self.refusal.tell(self.chosen.refusal, "Train" if self.chosen.refusal else "")
        self.notes.tell("\n".join(self.chosen.notes))

    def _choose(self) -> None:
        folder = self.box.currentData()
        for entry in self.chosen.entries:
            if str(entry.run.folder) == folder:
                self.chosen.choose(entry)
                self._pace.now()


def _words(entry: Entry | None) -> str:
    """How long a run learnt, and how good its best epoch was."""
    if entry is None or not entry.known.epochs:
        return ""
    run = entry.known
    figures = [f"{figure_title(name)} {figure_words(run.best_of(name))}" for name in ("loss",) if run.best]
    return " · ".join([counted(run.epochs, "epoch"), *figures])
