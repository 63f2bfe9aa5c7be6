"""A power cut at any moment leaves the old or the new, and never less than what was promised.

The calls of real saves are recorded, every state that a cut could leave of them is laid out and opened again.
"""

from pathlib import Path

import pytest

from disk import calls
from disk.jobs import JOBS
from disk.states import lay_out, parsed, replayed, states

SOUND = ("file", "new_file", "folder", "project", "lines", "new_lines", "checkpoint")
CARELESS = ("plain", "renamed", "synced")


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what each job saved, and beside it the log of its calls."""
    folder = tmp_path_factory.mktemp("recordings")
    calls.run(calls.built(folder), "recording", folder, *SOUND, *CARELESS, "training")
    return folder


def faults(name: str, recordings: Path, left: Path, most: int | None = None) -> tuple[int, list[str]]:
    """How many states a cut could leave of a job, and what is wrong with those that are not sound."""
    done = recordings / name
    made = parsed((recordings / f"{name}.log").read_text())
    assert replayed(made) == {str(path): path.read_bytes() for path in sorted(done.rglob("*")) if path.is_file()}
    found, count = [], 0
    for count, state in enumerate(states(made, most=most), 1):
        place = left / str(count)
        lay_out(state.files, done, place)
        if fault := JOBS[name].fault(place, state.said):
            found.append(fault)
    return count, found


@pytest.mark.parametrize("name", SOUND)
def test_every_state_that_a_power_cut_could_leave_is_sound(name: str, recordings: Path, tmp_path: Path) -> None:
    count, found = faults(name, recordings, tmp_path)
    assert count >= 5
    assert found == []


@pytest.mark.parametrize("most", [5, pytest.param(100, marks=pytest.mark.soak)])
def test_a_training_survives_a_power_cut(most: int, recordings: Path, tmp_path: Path) -> None:
    count, found = faults("training", recordings, tmp_path, most)
    assert count > 100
    assert found == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("plain", "neither old nor new"),
        ("renamed", "neither old nor new"),
        ("synced", "older than acknowledged"),
    ],
)
def test_a_careless_save_is_found_out(name: str, fault: str, recordings: Path, tmp_path: Path) -> None:
    _, found = faults(name, recordings, tmp_path)
    assert [each for each in found if fault in each]
