"""Where the runs of a project lie, for whoever looks at them without what computes."""

from pathlib import Path
from typing import Final

from netloom.project import Project
from netloom.protocol import EVENTS
from netloom.storage import load

PROJECT: Final = "project.netloom"  # the project as it was trained
STATE: Final = "run.json"
SERIES: Final = "series.json"  # in the folder of a series


def runs_folder(project: Path) -> Path:
    """The folder beside a project's file in which each of its runs has one."""
    return project.with_name(f"{project.stem}-runs")


def folders_with_events(project: Path) -> tuple[Path, ...]:
    """The folders of a project's runs that have told anything, by name; a number comes before a larger one."""
    found = (file.parent for file in runs_folder(project).glob(f"*/{EVENTS}"))
    shown = (folder for folder in found if not folder.name.startswith("."))  # the others are on their way out
    return tuple(sorted(shown, key=lambda folder: (len(folder.name), folder.name)))


def project_at(path: Path) -> Project:
    """The project in a file, or, of a run's folder, as it was trained. ProjectError if it cannot be read."""
    return load(path / PROJECT if path.is_dir() else path)
