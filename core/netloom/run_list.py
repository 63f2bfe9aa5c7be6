"""The runs of a project as a list. Its folders may hold anything: what is no sound run is listed with the reason."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from netloom import limits
from netloom.described import leaves
from netloom.edits.change_words import called, setting_title
from netloom.errors import NetloomError, RunError
from netloom.events import Figure
from netloom.project import Project
from netloom.reports.reading import DOCUMENT
from netloom.representatives import representative
from netloom.run_folders import PROJECT, SERIES, STATE, runs_folder
from netloom.run_folders.notes import NOTES, RunNotes, read_notes
from netloom.run_summaries import RunSetting, RunSummary, Score
from netloom.runs import UNFINISHED
from netloom.storage import load
from netloom.training.folder import read_state
from netloom.training.state import RunState, iso_time, weights_file

SUMMARIZED: Final = ("label", "started", "seconds", "epochs", "best_epoch", "best_figures", "place")
MAIN: Final = ("optimizer", "optimizer.learning_rate", "batch_size")  # settings that are always listed
COLUMNS: Final = 24  # settings that are listed beside them, where so many differ

Stamp = tuple[tuple[int, int] | None, ...]
Reached = Callable[[int, int], object]
Value = TypeVar("Value")


class _Found(NamedTuple):
    """What one folder holds, as far as it could be read; `wrong` says what keeps the run from being used, `odd` what
    does not."""

    state: RunState | None
    notes: RunNotes
    settings: Mapping[str, RunSetting]
    scores: tuple[Score, ...]
    wrong: str
    odd: str


@dataclass
class KnownRuns:
    """Lists runs, and remembers what it has read of each until its files change."""

    _known: dict[Path, tuple[Stamp, _Found]] = field(default_factory=dict)

    def of(self, project: Path, reached: Reached = lambda done, of: None) -> tuple[RunSummary, ...]:
        """All runs of a project file, the latest last. `reached` is told how many of how many have been read."""
        folders = _folders(runs_folder(project))
        found: dict[Path, _Found] = {}
        for number, folder in enumerate(folders):
            reached(number, len(folders))
            found[folder] = self._read(folder)
        self._known = {folder: self._known[folder] for folder in found}
        return _listed(found)

    def _read(self, folder: Path) -> _Found:
        stamp = tuple(_stamp(folder / name) for name in (STATE, PROJECT, NOTES, DOCUMENT))
        known = self._known.get(folder)
        if known is None or known[0] != stamp:
            self._known[folder] = stamp, _read(folder)
        return self._known[folder][1]


def runs_of(project: Path) -> tuple[RunSummary, ...]:
    """All runs of a project file, the latest last; one that is damaged or no run is listed as that, with the reason."""
    return KnownRuns().of(project)


def _folders(runs: Path) -> tuple[Path, ...]:
    """All folders that should be those of runs: hidden ones are on their way out, and a series has no weights."""
    try:
        entries = [entry for entry in runs.iterdir() if not entry.name.startswith(".") and entry.is_dir()]
    except OSError:
        return ()
    return tuple(entry for entry in entries if not os.path.exists(entry / SERIES))


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


# One folder


def _read(folder: Path) -> _Found:
    wrong: list[str] = []
    odd: list[str] = []
    state = _tried(lambda: read_state(folder), wrong)
    if state is None and not os.path.exists(folder / STATE):
        return _Found(None, RunNotes(), {}, (), wrong[0], "")
    project = _tried(lambda: load(folder / PROJECT), wrong)
    if state is not None:
        _tried(lambda: _check_weights(folder, state), wrong)
    return _Found(
        state=state,
        notes=_tried(lambda: read_notes(folder), odd) or RunNotes(),
        settings=settings_of_run(project) if project is not None else {},
        scores=_tried(lambda: _scores(folder), odd) or (),
        wrong="\n".join(wrong),
        odd="\n".join(odd),
    )


def _tried(read: Callable[[], Value], said: list[str]) -> Value | None:
    """What is read; None where that cannot be, and why is then added to what is `said`."""
    try:
        return read()
    except NetloomError as error:
        said.append(str(error))
    except OSError as error:
        said.append(f"{error.filename} cannot be read: {error.strerror}. Allow reading it.")
    return None


def _check_weights(folder: Path, state: RunState) -> None:
    """RunError where weights were written and are gone: somebody has deleted a part of the folder."""
    listed = any((state.best, state.last))
    if listed and not any((folder / weights_file(which)).exists() for which in ("best", "last")):
        raise RunError(f"{folder} holds no weights any more. Restore them, or delete the run.")


def settings_of_run(project: Project) -> dict[str, RunSetting]:
    """What a project is trained with, by path: training, the split, and the blocks."""
    told: list[tuple[str, str, str]] = []
    for prefix, title, value in (
        ("", "", project.training),
        ("split.", "split ", project.data.split),
        *((f"{node.id}.", f"{called(node)} ", node.block) for network in project.networks() for node in network.nodes),
    ):
        told += [(prefix + ".".join(leaf.path), title + setting_title(leaf), leaf.words) for leaf in leaves(value)]
    return {path: RunSetting(path=path, title=title, value=value) for path, title, value in told}


class _Scored(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    target: str
    metrics: dict[str, Figure | None]


class _Report(BaseModel):
    """Of a run's report, what a list shows: of one that an earlier version has written, too."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    outputs: dict[str, _Scored]


