"""A file that is scored: its name above, its rows with their answers, beside them the drift, and saving below."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from netloom.settings.sources import TableFile
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.preview import Preview
from netloom_desktop.data.source_line import SourceLine
from netloom_desktop.scoring.drift_panel import DriftPanel
from netloom_desktop.scoring.save_bar import SaveBar
from netloom_desktop.scoring.saving import Saving
from netloom_desktop.scoring.scored_rows import ScoredRows
from netloom_desktop.scoring.scores import Scores
from netloom_desktop.scoring.threshold_field import ThresholdField
from netloom_desktop.scoring.wording import lacking_words, told_words
from netloom_desktop.theme import Theme
from netloom_desktop.training.notices import Notice
from netloom_desktop.words import label, say

_ROWS_WIDTH, _DRIFT_WIDTH = 760, 440


class ScoredView(QWidget):
    """`file_wanted()`, `options_wanted()` and `save_wanted()`."""

    file_wanted = Signal()
    options_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, scores: Scores, saving: Saving, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scored_view")
        self.scores = scores
        self.source_line = SourceLine(scores, theme, self)
        self.source_line.open_button.setText("&Choose file…")
        self.lacking = Notice(theme, "error", "score_lacking", self)
        self.warnings = Notice(theme, "warning", "score_warnings", self)
        self.notes = label(theme, self, color="muted_text", size=12)
        self.notes.setObjectName("score_notes")
        self.threshold = ThresholdField(theme, self)
        self.rows = Preview(scores, theme, self, ScoredRows)
        self.drift = DriftPanel(theme, self)
        self.save_bar = SaveBar(saving, theme, self)
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.source_line.open_wanted.connect(self.file_wanted)
        self.source_line.options_wanted.connect(self.options_wanted)
        self.rows.told.connect(self.source_line.tell)
        self.save_bar.wanted.connect(self.save_wanted)
        self.threshold.changed.connect(self._answer_by)
        scores.changed.connect(self._follow)
        self._follow(scores.state)

    def _lay_out(self) -> None:
        self.halves.setChildrenCollapsible(False)
        for place, widget in enumerate((self.rows, self.drift)):
            self.halves.addWidget(widget)
            self.halves.setStretchFactor(place, 3 if place == 0 else 2)
        self.halves.setSizes([_ROWS_WIDTH, _DRIFT_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        for each in (self.source_line, self.lacking, self.warnings, self.notes, self.threshold):
            column.addWidget(each)
        column.addWidget(self.halves, 1)
        column.addWidget(self.save_bar)

    def _follow(self, state: TableState) -> None:
        scored = self.scores.scored if state.state == "read" else None
        self.lacking.tell(lacking_words(scored) if scored is not None else "")
        self.warnings.tell(told_words(scored, warnings=True) if scored is not None else "")
        say(self.notes, told_words(scored, warnings=False) if scored is not None else "")
        if scored is not None:
            event = scored.event if scored.added else ""
            self.threshold.offer(self.scores.run, event, self.scores.threshold)
        self.halves.setVisible(scored is not None)
        self.drift.show_scored(scored)
        found = state.found if scored is not None and scored.added else None
        self.save_bar.allow(found if isinstance(found, TableFile) else None)

    def _answer_by(self, threshold: float | None) -> None:
        """What was saved by another threshold is said no more."""
        self.save_bar.saving.forget()
        self.scores.answer_by(threshold)
