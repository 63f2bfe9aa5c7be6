"""What `import netloom` offers: exactly this, each with its explanation, and nothing loaded before it is asked for."""

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import netloom

NAMES = """
    Answer Change ColumnDrift ColumnProfile Continued Costs DataError Deleted DeviceName Drift EpochFinished Estimate
    Event ExportError Exported Fix Health InputError JobError NetloomError OutputReport Paused Plan PlanError
    Prediction Problem Profile Progress Project ProjectError Race Report Run RunAnnounced RunError RunFinished
    RunMeasured RunNotes RunResumed RunStarted RunSummary Runner Series SeriesFinished SeriesOutput SeriesStarted
    Setting Source Spread Started Step Table TableFile Told TrainingError blocks bring_back cross_validate
    data_problems delete_runs deleted_runs drift_of edits evaluate evaluate_series export is_series keras_source
    keras_weights load module new_project note_run noted open_run open_series plan predict profile project_at race_of
    read_notes read_table resume runs_of save series_of serve settings settings_of snippets source to_line
    told_changes train train_race train_repeats training_memory with_setting write_atomically
""".split()
SELF_EXPLAINED = ("DeviceName", "Event")  # a choice of words; a union of the events, each of which has a docstring


def test_the_public_names_are_exactly_these() -> None:
    assert sorted(netloom.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SELF_EXPLAINED])
def test_a_public_name_has_a_docstring(name: str) -> None:
    explained = getattr(netloom, name)
    assert (inspect.getdoc(explained) or "").strip()
    assert explained.__doc__ != inspect.getdoc(type(explained))


def test_the_checker_is_told_of_the_same_names_from_the_same_modules() -> None:
    tree = ast.parse(Path(netloom.__file__).read_text("utf-8"))
    told = {
        alias.name: node.module
        for branch in tree.body
        if isinstance(branch, ast.If)
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(told) == sorted(NAMES)
    for name, home in told.items():
        assert getattr(netloom, name) is getattr(sys.modules[f"{home}"], name)


def test_an_unknown_name_is_told_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'netloom' has no attribute 'trian'"):
        _ = netloom.trian


def test_importing_it_loads_none_of_its_parts() -> None:
    program = "import sys, netloom; print(*(name for name in sys.modules if name.startswith('netloom.')))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_nothing_is_noted_of_how_it_is_used(tmp_path: Path) -> None:
    program = "import netloom, netloom.data.preprocess, onnxruntime"
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", program], env=environment | home, check=True)
    assert not list(tmp_path.rglob("*onnxruntime*"))
