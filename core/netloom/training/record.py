"""Writes a run's folder: at every moment it holds weights that fit its state, whatever ends the process."""

import itertools
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from netloom import storage
from netloom.errors import RunError
from netloom.events import Event, to_line
from netloom.files import LineFile, make_folder, write_atomically
from netloom.project import Project
from netloom.protocol import STOP
from netloom.training.state import EVENTS, STATE, RunState, Saved, Which, sha256, weights_file
from netloom.training.weights import to_bytes


class RunRecord:
    """Writes one run's folder. `state` is what `run.json` holds."""

    def __init__(self, folder: Path, state: RunState, contents: Mapping[str, bytes]) -> None:
        for name, content in contents.items():
            write_atomically(folder / name, content)
        self.folder = folder
        self.state = state
        self._update(files=tuple((name, sha256(content)) for name, content in contents.items()))
        self._events = LineFile(folder / EVENTS)

    def close(self) -> None:
        self._events.close()

    @property
    def stop_asked(self) -> bool:
        """Whether somebody put a file `stop` into the folder."""
        return (self.folder / STOP).exists()

    def add(self, event: Event) -> Event:
        """Appends the event's line, and returns the event."""
        self._events.add(to_line(event))
        return event

    def save(self, weights: Mapping[Which, tuple[int, Mapping[str, Tensor]]], **state: object) -> None:
        """Writes weights (with the epoch they are from) and then the state; at each moment they agree."""
        contents = {which: (epoch, to_bytes(tensors)) for which, (epoch, tensors) in weights.items()}
        saved = {which: Saved(epoch=epoch, sha256=sha256(content)) for which, (epoch, content) in contents.items()}
        self._update(**state, **{which: (*getattr(self.state, which)[-1:], new) for which, new in saved.items()})
        for which, (_, content) in contents.items():
            write_atomically(self.folder / weights_file(which), content)

    def finish(self, **state: object) -> None:
        """Writes the last state."""
        self._update(best=self.state.best[-1:], last=self.state.last[-1:], **state)

    def _update(self, **changes: object) -> None:
        self.state = RunState(**(dict(self.state) | changes))
        write_atomically(self.folder / STATE, (self.state.model_dump_json(indent=2) + "\n").encode())


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
    names = [entry.name.removeprefix(prefix) for entry in runs.iterdir() if entry.name.startswith(prefix)]
    numbers = [int(name) for name in names if name.isdecimal()]
    for number in itertools.count(max(numbers, default=0) + 1):
        if make_folder(folder := runs / f"{prefix}{number:03}"):  # another training may be quicker
            return folder
    raise AssertionError("there is always a next number")
