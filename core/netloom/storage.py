"""The project file: JSON text ↔ Project, what any version of the file may hold, and the data it speaks of."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import Any, Final

from pydantic import ValidationError

from netloom import limits, strict_json
from netloom.edits import SetSource
from netloom.errors import DataError, Fix, Problem, ProjectError
from netloom.files import write_atomically
from netloom.project import Project
from netloom.refusals import refusals, shown

Migration = Callable[[dict[str, Any]], dict[str, Any]]

# What turns a document of a version into one of the next. Released entries are never changed, only added to.
MIGRATIONS: Final[Mapping[int, Migration]] = {}
VERSION: Final = 1 + len(MIGRATIONS)

_HEADING: Final = {"format", "version", "name"}
_TOLD_SINGLY: Final = 10_000  # refusals; a file with more is no project


def load(path: Path) -> Project:
    """The project in a file. ProjectError, naming line and path, if it is none or something in it is refused."""
    return from_text(content_of(path), str(path))


def save(project: Project, path: Path) -> str:
    """Write a project to a file, all of it or nothing. InputError, with the file untouched, if that cannot be.

    A file of an older format is first kept beside it (`P.netloom.v1-backup`). One that a newer Netloom made, or that
    is no project, is not overwritten. What is saved can be loaded again: that is tried before the file is touched.
    Returns the SHA-256 of what the file now holds, by which a change by another program can be told.
    """
    content = to_text(project).encode()
    from_text(content, f"What was to be saved as {path}")
    _keep_older(path)
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()


def in_file(project: Project, before: Path | None, after: Path | None) -> Project:
    """The project as it reads in another file, so that its data is still found where it is.

    `before` is the file that it was in and `after` its next one; None stands for a project that no file holds yet,
    which names its data by the whole path. Where a file names it so, that was the user's wish and stays.
    """
    source = project.data.source
    if not source.path or Path(source.path).is_absolute() == (before is not None):
        return project
    data = _folder(before) / source.path
    path = path_from(data, after and _folder(after) / after.name)
    return SetSource(source=source.model_copy(update={"path": path}))(project)


def _folder(file: Path | None) -> Path:
    return Path(os.path.realpath(file.parent if file else ""))


def to_text(project: Project) -> str:
    """The project as JSON, the same text for the same project, with what it is at the top and a newline at its end."""
    heading = project.model_dump_json(indent=2, include=_HEADING)
    rest = project.model_dump_json(indent=2, exclude=_HEADING)
    return f"{heading[:-2]},{rest[1:]}\n"


def from_text(content: str | bytes, name: str) -> Project:
    """The project in the text of a file; `name` is what messages call it. ProjectError if something is refused."""
    encoded = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    text = strict_json.decoded(encoded, name)
    document = strict_json.parsed(text, name)
    if _version(document, name) < VERSION:
        document = migrated(document)
        text, original = json.dumps(document), ""  # its lines are not those of the file
    else:
        original = text
    try:
        return Project.model_validate_json(text)
    except ValidationError as error:
        raise _refusal(error, document, original, name) from None


def _refusal(error: ValidationError, document: Any, text: str, name: str) -> ProjectError:
    if error.error_count() > _TOLD_SINGLY:
        return ProjectError(
            f"{name} is refused: {error.error_count():,} things in it are not as a project has them. Choose a project "
            "file."
        )
    return strict_json.refusal(text, name, refusals(error, Project, document))


def migrated(document: dict[str, Any], migrations: Mapping[int, Migration] = MIGRATIONS) -> dict[str, Any]:
    """A document brought from its version to the current one, a version at a time."""
    while step := migrations.get(document["version"]):
        document = step(document) | {"version": document["version"] + 1}
    return document


def _version(document: Any, name: str) -> int:
    """The format version of a document; ProjectError if it is no project, or one of a newer Netloom."""
    if not isinstance(document, dict) or document.get("format") != "netloom":
        received = shown(document.get("format")) if isinstance(document, dict) else shown(document)
        raise ProjectError(
            f'{name} is refused: it is no Netloom project. At the top "format": "netloom" was expected, received '
            f"{received}. Choose a project file."
        )
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise ProjectError(
            f"{name} is refused: version: received {shown(version)}, expected the number of a version, at most "
            f"{VERSION}. Go back to an earlier copy."
        )
    if version > VERSION:
        raise ProjectError(
            f"{name} was made by a newer Netloom: its format is version {version:,}, this Netloom reads versions up to "
            f"{VERSION}. Update Netloom. The file stays as it is."
        )
    return version


def content_of(path: Path) -> bytes:
    """What a project file holds, at most a byte more than a project may. ProjectError if it cannot be read."""
    try:
        if path.exists() and not path.is_file():
            raise ProjectError(f"{path} is a folder or a device; a project file was expected. Choose one.")
        with path.open("rb") as file:
            return file.read(limits.PROJECT_BYTES + 1)
    except FileNotFoundError:
        raise ProjectError(f"There is no file {path}. Choose a project file, or make one with `netloom new`.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ProjectError(f"{path} cannot be read: {reason}. Choose another file, or allow reading it.") from error


def _keep_older(path: Path) -> None:
    """Keep a file of an older format beside the one that will take its place; ProjectError if it must stay."""
    if not path.exists() or not (before := content_of(path)):
        return
    try:
        version = _version(strict_json.parsed(strict_json.decoded(before, path.name), path.name), path.name)
    except ProjectError as error:
        raise ProjectError(f"{path} was not overwritten, choose another name. {error}") from None
    backup = path.with_name(f"{path.name}.v{version}-backup")
    if version < VERSION and not backup.exists():
        write_atomically(backup, before)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal, of any size. DataError if it cannot be read."""
    try:
        return _fingerprint(path)
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror}. Choose another file, or allow reading it."
        ) from error


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def path_from(data: Path, project: Path | None) -> str:
    """What the project in a file calls its data: by the way there; by the whole path, if the file is not known yet."""
    try:
        if project is not None:
            return PurePath(os.path.relpath(data, project.parent)).as_posix()
    except ValueError:  # on another drive
        pass
    return data.absolute().as_posix()


def data_problems(project: Project, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the data of a project in that folder: `data_missing`, or, as a warning, `data_changed`."""
    source = project.data.source
    path = folder / source.path
    if not source.path:
        message = "The project names no data yet. Set data.source.path to a file, relative to the project's folder."
        return (Problem(code="data_missing", message=message),)
    try:
        if not path.is_file():
            return (_missing(source.path, folder, "is not there"),)
        now = _fingerprint(path) if source.fingerprint else ""
    except OSError as error:
        return (_missing(source.path, folder, f"cannot be read ({error.strerror})"),)
    if now == source.fingerprint:
        return ()
    message = (
        f"The data file {source.path} has changed since the project was made: its SHA-256 was "
        f"{source.fingerprint[:12]}… and is {now[:12]}…. Results will differ. Bring the old file back, or accept it."
    )
    accept = SetSource(source=source.model_copy(update={"fingerprint": now}))
    fix = Fix(label=f"Accept {source.path} as it is now", edits=(accept,))
    return (Problem(code="data_changed", severity="warning", message=message, fix=fix),)


def _missing(name: str, folder: Path, what: str) -> Problem:
    message = (
        f"The data file {name} {what}. It was looked for in {folder.absolute()}. Put it there, or set data.source.path "
        "to where it is now."
    )
    return Problem(code="data_missing", message=message)
