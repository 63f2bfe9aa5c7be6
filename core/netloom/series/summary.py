"""From the measurements of the runs to what they say together."""

from collections.abc import Mapping, Sequence

import numpy as np

from netloom.evaluation.scores import Metric, metrics_of
from netloom.evaluation.verdict import SHORT, headline
from netloom.events import SeriesKind
from netloom.series.comparing import Gap, Side, gaps_of_folds, gaps_of_repeats, sides_of, spread_of
from netloom.series.measuring import Measured, Measurement
from netloom.series.opponents import Opponent, counterpart
from netloom.series.values import Difference, Member, SeriesOutput
from netloom.series.wording import caveats, left_out, sentence
from netloom.settings.losses import Task

OPPONENT = "opponent"


def outputs_of(
    kind: SeriesKind,
    measured: Mapping[int, Measured],
    members: Sequence[Member],
    opponent: Opponent | None,
    *,
    in_time: bool,
) -> tuple[SeriesOutput, ...]:
    """Each Output over the runs that count, which are measured by number; none if there are no such runs.

    `in_time` says whether folds run forward in time.
    """
    runs = tuple(measured.values())
    cautions = (*_doubts(runs), *left_out(members, kind), *caveats(kind, len(runs), in_time))
    return tuple(
        _output(kind, {number: each[id] for number, each in measured.items()}, opponent, cautions)
        for id in (runs[0] if runs else ())
    )


def _doubts(runs: Sequence[Measured]) -> tuple[str, ...]:
    """What makes the scores untrustworthy, of each kind what the first run said."""
    found: dict[str, str] = {}
    for run in runs:
        for code, message in next(iter(run.values())).doubts.items():
            found.setdefault(code, message)
    return tuple(found.values())


def _output(
    kind: SeriesKind, measurements: Mapping[int, Measurement], opponent: Opponent | None, cautions: tuple[str, ...]
) -> SeriesOutput:
    runs = tuple(measurements.values())
    question = runs[0].question
    network, *baselines = sides_of(runs, seedless=kind == "repeat")
    others = (*(_against(opponent, question.target, measurements) if opponent else ()), *baselines)
    if kind == "repeat":
        gaps = tuple(gaps_of_repeats(question.task, network, others))
    else:
        gaps = tuple(gaps_of_folds(question.task, network, others, _held_out_by_learnt(runs)))
    judged_by = _judged_by(question.task, network)
    judged = [gap for gap in gaps if gap.metric == judged_by]
    return SeriesOutput(
        output=question.output,
        target=question.target,
        task=question.task,
        rows=len(question.rows) if kind == "repeat" else sum(len(run.question.rows) for run in runs),
        judged_by=judged_by.name,
        models=tuple(spread_of(side, question.task) for side in (network, *others)),
        differences=tuple(_difference(gap, kind) for gap in gaps),
        headline=headline([(SHORT.get(gap.other.name, gap.other.title), gap.standing) for gap in judged]),
        findings=tuple(sentence(gap, kind) for gap in judged),
        caveats=cautions,
    )


def _judged_by(task: Task, network: Side) -> Metric:
    """The first metric of the task that the rows define."""
    metrics = metrics_of(task)
    return next((metric for metric in metrics if network.defined(metric)), metrics[0])


def _held_out_by_learnt(runs: Sequence[Measurement]) -> float:
    return float(np.mean([len(run.question.rows) / max(run.learnt, 1) for run in runs]))


def _against(opponent: Opponent, target: str, measurements: Mapping[int, Measurement]) -> tuple[Side, ...]:
    """The other network: over all its runs for repeats; for folds in their order, and empty where it lacks one."""
    numbers = measurements if opponent.kind == "fold" else opponent.measured
    found = [counterpart(opponent.measured.get(number, {}), target) for number in numbers]
    return (
        Side(
            name=OPPONENT,
            title=opponent.name,
            phrase=opponent.phrase,
            note="",
            evidences=tuple(each.models[0].evidence if each else None for each in found),
            values=tuple(each.values(each.models[0]) if each else {} for each in found),
        ),
    )


def _difference(gap: Gap, kind: SeriesKind) -> Difference:
    return Difference(
        model=gap.other.name,
        metric=gap.metric.name,
        gain=gap.gain,
        margin=gap.margin,
        rows=gap.rows,
        wins=gap.wins,
        pairs=gap.pairs,
        standing=gap.standing,
        sentence=sentence(gap, kind),
    )
