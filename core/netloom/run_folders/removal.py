"""Runs are deleted by moving them aside, from where they can be brought back; some weeks later they go for good."""

import contextlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from netloom import limits
from netloom.errors import InputError, RunError
from netloom.files import make_folder, move_folder, remove_folder
from netloom.protocol import EVENTS, is_training
from netloom.run_folders import PROJECT, SERIES, STATE, runs_folder
from netloom.run_summaries import Place

ASIDE: Final = ".deleted"  # within the folder of the runs
KEPT: Final = timedelta(days=30)
_STAMP: Final = "%Y%m%d-%H%M%S-%f"
_OF_A_RUN: Final = (STATE, EVENTS, PROJECT, SERIES)


class Deleted(NamedTuple):
    """What was deleted in one go: when, the folder in which it lies aside, and the names of its runs."""

    when: datetime
    aside: Path
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it was."""
        runs = [name for name in self.names if not name.startswith("series-")]
        if len(runs) == len(self.names):
            return f"run {runs[0]}" if len(runs) == 1 else f"{len(runs):,} runs"
        return ", ".join(name for name in self.names if name not in runs) + f" with {len(runs):,} runs"


def delete_runs(folders: Iterable[Path]) -> Deleted:
    """Move runs of one project aside, all or, where one refuses, none; a series goes with all of its runs.

    RunError for one that trains, that belongs to a series which would not be whole any more, or that is no run;
    InputError if it cannot be moved.
    """
    wanted = _wanted(folders)
    when = datetime.now(UTC)
    aside = wanted[0].parent / ASIDE / when.strftime(_STAMP)
    make_folder(aside)
    moved: list[Path] = []
    try:
        for folder in wanted:
            move_folder(folder, aside / folder.name)
            moved.append(folder)
    except InputError:
        for folder in moved:
            move_folder(aside / folder.name, folder)
        raise
    return Deleted(when, aside, tuple(folder.name for folder in wanted))


def _wanted(folders: Iterable[Path]) -> tuple[Path, ...]:
    """What is to be moved aside; RunError where that must not be."""
    try:
        wanted = tuple(dict.fromkeys(each for folder in folders for each in with_members(folder)))
        if len({folder.parent for folder in wanted}) != 1:
            raise RunError("Only runs that lie in one folder are deleted together. Delete them one after the other.")
        for folder in wanted:
            _refuse(folder, wanted)
    except OSError as error:
        raise RunError(f"{error.filename} cannot be read: {error.strerror}. Allow reading it.") from error
    return wanted


def bring_back(deleted: Deleted) -> tuple[Path, ...]:
    """Put deleted runs back where they were, and return their folders. InputError if something is in the way."""
    runs = deleted.aside.parent.parent
    names = _names_in(deleted.aside)
    if not names:
        raise RunError(f"{deleted.words[:1].upper()}{deleted.words[1:]} cannot be brought back: nothing is left of it.")
    for name in names:
        if (runs / name).exists():
            raise RunError(f"{deleted.aside / name} was not brought back: there is a {runs / name}. Rename that first.")
    for name in names:
        move_folder(deleted.aside / name, runs / name)
    with contextlib.suppress(InputError):
        remove_folder(deleted.aside)
    return tuple(runs / name for name in names)


def delete_for_good(deleted: Deleted) -> None:
    """Remove deleted runs, so that nothing brings them back. InputError if that is not allowed."""
    remove_folder(deleted.aside)


def deleted_runs(runs: Path) -> tuple[Deleted, ...]:
    """What can be brought back into a folder of runs, the latest last."""
    found = []
    with contextlib.suppress(OSError):
        for aside in sorted((runs / ASIDE).iterdir()):
            with contextlib.suppress(ValueError):
                when = datetime.strptime(aside.name, _STAMP).replace(tzinfo=UTC)
                found.append(Deleted(when, aside, _names_in(aside)))
    return tuple(deleted for deleted in found if deleted.names)


def names_aside(runs: Path) -> tuple[str, ...]:
    """The names of all runs that may come back, which no other run is to be given."""
    return tuple(name for deleted in deleted_runs(runs) for name in deleted.names)


def sweep_deleted(project: Path, now: datetime | None = None) -> None:
    """Remove for good what was deleted of a project's runs some weeks ago."""
    for deleted in deleted_runs(runs_folder(project)):
        if (now or datetime.now(UTC)) - deleted.when > KEPT:
            with contextlib.suppress(InputError):
                delete_for_good(deleted)


def with_members(folder: Path) -> tuple[Path, ...]:
    """A run's folder; or that of a series, after those of its runs."""
    if not (folder / SERIES).exists():
        return (folder,)
    beside = (each for each in sorted(folder.parent.iterdir()) if each.is_dir())
    return (*(each for each in beside if _series_of(each) == folder.name), folder)


def _refuse(folder: Path, wanted: Sequence[Path]) -> None:
    """RunError where a folder is not to be deleted, at least not without others."""
    if not folder.is_dir():
        raise RunError(f"There is no run {folder} any more. Name the folder of a run.")
    if any(folder.iterdir()) and not any((folder / name).exists() for name in _OF_A_RUN):
        raise RunError(f"{folder} was not deleted: it holds nothing of a run. Delete it as you would any folder.")
    if is_training(folder):
        raise RunError(f"Run {folder.name} was not deleted: it is being trained. Stop it first.")
    series = _series_of(folder)
    if series and folder.parent / series not in wanted and (folder.parent / series / SERIES).exists():
        raise RunError(
            f"Run {folder.name} was not deleted: it belongs to {series}, whose figures are of all of its runs. Delete "
            f"the series as a whole: {folder.parent / series}"
        )


class _Head(BaseModel):
    """Of a run's state, what says where it belongs."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    place: Place | None = None


def _series_of(folder: Path) -> str:
    """The name of the series that a run belongs to; empty if it belongs to none, or its state cannot be read."""
    state = folder / STATE
    try:
        if not state.is_file() or state.stat().st_size > limits.RUN_STATE_BYTES:
            return ""
        place = _Head.model_validate_json(state.read_bytes()).place
    except (OSError, ValidationError):
        return ""
    return place.series if place is not None else ""


def _names_in(aside: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(entry.name for entry in aside.iterdir() if entry.is_dir()))
    except OSError:
        return ()
