"""Losses and the weights of rows, against numpy and scikit-learn."""

import numpy as np
import pytest
import torch
from sklearn.utils.class_weight import compute_sample_weight

from netloom.settings.losses import LOSSES
from netloom.training.losses import balanced_weights, mean_loss

LOGITS = torch.tensor([[-2.0], [0.3], [4.0]])
AMOUNTS = torch.tensor([[-1.0], [0.5], [1.0]])
YES_NO = torch.tensor([[0.0], [1.0], [0.0]])
MISS = (LOGITS - AMOUNTS).numpy()[:, 0]
PROBABILITY = 1 / (1 + np.exp(-LOGITS.numpy()[:, 0]))

EXPECTED = {
    "binary_crossentropy": (YES_NO, -np.log(np.where(YES_NO[:, 0].bool(), PROBABILITY, 1 - PROBABILITY))),
    "mean_squared_error": (AMOUNTS, MISS**2),
    "mean_absolute_error": (AMOUNTS, np.abs(MISS)),
    "huber": (AMOUNTS, np.where(np.abs(MISS) <= 1, MISS**2 / 2, np.abs(MISS) - 0.5)),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_loss_is_the_mean_over_rows_and_may_be_weighted(name: str) -> None:
    target, each = EXPECTED[name]
    loss = mean_loss(LOSSES[name]())
    assert float(loss(LOGITS, target, None)) == pytest.approx(each.mean(), rel=1e-6)
    assert float(loss(LOGITS, target, torch.tensor([1.0, 2.0, 0.5]))) == pytest.approx((each * [1, 2, 0.5]).mean())


def test_the_categorical_crossentropy_is_of_the_right_class() -> None:
    logits, target = torch.tensor([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), torch.tensor([0, 2])
    probabilities = np.exp([2.0, 0.0]) / [np.exp([2.0, 1.0, 0.0]).sum(), 3.0]
    loss = mean_loss(LOSSES["categorical_crossentropy"]())
    assert float(loss(logits, target, None)) == pytest.approx(-np.log(probabilities).mean())
    assert float(loss(logits, target, torch.tensor([0.0, 1.0]))) == pytest.approx(-np.log(probabilities[1]) / 2)


def test_balanced_weights_are_those_of_scikit_learn_also_where_a_class_never_occurs() -> None:
    classes = np.array([0, 0, 0, 3, 3, 1])  # no row of class 2
    assert balanced_weights(classes) == pytest.approx(compute_sample_weight("balanced", classes))
    assert balanced_weights(classes).dtype == np.float32
