"""It is told from which epoch on a network learns its rows by heart, and not where it only looks like it."""

from math import inf, nan

import pytest

from netloom.turning import Turning, turning

Losses = tuple[float, ...]
EPOCHS = (1, 2, 3, 4, 5, 6)
FALLS: Losses = (1.0, 0.7, 0.5, 0.4, 0.3, 0.2)


def test_it_begins_at_the_best_epoch_once_validation_has_turned() -> None:
    assert turning(EPOCHS, FALLS, (1.0, 0.8, 0.7, 0.75, 0.8, 0.9)) == Turning(3, 6)


@pytest.mark.parametrize("wrong", [nan, inf])
def test_what_is_no_number_is_not_the_best(wrong: float) -> None:
    assert turning(EPOCHS, FALLS, (wrong, 0.8, 0.7, 0.75, 0.8, 0.9)) in (None, Turning(3, 6))
    assert turning(EPOCHS, FALLS, (wrong,) * 6) is None


@pytest.mark.parametrize(
    ("training", "validation"),
    [
        pytest.param(FALLS, (1.0, 0.8, 0.7, 0.6, 0.5, 0.4), id="both fall"),
        pytest.param((1.0, 0.7, 0.5, 0.6, 0.7, 0.8), (1.0, 0.8, 0.7, 0.8, 0.9, 1.0), id="both rise"),
        pytest.param(FALLS, (1.0, 0.8, 0.7, 0.701, 0.702, 0.701), id="validation stays"),
        pytest.param(FALLS[:3], (1.0, 0.7, 0.9), id="too soon to say"),
        pytest.param((), (), id="nothing yet"),
    ],
)
def test_what_only_looks_like_it_is_not(training: Losses, validation: Losses) -> None:
    assert turning(EPOCHS, training, validation) is None
