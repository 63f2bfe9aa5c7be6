"""Training in a process of its own that is interrupted or killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netloom.blocks import Dense
from netloom.data.prepared import prepare
from netloom.events import EpochFinished, from_line
from netloom.runs import open_run
from small_trainings import ONE, project_file

PROGRAM = """
import sys
from pathlib import Path
from netloom import storage
from netloom.events import to_line
from netloom.training.train import train

path = Path(sys.argv[1])
try:
    for event in train(storage.load(path), path):
        print(to_line(event), flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


@contextmanager
def training(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that trains a project and has finished some epochs."""
    command = [sys.executable, "-c", PROGRAM, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                event = from_line(line)
                if isinstance(event, EpochFinished) and event.epoch == 20:
                    break
            yield process
        finally:
            process.kill()


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    return project_file(tmp_path, epochs=1_000_000, early_stopping=None)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send Ctrl-C to one process alone")
def test_ctrl_c_leaves_a_run_that_can_be_used(endless: Path) -> None:
    with training(endless) as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout
        process.stdout.read()
        assert process.wait() == 130
    run = open_run(endless)
    last = run.events()[-1]
    assert (last.kind, last.reason) == ("run_finished", "stopped")
    assert run.state.status == "stopped"
    assert run.state.epochs >= 20
    assert not run.told
    run.answers(prepare(run.project, endless.parent).table)


def test_a_killed_run_is_told_as_unfinished_and_answers_with_its_last_good_weights(endless: Path) -> None:
    with training(endless) as process:
        process.kill()
    run = open_run(endless)
    assert [problem.code for problem in run.told] == ["run_unfinished"]
    assert "still runs, or was ended from outside" in run.told[0].message
    assert run.state.status == "training"
    assert len(run.events()) >= 20
    run.answers(prepare(run.project, endless.parent).table)


SHORT_OF_MEMORY = """
import resource, sys
import psutil
from pathlib import Path
from netloom import storage
from netloom.errors import TrainingError
from netloom.training.train import train

path = Path(sys.argv[1])
running = train(storage.load(path), path)
print(next(running).kind)
limit = psutil.Process().memory_info().vms + 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
try:
    list(running)
except TrainingError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit the memory of a process")
def test_a_training_that_runs_out_of_memory_says_so(tmp_path: Path) -> None:
    path = project_file(tmp_path, Dense(units=2_000_000), ONE, batch_size="all", epochs=5)
    ran = subprocess.run([sys.executable, "-c", SHORT_OF_MEMORY, str(path)], capture_output=True, text=True)
    assert ran.stderr == ""
    assert "run_started" in ran.stdout
    assert "Training ran out of memory with 8,000,001 parameters and a batch size of all" in ran.stdout
