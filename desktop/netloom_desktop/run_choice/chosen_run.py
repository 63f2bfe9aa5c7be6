"""The run that Results looks at and Ship hands on: the latest that is complete, unless another one is chosen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from netloom.project import Project, what_trains
from netloom_desktop.editor import Editor
from netloom_desktop.training.book import Entry, RunBook
from netloom_desktop.training.past import project_of
from netloom_desktop.training.run import Run

NOTHING: Final = (
    "Nothing is trained yet. Train the network first; then it can be measured, used on new rows and handed on."
)
LIVE: Final = "Run {name} still trains. Wait until it is over, stop it, or choose another run."
LEARNT_NOTHING: Final = "Run {name} ended before it had learnt anything. Train again, or choose another run."
TOLD: Final = "run_unfinished"  # the code under which an engine tells of the run what is told here already
UNFINISHED: Final = (
    "The training of run {name} was ended before it was complete: it answers with the last weights that were written. "
    "The Train step can go on with it."
)
MOVED_ON: Final = (
    "The canvas has moved on since run {name} was trained: here it is the network of the run, as it was then."
)


class ChosenRun(QObject):
    """Follows the runs of the project. `changed()` when another run is chosen, or more is known of it.

    What a person chose stays so while it is there; one that is deleted and brought back is chosen again. `folder` is
    that of the run, or None where it cannot answer, and then `refusal` says why; `notes` are what should be known of
    it.
    """

    changed = Signal()

    def __init__(self, book: RunBook, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book, self.editor = book, editor
        self._wanted: Path | None = None
        self._projects: dict[Path, Project | None] = {}
        book.listed.connect(self.changed)
        book.changed.connect(lambda _: self.changed.emit())
        editor.project_changed.connect(lambda _: self.changed.emit())

    @property
    def entries(self) -> list[Entry]:
        """The runs of this project that have begun, the latest first."""
        return [each for each in reversed(self.book.entries) if each.run.folder is not None and not each.elsewhere]

    @property
    def entry(self) -> Entry | None:
        """The run that is chosen; else the best of those that there are."""
        entries = self.entries
        wanted = (each for each in entries if each.run.folder == self._wanted)
        return next(wanted, None) or next(self._fittest(entries), None)

    def choose(self, entry: Entry) -> None:
        """Stay with this run."""
        self._wanted = entry.run.folder
        self.changed.emit()

    @property
    def place(self) -> Path | None:
        """The folder of the run, whether it can answer or not."""
        return self.entry.run.folder if self.entry is not None else None

    @property
    def folder(self) -> Path | None:
        """The folder of the run that answers; None if it cannot."""
        return self.place if not self.refusal else None

    @property
    def refusal(self) -> str:
        """Why no run answers; empty if one does."""
        entry = self.entry
        if entry is None:
            return NOTHING
        if entry.is_live:
            return LIVE.format(name=entry.name)
        return "" if has_learnt(entry.known) else LEARNT_NOTHING.format(name=entry.name)

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known of the run, in sentences."""
        entry = self.entry
        if entry is None or self.refusal:
            return ()
        told = (UNFINISHED, not is_complete(entry.known)), (MOVED_ON, self._has_moved_on(entry))
        return tuple(words.format(name=entry.name) for words, holds in told if holds)

    def _fittest(self, entries: list[Entry]) -> Iterator[Entry]:
        """Complete runs, folds after all others; then those that were ended, and what there is. Asked for one, it reads
        no more projects than it must."""
        complete = [each for each in entries if not each.is_live and is_complete(each.known)]
        yield from (each for each in complete if not self._is_fold(each))
        yield from complete
        yield from (each for each in entries if not each.is_live and has_learnt(each.known))
        yield from entries

    def _is_fold(self, entry: Entry) -> bool:
        """Whether it learnt from a part of the rows, to measure."""
        project = self._project(entry)
        return project is not None and getattr(project.data.split, "folds", 0) > 0

    def _has_moved_on(self, entry: Entry) -> bool:
        project = self._project(entry)
        return project is not None and what_trains(project) != what_trains(self.editor.project)

    def _project(self, entry: Entry) -> Project | None:
        folder = entry.run.folder
        if folder is not None and folder not in self._projects:
            self._projects[folder] = project_of(folder)
        return self._projects.get(folder) if folder is not None else None


def has_learnt(run: Run) -> bool:
    """Whether a run has weights of at least one epoch."""
    return run.folder is not None and (run.epochs > 0 or (run.progress is not None and run.progress.epoch > 1))


def is_complete(run: Run) -> bool:
    """Whether a run has come to its own end."""
    return run.finished is not None and run.finished.reason in ("finished", "early_stopping")
