"""What right and wrong answers cost, where they do not all weigh the same."""

from dataclasses import dataclass
from math import isfinite

from netloom.errors import InputError


@dataclass(frozen=True)
class Costs:
    """What one answer costs or earns, in any one unit: a false alarm, a missed case, a hit, a case rightly left alone.

    InputError if one is below zero or not finite, or if all answers would come to the same.
    """

    false_positive: float = 1.0
    false_negative: float = 1.0
    true_positive_gain: float = 0.0
    true_negative_gain: float = 0.0

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not (isfinite(value) and value >= 0):
                raise InputError(f"{name.replace('_', ' ')}: received {value:g}. Give a number that is 0 or more.")
        if self.for_yes + self.for_no == 0:
            raise InputError("All costs and gains are 0, so every threshold is alike. Give one that is above 0.")

    @property
    def for_yes(self) -> float:
        """What is lost by a yes where the truth is no."""
        return self.false_positive + self.true_negative_gain

    @property
    def for_no(self) -> float:
        """What is lost by a no where the truth is yes."""
        return self.false_negative + self.true_positive_gain

    @property
    def ideal(self) -> float:
        """The best threshold if all probabilities were exact."""
        return self.for_yes / (self.for_yes + self.for_no)

    @property
    def words(self) -> str:
        """The costs in a sentence, without its end."""
        gains = {"a hit": self.true_positive_gain, "a case rightly left alone": self.true_negative_gain}
        earns = "".join(f", {what} earns {gain:,.6g}" for what, gain in gains.items() if gain)
        return f"a false alarm costs {self.false_positive:,.6g}, a missed case {self.false_negative:,.6g}{earns}"
