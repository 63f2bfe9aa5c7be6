"""What must not be missed of a run: why it failed, what it told before it began, that the project has moved on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netloom.project import Project, what_trains
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.run import Run
from netloom_desktop.training.wording import first_few, health_words
from netloom_desktop.words import label, say

MOVED_ON = (
    "The project has changed since this run began. What trains, and what is kept, is the project as it was then; "
    "Train begins a run of the project as it is now."
)


class Notice(QFrame):
    """Words on a ground that stands out, with a button if something can be done. `pressed()`."""

    pressed = Signal()

    def __init__(self, theme: Theme, color: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.color(f"{color}_fill"))
        self.setPalette(palette)
        self.words = label(theme, self, color=color)
        self.button = QPushButton(self)
        self.button.setObjectName(f"{name}_button")
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.tell("")

    def tell(self, words: str, button: str = "") -> None:
        """Say something, with a button if it has a text; nothing, and it is not there."""
        say(self.words, words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(words))


class Notices(QWidget):
    """`resume_wanted()` asks to let the run go on, `model_wanted()` to show the network."""

    resume_wanted = Signal()
    model_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refusal = Notice(theme, "error", "cannot_train", self)
        self.refusal.pressed.connect(self.model_wanted)
        self.failure = Notice(theme, "error", "run_failed", self)
        self.failure.pressed.connect(self.resume_wanted)
        self.told = Notice(theme, "warning", "run_told", self)
        self.health = Notice(theme, "warning", "blocks_fare", self)
        self.moved = Notice(theme, "warning", "moved_on", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for notice in (self.refusal, self.failure, self.told, self.health, self.moved):
            column.addWidget(notice)

    def show_entry(self, entry: Entry | None, project: Project) -> None:
        """Tell what there is to tell of a run."""
        run = entry.run if entry is not None else None
        self.failure.tell(failure_words(run), "Continue from there" if run is not None and run.going_on else "")
        self.told.tell(told_words(run))
        self.health.tell("\n".join(first_few(health_words(run))) if run is not None and not run.is_over else "")
        self.moved.tell(MOVED_ON if entry is not None and has_moved_on(entry, project) else "")


def failure_words(run: Run | None) -> str:
    """Why a run failed, and what is left of it; empty for one that did not."""
    if run is None or not run.failure:
        return ""
    if run.finished is None and run.epochs and run.folder is not None:
        kept = f"What it had last written, of epoch {run.epochs:,} or a few seconds before, is kept in {run.folder}."
        return f"{run.failure}\n{kept}"
    return run.failure


def told_words(run: Run | None) -> str:
    """What a run told before it began, but notes."""
    told = (each.message for each in run.told if each.severity != "note") if run is not None else ()
    return "\n".join(dict.fromkeys(told))  # each time that it goes on it may tell the same


def has_moved_on(entry: Entry, project: Project) -> bool:
    """Whether a run that trains is of another project than the one that is shown."""
    return entry.is_live and entry.edited is not None and not entry.elsewhere and not is_of(entry, project)


def is_of(entry: Entry, project: Project) -> bool:
    """Whether a run is of the project that is shown, as that is now."""
    then = entry.edited
    if then is None or entry.elsewhere:
        return False
    return then is project or what_trains(then) == what_trains(project)
