"""The Train step: settings on the left; Train, plots and runs on the right. Wiring only."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QInputDialog, QMessageBox, QSplitter, QVBoxLayout, QWidget

from netloom.devices import DeviceName
from netloom.errors import NetloomError
from netloom.project import Project
from netloom_desktop.actions import ACTIONS, keys_of
from netloom_desktop.parts import Parts
from netloom_desktop.steps.work import standings
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry
from netloom_desktop.training.controls import Controls
from netloom_desktop.training.notices import Notices
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.training.plots_place import plots_place
from netloom_desktop.training.race_dialog import RaceDialog
from netloom_desktop.training.run_list import RunList
from netloom_desktop.training.settings_panel import SettingsPanel


class TrainPage(QWidget):
    """What it shows lives in the window's jobs and in the book of runs; in another theme it is made anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("train_page")
        self.setAccessibleName("Train: let the network learn from the table.")
        self.parts = parts
        self.book = parts.runs
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._fill()
        self.book.heard.connect(Pace(self._follow, WORDS, self).soon)
        editor = parts.editor
        edits = (editor.project_changed, editor.plan_changed, editor.file_changed, parts.data_checks.changed)
        for signal in (self.book.listed, self.book.changed, *edits):
            signal.connect(self._follow)

    def _fill(self, device: DeviceName = "auto") -> None:
        theme = self.parts.theme
        self.settings = SettingsPanel(self.parts, device, self)
        self.settings.block_wanted.connect(self._show_block)
        self.controls, self.notices = Controls(theme, self), Notices(theme, self)
        self.controls.show_keys(_key_of("train"))
        self._listen()
        self.plots = plots_place(self.book, theme, self)
        self.runs = RunList(self.book, theme, self)
        self.runs.chosen.connect(self.book.choose)
        right = self._laid_out()
        self._row.addWidget(self.settings)
        self._row.addWidget(right, 1)
        self._parts_shown = (self.settings, right)
        self._follow()

    def _listen(self) -> None:
        """To what is wanted of a run, by the controls above it and by the notices."""
        controls, notices = self.controls, self.notices
        controls.train_wanted.connect(self.train)
        controls.race_wanted.connect(self.ask_race)
        controls.stop_wanted.connect(lambda discard: self.stop(discard=discard))
        controls.end_wanted.connect(self._end_now)
        controls.pause_wanted.connect(self.pause)
        for each in (controls, notices):
            each.resume_wanted.connect(self.resume)
        notices.model_wanted.connect(lambda: self.parts.act("step_model"))

    def _laid_out(self) -> QWidget:
        """The right side: controls and notices above plots and runs, whose shares can be changed."""
        halves = QSplitter(Qt.Orientation.Vertical)
        for widget, share in ((self.plots, 3), (self.runs, 1)):
            halves.addWidget(widget)
            halves.setStretchFactor(halves.indexOf(widget), share)
        halves.setChildrenCollapsible(False)
        halves.setSizes([600, 150])
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for above in (self.controls, self.notices):
            column.addWidget(above)
        column.addWidget(halves, 1)
        return right

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        chosen, device = self.runs.current, self.settings.chosen_device
        for widget in self._parts_shown:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.parts = replace(self.parts, theme=theme)
        self._fill(device)
        self.settings.find_device()
        if chosen is not None:
            self.runs.choose(chosen)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.parts.engines.have_a_spare()
        self.book.open()
        self.settings.find_device()

    # Training

    def train(self) -> None:
        """Train the project as it is now, as a run of its own."""
        if (path := self._path_to_train()) is not None:
            self._begin([("", self.parts.editor.project)], path)

    def ask_race(self) -> None:
        """Let a race be chosen, and train all that take part."""
        if (path := self._path_to_train()) is None:
            return
        dialog = RaceDialog(self.parts.editor.project, self.parts.theme, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._begin([(runner.name, runner.project) for runner in dialog.runners], path)

    def _path_to_train(self) -> Path | None:
        """The project's file, which is asked for where there is none; None if it cannot be trained, which is told."""
        editor = self.parts.editor
        if editor.path is None:
            self.parts.act("save")
        self._follow_refusal()
        return editor.path if not self._refusal() else None

    def _begin(self, runs: Iterable[tuple[str, Project]], path: Path) -> None:
        self.parts.act("step_train")
        self.book.open()
        device, edited = self.settings.chosen_device, self.parts.editor.project
        jobs = [self.book.jobs.train(project, path, name, device, edited) for name, project in runs]
        entries = [entry for job in jobs if (entry := self.book.of_job(job)) is not None]
        self.book.draw_only(entries)
        if len(entries) == 1:
            self.runs.choose(entries[0])
        else:
            self.runs.clearSelection()  # whichever runs is looked at
        self.parts.engines.have_a_spare()

    def stop(self, *, discard: bool = False) -> None:
        """End the run that is shown with what it has learnt, or with nothing."""
        if (entry := self.shown) is not None:
            self._trying("The run was not stopped", lambda: self.book.stop(entry, discard=discard))

    def _end_now(self) -> None:
        if (entry := self.shown) is not None:
            self.book.end_now(entry)

    def pause(self, paused: bool = True) -> None:
        """Let the run that is shown wait, or go on."""
        if (entry := self.shown) is not None:
            self._trying("The run was not told", lambda: self.book.pause(entry, paused))

    def pause_or_go_on(self) -> None:
        """Let the run that is shown wait; one that waits, go on."""
        if (entry := self.shown) is not None:
            self.pause(entry.run.state == "training")

    def resume(self) -> None:
        """Let the run that is shown go on where it was; one that is complete, for as many epochs as are asked for."""
        entry, epochs, wanted = self.shown, 0, True
        if entry is not None and entry.run.going_on == "more":
            epochs, wanted = QInputDialog.getInt(self, "Train on", "How many more epochs?", 10, 1, 1_000_000)
        if entry is not None and wanted:
            self.book.resume(entry, epochs)

    def _trying(self, what: str, do: Callable[[], None]) -> None:
        try:
            do()
        except NetloomError as error:
            QMessageBox.critical(self, what, str(error))

    # Showing

    @property
    def shown(self) -> Entry | None:
        """The run that is looked at."""
        return self.book.shown

    def _follow(self, _: object = None) -> None:
        self.controls.show_entry(self.shown)
        self.notices.show_entry(self.shown, self.parts.editor.project)
        self._follow_refusal()

    def _refusal(self) -> str:
        editor = self.parts.editor
        standing = standings(editor.project, editor.planned, editor.path, self.parts.data_checks.problems)["train"]
        return "" if standing.state == "ready" else standing.words

    def _follow_refusal(self) -> None:
        words = self._refusal()
        self.notices.refusal.tell(f"Before training: {words}." if words else "")

    def _show_block(self, node: str) -> None:
        self.parts.act("step_model")
        self.parts.canvas.finder.go_to(node)


def _key_of(id: str) -> str:
    """The first of the keys of an action."""
    found = (keys for action in ACTIONS if action.id == id for keys in keys_of(action))
    return next((keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in found), "")
