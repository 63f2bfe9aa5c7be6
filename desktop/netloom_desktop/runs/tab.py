"""The tab "Runs": a table of all runs, and below it the curves of some, or what differs between two. Wiring only."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from netloom.errors import NetloomError
from netloom_desktop.parts import Parts
from netloom_desktop.runs.difference import DifferenceView, Side
from netloom_desktop.runs.doings import Doings, Outcome, project_of
from netloom_desktop.runs.filter_bar import FilterBar
from netloom_desktop.runs.filtering import Filter
from netloom_desktop.runs.listing import Listing
from netloom_desktop.runs.menu import Menu, fill_deleted
from netloom_desktop.runs.model import RunsModel, identity
from netloom_desktop.runs.rows import Row, rows_of
from netloom_desktop.runs.table import RunsTable
from netloom_desktop.theme import Theme
from netloom_desktop.training.notices import Notice
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.plots_place import plots_place
from netloom_desktop.words import label, say

CHOOSE: Final = "Choose two runs to see what differs; or one, to see how the project differs from it by now."
_BELOW: Final = ("curves", "difference")


class RunsTab(QWidget):
    """What it shows lives in the book of runs and in their folders; in another theme it is laid out anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("runs_tab")
        self.parts = parts
        self.book = parts.runs
        self.listing = Listing(self.book, parts.engines, self)
        self.doings = Doings(parts.editor, self.book, self)
        self.doings.told.connect(self._tell)
        self.doings.changed.connect(self.listing.look)
        self.outcome: Outcome | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._fill()
        self._pace = Pace(self.follow, WORDS, self)
        for signal in (self.book.listed, self.book.changed, self.book.heard):
            signal.connect(self._pace.soon)
        self.listing.changed.connect(self.follow)
        self.listing.reached.connect(lambda: say(self.words, self._words()))
        parts.editor.project_changed.connect(lambda _: self._compare_soon())

    def _fill(self) -> None:
        theme = self.parts.theme
        self.inside = QWidget(self)
        self.filter = FilterBar(theme, self.inside)
        self.model = RunsModel(theme, self.inside)
        self.table = RunsTable(self.model, theme, self.inside)
        self.table.undoes = lambda: self.doings.can_undo
        self.menu = Menu(self.table, self.doings, self.book, self.show_below)
        self.words = label(theme, self.inside, color="muted_text")
        self.words.setObjectName("runs_words")
        self.notices = {
            severity: Notice(theme, color, f"runs_{severity}", self.inside)
            for severity, color in (("error", "error"), ("done", "warning"))
        }
        self.plots = plots_place(self.book, theme, self.inside)
        self.plots.setContentsMargins(0, 8, 0, 0)
        self.difference = DifferenceView(theme, self.inside)
        self.below = QTabWidget(self.inside)
        self.below.setObjectName("runs_below")
        self.below.setDocumentMode(True)
        self.below.addTab(self.plots, "Curves of the ticked runs")
        self.below.addTab(self.difference, "Difference")
        self._lay_out()
        self._listen()
        self.follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.inside)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        halves = QSplitter(Qt.Orientation.Vertical, self.inside)
        halves.addWidget(self.table)
        halves.addWidget(self.below)
        halves.setChildrenCollapsible(False)
        halves.setSizes([300, 360])
        for widget in (self.filter, self._buttons(), *self.notices.values(), self.words):
            column.addWidget(widget)
        column.addWidget(halves, 1)
        self._column.addWidget(self.inside)

    def _buttons(self) -> QWidget:
        place = QWidget(self.inside)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        for deed in self.menu.deeds:
            if deed.button:
                row.addWidget(self.menu.button(deed.id, place))
        row.addStretch(1)
        self.deleted = QPushButton("Deleted runs", place)
        self.deleted.setObjectName("runs_deleted")
        self.deleted.setToolTip("Bring back runs that were deleted.")
        menu = QMenu(self.deleted)
        menu.setObjectName("deleted_menu")
        menu.aboutToShow.connect(lambda: fill_deleted(menu, self.doings))
        self.deleted.setMenu(menu)
        row.addWidget(self.deleted)
        return place

    def _listen(self) -> None:
        self.filter.changed.connect(self._filter)
        self.model.ticked.connect(self._tick)
        self.model.noted.connect(self.doings.note)
        self.table.chosen.connect(self._follow_choice)
        self.table.menu_wanted.connect(self.menu.pop_up)
        self.table.key_wanted.connect(self._key)
        self.below.currentChanged.connect(lambda _: self._compare_soon())
        for notice in self.notices.values():
            notice.pressed.connect(self._undo_outcome)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours; what is chosen stays so."""
        chosen, below = [identity(row) for row in self.table.chosen_runs()], self.below.currentIndex()
        self.difference.close_pictures()
        self._column.removeWidget(self.inside)
        self.inside.hide()
        self.inside.deleteLater()
        self.parts = replace(self.parts, theme=theme)
        self._fill()
        self.table.choose(chosen)
        self.below.setCurrentIndex(below)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.book.open()
        self.doings.sweep()
        self.book.look_again()
        self.listing.look()
        self.follow()

    # Showing

    def follow(self) -> None:
        """Show all runs as they are now; while something is edited in the table, later, and not while nobody looks."""
        if self.table.is_editing:
            self._pace.soon()
            return
        if not self.isVisible():
            return
        before = [column.id for column in self.model.columns]
        self.model.show(rows_of(self.listing.summaries, self.book.entries))
        if before != [column.id for column in self.model.columns] or not before:
            self.table.fit()
        self.filter.offer(self.model.rows, self.model.columns)
        self.filter.count(len(self.model.shown), len(self.model.rows))
        say(self.words, self._words())
        self.menu.follow()

    def _words(self) -> str:
        reading = self.listing.reading
        if self.listing.failure:
            return self.listing.failure
        if reading is not None and reading.of:
            return f"Reading runs: {reading.done:,} of {reading.of:,}…"
        if not self.model.rows:
            return "There is no run yet. Train the network first."
        return "" if self.model.shown else "No run is like that. Show all shows every run again."

    def _filter(self, wanted: Filter) -> None:
        self.model.show_filtered(wanted)
        self.filter.count(len(self.model.shown), len(self.model.rows))
        say(self.words, self._words())

    def _tick(self, row: Row, drawn: bool) -> None:
        if row.entry is not None:
            self.book.draw(row.entry, drawn)
        if drawn:
            self.show_below("curves")
        self.model.tell_changed()

    def show_below(self, what: str) -> None:
        """Show the curves, or the difference."""
        self.below.setCurrentIndex(_BELOW.index(what))
        self._compare_soon()

    def _follow_choice(self) -> None:
        self.menu.follow()
        self._compare_soon()

    # Comparing

    def _compare_soon(self) -> None:
        """Two projects are read and compared only where that is seen, and once for each choice."""
        if self.below.currentIndex() == _BELOW.index("difference"):
            QTimer.singleShot(0, self.inside, self._compare)

    def _compare(self) -> None:
        rows = [row for row in self.table.chosen_runs() if row.folder is not None]
        if not 1 <= len(rows) <= 2:
            self.difference.tell(CHOOSE)
            return
        older = sorted(rows, key=lambda row: -self.model.rows.index(row) if row in self.model.rows else 0)
        now = Side("The project as it is now", self.parts.editor.project)
        try:
            sides = [*(Side(f"Run {row.name}", project_of(row)) for row in older), now]
        except NetloomError as error:
            self.difference.tell(str(error))
        else:
            self.difference.show_sides(sides[0], sides[1])

    # Doing

    def _key(self, what: str) -> None:
        if what == "undo":
            self.doings.undo()
        else:
            self.menu.do(what)

    def _tell(self, outcome: Outcome) -> None:
        self.outcome = outcome
        if outcome.undo is not None:
            self.table.setFocus()  # where Ctrl+Z undoes what was done here, and not the last step of the project
        for severity, notice in self.notices.items():
            said = outcome.words if outcome.severity == severity else ""
            notice.tell(said, ("Undo" if outcome.undo is not None else "Close") if said else "")

    def _undo_outcome(self) -> None:
        outcome, self.outcome = self.outcome, None
        for notice in self.notices.values():
            notice.tell("")
        if outcome is not None and outcome.undo is not None:
            outcome.undo()
