"""Whichever call of a save fails: one message, what was there stays, and nothing is left lying about."""

import json
from pathlib import Path
from typing import Any

import pytest

from disk import calls
from netloom.files import sweep_leftovers

Attempt = dict[str, Any]

ERRORS = "ENOSPC,EIO,EDQUOT,EACCES,half,EIO+,ENOSPC+"  # `half`: the system takes half of it; `+`: from then on
SAVES = {"file": "kept.bin", "new_file": "", "folder": "", "project": "P.netloom", "lines": ""}
JOBS = ("checkpoint", "predict", "training", "evaluate", "export")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return calls.built(tmp_path_factory.mktemp("library"))


def attempts(library: Path, folder: Path, errors: str, *names: str, stride: int = 1) -> list[Attempt]:
    """What happened each time that a call failed, of each job. What a dead process left is swept already."""
    printed = calls.run(library, "failing", folder, stride, errors, *names)
    for place in {path.parent for path in folder.rglob("*.tmp")}:
        sweep_leftovers(place)
    assert not list(folder.rglob("*.tmp"))
    return [json.loads(line) for line in printed.splitlines()]


def fault(attempt: Attempt) -> str:
    """What is not as it should be after a call failed."""
    told = attempt["told"]
    if bool(told) == attempt["done"]:
        return "told, and done" if told else "neither done nor told"
    if "Traceback" in told or "\n" in told:
        return str(told)
    if attempt["left"] and "+" not in attempt["call"]:
        return f"left behind: {attempt['left']}"
    return str(attempt["fault"])


def faults(made: list[Attempt]) -> list[tuple[str, str, str]]:
    return [(attempt["job"], attempt["call"], why) for attempt in made if (why := fault(attempt))]


@pytest.fixture(scope="module")
def saves(library: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Attempt]:
    return attempts(library, tmp_path_factory.mktemp("saves"), ERRORS, *SAVES)


@pytest.mark.parametrize("name", SAVES)
def test_whichever_call_of_a_save_fails_it_is_told_and_nothing_is_spoilt(saves: list[Attempt], name: str) -> None:
    made = [attempt for attempt in saves if attempt["job"] == name]
    assert len(made) > 40
    assert faults(made) == []


@pytest.mark.parametrize("name", ["file", "project"])
def test_a_save_that_is_told_to_have_failed_leaves_the_old_file_byte_by_byte(saves: list[Attempt], name: str) -> None:
    for attempt in saves:
        if attempt["job"] == name and attempt["told"]:
            written = attempt["changed"] == [SAVES[name]]
            assert written == ("does not confirm" in attempt["told"] or attempt["said"] > 0)


def test_no_failed_call_of_a_save_goes_untold(saves: list[Attempt]) -> None:
    assert not [attempt for attempt in saves if attempt["done"] and not attempt["call"].startswith("half")]


def test_what_the_system_takes_by_half_is_written_whole(saves: list[Attempt]) -> None:
    halves = [attempt for attempt in saves if attempt["call"].startswith("half")]
    assert {attempt["job"] for attempt in halves} == set(SAVES)
    assert all(attempt["done"] for attempt in halves)


def test_jobs_end_with_one_message_and_keep_what_there_was(library: Path, tmp_path: Path) -> None:
    made = attempts(library, tmp_path, "ENOSPC,EIO+", *JOBS, stride=13)
    assert {attempt["job"] for attempt in made} == set(JOBS)
    assert faults(made) == []


@pytest.mark.soak
@pytest.mark.parametrize("name", JOBS)
def test_whichever_call_of_a_job_fails(library: Path, tmp_path: Path, name: str) -> None:
    made = attempts(library, tmp_path, ERRORS, name)
    assert len(made) > 100
    assert faults(made) == []
