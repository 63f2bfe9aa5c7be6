"""What may be wrong with a block while it trains: how it is told from figures, what it means, and what to do about it.

Shares are of a block's units or answers, from 0 to 1; norms are lengths of vectors.
"""

from dataclasses import dataclass
from typing import Final, Literal

Trouble = Literal["dead", "saturated", "vanishing", "exploding"]

MOST: Final = 0.5  # of a block's units or answers: more is trouble
FLAT: Final = 0.05  # of the steepest slope of an activation: less is flat
VANISHING: Final = 1e-3  # of the steepest block's gradient, each as the mean over its weights
EXPLODING: Final = 100.0  # times the length of the weights, or of 1 where they are shorter: at a rate of 0.01 as far


@dataclass(frozen=True)
class Described:
    """A trouble in words for learners: what it means, and what to try, the likeliest help first."""

    means: str
    helps: str


TROUBLES: Final[dict[Trouble, Described]] = {
    "dead": Described(
        "ReLU answers 0 wherever its input is negative. A unit that answers 0 to every row has no slope to learn from, "
        "and stays as it is.",
        "A lower learning rate, he_normal or he_uniform as kernel initializer, or LeakyReLU instead of ReLU, which has "
        "a slope everywhere. A column of huge numbers that is not scaled does this as well.",
    ),
    "saturated": Described(
        "Sigmoid and tanh are flat at their ends. Where most answers lie there, hardly any gradient comes through, and "
        "the blocks before learn little.",
        "ReLU inside the network, glorot_uniform as kernel initializer, BatchNormalization before the activation, a "
        "lower learning rate, and columns that are scaled.",
    ),
    "vanishing": Described(
        "On its way back through the network the gradient has become very small, so that the weights of this block "
        "hardly change while later ones learn.",
        "ReLU instead of sigmoid and tanh, fewer layers, BatchNormalization between them, a wire that leads around "
        "some of them into an Add block, or in recurrent networks LSTM or GRU.",
    ),
    "exploding": Described(
        "The gradient is so much longer than the weights themselves that a plain step throws them far away: the loss "
        "jumps or becomes NaN.",
        "Gradient clipping, a lower learning rate or a warm-up, columns and a target that are scaled, and an "
        "initializer with smaller weights.",
    ),
}


@dataclass(frozen=True)
class Found:
    """What was measured of a block in a step; None where it has no such thing.

    `gradient` and `weights` are lengths over all its weights, `slope` is the mean gradient of a weight as a share of
    that of the steepest block.
    """

    dead: float | None = None
    saturated: float | None = None
    gradient: float | None = None
    weights: float = 0.0
    slope: float = 1.0


def trouble_of(found: Found) -> Trouble | None:
    """What is to be told of a block, if anything: of several troubles the one that comes before the others."""
    if found.gradient is not None and not found.gradient <= EXPLODING * max(found.weights, 1.0):
        return "exploding"
    if (found.dead or 0.0) > MOST:
        return "dead"
    if (found.saturated or 0.0) > MOST:
        return "saturated"
    return "vanishing" if found.slope < VANISHING else None


def trouble_words(trouble: Trouble, share: float | None, gradient: float | None) -> str:
    """What is wrong, with its figure, as the end of a sentence that begins with the block."""
    length = "NaN" if gradient is None else f"{gradient:.3g}"
    return {
        "dead": f"{share or 0:.0%} of its units answer 0 to every row, and so learn nothing.",
        "saturated": f"{share or 0:.0%} of its answers are where the activation is flat.",
        "vanishing": f"its gradient has nearly vanished ({length}).",
        "exploding": f"its gradient explodes ({length}).",
    }[trouble]
