"""Where the runs of a project lie, for whoever looks at them without what computes."""

from pathlib import Path
from typing import Final

from netloom.protocol import EVENTS

PROJECT: Final = "project.netloom"  # the project as it was trained


def runs_folder(project: Path) -> Path:
    """The folder beside a project's file in which each of its runs has one."""
    return project.with_name(f"{project.stem}-runs")


def folders_with_events(project: Path) -> tuple[Path, ...]:
    """The folders of a project's runs that have told anything, by name; a number comes before a larger one."""
    found = (file.parent for file in runs_folder(project).glob(f"*/{EVENTS}"))
    return tuple(sorted(found, key=lambda folder: (len(folder.name), folder.name)))
