"""The command line: the first user of the public names, and of nothing else."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

from typer import Exit, Option, Typer

import netloom
from netloom.cli import catalogue, engine, projects, racing, results, runs, training
from netloom.cli.console import complain, say

FAILED, WRONG_INPUT, STOPPED = 1, 2, 130
REFUSED_PATHS = (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError)

app = Typer(
    name="netloom",
    help="Build, train and ship neural networks: from a table to a verified ONNX file.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for family in (
    (projects.new, projects.check, projects.show),
    (training.train, racing.race, results.evaluate, results.predict, results.export),
    (runs.runs, runs.note, runs.compare, runs.delete, runs.undelete),
    (catalogue.blocks, catalogue.sample),
    (engine.engine,),
):
    for command in family:
        app.command()(command)


def _version(wanted: bool) -> None:
    if wanted:
        say(f"netloom {netloom.__version__}")
        raise Exit


@app.callback()
def _netloom(
    version: Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and exits: 0 done, 1 the job failed, 2 the input is wrong, 130 stopped by Ctrl-C."""
    # Threads that wait by spinning are up to 300 times slower beside a busy process; read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        _run(arguments)
    except SystemExit:
        raise
    except KeyboardInterrupt:
        _leave(STOPPED)
    except netloom.NetloomError as error:
        _leave(error.exit_status, f"error: {error}")
    except BrokenPipeError:
        _leave_quietly()
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        _leave(WRONG_INPUT if isinstance(error, REFUSED_PATHS) else FAILED, f"error: {what}")
    except BaseException as error:  # what a library panics with is no Exception
        _leave(FAILED, _unexpected(error))
    _leave(0)


def _run(arguments: Sequence[str] | None) -> None:
    try:
        app(arguments)
    finally:
        sys.stdout.flush()


def _leave(status: int, message: str = "") -> NoReturn:
    if message:
        complain(message)
    sys.exit(status)


def _leave_quietly() -> NoReturn:
    """Whoever read our output has gone; what is left of it goes nowhere, or Python would complain at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(FAILED)


def _unexpected(error: BaseException) -> str:
    if os.environ.get("NETLOOM_DEBUG") == "1":
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"error: this should not have happened ({what[:500]}). Please report it; NETLOOM_DEBUG=1 shows where it was."


__all__ = ["main"]
