"""Work in a process apart: whatever becomes of that process, this one gets an answer and goes on."""

import contextlib
from pathlib import Path
from typing import Any

import psutil
import pytest

from netloom.data.apart import Outcome, run_apart

PLENTY = 10**9


def run(task: str, memory: int = PLENTY, seconds: float = 60.0, **arguments: Any) -> Outcome:
    return run_apart(f"tasks_apart:{task}", arguments, memory=memory, seconds=seconds)


def test_the_answer_comes_back_however_large() -> None:
    assert run("repeat", text="é\n", times=10**7) == Outcome("done", "é\n".encode() * 10**7)


def test_a_refusal_comes_back_as_its_message() -> None:
    assert run("refuse", reason="no table in “a.xlsx”") == Outcome("refused", "no table in “a.xlsx”".encode())


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert run("chatter") == Outcome("done", b"the answer")


@pytest.mark.parametrize("step", [10**7, 10**12])
def test_more_memory_than_is_given_ends_it(step: int) -> None:
    assert run("swallow", memory=3 * 10**8, step=step).ending == "memory"


def test_more_time_than_is_given_ends_it_and_leaves_no_process() -> None:
    before = psutil.Process().children()
    assert run("wait", seconds=2.0).ending == "time"
    assert psutil.Process().children() == before


def test_a_process_that_is_gone_is_told_with_its_last_words() -> None:
    assert run("abort") == Outcome("died", b"memory is sound, but this is the end")


def test_no_module_is_taken_from_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('this must never run')")
    with contextlib.chdir(tmp_path):
        assert run("folder").ending == "done"
