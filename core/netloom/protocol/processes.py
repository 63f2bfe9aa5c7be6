"""Engines as processes: how one is started, what its end means, and how one that was left alone is stopped."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from netloom.files import is_being_written, remove_file, write_atomically

# Files of these names in a run's folder tell its training, whichever process it is in, what to do.
STOP: Final = "stop"  # end; and if the file says `DISCARD`, leave nothing behind
PAUSE: Final = "pause"  # wait while it is there
DISCARD: Final = b"discard\n"
EVENTS: Final = "events.jsonl"  # the file there that the training holds open

_SET: Final = {
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait by spinning slow every other process down
    "PYTHONFAULTHANDLER": "1",  # a crash says in the log where it was
    "PYTHONUTF8": "1",
}
_REMOVED: Final = ("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD",)  # would let a file of weights run code


def engine_command(memory_limit: int | None = None) -> list[str]:
    """The command that starts an engine, which gets at most so many bytes of memory where the system can limit it.

    The folder it is started in is never looked into for modules (`-P`).
    """
    limit = [] if memory_limit is None else ["--memory-limit", str(memory_limit)]
    return [sys.executable, "-P", "-m", "netloom", "engine", *limit]


def engine_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of an engine, out of that of its owner."""
    return {name: value for name, value in environment.items() if name not in _REMOVED} | _SET


def why_it_ended(status: int) -> str:
    """In words why a process ended: `status` is its exit status, or minus the number of the signal that ended it."""
    match _signal(-status):
        case "SIGKILL":
            return "The engine was ended from outside, most often because memory ran out. Ask again, or use less data."
        case "SIGTERM" | "SIGINT" | "SIGHUP":
            return "The engine was told to end. Ask again."
        case str(name):
            return f"The engine crashed ({name}): a fault in a library that it uses. Its log says where. Ask again."
        case None if status == 0:
            return "The engine has ended. Ask again."
        case _:
            return f"The engine ended with the status {status}. Its log says why. Ask again."


def _signal(number: int) -> str | None:
    try:
        return signal.Signals(number).name
    except ValueError:
        return None


def stop_training(run: Path, *, discard: bool = False) -> None:
    """Ask a training to end, by the folder of its run, which is kept or discarded. InputError if that is read-only."""
    write_atomically(run / STOP, DISCARD if discard else b"")


def pause_training(run: Path) -> None:
    """Ask a training to wait, by the folder of its run. InputError if that cannot be written to."""
    write_atomically(run / PAUSE, b"")


def continue_training(run: Path) -> None:
    """Let a training that waits go on, by the folder of its run. InputError if that cannot be written to."""
    remove_file(run / PAUSE)


def is_training(run: Path) -> bool:
    """Whether a process that lives trains the run of this folder, whoever started it; also while it is paused."""
    return is_being_written(run / EVENTS)
