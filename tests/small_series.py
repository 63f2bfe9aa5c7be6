"""Small series of runs for tests, and the scores in them."""

from pathlib import Path
from typing import Any

from netloom import storage
from netloom.events import Event
from netloom.series import Series, cross_validate, train_repeats
from netloom.settings.optimizers import Adam

FAST = Adam(learning_rate=0.05)


def repeats(path: Path, count: int = 3, **options: Any) -> list[Event]:
    return list(train_repeats(storage.load(path), path, count, **options))


def folds(path: Path, count: int = 3, **options: Any) -> list[Event]:
    return list(cross_validate(storage.load(path), path, count, **options))


def folder_of(path: Path, name: str) -> Path:
    return path.with_name("points-runs") / name


def scores(series: Series, model: str = "network", metric: str = "roc_auc") -> list[float | None]:
    (found,) = (each for each in series.outputs[0].models if each.name == model)
    return [value for spread in found.spreads if spread.metric == metric for value in spread.values]
