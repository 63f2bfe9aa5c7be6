"""How the rows are divided: a bar of the three parts, and the kind of split with its settings."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from netloom.described import settings_of
from netloom.edits import SetData, SetSplit, with_value
from netloom.project import Data
from netloom.protocol import PartSizes
from netloom_desktop.data.split_bar import SplitBar
from netloom_desktop.data.split_shares import (
    PARTS,
    Part,
    Shares,
    movable,
    percent,
    row_counts,
    shares_of,
    with_shares,
)
from netloom_desktop.editor import Change, Editor
from netloom_desktop.inspector.form import Form
from netloom_desktop.inspector.row import words_of
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, plain_tip, say

_FORM_HEIGHT: Final = 210
_FORM_WIDTH: Final = 600  # longer lines tire
_ABOUT: Final[Mapping[Part, str]] = {
    "training": "The network learns from these rows.",
    "validation": "Watched while it learns, to stop in time.",
    "test": "Kept untouched for the final score.",
}


class SplitPanel(QWidget):
    """Follows the project; the numbers of rows are told by `show_sizes`."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("split_panel")
        self.setAccessibleName("How the rows are divided")
        self.editor, self.theme = editor, theme
        self.sizes: PartSizes | None = None
        self._exact = True
        self.bar = SplitBar(theme, self)
        self.kind = label(theme, self, bold=True)
        self.more = QToolButton(self)
        self.counts = {part: label(theme, self, color="muted_text", size=12) for part in PARTS}
        self.note = label(theme, self, color="warning", size=12)
        self.note.setObjectName("split_note")
        self.form = Form(tuple(each for each in settings_of(Data) if each.name == "split"), theme, self)
        self._dress()
        self._lay_out()
        self._listen()
        self._follow()

    def _dress(self) -> None:
        self.more.setObjectName("split_more")
        self.more.setText("Kind and settings")
        self.more.setCheckable(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setAutoRaise(True)
        for part, counts in self.counts.items():
            counts.setToolTip(plain_tip(_ABOUT[part]))
            palette = counts.palette()
            palette.setColor(palette.ColorRole.WindowText, self.bar.color(part))
            counts.setPalette(palette)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.kind, 1)
        head.addWidget(self.more)
        legend = QGridLayout()
        legend.setHorizontalSpacing(16)
        for place, part in enumerate(PARTS):
            legend.addWidget(self.counts[part], 0, place)
            legend.setColumnStretch(place, 1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFixedHeight(_FORM_HEIGHT)
        self.area.setWidget(_on_top(self.form))
        self.area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(legend)
        column.addWidget(self.note)
        column.addWidget(self.area)

    def _listen(self) -> None:
        self.more.toggled.connect(self._show_form)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self.editor.end_merging)
        self.bar.previewed.connect(self._preview)
        self.bar.dragged.connect(lambda shares: self._divide(shares, merge=None))
        self.bar.nudged.connect(lambda shares: self._divide(shares, merge="boundary"))
        self.bar.left.connect(self.editor.end_merging)
        self.editor.project_changed.connect(self._follow)

    # What is shown

    def show_sizes(self, sizes: PartSizes | None) -> None:
        """Show how many rows the parts have; None while that is not known."""
        self.sizes, self._exact = sizes, True
        self._follow()

    def tell(self, sentence: str) -> None:
        """Say why the rows cannot be divided; nothing, when they can."""
        told = [problem.message for problem in self.sizes.told] if self.sizes else []
        say(self.note, sentence or " ".join(told))

    def _follow(self, change: Change | None = None) -> None:
        data = self.editor.project.data
        if change is not None and change.before.data != data:
            self._exact = False
        shares = shares_of(data.split, self.sizes)
        say(self.kind, f"Rows are divided: {data.split.title[:1].lower()}{data.split.title[1:]}")
        self.kind.setToolTip(plain_tip(data.split.about))
        self.bar.show_shares(shares, movable(data.split))
        self._say_counts(shares, exact=self._exact)
        self.form.show_values((data,), self.editor.project)
        if change is not None and change.opened:
            self.form.forget()

    def _say_counts(self, shares: Shares, *, exact: bool) -> None:
        counts = row_counts(shares, self.sizes, exact=exact)
        for part in PARTS:
            say(self.counts[part], " · ".join(word for word in (f"■ {words_of(part)}", counts[part]) if word))

    def _preview(self, shares: Shares) -> None:
        self._say_counts(shares, exact=self._exact and shares == self.bar.settled)

    def _show_form(self, shown: bool) -> None:  # Qt's signal
        self.area.setVisible(shown)
        self.more.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    # Editing

    def _divide(self, shares: Shares, merge: str | None) -> None:
        split = with_shares(self.editor.project.data.split, shares)
        parts = " : ".join(percent(shares.of(part)).removesuffix(" %") for part in PARTS)
        self.editor.do(f"Divide rows {parts}", SetSplit(split=split), merge=merge)

    def _edited(self, path: tuple[str, ...], value: Any) -> None:
        data = with_value(self.editor.project.data, path, value)
        self.editor.do(f"Set {words_of(path[-1]).lower()}", SetData(data=data), merge=("data", path))


def _on_top(form: QWidget) -> QWidget:
    """A form at the top of the room there is."""
    inside = QWidget()
    form.setMaximumWidth(_FORM_WIDTH)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    column.addWidget(form)
    column.addStretch()
    return inside
