"""Reads what a run's folder holds, and checks that it is what training wrote."""

from pathlib import Path

from pydantic import ValidationError

from netloom import limits, storage
from netloom.errors import ProjectError, RunError
from netloom.project import Project
from netloom.run_folders import PROJECT
from netloom.training.state import STATE, RunState, sha256


def read_state(folder: Path) -> RunState:
    """The state of a run. RunError if the folder is none of a run, or if its file is damaged."""
    if not (folder / STATE).exists():
        raise RunError(
            f"{folder} is no run: it holds no {STATE}. Name the folder of a run, or a project that was trained."
        )
    try:
        return RunState.model_validate_json(read(folder, STATE))
    except ValidationError as error:
        what = error.errors()[0]
        where = ".".join(map(str, what["loc"])) or "its text"
        raise RunError(f"{folder / STATE} is damaged at {where}: {what['msg']}. Restore it, or train again.") from error


def read_project(folder: Path, state: RunState) -> Project:
    """The project as it was trained. RunError if it is damaged."""
    content = checked(folder, PROJECT, dict(state.files).get(PROJECT, ""))
    try:
        return storage.from_text(content, str(folder / PROJECT))
    except ProjectError as error:
        raise RunError(f"The project of this run cannot be read. {error}") from error


def checked(folder: Path, name: str, *sums: str) -> bytes:
    """The content of a file of a run. RunError where its SHA-256 is none of these."""
    content = read(folder, name)
    if sha256(content) not in sums:
        raise RunError(
            f"{folder / name} is damaged: its SHA-256 is not the one that training noted. Restore it, or train again."
        )
    return content


def read(folder: Path, name: str) -> bytes:
    """The content of a file of a run. RunError if it cannot be read."""
    file = folder / name
    try:
        if file.exists() and not file.is_file():
            raise RunError(f"{file} cannot be read: it is a folder or a device. Restore it, or train again.")
        if name == STATE and file.stat().st_size > limits.RUN_STATE_BYTES:
            raise RunError(f"{file} is damaged: it is far too large. Restore it, or train again.")
        return file.read_bytes()
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror}. Restore it, or train again.") from error
