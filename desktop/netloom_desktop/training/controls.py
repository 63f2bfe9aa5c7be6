"""What is above the plots: Train, how far a run is, and how it is ended."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.wording import progress_words, state_words
from netloom_desktop.words import label, say

PARTS: Final = 1_000  # of the progress bar


class Controls(QWidget):
    """Signals: `train_wanted()`, `race_wanted()`, and `stop_wanted()`."""

    train_wanted = Signal()
    race_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_controls")
        self.train = self._button("Train", "train", "Train the network as it is now.")
        self.train.setDefault(True)
        self.train.clicked.connect(self.train_wanted)
        self.race = self._button("Race…", "race", "Train the same network in several ways at once, drawn together.")
        self.race.clicked.connect(self.race_wanted)
        self.keep = self._button("Stop and keep", "stop_keep", "End the run; what it has learnt can be used.")
        self.keep.clicked.connect(self.stop_wanted)
        self.which = label(theme, self, bold=True)
        self.which.setObjectName("which_run")
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("progress_words")
        self.bar = self._bar()
        self._lay_out()
        self.show_entry(None)

    def _button(self, text: str, name: str, about: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(about)
        button.setAccessibleDescription(about)
        return button

    def _bar(self) -> QProgressBar:
        bar = QProgressBar(self)
        bar.setObjectName("training_progress")
        bar.setAccessibleName("How much of the epochs is done")
        bar.setRange(0, PARTS)
        bar.setTextVisible(False)
        bar.setFixedHeight(8)
        return bar

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.train, self.race):
            buttons.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.which)
        words.addWidget(self.words)
        buttons.addSpacing(10)
        buttons.addLayout(words, 1)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.bar)

    def show_keys(self, keys: str) -> None:
        """Say which keys train."""
        self.train.setText(f"Train   {keys}" if keys else "Train")

    def show_entry(self, entry: Entry | None) -> None:
        """Show how far a run is; None where there is none."""
        live = entry is not None and entry.is_live
        run = entry.run if entry is not None else None
        stopping = entry is not None and (entry.stopping or entry.run.state == "stopping")
        self.keep.setVisible(live)
        self.keep.setText("End it now" if stopping else "Stop and keep")
        self.bar.setVisible(live)
        self.bar.setRange(0, PARTS if run is not None and run.started is not None else 0)
        if run is not None and run.started is not None:
            self.bar.setValue(round(run.part * PARTS))
        say(self.which, f"{run.name}: {state_words(run)}" if run is not None else "")
        say(self.words, progress_words(run) if run is not None and live else "")
        self.bar.setAccessibleDescription(self.words.text())