def _scores(folder: Path) -> tuple[Score, ...]:
    """The first metric of each Output that the test rows define; none where there is no report."""
    file = folder / DOCUMENT
    try:
        if not file.is_file():
            return ()
        if file.stat().st_size > limits.REPORT_BYTES:
            raise RunError(f"{file} is damaged: it is far too large. Evaluate the run again.")
        outputs = _Report.model_validate_json(file.read_bytes()).outputs.values()
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror}. Evaluate the run again.") from error
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise RunError(f"{file} is damaged: {why}. Evaluate the run again.") from None
    return tuple(score for output in outputs if (score := _first(output)) is not None)


def _first(output: _Scored) -> Score | None:
    found = ((metric, value) for metric, value in output.metrics.items() if value is not None)
    return next((Score(target=output.target, metric=metric, value=value) for metric, value in found), None)


# All of them


def _listed(found: Mapping[Path, _Found]) -> tuple[RunSummary, ...]:
    states = {folder: each.state for folder, each in found.items()}
    series = dict.fromkeys(state.place.series for state in states.values() if state and state.place)
    standing = {representative(states, name) for name in series}
    shown = shown_settings([each.settings for each in found.values()])
    return tuple(
        _summary(folder, found[folder], shown, stands=folder in standing)
        for folder in sorted(found, key=lambda folder: _order(folder, states[folder]))
    )


def _order(folder: Path, state: RunState | None) -> tuple[str, int, str]:
    started = state.started if state is not None else _made(folder)
    return started, len(folder.name), folder.name


def _made(folder: Path) -> str:
    stamp = _stamp(folder / STATE) or _stamp(folder)
    return iso_time(stamp[0] / 1e9 if stamp is not None else 0.0)


def shown_settings(runs: Iterable[Mapping[str, RunSetting]]) -> tuple[str, ...]:
    """The paths of the settings that are listed: the main ones, and some of those that are not the same in all.

    Of a block that only some runs have the first setting is enough to tell; what only some optimizers know is not told
    where it is the same in all runs that have it.
    """
    known = [run for run in runs if run]
    paths = dict.fromkeys(path for run in known for path in run)
    firsts = {path.partition(".")[0]: path for path in reversed(paths)}
    others = [path for path in paths if path not in MAIN and _differs(path, known, firsts)]
    return (*MAIN, *others[:COLUMNS])


def _differs(path: str, runs: Sequence[Mapping[str, RunSetting]], firsts: Mapping[str, str]) -> bool:
    having = [run[path].value for run in runs if path in run]
    of_a_block = "." in path and firsts[path.partition(".")[0]] == path
    return len(set(having)) > 1 or (of_a_block and len(having) < len(runs))


def _summary(folder: Path, found: _Found, shown: Iterable[str], *, stands: bool) -> RunSummary:
    state = found.state
    known = {} if state is None else {name: getattr(state, name) for name in SUMMARIZED}
    sound = state is not None and not found.wrong
    return RunSummary(
        name=folder.name,
        folder=str(folder),
        status=state.status if state is not None and sound else "damaged",
        message="\n".join(filter(None, (found.wrong or (state.message if state else "") or UNFINISHED, found.odd))),
        representative=stands,
        scores=found.scores,
        settings=tuple(found.settings[path] for path in shown if path in found.settings),
        note=found.notes.note,
        tags=found.notes.tags,
        **known,
    )
