"""What is known of the project's file, so that what other programs do to it is noticed. Nothing here knows Qt."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netloom.errors import ProjectError
from netloom.project import Project
from netloom.storage import content_of, from_text, save

NOTHING: Final = ""


@dataclass(frozen=True)
class FileOnDisk:
    """The file as it was read or written last.

    `path` is None before the project was saved for the first time. `holds` is the very project that the file holds;
    None, if it holds none of this window's. `fingerprint` is the SHA-256 of its content, `NOTHING` for no file.
    A file that is `read_only` is another window's.
    """

    path: Path | None = None
    holds: Project | None = None
    fingerprint: str = NOTHING
    read_only: bool = False

    @property
    def folder(self) -> Path | None:
        """Where relative paths to data start from."""
        return self.path.parent if self.path else None

    @property
    def known_path(self) -> Path:
        """The path of a file that there is; ValueError if the project has none."""
        if self.path is None:
            raise ValueError("The project has no file yet.")
        return self.path

    @property
    def name(self) -> str:
        """What titles and messages call it."""
        return self.path.name if self.path else "Untitled"


def read(path: Path) -> tuple[Project, FileOnDisk]:
    """The project in a file, and what is known of it then. ProjectError if it cannot be read."""
    content = content_of(path)
    project = from_text(content, str(path))
    return project, FileOnDisk(path, project, _fingerprint(content))


def written(project: Project, path: Path) -> FileOnDisk:
    """Writes a project to a file. InputError, with the file untouched, if that cannot be."""
    return FileOnDisk(path, project, save(project, path))


def fingerprint_at(path: Path) -> str | None:
    """The fingerprint of what is there now, `NOTHING` if nothing is; None if it cannot be told."""
    try:
        return _fingerprint(content_of(path)) if path.exists() else NOTHING
    except (ProjectError, OSError):
        return None


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
