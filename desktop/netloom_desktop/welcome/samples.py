"""The bundled tables and examples on their way into projects of the user's own. No widgets here."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from netloom.files import make_folder, write_atomically
from netloom.project import Project
from netloom.storage import from_text
from netloom_resources import SAMPLES, Example

_PLACES = QStandardPaths.StandardLocation


def sample_table(name: str) -> Path:
    """A bundled table in the user's own data folder, with its licence beside it, where it stays whatever becomes of
    this installation. InputError if it cannot be written there."""
    folder = Path(QStandardPaths.writableLocation(_PLACES.AppDataLocation)) / "samples"
    make_folder(folder)
    for file, content in SAMPLES[name].contents().items():
        path = folder / file
        if not path.is_file() or path.read_bytes() != content:
            write_atomically(path, content)
    return folder / f"{name}.csv"


def example_project(example: Example) -> Project:
    """An example as a project that no file holds yet, and that finds its table. InputError if that has no place."""
    project = shown_project(example)
    source = project.data.source.model_copy(update={"path": sample_table(example.sample).as_posix()})
    return project.model_copy(update={"data": project.data.model_copy(update={"source": source})})


def shown_project(example: Example) -> Project:
    """An example as it comes: to be looked at, not to be trained."""
    return from_text(example.content(), example.title)
