"""The folder of a series, beside those of its runs: `series.json` holds the `Series`."""

from pathlib import Path

from pydantic import ValidationError

from netloom.errors import RunError
from netloom.files import write_atomically
from netloom.run_folders import runs_folder
from netloom.series.values import Series
from netloom.training.state import SERIES


def is_series(path: Path) -> bool:
    """Whether a path is the folder of a series."""
    return (path / SERIES).is_file()


def open_series(path: Path) -> Series:
    """The series in a folder. RunError if there is none, or if its file is damaged."""
    if not is_series(path):
        raise RunError(f"{path} is no series of runs: it holds no {SERIES}. Name the folder of one.")
    try:
        series = Series.model_validate_json((path / SERIES).read_bytes())
    except ValidationError as error:
        what = error.errors()[0]
        where = ".".join(map(str, what["loc"])) or "its text"
        raise RunError(f"{path / SERIES} is damaged at {where}: {what['msg']}. Restore it, or train again.") from error
    except OSError as error:
        raise RunError(f"{path / SERIES} cannot be read: {error.strerror}. Restore it, or train again.") from error
    return series.model_copy(update={"folder": str(path)})


def series_of(project: Path) -> tuple[Series, ...]:
    """All series of a project file, the latest last; a damaged one is left out, as its runs are listed all the same."""
    folders = sorted(
        (file.parent for file in runs_folder(project).glob(f"*/{SERIES}")),
        key=lambda folder: (len(folder.name), folder),
    )
    found = []
    for folder in folders:
        try:
            found.append(open_series(folder))
        except RunError:
            continue
    return tuple(found)


def _number(folder: Path) -> tuple[int, str]:
    return len(folder.name), folder.name


def write_series(series: Series) -> None:
    """Writes the series into its folder."""
    text = series.model_dump_json(indent=2, exclude={"folder"})
    write_atomically(Path(series.folder) / SERIES, f"{text}\n".encode())
