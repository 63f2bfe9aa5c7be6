"""From which probability on to say yes, when mistakes do not all cost the same.

A threshold is chosen on validation rows, which are not those it is then measured on: a threshold that is chosen and
measured on the same rows flatters. With exact probabilities the best one would follow from the costs alone (Elkan,
"The foundations of cost-sensitive learning", IJCAI 2001); of thresholds that cost the same the nearest to it is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.evaluation.bootstrap import LEVEL, RESAMPLES, SEED
from netloom.evaluation.scores import Array
from netloom.reports.document import ThresholdPart
from netloom.reports.parts import Interval
from netloom.reports.thresholds import (
    PER,
    USUAL,
    AtThreshold,
    advice,
    at,
    best_by_f1,
    cheapest,
    counted_at,
)
from netloom.reports.wording import amount
from netloom.settings.costs import Costs

_GRID = np.arange(1, 100) / 100
_QUANTILES = 200  # thresholds that rare classes need lie between the hundredths
_SHOWN = np.arange(1, 10) / 10

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Practice:
    """Rows on which a threshold is chosen: whether each is a case [rows], and the probability it was given [rows].

    `kind` tells whether they are validation rows, or for want of those the test rows themselves.
    """

    cases: Mask
    chances: Array
    kind: Literal["validation", "test"] = "validation"


def thresholds(
    classes: tuple[str, ...], costs: Costs | None, practice: Practice | None, cases: Mask, chances: Array
) -> ThresholdPart | None:
    """The thresholds for the second of two classes, from the test rows: whether each is one [rows], and how probably.

    The costs are 1 to 1 where none are given; without practice the test rows have to do. None if no row is a case, or
    every one is: then nothing can be told of either kind of mistake.
    """
    if not _both(cases):
        return None
    paid = costs or Costs()
    if practice is None or not _both(practice.cases):
        practice = Practice(cases, chances, "test")
    tried = _candidates(practice.chances)
    rehearsed = tuple(_sweep(tried, practice.cases, practice.chances, paid))
    best, best_f1 = cheapest(rehearsed, paid), best_by_f1(rehearsed)
    chosen, for_f1, usual = _sweep(np.array([best, best_f1, USUAL]), cases, chances, paid)
    shown = np.unique([*_SHOWN, best, best_f1])
    saved = _saved_interval(best, cases, chances, paid)
    return ThresholdPart(
        event=classes[1],
        other=classes[0],
        costs=paid,
        given=costs is not None,
        chosen_on=practice.kind,
        chosen_on_rows=len(practice.cases),
        best=chosen,
        best_f1=for_f1,
        usual=usual,
        saved=usual.cost - chosen.cost,
        saved_interval=saved,
        table=tuple(_sweep(shown, cases, chances, paid)),
        curve=tuple(_sweep(tried, cases, chances, paid)),
        rehearsed=rehearsed,
        sentence=f"{advice(classes[1], paid, chosen, usual)} {_worth(saved)}",
        f1_sentence=_f1_words(for_f1, usual),
        about=_about(practice),
    )


def _worth(saved: Interval) -> str:
    """Whether what is saved is more than chance."""
    low, high = saved
    if low > 0:
        return f"The difference is more than chance ({amount(low)} to {amount(high)})."
    return "So it is worse by more than chance." if high < 0 else "The difference may be chance."


def _f1_words(best: AtThreshold, usual: AtThreshold) -> str:
    """Which threshold makes most of F1."""
    return f"F1 is best above {at(best.threshold)}: {best.f1:.3f} on the test rows, against {usual.f1:.3f} above 50 %."


def _about(practice: Practice) -> str:
    """Where the threshold comes from."""
    rows = counted(len(practice.cases), f"{practice.kind} row")
    if practice.kind == "validation":
        return f"Chosen on {rows}, measured on the test rows: a threshold measured where it was chosen flatters."
    return f"No validation rows of both classes to choose on: chosen and measured on the same {rows}, which flatters."


def _both(cases: Mask) -> bool:
    return bool(cases.any() and not cases.all())


def _candidates(chances: Array) -> Array:
    """Round thresholds, and where probabilities are crowded some that lie between them."""
    between = np.quantile(chances, np.linspace(0, 1, _QUANTILES + 1))
    return np.unique([*_GRID, *((between[1:] + between[:-1]) / 2)])


def _sweep(tried: Array, cases: Mask, chances: Array, costs: Costs) -> Iterator[AtThreshold]:
    """What comes of each threshold: a row above it is answered with yes."""
    yes, no = np.sort(chances[cases]), np.sort(chances[~cases])
    for threshold in tried.tolist():
        missed = int(np.searchsorted(yes, threshold, side="right"))
        left_alone = int(np.searchsorted(no, threshold, side="right"))
        hits, alarms = len(yes) - missed, len(no) - left_alone
        yield counted_at(threshold, hits, alarms, missed, left_alone, costs)


def _saved_interval(best: float, cases: Mask, chances: Array, costs: Costs) -> Interval:
    """How far what is saved would vary with other rows: only rows that the two thresholds answer differently count."""
    apart = (chances > best) != (chances > USUAL)
    rows, yes, no = len(chances), int((apart & cases).sum()), int((apart & ~cases).sum())
    sign = 1 if best < USUAL else -1  # a lower threshold finds more cases, and raises more false alarms
    drawn = np.random.default_rng(SEED).multinomial(rows, [yes / rows, no / rows, 1 - (yes + no) / rows], RESAMPLES)
    saved = PER / rows * sign * (drawn[:, 0] * costs.for_no - drawn[:, 1] * costs.for_yes)
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(saved, [tail, 100 - tail])
    return Interval(float(low), float(high))
