"""Netloom among the programs of a Linux desktop: its entry and its icon, in the user's own folders."""

import sys
from importlib.resources import files
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths

from netloom.files import make_folder, write_atomically

NAME: Final = "netloom-desktop"
_RESOURCES: Final = files("netloom_resources")


def install_entry() -> tuple[Path, ...]:
    """Write the entry and the icon; returns where. The entry starts this very installation. InputError if it cannot be
    written."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    written = {
        Path(place) / "applications" / f"{NAME}.desktop": entry(program()).encode(),
        Path(place) / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg": _read("icons/netloom.svg"),
    }
    for path, content in written.items():
        make_folder(path.parent)
        write_atomically(path, content)
    return tuple(written)


def entry(command: tuple[str, ...]) -> str:
    """The text of the entry, whatever is in the names of the program."""
    line = " ".join(map(_quoted, command))
    return _read(f"{NAME}.desktop").decode().replace(f"Exec={NAME} ", f"Exec={line} ")


def program() -> tuple[str, ...]:
    """What starts the window of this installation."""
    script = Path(sys.executable).with_name(NAME)
    return (str(script),) if script.is_file() else (sys.executable, "-m", "netloom_desktop")


def _quoted(word: str) -> str:
    """One word of a command, quoted as the specification of desktop entries has it: twice, as a text and as a word."""
    if all(letter.isalnum() or letter in "/._-+" for letter in word):
        return word
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'


def _read(name: str) -> bytes:
    return _RESOURCES.joinpath(name).read_bytes()
