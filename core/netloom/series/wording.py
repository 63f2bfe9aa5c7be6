"""What the figures of a series mean, in plain words."""

from collections.abc import Iterator, Sequence

from netloom.data.words import counted
from netloom.events import SeriesKind
from netloom.reports.parts import Standing
from netloom.reports.wording import Unit, amount, told_apart
from netloom.series.comparing import Gap
from netloom.series.values import Member

FEW_RUNS = 3
_STARTS: dict[Standing, str] = {
    "better": "Better than",
    "worse": "Worse than",
    "undecided": "Not to be told apart from",
}
_CHANCE: dict[SeriesKind, str] = {"repeat": "seeds", "fold": "folds"}


def sentence(gap: Gap, kind: SeriesKind) -> str:
    """How the network stands against another model by one metric, and why."""
    mine, theirs = told_apart(gap.metric.unit, gap.mine, gap.theirs)
    start = f"{_STARTS[gap.standing]} {gap.other.phrase}: {gap.metric.title} {mine} against {theirs}"
    if not gap.gain:
        return f"{start}, which is the same."
    of_pairs = len(gap.other.values) > 1 and gap.rows is not None
    wins = f"better in {gap.wins} of {counted(gap.pairs, 'pair' if of_pairs else 'run')}"
    return f"{start}. The difference of {small(gap.metric.unit, abs(gap.gain))} {_reason(gap, kind)}; {wins}."


def _reason(gap: Gap, kind: SeriesKind) -> str:
    """What the difference is measured with: chance of the runs first, then of the test rows."""
    chance = _CHANCE[kind]
    if gap.margin is None:
        return f"is that of single runs: what the {chance} explain is not known"
    explained = f"± {small(gap.metric.unit, gap.margin)}" if gap.margin else "which agree"
    if not gap.beyond_runs:
        return f"is within what the {chance} explain ({explained})"
    beyond = f"is more than the {chance} explain ({explained})"
    return beyond if gap.rows is None else f"{beyond}, {_of_rows(gap, gap.rows)}"


def _of_rows(gap: Gap, rows: tuple[float, float]) -> str:
    """What other test rows would make of the difference, in the direction that it has on these."""
    ends = sorted(end if gap.gain > 0 else -end for end in rows)
    low, high = (small(gap.metric.unit, end) for end in ends)
    if gap.beyond_rows:
        return f"and would be {low} to {high} on other test rows"
    if ends[0] > 0 and gap.disagreements is not None:
        return f"but comes from {counted(round(gap.disagreements), 'test row')} that only one of the two gets right"
    return f"but could be {low} to {high} on other test rows"


def small(unit: Unit, value: float) -> str:
    """A difference, with two significant digits; of shares in percentage points."""
    return f"{amount(100 * value, 2)} pts" if unit == "share" else amount(value, 2)


def caveats(kind: SeriesKind, runs: int, in_time: bool) -> Iterator[str]:
    """What to be careful about with the figures of so many runs; `in_time` if their folds run forward in time."""
    chance = _CHANCE[kind]
    yield (
        f"In the table ± is the standard deviation over the {chance}; in a sentence it is how far the {chance} alone "
        "may move the difference of the means (95 %)."
    )
    if kind == "repeat":
        yield (
            "Seeds change the first weights and the order of the rows, and nothing else: all are scored on the same "
            "test rows."
        )
    else:
        yield (
            "Folds differ in their rows. They share most of what they learn from, which a corrected variance makes up "
            "for (Nadeau and Bengio, 2003)."
        )
        yield _rows_of_folds(in_time)
    if runs < FEW_RUNS:
        what = "One run shows no spread" if runs == 1 else "Two runs tell little about a spread"
        yield f"{what}: 5 are a fair number."


def _rows_of_folds(in_time: bool) -> str:
    if in_time:
        return "Each fold learns from what is older than it and from nothing newer; the oldest rows are never held out."
    return (
        "Every row was held out once, those that the project keeps for the test too: if networks are chosen by these "
        "scores, only new rows say how good the chosen one is."
    )


def left_out(members: Sequence[Member], kind: SeriesKind) -> Iterator[str]:
    """The runs that do not count, and why."""
    for member in members:
        if not member.counts:
            yield f"{kind.capitalize()} {member.number} (seed {member.seed}) is not counted. {member.message}"
