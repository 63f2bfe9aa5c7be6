"""Netloom: build, train, explain and ship neural networks by wiring blocks.

These names are all that the command line uses. Each is loaded when it is first asked for, so that `import netloom`
costs nothing and only what computes loads torch.
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

# From 1.32 on, onnxruntime notes in the user's home how it is used, and tells its makers. It reads this when it loads.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from netloom import blocks as blocks
    from netloom import edits as edits
    from netloom import settings as settings
    from netloom.codegen import Source as Source
    from netloom.codegen import keras_source as keras_source
    from netloom.codegen import keras_weights as keras_weights
    from netloom.codegen import source as source
    from netloom.compile import module as module
    from netloom.data.profile import profile as profile
    from netloom.data.reading import Table as Table
    from netloom.data.reading import read_table as read_table
    from netloom.declare import Setting as Setting
    from netloom.declare import settings_of as settings_of
    from netloom.devices import DeviceName as DeviceName
    from netloom.drift import ColumnDrift as ColumnDrift
    from netloom.drift import Drift as Drift
    from netloom.edits import with_setting as with_setting
    from netloom.edits.change_words import Change as Change
    from netloom.edits.change_words import told_changes as told_changes
    from netloom.engine import serve as serve
    from netloom.errors import DataError as DataError
    from netloom.errors import ExportError as ExportError
    from netloom.errors import Fix as Fix
    from netloom.errors import InputError as InputError
    from netloom.errors import JobError as JobError
    from netloom.errors import NetloomError as NetloomError
    from netloom.errors import PlanError as PlanError
    from netloom.errors import Problem as Problem
    from netloom.errors import ProjectError as ProjectError
    from netloom.errors import RunError as RunError
    from netloom.errors import TrainingError as TrainingError
    from netloom.evaluation import Estimate as Estimate
    from netloom.evaluation import OutputReport as OutputReport
    from netloom.evaluation import Report as Report
    from netloom.evaluation import evaluate as evaluate
    from netloom.events import Continued as Continued
    from netloom.events import EpochFinished as EpochFinished
    from netloom.events import Event as Event
    from netloom.events import Health as Health
    from netloom.events import Paused as Paused
    from netloom.events import Progress as Progress
    from netloom.events import RunAnnounced as RunAnnounced
    from netloom.events import RunFinished as RunFinished
    from netloom.events import RunMeasured as RunMeasured
    from netloom.events import RunResumed as RunResumed
    from netloom.events import RunStarted as RunStarted
    from netloom.events import SeriesFinished as SeriesFinished
    from netloom.events import SeriesStarted as SeriesStarted
    from netloom.events import Told as Told
    from netloom.events import to_line as to_line
    from netloom.exporting.exported import Exported as Exported
    from netloom.exporting.formats import export as export
    from netloom.exporting.snippets import snippets as snippets
    from netloom.files import write_atomically as write_atomically
    from netloom.planning import Plan as Plan
    from netloom.planning import Step as Step
    from netloom.planning import plan as plan
    from netloom.planning import training_memory as training_memory
    from netloom.prediction import Prediction as Prediction
    from netloom.prediction import drift_of as drift_of
    from netloom.prediction import predict as predict
    from netloom.profiles import ColumnProfile as ColumnProfile
    from netloom.profiles import Profile as Profile
    from netloom.project import Project as Project
    from netloom.races import Race as Race
    from netloom.races import Runner as Runner
    from netloom.races import race_of as race_of
    from netloom.run_folders import project_at as project_at
    from netloom.run_folders.notes import RunNotes as RunNotes
    from netloom.run_folders.notes import note_run as note_run
    from netloom.run_folders.notes import noted as noted
    from netloom.run_folders.notes import read_notes as read_notes
    from netloom.run_folders.removal import Deleted as Deleted
    from netloom.run_folders.removal import bring_back as bring_back
    from netloom.run_folders.removal import delete_runs as delete_runs
    from netloom.run_folders.removal import deleted_runs as deleted_runs
    from netloom.run_list import runs_of as runs_of
    from netloom.run_summaries import RunSummary as RunSummary
    from netloom.runs import Answer as Answer
    from netloom.runs import Run as Run
    from netloom.runs import open_run as open_run
    from netloom.series import Series as Series
    from netloom.series import SeriesOutput as SeriesOutput
    from netloom.series import Spread as Spread
    from netloom.series import cross_validate as cross_validate
    from netloom.series import evaluate_series as evaluate_series
    from netloom.series import is_series as is_series
    from netloom.series import open_series as open_series
    from netloom.series import series_of as series_of
    from netloom.series import train_repeats as train_repeats
    from netloom.settings.costs import Costs as Costs
    from netloom.settings.sources import TableFile as TableFile
    from netloom.starter import Started as Started
    from netloom.starter import new_project as new_project
    from netloom.storage import data_problems as data_problems
    from netloom.storage import load as load
    from netloom.storage import save as save
    from netloom.training.racing import train_race as train_race
    from netloom.training.resuming import resume as resume
    from netloom.training.train import train as train

_MODULES = ("blocks", "edits", "settings")
_HOMES = {
    "codegen": ("Source", "keras_source", "keras_weights", "source"),
    "compile": ("module",),
    "data.profile": ("profile",),
    "data.reading": ("Table", "read_table"),
    "declare": ("Setting", "settings_of"),
    "drift": ("ColumnDrift", "Drift"),
    "devices": ("DeviceName",),
    "edits": ("with_setting",),
    "edits.change_words": ("Change", "told_changes"),
    "engine": ("serve",),
    "errors": (
        "DataError", "ExportError", "Fix", "InputError", "JobError", "NetloomError", "PlanError", "Problem",
        "ProjectError", "RunError", "TrainingError",
    ),
    "evaluation": ("Estimate", "OutputReport", "Report", "evaluate"),
    "events": (
        "Continued", "EpochFinished", "Event", "Health", "Paused", "Progress", "RunAnnounced", "RunFinished",
        "RunMeasured", "RunResumed", "RunStarted", "SeriesFinished", "SeriesStarted", "Told", "to_line",
    ),
    "exporting.exported": ("Exported",),
    "exporting.formats": ("export",),
    "exporting.snippets": ("snippets",),
    "files": ("write_atomically",),
    "planning": ("Plan", "Step", "plan", "training_memory"),
    "prediction": ("Prediction", "drift_of", "predict"),
    "profiles": ("ColumnProfile", "Profile"),
    "project": ("Project",),
    "races": ("Race", "Runner", "race_of"),
    "run_folders": ("project_at",),
    "run_folders.notes": ("RunNotes", "noted", "read_notes", "note_run"),
    "run_folders.removal": ("Deleted", "bring_back", "delete_runs", "deleted_runs"),
    "run_list": ("runs_of",),
    "run_summaries": ("RunSummary",),
    "runs": ("Answer", "Run", "open_run"),
    "series": (
        "Series", "SeriesOutput", "Spread", "cross_validate", "evaluate_series", "is_series", "open_series",
        "series_of", "train_repeats",
    ),
    "settings.costs": ("Costs",),
    "settings.sources": ("TableFile",),
    "starter": ("Started", "new_project"),
    "storage": ("data_problems", "load", "save"),
    "training.racing": ("train_race",),
    "training.resuming": ("resume",),
    "training.train": ("train",),
}  # fmt: skip  # a table reads best as one row a module
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted([*_MODULES, *_HOME_OF])


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("netloom")
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
