"""How unlike the training data the file is: in a sentence, and below it column by column."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from netloom.protocol import Scored
from netloom_desktop.scoring.drift_detail import DriftDetail
from netloom_desktop.scoring.drift_list import DriftList
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, label, say

_LIST_HEIGHT, _DETAIL_HEIGHT = 200, 300


class DriftPanel(QWidget):
    """Follows what it is told of the file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drift_panel")
        self.setAccessibleName("How unlike the training data the file is")
        self.theme = theme
        self.headline = label(theme, self, bold=True)
        self.headline.setObjectName("drift_headline")
        self.caveats = label(theme, self, color="muted_text", size=12)
        self.list = DriftList(theme, self)
        self.detail = DriftDetail(theme, self)
        self.list.chosen.connect(self.detail.show_column)
        self.halves = QSplitter(Qt.Orientation.Vertical, self)
        self.halves.setChildrenCollapsible(False)
        for place, widget in enumerate((self.list, self.detail)):
            self.halves.addWidget(widget)
            self.halves.setStretchFactor(place, 1 + place)
        self.halves.setSizes([_LIST_HEIGHT, _DETAIL_HEIGHT])
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 0, 0)
        column.setSpacing(6)
        for each in (self.headline, self.caveats):
            column.addWidget(each)
        column.addWidget(self.halves, 1)
        self.show_scored(None)

    def show_scored(self, scored: Scored | None) -> None:
        """Show how the file compares; None before it is read."""
        drift = scored.drift if scored is not None else None
        self.halves.setVisible(drift is not None)
        if drift is None:
            say(self.headline, scored.no_drift if scored is not None else "")
            say(self.caveats, "")
            self.list.show_columns(())
            return
        is_alarming = bool(drift.alarmed)
        say(self.headline, f"{'⚠' if is_alarming else '✓'} {drift.headline}")
        dye(self.headline, self.theme, "warning" if is_alarming else "text")
        say(self.caveats, "\n".join(drift.caveats))
        self.list.show_columns(drift.columns)
