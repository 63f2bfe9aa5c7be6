"""Trained runs that several tests share: each is trained once."""

import pytest

from netloom.runs import Run
from small_runs import amount_run, class_run, heavy_run, odd_run


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return odd_run(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="session")
def stars(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return class_run(tmp_path_factory.mktemp("stars"))


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return amount_run(tmp_path_factory.mktemp("year"))


@pytest.fixture(scope="session")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return heavy_run(tmp_path_factory.mktemp("heavy"))
