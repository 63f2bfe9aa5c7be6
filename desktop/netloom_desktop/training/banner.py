"""A line above the canvas while something trains: how far it is, how blocks fare, and that the network has changed."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.notices import has_moved_on
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.wording import figure_words, first_few, health_words, progress_words
from netloom_desktop.words import dye, label, say

CHANGED: Final = "The project has changed since: what trains is as it was."


class TrainingBanner(QWidget):
    """Follows the runs of the project; it is there only while one trains."""

    def __init__(self, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_banner")
        self.editor, self.book = parts.editor, parts.runs
        self.setAutoFillBackground(True)
        self.words = label(parts.theme, self)
        self.changed = label(parts.theme, self, color="warning")
        self.changed.setObjectName("banner_changed")
        show = QPushButton("Show", self)
        show.setObjectName("show_training")
        show.setAccessibleDescription("Shows the Train step.")
        show.clicked.connect(lambda: parts.act("step_train"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.words, 3)
        row.addWidget(self.changed, 2)
        row.addWidget(show)
        pace = Pace(self.follow, WORDS, self)
        for signal in (self.book.listed, self.book.changed, self.book.heard, self.editor.project_changed):
            signal.connect(pace.soon)
        self.follow()

    def show_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        dye(self.words, theme, "text")
        dye(self.changed, theme, "warning")

    def follow(self) -> None:
        """Say how things are now."""
        live = self.book.live
        self.setVisible(bool(live))
        if live:
            say(self.words, _words(live))
            moved = any(has_moved_on(each, self.editor.project) for each in live)
            troubles = [words for each in live for words in health_words(each.run)]
            say(self.changed, "\n".join([*([CHANGED] * moved), *first_few(troubles)]))


def _words(live: list[Entry]) -> str:
    if len(live) > 1:
        return f"{len(live)} runs train."
    run = live[0].run
    loss = f" · loss {figure_words(run.progress.loss)}" if run.progress is not None else ""
    return f"{live[0].name} trains: {progress_words(run)}{loss}"
