"""What is above the plots: Train, how far a run is, and how it is ended."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from netloom_desktop.buttons import explained_button
from netloom_desktop.progress_bar import ProgressBar
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.wording import progress_words
from netloom_desktop.words import label, say

PARTS: Final = 1_000  # of the progress bar
END_NOW: Final = "End a run that does not stop by itself; what it has learnt since its last checkpoint is lost."
END_ALONE: Final = "This run trains without the window, which has asked it to stop, and can do no more."


class Controls(QWidget):
    """Signals: `train_wanted()`, `race_wanted()`, `resume_wanted()`, `pause_wanted(bool)`, false to go on,
    `stop_wanted(bool)`, true where nothing is to be kept, and `end_wanted()` for a run that does not stop.

    What stops is dead for a moment once it was clicked: the second click of two would stop the run that is shown next.
    """

    train_wanted = Signal()
    race_wanted = Signal()
    stop_wanted = Signal(object)
    end_wanted = Signal()
    pause_wanted = Signal(object)
    resume_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_controls")
        self._pauses = True
        self.train = explained_button("Train", "train", "Train the network as it is now.", self)
        self.train.setDefault(True)
        self.train.clicked.connect(self.train_wanted)
        self.race = explained_button(
            "Race…", "race", "Train the same network in several ways at once, drawn together.", self
        )
        self.race.clicked.connect(self.race_wanted)
        self.keep = explained_button("Stop and keep", "stop_keep", "End the run; what it has learnt can be used.", self)
        self.keep.clicked.connect(lambda: self._stop(discard=False))
        self.discard = explained_button("Stop and discard", "stop_discard", "End the run, and remove its folder.", self)
        self.discard.clicked.connect(lambda: self._stop(discard=True))
        self.end = explained_button("End it now", "end_now", "", self)
        self.end.clicked.connect(self.end_wanted)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(2 * QApplication.doubleClickInterval())
        self._moment.timeout.connect(lambda: self._allow_stopping(True))
        self.pause = explained_button(
            "Pause", "pause", "Let the run wait; it takes no time of the processor meanwhile.", self
        )
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(self._pauses))
        self.go_on = explained_button("Continue", "go_on", "Let the run go on as if it had never ended.", self)
        self.go_on.clicked.connect(self.resume_wanted)
        self.which = label(theme, self, bold=True)
        self.which.setObjectName("which_run")
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("progress_words")
        self.bar = self._bar(theme)
        self._lay_out()
        self.show_entry(None)

    def _bar(self, theme: Theme) -> ProgressBar:
        bar = ProgressBar(theme, self)
        bar.setObjectName("training_progress")
        bar.setAccessibleName("How much of the epochs is done")
        bar.setRange(0, PARTS)
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
        for button in (self.go_on, self.pause, self.keep, self.discard, self.end):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(buttons)
        column.addWidget(self.bar)

    def _stop(self, *, discard: bool) -> None:
        self._allow_stopping(False)
        self._moment.start()
        self.stop_wanted.emit(discard)

    def _allow_stopping(self, allowed: bool) -> None:
        for button in (self.keep, self.discard):
            button.setEnabled(allowed)

    def show_keys(self, keys: str) -> None:
        """Say which keys train."""
        self.train.setText(f"Train   {keys}" if keys else "Train")

    def show_entry(self, entry: Entry | None) -> None:
        """Show how far a run is; None where there is none."""
        live = entry is not None and entry.is_live
        run = entry.run if entry is not None else None
        for button in (self.keep, self.discard):
            button.setVisible(live and not (entry is not None and entry.is_stopping))
        self._show_end(entry)
        self.pause.setVisible(live and run is not None and run.state in ("training", "paused"))
        self._pauses = run is None or run.state != "paused"
        self.pause.setText("Pause" if self._pauses else "Continue")
        going_on = run.going_on if run is not None else ""
        self.go_on.setVisible(bool(going_on))
        self.go_on.setText("Continue" if going_on == "continue" else "Train on…")
        self.bar.setVisible(live)
        self.bar.setRange(0, PARTS if run is not None and run.started is not None else 0)
        if run is not None and run.started is not None:
            self.bar.setValue(round(run.part * PARTS))
        say(self.which, f"{entry.name}: {entry.state_words}" if entry is not None else "")
        say(self.words, progress_words(run) if run is not None and live else "")
        self.bar.setAccessibleDescription(self.words.text())

    def _show_end(self, entry: Entry | None) -> None:
        self.end.setVisible(entry is not None and entry.is_stopping)
        job = entry.job if entry is not None else None
        self.end.setEnabled(job is not None and job.is_slow)
        about = END_NOW if job is not None else END_ALONE
        self.end.setToolTip(about)
        self.end.setAccessibleDescription(about)
