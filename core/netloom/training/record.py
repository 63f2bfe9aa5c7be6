"""Writes a run's folder: at every moment it holds weights that fit its state, whatever ends the process."""

import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Literal

from torch import Tensor

from netloom import storage
from netloom.errors import RunError
from netloom.events import Event, to_line
from netloom.files import LineFile, make_folder, remove_file, remove_folder, write_atomically
from netloom.project import Project
from netloom.protocol import DISCARD, PAUSE, STOP
from netloom.run_folders.removal import names_aside
from netloom.training.sparing import Sparing
from netloom.training.state import CHECKPOINT, EVENTS, STATE, Checkpoint, RunState, Saved, Which, sha256, weights_file
from netloom.training.weights import to_bytes


class RunRecord:
    """Writes one run's folder. `state` is what `run.json` holds. Nobody else may add lines to it meanwhile."""

    def __init__(self, folder: Path, state: RunState, contents: Mapping[str, bytes] | None = None) -> None:
        """Begins a run, of which `contents` never change, or without them takes up one that is there."""
        for name, content in (contents or {}).items():
            write_atomically(folder / name, content)
        self.folder = folder
        self.state = state
        if contents is not None:
            self._update(files=tuple((name, sha256(content)) for name, content in contents.items()))
        self._events = LineFile(folder / EVENTS)
        self._sparing, self._began = Sparing(self._events.size), perf_counter() - state.seconds

    def take_up(self, lines: int, **state: object) -> None:
        """Cuts off what was told after so many lines, and forgets that it was to stop or to wait."""
        for name in (STOP, PAUSE):
            remove_file(self.folder / name)
        self._events.cut(lines)
        self._sparing = Sparing(self._events.size)
        self._update(status="training", message="", **state)

    def close(self) -> None:
        self._events.close()

    @property
    def lines(self) -> int:
        """How many lines the file of events has."""
        return self._events.lines

    @property
    def stop_asked(self) -> Literal["", "stopped", "discarded"]:
        """Whether somebody put a file `stop` into the folder, and what it says is to become of the run."""
        path = self.folder / STOP
        if not path.exists():
            return ""
        return "discarded" if path.read_bytes() == DISCARD else "stopped"

    @property
    def pause_asked(self) -> bool:
        """Whether somebody put a file `pause` into the folder."""
        return (self.folder / PAUSE).exists()

    def add(self, event: Event) -> Event:
        """Appends the event's line, unless the file has enough of its kind for now, and returns the event."""
        line = to_line(event)
        if self._sparing.keeps(event, len(line), perf_counter() - self._began):
            self._events.add(line)
        return event

    def save(
        self,
        weights: Mapping[Which | int, tuple[int, Mapping[str, Tensor]]],
        checkpoint: tuple[Checkpoint, Mapping[str, Tensor]] | None = None,
        **state: object,
    ) -> None:
        """Writes weights (with the epoch they are from), a checkpoint, and before them the state: at each moment it
        agrees with what is there. Weights that go by a number are a snapshot of that epoch."""
        contents = {weights_file(which): to_bytes(tensors) for which, (_, tensors) in weights.items()}
        saved = {
            which: Saved(epoch=epoch, sha256=sha256(contents[weights_file(which)]))
            for which, (epoch, _) in weights.items()
        }
        changes: dict[str, tuple[Saved | Checkpoint, ...]] = {
            which: (*getattr(self.state, which)[-1:], new) for which, new in saved.items() if isinstance(which, str)
        }
        if snapshots := [new for which, new in saved.items() if isinstance(which, int)]:
            changes["snapshots"] = _joined(self.state.snapshots, snapshots)
        if checkpoint:
            described, tensors = checkpoint
            self._events.sync()  # a power cut must not take lines that the checkpoint counts
            contents[CHECKPOINT] = content = to_bytes(tensors)
            now = {"sha256": sha256(content), "events": self._events.lines}
            changes["checkpoint"] = (*self.state.checkpoint[-1:], described.model_copy(update=now))
        self._update(**state, **changes)
        for name, content in contents.items():
            write_atomically(self.folder / name, content)

    def keep(self, epochs: range) -> None:
        """Removes the snapshots of all other epochs."""
        dropped = [each.epoch for each in self.state.snapshots if each.epoch not in epochs]
        if dropped:
            self._update(snapshots=tuple(each for each in self.state.snapshots if each.epoch in epochs))
        for epoch in dropped:
            remove_file(self.folder / weights_file(epoch))

    def finish(self, **state: object) -> None:
        """Writes the last state."""
        last = {name: getattr(self.state, name)[-1:] for name in ("best", "last", "checkpoint")}
        self._update(**last, **state)

    def discard(self) -> None:
        """Removes the folder."""
        self.close()
        remove_folder(self.folder)

    def _update(self, **changes: object) -> None:
        self.state = RunState(**(dict(self.state) | changes))
        write_atomically(self.folder / STATE, (self.state.model_dump_json(indent=2) + "\n").encode())


def _joined(listed: Iterable[Saved], new: Iterable[Saved]) -> tuple[Saved, ...]:
    """One for each epoch, the earliest first."""
    by_epoch = {each.epoch: each for each in (*listed, *new)}
    return tuple(by_epoch[epoch] for epoch in sorted(by_epoch))


def project_bytes(project: Project) -> bytes:
    """The project as a file."""
    return storage.to_text(project).encode()


def run_folder(folder: Path) -> Path:
    """Makes the folder of a run; RunError where there is something in it."""
    if not make_folder(folder) and any(folder.iterdir()):
        raise RunError(
            f"{folder} exists and is not empty. A run never overwrites anything: name a new folder with --run."
        )
    return folder


def next_run_folder(runs: Path, prefix: str = "") -> Path:
    """Makes the folder with the next free number behind a prefix: 001, 002, …"""
    make_folder(runs)
    taken = (*(entry.name for entry in runs.iterdir()), *names_aside(runs))
    names = [name.removeprefix(prefix) for name in taken if name.startswith(prefix)]
    numbers = [int(name) for name in names if name.isdecimal()]
    for number in itertools.count(max(numbers, default=0) + 1):
        if make_folder(folder := runs / f"{prefix}{number:03}"):  # another training may be quicker
            return folder
    raise AssertionError("there is always a next number")
