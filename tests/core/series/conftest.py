"""A project that was trained as two series, which several tests share."""

from pathlib import Path

import pytest

from netloom.events import Event
from netloom.series import Series, open_series
from small_series import FAST, folder_of, folds, repeats
from small_trainings import project_file


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, of which series-001 are three repeats and series-002 three folds; 007 is a single run."""
    return project_file(tmp_path_factory.mktemp("series"), optimizer=FAST, epochs=6, seed=5)


@pytest.fixture(scope="session")
def repeated(path: Path) -> list[Event]:
    return repeats(path)


@pytest.fixture(scope="session")
def folded(path: Path, repeated: list[Event]) -> list[Event]:
    return folds(path)


@pytest.fixture(scope="session")
def three(path: Path, repeated: list[Event]) -> Series:
    return open_series(folder_of(path, "series-001"))


@pytest.fixture(scope="session")
def three_folds(path: Path, folded: list[Event]) -> Series:
    return open_series(folder_of(path, "series-002"))
