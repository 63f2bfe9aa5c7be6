"""What is done with runs: noted, restored, deleted and brought back, their folders opened. What it led to is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from netloom.edits import Difference
from netloom.edits.difference import sharing
from netloom.errors import NetloomError, RunError
from netloom.project import Project
from netloom.run_folders import project_at, runs_folder
from netloom.run_folders.notes import note_run, noted
from netloom.run_folders.removal import (
    Deleted,
    bring_back,
    delete_for_good,
    delete_runs,
    deleted_runs,
    sweep_deleted,
)
from netloom_desktop.editor import Editor
from netloom_desktop.runs.rows import Row
from netloom_desktop.training.book import RunBook


@dataclass(frozen=True)
class Outcome:
    """What came of it, in words, and how it is undone, if it can be."""

    words: str
    severity: Literal["error", "done"] = "done"
    undo: Callable[[], object] | None = None


class Doings(QObject):
    """Signals: `told(Outcome)`, and `changed()` when folders or what was noted in them did."""

    told = Signal(object)
    changed = Signal()

    def __init__(self, editor: Editor, book: RunBook, parent: QObject) -> None:
        super().__init__(parent)
        self.editor, self.book = editor, book
        self._deleted: list[Deleted] = []

    def note(self, row: Row, note: str, tags: Sequence[str]) -> None:
        """Note something of a run, in the place of what was noted before."""
        folder = row.folder
        if folder is not None and (note, tuple(tags)) != (row.note, row.tags):
            self._try(lambda: note_run(folder, noted(note, tags)))

    def tag(self, rows: Sequence[Row], tag: str, given: bool) -> None:
        """Give some runs a tag, or take it from them."""
        for row in rows:
            others = tuple(each for each in row.tags if each != tag)
            self.note(row, row.note, (*others, tag) if given else others)

    def restore(self, row: Row) -> None:
        """Make the project what a run trained, as one step that can be undone."""
        try:
            project = project_of(row)
        except NetloomError as error:
            self.told.emit(Outcome(str(error), "error"))
            return
        shared = sharing(self.editor.project, project)
        if shared is self.editor.project:
            self.told.emit(Outcome(f"The project is already as run {row.name} trained it."))
        elif self.editor.do(f"Restore the project of run {row.name}", Difference.between(self.editor.project, shared)):
            words = f"The project is now as run {row.name} trained it. What it was before is one step back."
            restored = self.editor.project
            self.told.emit(Outcome(words, undo=lambda: self._take_back(restored)))

    def _take_back(self, restored: Project) -> None:
        """Undo a restoring, unless that would undo what was done since."""
        if self.editor.project is restored:
            self.editor.undo()
        else:
            words = "The project has changed since it was restored. Undo takes back one step after the other."
            self.told.emit(Outcome(words, "error"))

    def open_folder(self, row: Row) -> None:
        """Show a run's folder in the system's own way."""
        if row.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.folder)))

    # Deleting

    @property
    def can_undo(self) -> bool:
        """Whether something was deleted here that can be brought back."""
        return bool(self._deleted) and self._deleted[-1].aside.parent.parent == self._runs()

    def delete(self, folders: Sequence[Path]) -> None:
        """Delete runs, or a series by its folder, so that they can be brought back."""

        def act() -> None:
            if not folders:
                raise RunError("A run that has not begun yet has nothing to delete. Stop it in the Train step.")
            deleted = delete_runs(folders)
            self._deleted.append(deleted)
            words = f"{deleted.words[:1].upper()}{deleted.words[1:]} deleted. For 30 days it can be brought back."
            self.told.emit(Outcome(words, undo=lambda: self.bring_back(deleted)))

        self._try(act)

    def undo(self) -> None:
        """Bring back what was deleted here last."""
        if self.can_undo:
            self.bring_back(self._deleted[-1])

    def bring_back(self, deleted: Deleted) -> None:
        """Put deleted runs back where they were."""

        def act() -> None:
            bring_back(deleted)
            words = f"{deleted.words[:1].upper()}{deleted.words[1:]}"
            self.told.emit(Outcome(f"{words} {'is' if len(deleted.names) == 1 else 'are'} there again."))

        self._deleted = [each for each in self._deleted if each.aside != deleted.aside]
        self._try(act)

    def deleted(self) -> tuple[Deleted, ...]:
        """What can be brought back, the latest first."""
        runs = self._runs()
        return tuple(reversed(deleted_runs(runs))) if runs is not None else ()

    def delete_for_good(self) -> None:
        """Remove all that was deleted, so that nothing brings it back."""

        def act() -> None:
            for deleted in self.deleted():
                delete_for_good(deleted)

        self._deleted = []
        self._try(act)

    def sweep(self) -> None:
        """Remove for good what was deleted weeks ago."""
        if self.book.path is not None:
            sweep_deleted(self.book.path)

    def _runs(self) -> Path | None:
        return runs_folder(self.book.path) if self.book.path is not None else None

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NetloomError as error:
            self.told.emit(Outcome(str(error), "error"))
        self.book.look_again()
        self.changed.emit()


def project_of(row: Row) -> Project:
    """The project as a run trained it. NetloomError, which says why, if it cannot be read."""
    if row.folder is None:
        raise RunError(f"Run {row.name} has not begun yet: what it trains is the project of then.")
    return project_at(row.folder)
