"""Which network suits a table of some size, and how it is trained: rules of thumb that were tried on real tables."""

from dataclasses import dataclass, replace
from typing import Final

from netloom.settings.training import EarlyStopping, Training

_TOO_FEW_TO_WATCH: Final = 500  # a tenth of the rows is watched: below, chance would decide when to stop
_SMALL: Final = 2_000
_MEDIUM: Final = 10_000
_LARGE: Final = 100_000
_MANY_FEATURES: Final = 64
_MANY_CLASSES: Final = 32


@dataclass(frozen=True)
class Recipe:
    """Hidden Dense layers by their units, what makes learning by heart hard, the training, and why it is so."""

    units: tuple[int, ...]
    dropout: float
    l2: float
    training: Training
    why: str


def recipe(rows: int, features: int, classes: int) -> Recipe:
    """What suits a table of so many rows whose rows become so many numbers; `classes` is 0 for a regression."""
    chosen = _by_rows(rows, features, classes)
    if classes > _MANY_CLASSES and len(chosen.units) == 1:
        return replace(chosen, units=(2 * _MANY_FEATURES,))
    return chosen


def _by_rows(rows: int, features: int, classes: int) -> Recipe:
    noise = 0.3 if classes else 0.1  # dropped values blur an amount more than a class
    wide = features > _MANY_FEATURES
    if features > rows:
        why = "there are more features than rows, so weights are kept small and every epoch is trained"
        return Recipe((64,), 0.0, 0.01, _fixed(150), why)
    if rows < _TOO_FEW_TO_WATCH:
        why = "there are few rows, too few to tell from some of them when to stop"
        return Recipe((64,) if wide else (32,), 0.2, 0.003, _fixed(150), why)
    if rows < _SMALL:
        why = "there are few rows, so it is small and learning by heart is made hard"
        return Recipe((64,) if wide else (32,), noise, 0.001, _watched(200, 20, 32), why)
    if rows < _MEDIUM:
        return Recipe((64, 32), noise, 0.001, _watched(100, 10, 64), "two layers suit some thousand rows")
    if rows < _LARGE:
        return Recipe((128, 64), 0.1, 0.0, _watched(100, 10, 128), "with so many rows, wider layers pay")
    return Recipe((128, 64), 0.0, 0.0, _watched(30, 5, 512), "so many rows need large batches, and few epochs")


def _fixed(epochs: int) -> Training:
    return Training(epochs=epochs, batch_size=32, early_stopping=None)


def _watched(epochs: int, patience: int, batch_size: int) -> Training:
    return Training(epochs=epochs, batch_size=batch_size, early_stopping=EarlyStopping(patience=patience))
