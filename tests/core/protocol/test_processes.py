"""How engines are started, and what their end is called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netloom.protocol import engine_command, engine_environment, why_it_ended

pytestmark = pytest.mark.usefixtures("real_starts")


def test_the_environment_is_that_of_the_owner_but_for_what_matters() -> None:
    found = engine_environment({"HOME": "/h", "OMP_WAIT_POLICY": "ACTIVE", "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"})
    assert found["HOME"] == "/h"
    assert found["OMP_WAIT_POLICY"] == "PASSIVE"
    assert found["PYTHONFAULTHANDLER"] == "1"
    assert "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD" not in found


def test_a_folder_full_of_modules_is_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('this was not meant to run')")
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = engine_environment(os.environ) | {"PYTHONPATH": paths}
    ran = subprocess.run(engine_command(), stdin=subprocess.DEVNULL, capture_output=True, cwd=tmp_path, env=environment)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (-9, "memory ran out"),
        (-15, "told to end"),
        (-11, "crashed (SIGSEGV)"),
        (-6, "crashed (SIGABRT)"),
        (0, "has ended"),
        (3, "with the status 3"),
        (-1000, "with the status -1000"),
        (0xC0000005, "with the status 3221225477"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals have other numbers elsewhere")
def test_an_end_is_told_in_words(status: int, words: str) -> None:
    assert words in why_it_ended(status)
    assert why_it_ended(status).endswith(".")
