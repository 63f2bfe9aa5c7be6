"""All runs of the open project: those that train here, those that train alone, and those of earlier days."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.project import Project
from netloom.protocol import Resume, continue_training, pause_training, stop_training
from netloom.run_folders import folders_with_events
from netloom_desktop.editor import Editor
from netloom_desktop.training.jobs import Job, Jobs
from netloom_desktop.training.past import Follower, glance, project_of
from netloom_desktop.training.run import Run
from netloom_desktop.training.wording import state_words

AT_ONCE: Final = 40  # runs of earlier days that are looked at when a project is opened,
A_FEW: Final = 8  # and of the others each time that the window has nothing else to do


@dataclass(eq=False)
class Entry:
    """A run in the list: whether it is drawn and whether a person wished so, and its place among the colours. Of a
    training of another project that was open before, `elsewhere` is that one's name."""

    run: Run
    job: Job | None = None
    drawn: bool = False
    by_hand: bool = False
    color: int = 0
    follower: Follower | None = None
    stopping: bool = False
    elsewhere: str = ""
    is_read: bool = False  # to its end, from its folder
    glanced: Run | None = None  # before that, of one that is over

    @property
    def name(self) -> str:
        """What it is called, and of which project it is, if that is another one."""
        return f"{self.elsewhere}: {self.run.name}" if self.elsewhere else self.run.name

    @property
    def known(self) -> Run:
        """The run as it stands: one that is over does not train again while it is read from its beginning."""
        return self.run if self.glanced is None or self.is_read else self.glanced

    @property
    def state_words(self) -> str:
        """How far it is, in a word or two."""
        return "stopping" if self.is_stopping else state_words(self.known)

    @property
    def edited(self) -> Project | None:
        """The project that was edited when it was asked for, as far as that is known."""
        return self.job.edited if self.job is not None and self.job.edited is not None else self.run.project

    @property
    def is_live(self) -> bool:
        """Whether more will come."""
        return not self.known.is_over

    @property
    def is_stopping(self) -> bool:
        """Whether it has been asked to stop, and has not yet."""
        return self.is_live and (self.stopping or self.run.state == "stopping")

    @property
    def is_alone(self) -> bool:
        """Whether it trains without this window."""
        return self.is_live and self.job is None


