"""Recovery files: unsaved work, kept where a crash cannot take it. Nothing here knows Qt.

Each window has one such file of its own. It tells which process it belongs to: one that has ended left unsaved work
behind, and whatever the time of any file says, that is offered back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from netloom.errors import InputError, ProjectError
from netloom.files import Holder, make_folder, put_aside, remove_file, this_process, write_atomically
from netloom.limits import REQUEST_BYTES
from netloom.project import Project
from netloom.storage import from_text, load, to_text
from netloom.values import Frozen
from netloom_desktop.file_on_disk import FileOnDisk

ENDING: Final = ".recovery"
_DAMAGED: Final = ".damaged"


class Recovery(Frozen):
    """Whose work it is, when it was kept, the text of the project, and the file that it began from."""

    format: Literal["netloom-recovery"] = "netloom-recovery"
    version: Literal[1] = 1
    holder: Holder
    kept: str
    path: str
    fingerprint: str
    project: str


@dataclass(frozen=True)
class Offer:
    """Unsaved work of a process that has ended, or that ran on another machine."""

    file: Path
    recovery: Recovery
    project: Project

    @property
    def on_disk(self) -> FileOnDisk:
        """The project's file as it was when this work began; it holds none of it."""
        path = Path(self.recovery.path) if self.recovery.path else None
        return FileOnDisk(path, None, self.recovery.fingerprint)

    @property
    def kept(self) -> datetime:
        """When it was kept, in local time."""
        return datetime.fromisoformat(self.recovery.kept).astimezone()


@dataclass(frozen=True)
class Offers:
    """What there is to be offered, the newest first, and the damaged files, which were put aside."""

    offers: tuple[Offer, ...] = ()
    damaged: tuple[Path, ...] = ()


def keep(file: Path, project: Project, on_disk: FileOnDisk) -> None:
    """Write a window's unsaved work. InputError if that cannot be."""
    recovery = Recovery(
        holder=this_process(),
        kept=datetime.now().astimezone().isoformat(timespec="seconds"),
        path=str(on_disk.path or ""),
        fingerprint=on_disk.fingerprint,
        project=to_text(project),
    )
    make_folder(file.parent)
    write_atomically(file, recovery.model_dump_json().encode())


def offers(folder: Path) -> Offers:
    """All unsaved work in a folder that belongs to no living process of this machine and that no file holds."""
    found: list[Offer] = []
    damaged: list[Path] = []
    for file in sorted(folder.glob(f"*{ENDING}")):
        try:
            found.extend(_offered(file))
        except (ValueError, ProjectError):
            damaged.extend(_aside(file))
        except (OSError, InputError):
            continue  # another window has it by now
    return Offers(tuple(sorted(found, key=lambda offer: offer.kept, reverse=True)), tuple(damaged))


def _aside(file: Path) -> list[Path]:
    try:
        return [put_aside(file, _DAMAGED)]
    except InputError:  # another window was quicker
        return []


def is_free(offer: Offer) -> bool:
    """Whether it is still there and no other window has taken it up meanwhile."""
    try:
        return not _read(offer.file).holder.is_running
    except (OSError, ValueError):
        return False


def _offered(file: Path) -> Iterator[Offer]:
    recovery = _read(file)
    if recovery.holder.is_running:
        return
    offer = Offer(file, recovery, from_text(recovery.project, file.name))
    _ = offer.kept  # a time that is none is damage
    if _is_saved(offer):
        remove_file(file)
    else:
        yield offer


def _read(file: Path) -> Recovery:
    with file.open("rb") as opened:
        return Recovery.model_validate_json(opened.read(2 * REQUEST_BYTES))


def _is_saved(offer: Offer) -> bool:
    """Whether the project's file holds just that: it was saved, and only the recovery file not yet removed."""
    try:
        return offer.on_disk.path is not None and load(offer.on_disk.path) == offer.project
    except InputError:
        return False
