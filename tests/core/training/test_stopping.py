"""Early stopping, in Keras's sense."""

import math

import keras
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.errors import PlanError
from netloom.settings.training import EarlyStopping
from netloom.training.stopping import Watch, watch_for

FIGURES = ("loss", "accuracy", "validation_loss", "validation_accuracy")


def stops_after(settings: EarlyStopping, values: list[float]) -> tuple[int, int]:
    """The epoch after which it stops (0: never), and the best epoch by then."""
    watch = watch_for(settings, FIGURES)
    for epoch, value in enumerate(values, 1):
        watch = watch.after(epoch, {settings.monitor: value})
        if watch.exhausted:
            return epoch, watch.best_epoch
    return 0, watch.best_epoch


def test_it_stops_after_as_many_epochs_without_improvement_as_its_patience() -> None:
    assert stops_after(EarlyStopping(patience=2), [3.0, 2.0, 2.5, 1.9, 2.0, 2.0, 1.0]) == (6, 4)


def test_no_patience_stops_at_the_first_epoch_that_is_no_better() -> None:
    assert stops_after(EarlyStopping(patience=0), [3.0, 2.0, 2.0, 1.0]) == (3, 2)


def test_a_smaller_change_than_min_delta_is_no_improvement() -> None:
    assert stops_after(EarlyStopping(patience=2, min_delta=0.5), [3.0, 2.9, 2.8, 2.0]) == (3, 1)


EIGHTHS = st.integers(-16, 16).map(lambda eighths: eighths / 8)  # exact in binary, so that ties are ties


@given(st.lists(EIGHTHS, min_size=1, max_size=12), st.integers(0, 4), st.sampled_from([0.0, 0.25]), st.booleans())
def test_it_stops_when_keras_does_with_the_same_best_epoch(
    values: list[float], patience: int, min_delta: float, larger: bool
) -> None:
    ours = EarlyStopping(patience=patience, min_delta=min_delta, mode="max" if larger else "min")
    theirs = keras.callbacks.EarlyStopping(patience=patience, min_delta=min_delta, mode=ours.mode)
    theirs.set_model(keras.Model())
    theirs.model.stop_training = False  # as `fit` begins
    theirs.on_train_begin()
    for epoch, value in enumerate(values):
        theirs.on_epoch_end(epoch, {"val_loss": value})
        if theirs.model.stop_training:
            break
    stopped = epoch + 1 if theirs.model.stop_training else 0
    assert stops_after(ours, values) == (stopped, theirs.best_epoch + 1)


def test_accuracy_is_better_when_it_is_larger_without_being_told() -> None:
    assert stops_after(EarlyStopping(monitor="validation_accuracy", patience=1), [0.5, 0.7, 0.6]) == (3, 2)


def test_the_mode_can_be_set() -> None:
    falling = [3.0, 2.0, 1.0]
    assert stops_after(EarlyStopping(patience=1, mode="max"), falling) == (2, 1)
    assert stops_after(EarlyStopping(patience=1, mode="min"), falling) == (0, 3)


def test_a_figure_that_is_no_number_is_never_the_best() -> None:
    assert stops_after(EarlyStopping(patience=5), [math.nan, 2.0, math.nan]) == (0, 2)


def test_a_figure_that_is_not_measured_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        PlanError, match=r"'validation_auc', which is not measured.*validation_loss, validation_accuracy"
    ):
        watch_for(EarlyStopping(monitor="validation_auc"), FIGURES)


def test_without_validation_rows_the_reason_is_told() -> None:
    with pytest.raises(PlanError, match=r"no validation rows.*one of: loss, accuracy"):
        watch_for(EarlyStopping(), FIGURES[:2])


def test_without_early_stopping_the_smallest_loss_is_the_best_and_nothing_stops() -> None:
    assert watch_for(None, FIGURES) == Watch("validation_loss", larger=False)
    assert watch_for(None, FIGURES[:2]) == Watch("loss", larger=False)