class RunBook(QObject):
    """Follows the editor's file and the window's trainings.

    Signals: `listed()` when runs came or went, `changed(Entry)` when one is at another stage or drawn or not, and
    `heard(Entry)` with each event.
    """

    listed = Signal()
    changed = Signal(object)
    heard = Signal(object)

    def __init__(self, editor: Editor, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor, self.jobs = editor, jobs
        self.entries: list[Entry] = []
        self.path: Path | None = None
        self.chosen: Entry | None = None  # by a person, to be looked at
        self._is_open = False
        self._older: list[Path] = []  # folders that are still to be looked at
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._look_at_older)
        jobs.changed.connect(self._follow_job)
        jobs.heard.connect(self._hear_job)
        editor.file_changed.connect(self._follow_file)

    def open(self) -> None:
        """Look for the runs that there are: the first time, when they are about to be shown."""
        if not self._is_open:
            self._is_open = True
            self._follow_file(self.editor.path)

    def look_again(self) -> None:
        """Look which runs have come or gone by themselves, as when folders are moved."""
        if self.path is None:
            return
        older = set(self._older)
        there = dict.fromkeys(folder for folder in folders_with_events(self.path) if folder not in older)
        gone = [entry for entry in self._settled() if entry.run.folder not in there]
        for entry in gone:
            self._drop(entry)
        known = {entry.run.folder for entry in self.entries}
        new = [Entry(glance(folder)) for folder in there if folder not in known]
        if gone or new:
            places = {folder: place for place, folder in enumerate(there)}
            later = len(places)
            self.entries.extend(new)
            self.entries.sort(key=lambda entry: places.get(entry.run.folder or Path(), later))
            self.listed.emit()

    def _settled(self) -> list[Entry]:
        """The project's own runs that nothing writes to any more."""
        return [each for each in self.entries if not each.is_live and not each.elsewhere and each.run.folder]

    def _drop(self, entry: Entry) -> None:
        self.entries.remove(entry)
        if entry.follower is not None:
            entry.follower.stop()
        if entry.job is not None:
            self.jobs.forget(entry.job)

    @property
    def drawn(self) -> list[Entry]:
        """The runs that are drawn, in the order of the list."""
        return [entry for entry in self.entries if entry.drawn]

    @property
    def live(self) -> list[Entry]:
        """The runs that train, here or alone, or wait."""
        return [entry for entry in self.entries if entry.is_live]

    @property
    def trained(self) -> int:
        """How many runs of the project have learnt something and are over."""
        own = (entry.known for entry in self.entries if not entry.elsewhere)
        return sum(run.is_over and run.folder is not None and run.epochs > 0 for run in own)

    @property
    def shown(self) -> Entry | None:
        """The run that is looked at: the chosen one, or one that trains, or the latest."""
        if self.chosen in self.entries:
            return self.chosen
        live = sorted(self.live, key=lambda entry: bool(entry.elsewhere))
        return next(iter(live), None) or next(reversed(self.entries), None)

    def choose(self, entry: Entry | None) -> None:
        """Look at a run; None: at none in particular."""
        self.chosen = entry
        if entry is not None:
            self.changed.emit(entry)

    def draw(self, entry: Entry, drawn: bool, *, by_hand: bool = True) -> None:
        """Draw a run, or draw it no more."""
        entry.by_hand = drawn and by_hand
        if drawn != entry.drawn:
            if drawn:
                entry.color = self._free_color()
                self._read(entry)
            entry.drawn = drawn
            self.changed.emit(entry)

    def draw_only(self, entries: Iterable[Entry]) -> None:
        """Draw these, and of the others only what a person has chosen."""
        wanted = list(entries)
        for entry in self.entries:
            self.draw(entry, entry in wanted or entry.by_hand, by_hand=entry.by_hand)

    def stop(self, entry: Entry, *, discard: bool = False) -> None:
        """End a training with what it has learnt, or with nothing. InputError if its folder cannot be written to."""
        if entry.job is not None and entry.is_live:
            self.jobs.stop(entry.job, discard=discard)
        elif entry.is_live and entry.run.folder is not None:
            stop_training(entry.run.folder, discard=discard)
            entry.stopping = True
            self.changed.emit(entry)

    def end_now(self, entry: Entry) -> None:
        """End a training that was to stop and has not; one that trains alone cannot be."""
        if entry.job is not None:
            self.jobs.end_now(entry.job)

    def pause(self, entry: Entry, paused: bool) -> None:
        """Let a training wait, or go on. InputError if its folder cannot be written to."""
        if entry.run.folder is not None:
            (pause_training if paused else continue_training)(entry.run.folder)

    def resume(self, entry: Entry, epochs: int = 0) -> None:
        """Let a run that is over go on where it was, for so many more epochs than it was to have.

        One of which only the ends are known is read first, a part at a time.
        """
        if entry.is_live or entry.run.folder is None:
            return
        if entry.job is not None or entry.is_read:
            self._go_on(entry, epochs)
            return
        self._read(entry)
        if entry.follower is not None:
            entry.follower.done.connect(lambda _: self._go_on(entry, epochs))
        entry.run.state = "starting"
        self.draw(entry, True, by_hand=entry.by_hand)
        self.changed.emit(entry)

    def _go_on(self, entry: Entry, epochs: int) -> None:
        folder, path = entry.run.folder, entry.job.path if entry.job is not None else self.path
        if folder is None or path is None or entry not in self.entries or entry.is_live:
            return
        edited = entry.job.edited if entry.job is not None else entry.run.project
        if entry.follower is not None:
            entry.follower.stop()
            entry.follower = None
        entry.run.begin_again()
        entry.job = Job(Resume(run=str(folder), epochs=epochs), entry.run, path, edited=edited)
        self.draw(entry, True, by_hand=entry.by_hand)
        self.jobs.add(entry.job)

    def of_job(self, job: Job) -> Entry | None:
        """The entry of a training of this window."""
        return next((entry for entry in self.entries if entry.job is job), None)

    # Following

    def _follow_file(self, path: Path | None) -> None:
        if not self._is_open or path == self.path:
            return
        self.path = path
        for entry in self.entries:
            if entry.follower is not None:
                entry.follower.stop()
        folders = folders_with_events(path) if path is not None else ()
        self._older = list(folders[:-AT_ONCE])
        self.entries = self._looked_at(folders[-AT_ONCE:])
        for job in self._listed_jobs():
            self.entries.append(self._entry_of(job))
        self.draw_only(self._first_drawn())
        self.listed.emit()
        if self._older:
            self._next.start()

    def _looked_at(self, folders: Iterable[Path]) -> list[Entry]:
        return [Entry(glance(folder)) for folder in folders if self.jobs.of_folder(folder) is None]

    def _look_at_older(self) -> None:
        """Look at some more of very many runs, before those that are known."""
        self.entries[:0] = self._looked_at(self._older[-A_FEW:])
        del self._older[-A_FEW:]
        if self._older:
            self._next.start()
        else:
            self.listed.emit()

    def _listed_jobs(self) -> list[Job]:
        """Those of this project, and whatever else trains or waits: it must be seen, and can be stopped."""
        return [job for job in self.jobs.all if job.path == self.path or job.is_open]

    def _entry_of(self, job: Job) -> Entry:
        return Entry(job.run, job, elsewhere="" if job.path == self.path else job.path.stem)

    def _first_drawn(self) -> list[Entry]:
        """What trains of this project; or the latest, if nothing does."""
        own = [entry for entry in self.entries if not entry.elsewhere]
        return [entry for entry in own if entry.is_live] or own[-1:]

    def _follow_job(self, job: Job) -> None:
        entry = self.of_job(job)
        if entry is None and job in self._listed_jobs():
            entry = self._entry_of(job)
            self.entries.append(entry)
            self.listed.emit()
        elif entry is not None and job not in self.jobs.all:
            self.entries.remove(entry)
            self.listed.emit()
        if entry is not None:
            self.changed.emit(entry)

    def _hear_job(self, job: Job) -> None:
        entry = self.of_job(job)
        if entry is not None:
            self.heard.emit(entry)

    # Reading

    def _read(self, entry: Entry) -> None:
        """Read a run that is to be drawn and of which only the ends are known."""
        if entry.job is None and entry.follower is None and entry.run.folder is not None:
            entry.glanced = entry.run if entry.run.is_over else None
            entry.follower = Follower(entry.run.folder, self)
            entry.follower.run.project = project_of(entry.run.folder)
            entry.follower.heard.connect(lambda run: self._hear_read(entry, run))
            entry.follower.done.connect(lambda run: self._finish_read(entry, run))

    def _hear_read(self, entry: Entry, run: Run) -> None:
        first = entry.run is not run
        entry.run = run
        if first:
            self.changed.emit(entry)
        self.heard.emit(entry)

    def _finish_read(self, entry: Entry, run: Run) -> None:
        entry.run, entry.stopping, entry.is_read = run, False, True
        if run.folder is not None and not run.folder.exists():  # it was thrown away
            self.entries.remove(entry)
            self.listed.emit()
        self.heard.emit(entry)
        self.changed.emit(entry)

    def _free_color(self) -> int:
        taken = {entry.color for entry in self.entries if entry.drawn}
        return next(number for number in range(len(self.entries) + 1) if number not in taken)
