"""What comes of saying yes above a threshold, and which one is the cheapest at some costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from netloom.reports.wording import amount, percent
from netloom.settings.costs import Costs

USUAL = 0.5
PER = 1000  # costs are told for so many rows


@dataclass(frozen=True)
class AtThreshold:
    """What comes of saying yes above a threshold, in rows; `cost` is that of a thousand rows (below 0: they earn).

    `precision` is how often a yes is right (None where there is none), `recall` how many of the cases are found (None
    where there are none), `f1` both in one number (0 where there is neither a case nor a yes).
    """

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    cost: float
    precision: float | None
    recall: float | None
    f1: float

    @property
    def rows(self) -> int:
        return self.answered_yes + self.false_negatives + self.true_negatives

    @property
    def answered_yes(self) -> int:
        return self.true_positives + self.false_positives

    @property
    def false_positive_rate(self) -> float | None:
        """How many of the other rows get a false alarm; None where there are none."""
        return _share(self.false_positives, self.false_positives + self.true_negatives)

    @property
    def matrix(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """The rows as they are (no, yes), by how they are answered (no, yes)."""
        return (self.true_negatives, self.false_positives), (self.false_negatives, self.true_positives)

    def priced(self, costs: Costs) -> "AtThreshold":
        """The same answers at other costs."""
        found = (self.true_positives, self.false_positives, self.false_negatives, self.true_negatives)
        return counted_at(self.threshold, *found, costs)


def counted_at(  # the four cells of a confusion matrix belong together
    threshold: float, hits: int, alarms: int, missed: int, left_alone: int, costs: Costs
) -> AtThreshold:
    """What comes of a threshold, from the rows that are hit, falsely alarmed, missed and rightly left alone."""
    rows = hits + alarms + missed + left_alone
    paid = costs.false_positive * alarms + costs.false_negative * missed
    earned = costs.true_positive_gain * hits + costs.true_negative_gain * left_alone
    return AtThreshold(
        threshold,
        hits,
        alarms,
        missed,
        left_alone,
        cost=PER * (paid - earned) / max(rows, 1),
        precision=_share(hits, hits + alarms),
        recall=_share(hits, hits + missed),
        f1=2 * hits / max(2 * hits + alarms + missed, 1),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def cheapest(tried: Sequence[AtThreshold], costs: Costs) -> float:
    """The threshold that costs least; of those that cost the same, the nearest to what theory takes."""
    priced = [one.priced(costs) for one in tried]
    return min(priced, key=lambda one: (round(one.cost, 9), abs(one.threshold - costs.ideal))).threshold


def best_by_f1(tried: Sequence[AtThreshold]) -> float:
    """The threshold with the best F1."""
    return max(tried, key=lambda one: (one.f1, -abs(one.threshold - USUAL))).threshold


def at(threshold: float) -> str:
    """A threshold as it is written; the small ones of rare classes with more decimals."""
    return percent(threshold, 0 if round(100 * threshold) == 100 * threshold else 1 if threshold >= 0.01 else 3)


def usual_words(usual: AtThreshold) -> str:
    """What the threshold is that is marked as the usual one."""
    return f"threshold {at(usual.threshold)}, which the answers use"


def best_words(best: AtThreshold, *, given: bool) -> str:
    """What the threshold is that is marked as the best one, at the given costs or at equal ones."""
    which = "the given costs" if given else "equal costs of both mistakes"
    return f"threshold {at(best.threshold)}, the best at {which}"


def cost_words(cost: float) -> str:
    """`costs 120`, `earns 35`."""
    return f"earns {amount(-cost)}" if cost < 0 else f"costs {amount(cost)}"


def advice(event: str, costs: Costs, best: AtThreshold, usual: AtThreshold) -> str:
    """Which threshold to take, what it costs, and what the usual one does."""
    start = f"If {costs.words}, say {event!r} above {at(best.threshold)}"
    return f"{start}: that {cost_words(best.cost)} per {PER:,} rows, and a threshold of 50 % {cost_words(usual.cost)}."
