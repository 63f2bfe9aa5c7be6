"""What is wrong with a block is told from its figures, with what it means and what to do."""

import math
from typing import get_args

import pytest

from netloom.troubles import EXPLODING, MOST, TROUBLES, VANISHING, Found, Trouble, trouble_of, trouble_words


def test_each_trouble_is_described() -> None:
    assert tuple(TROUBLES) == get_args(Trouble)
    for trouble, described in TROUBLES.items():
        assert described.means.endswith(".")
        assert described.helps.endswith(".")
        assert trouble_words(trouble, 0.9, 0.5).endswith(".")


@pytest.mark.parametrize(
    ("found", "trouble"),
    [
        (Found(), None),
        (Found(dead=MOST, saturated=MOST, gradient=1.0, weights=3.0, slope=VANISHING), None),
        (Found(dead=MOST + 0.01), "dead"),
        (Found(saturated=MOST + 0.01), "saturated"),
        (Found(gradient=1e-9, slope=VANISHING / 2), "vanishing"),
        (Found(gradient=EXPLODING * 3, weights=3.0), None),
        (Found(gradient=EXPLODING * 3.1, weights=3.0), "exploding"),
        (Found(gradient=EXPLODING * 0.9, weights=0.001), None),
        (Found(gradient=math.nan, weights=3.0), "exploding"),
        (Found(gradient=math.inf, weights=3.0, dead=1.0), "exploding"),
        (Found(dead=1.0, gradient=0.0, slope=0.0), "dead"),
    ],
)
def test_a_trouble_is_told_from_what_was_measured(found: Found, trouble: Trouble | None) -> None:
    assert trouble_of(found) == trouble


def test_a_trouble_is_said_with_its_figure() -> None:
    assert trouble_words("dead", 0.9, 0.1) == "90% of its units answer 0 to every row, and so learn nothing."
    assert trouble_words("exploding", None, 12_345.0) == "its gradient explodes (1.23e+04)."
    assert trouble_words("exploding", None, math.nan) == "its gradient explodes (nan)."
