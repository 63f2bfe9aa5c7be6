"""A process that has loaded all that training needs, on one thread, and forks for each training that is asked for.

Each line of its stdin is a JSON object: `path` a project file to train, or `run` the folder of a run to resume; `every`
how often a checkpoint is written; `seconds` after which the training is killed, if it is not over. Each is answered by
a line: `done`, `killed`, or what went wrong.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parent


class Zygote:
    """The process, from outside."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def train(self, path: Path, run: Path, *, every: float, seconds: float | None = None) -> str:
        """Trains a project into a folder; killed after so many seconds."""
        return self._ask(path=str(path), run=str(run), every=every, seconds=seconds)

    def resume(self, run: Path, *, every: float, seconds: float | None = None) -> str:
        return self._ask(path="", run=str(run), every=every, seconds=seconds)

    def _ask(self, **asked: Any) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@contextmanager
def zygote() -> Iterator[Zygote]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    command = [sys.executable, __file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Zygote(process)
        assert process.stdin
        process.stdin.close()


def serve() -> None:
    import torch

    from netloom.engine.warming import warm
    from netloom.training import resuming  # noqa: F401  # so that no child loads it

    torch.set_num_threads(1)
    warm("training")
    assert threading.active_count() == 1, "a fork takes no other thread along"
    for line in sys.stdin:
        print(_trained(**json.loads(line)), flush=True)


def _trained(path: str, run: str, every: float, seconds: float | None) -> str:
    child = os.fork()
    if not child:
        _train(path, run, every)
    timer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL)) if seconds is not None else None
    if timer:
        timer.start()
    _, status = os.waitpid(child, 0)
    if timer:
        timer.cancel()
        timer.join()
    return "done" if not status else "killed" if os.WIFSIGNALED(status) else f"failed: {status}"


def _train(path: str, run: str, every: float) -> None:
    """What the child does; it never returns."""
    try:
        from netloom import storage
        from netloom.training.resuming import resume
        from netloom.training.train import train

        if path:
            events = train(storage.load(Path(path)), Path(path), run=Path(run), threads=1, checkpoint_every=every)
        else:
            events = resume(Path(run), checkpoint_every=every)
        for _ in events:
            pass
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    serve()
