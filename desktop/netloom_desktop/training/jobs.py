"""The trainings of this window: started, queued, stopped, left alone. Each has an engine of its own."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.devices import DeviceName
from netloom.errors import NetloomError
from netloom.files import remove_folder
from netloom.project import Project
from netloom.protocol import Cancelled, Failed, Happened, Reply, Resume, Train, Trained
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.training.run import Run

MOST_AT_ONCE: Final = 8
PATIENCE: Final = 2_000  # milliseconds in which a training that is to stop should


@dataclass(eq=False)
class Job:
    """One training: what was asked, the run that comes of it, and the project's file. `discard`: nothing is to be kept
    of it; `is_slow`: it was to stop a while ago, and has not. `edited` is the project that the window showed when it
    was asked for, of which a runner of a race trains a variant."""

    request: Train | Resume
    run: Run
    path: Path
    number: int = 0
    discard: bool = False
    is_slow: bool = False
    edited: Project | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits or trains."""
        return not self.run.is_over


_CUT_OFF = "It was ended before it had finished. What it had last written is kept."


class Jobs(QObject):
    """Trains as many runs at once as there are cores, and lets the others wait.

    Signals: `changed(Job)` when a run begins, ends, or is asked to stop, and `heard(Job)` with each of its events.
    """

    changed = Signal(object)
    heard = Signal(object)

    def __init__(self, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self.all: list[Job] = []
        self.patience = PATIENCE
        self.at_once = max(1, min((os.cpu_count() or 1), MOST_AT_ONCE))

    @property
    def open(self) -> tuple[Job, ...]:
        """What trains or waits."""
        return tuple(job for job in self.all if job.is_open)

    @property
    def training(self) -> tuple[Job, ...]:
        """What has an engine."""
        return tuple(job for job in self.open if job.run.state != "waiting")

    def train(
        self,
        project: Project,
        path: Path,
        label: str = "",
        device: DeviceName = "auto",
        edited: Project | None = None,
    ) -> Job:
        """Train a project as it is now, as soon as it is its turn. `path` is its file, beside which its runs are, and
        `edited` what it is a variant of."""
        request = Train(project=project, path=str(path), device=device, label=label)
        job = Job(request, Run(label, project), path, edited=edited or project)
        self.add(job)
        return job

    def add(self, job: Job) -> None:
        """Let a training begin, as soon as it is its turn."""
        self.all = [*(each for each in self.all if each.run is not job.run), job]
        self.changed.emit(job)
        self._start_what_may()

    def stop(self, job: Job, *, discard: bool = False) -> None:
        """End a training with what it has learnt, or with nothing. Asked again, nothing more: `end_now` does more."""
        if job.run.state == "waiting":
            self._forget(job)
            self.changed.emit(job)
        elif job.is_open and job.run.state != "stopping":
            job.run.state, job.discard, job.is_slow = "stopping", discard, False
            self.engines.cancel(job.number, discard=discard)
            QTimer.singleShot(self.patience, self, lambda: self._lose_patience(job))
            self.changed.emit(job)

    def end_now(self, job: Job) -> None:
        """End one that was to stop and has not: of what it learnt since its last checkpoint nothing is kept."""
        if job.is_open and job.is_slow:
            self.engines.cancel(job.number)

    def leave(self) -> None:
        """Let everything that trains go on without the window, which is about to close."""
        for job in self.training:
            self.engines.leave(job.number)

    def forget(self, job: Job) -> None:
        """Know no more of a training that is over."""
        if not job.is_open:
            self.all = [each for each in self.all if each is not job]

    def of_folder(self, folder: Path) -> Job | None:
        """The training that writes a run's folder."""
        return next((job for job in self.all if job.run.folder == folder), None)

    def _start_what_may(self) -> None:
        waiting = [job for job in self.open if job.run.state == "waiting"]
        for job in waiting[: max(self.at_once - len(self.training), 0)]:
            self._start(job)

    def _start(self, job: Job) -> None:
        job.run.state = "starting"
        job.number = self.engines.ask(job.request, lambda reply: self._hear(job, reply))
        self.changed.emit(job)

    def _hear(self, job: Job, reply: Reply) -> None:
        match reply:
            case Happened(event=event):
                state = job.run.state
                job.run.hear(event)
                self.heard.emit(job)
                if job.run.state != state:
                    self.changed.emit(job)
            case Failed():
                self._fail(job, reply)
            case Cancelled():
                self._cut_off(job)
            case Trained():
                self._close(job)

    def _close(self, job: Job) -> None:
        """It is over; one whose last event was lost is as well."""
        if not job.run.is_over:
            job.run.fail(_CUT_OFF)
        self._end(job)

    def _fail(self, job: Job, reply: Failed) -> None:
        problems = [problem.message for problem in reply.problems if problem.message not in reply.message]
        if job.run.state != "failed":  # it has told by itself why
            job.run.fail("\n".join([reply.message, *problems]))
        self._end(job)

    def _cut_off(self, job: Job) -> None:
        """It did not come to an end by itself: before it had begun, or because it did not stop."""
        if job.run.folder is None:
            self._forget(job)
        elif not job.discard:
            job.run.fail(_CUT_OFF)
        else:
            self._discard(job, job.run.folder)
        self._end(job)

    def _discard(self, job: Job, folder: Path) -> None:
        try:
            if folder.exists():
                remove_folder(folder)
        except NetloomError as error:
            job.run.fail(str(error))
        else:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self.all.remove(job)
        job.run.state = "ended"

    def _end(self, job: Job) -> None:
        if job.run.finished is not None and job.run.finished.reason == "discarded":
            self.all.remove(job)
        self.changed.emit(job)
        self._start_what_may()

    def _lose_patience(self, job: Job) -> None:
        if job.run.state == "stopping":
            job.is_slow = True
            self.changed.emit(job)
