"""From answers to a report: the network and the baselines on the same rows, scored, compared and put into words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.errors import RunError
from netloom.evaluation.baselines import Baseline, Name
from netloom.evaluation.bootstrap import Samples, interval, resampled
from netloom.evaluation.details import ClassDetails, class_details, value_details
from netloom.evaluation.probabilities import Decision, ProbabilityDetails, probability_details
from netloom.evaluation.report import Comparison, Estimate, ModelScore, OutputReport
from netloom.evaluation.scores import ClassEvidence, Evidence, class_evidence, metrics_of, scores, value_evidence
from netloom.evaluation.verdict import class_caveats, value_caveats, verdict
from netloom.reports.parts import ValueDetails
from netloom.reports.wording import amount
from netloom.settings.losses import Task

TITLES: dict[Name, str] = {"constant": "Constant", "linear": "Linear model", "trees": "Boosted trees"}
_UNDECIDED = Decision()


@dataclass(frozen=True)
class Question:
    """What an Output was asked: its id, its target column, the task, the classes in order (none for a regression), the
    numbers of the rows (from 0), and the right answers [rows], class numbers or amounts in the target's units.
    """

    output: str
    target: str
    task: Task
    classes: tuple[str, ...]
    rows: NDArray[np.int64]
    truth: NDArray[Any]

    def take(self, chosen: NDArray[np.bool_]) -> "Question":
        """The question about some of the rows."""
        return replace(self, rows=self.rows[chosen], truth=self.truth[chosen])


@dataclass(frozen=True)
class _Scored:
    """A model with its evidence, its metrics on all rows, and its metrics on the resamples."""

    name: str
    evidence: Evidence
    values: dict[str, float]
    samples: Samples


def judged(
    question: Question, answers: NDArray[Any], baselines: Sequence[Baseline], decision: Decision = _UNDECIDED
) -> OutputReport:
    """The report on one Output.

    `answers` are the network's probabilities [rows, classes] or values [rows]; `decision` is for yes or no. Rows that
    it answers with something that is no number are left out for every model, and told. RunError if all are.
    """
    answered = np.isfinite(answers).reshape(len(answers), -1).all(axis=1)
    if not answered.any():
        raise RunError(
            f"The network answers none of {counted(len(answers), 'row')} for {question.target!r} with a number: its "
            "weights or the cells are too large. Train again with a smaller learning rate, or look at the data."
        )
    asked, network = question.take(answered), answers[answered]
    given: dict[str, NDArray[Any]] = {"network": network}
    given |= {baseline.name: baseline.answers[answered] for baseline in baselines if baseline.answers is not None}
    scored = _scored(asked, given)
    models = _models(asked, scored, baselines)
    comparisons = tuple(_comparisons(asked.task, scored[0], scored[1:]))
    details = _details(asked, network)
    caveats = [*_left_out(answered), *_caveats(asked, models[0], comparisons, details)]
    return OutputReport(
        output=asked.output,
        target=asked.target,
        task=asked.task,
        rows=len(asked.rows),
        metrics=metrics_of(asked.task),
        network=models[0],
        baselines=models[1:],
        comparisons=comparisons,
        details=details,
        probabilities=_probabilities(asked, given, decision),
        verdict=verdict(asked.task, models, comparisons, caveats),
    )


def _models(question: Question, scored: Sequence[_Scored], baselines: Sequence[Baseline]) -> tuple[ModelScore, ...]:
    estimates = {model.name: _estimates(question.task, model) for model in scored}
    others = (
        ModelScore(one.name, TITLES[one.name], phrase_of(question, one), estimates.get(one.name, ()), one.note)
        for one in baselines
    )
    return (ModelScore("network", "Network", "the network", estimates["network"]), *others)


def phrase_of(question: Question, baseline: Baseline) -> str:
    """What a sentence calls a baseline."""
    if baseline.name == "trees":
        return "gradient-boosted trees"
    if baseline.name == "linear":
        return "the linear model"
    if baseline.answers is None:
        return "a constant"
    if question.task == "regression":
        return f"always answering the mean, {amount(float(baseline.answers[0]))}"
    return f"always answering {question.classes[int(baseline.answers[0].argmax())]!r}"


def _details(question: Question, answers: NDArray[Any]) -> ClassDetails | ValueDetails:
    if question.task == "regression":
        return value_details(question.rows, question.truth, answers.astype(np.float64))
    return class_details(question.classes, question.truth.astype(np.int64), answers.argmax(axis=1))


def _probabilities(question: Question, given: dict[str, NDArray[Any]], decision: Decision) -> ProbabilityDetails | None:
    if question.task == "regression":
        return None
    return probability_details(question.classes, question.truth.astype(np.int64), given, decision)


def _left_out(answered: NDArray[np.bool_]) -> Iterator[str]:
    if missing := int((~answered).sum()):
        yield f"The network answers {counted(missing, 'row')} with what is no number: left out of every figure."


def _caveats(
    question: Question, network: ModelScore, comparisons: tuple[Comparison, ...], details: ClassDetails | ValueDetails
) -> Iterator[str]:
    if isinstance(details, ClassDetails):
        return class_caveats(len(question.rows), network, comparisons, details)
    return value_caveats(len(question.rows), network)


def _scored(question: Question, answers: dict[str, NDArray[Any]]) -> list[_Scored]:
    evidences = [evidence_of(question, given) for given in answers.values()]
    samples = resampled(metrics_of(question.task), evidences)
    return [
        _Scored(name, evidence, scores(question.task, evidence), drawn)
        for name, evidence, drawn in zip(answers, evidences, samples, strict=True)
    ]


def evidence_of(question: Question, answers: NDArray[Any]) -> Evidence:
    """What a model's answers, probabilities [rows, classes] or values [rows], all finite, say for and against it."""
    if question.task == "regression":
        return value_evidence(question.truth, answers)
    return class_evidence(question.truth.astype(np.int64), answers)


def _estimates(task: Task, model: _Scored) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(metric, value if np.isfinite(value) else None, interval(model.samples[metric.name], value))
        for metric in metrics_of(task)
        for value in (model.values[metric.name],)
    )


def _comparisons(task: Task, network: _Scored, others: Sequence[_Scored]) -> Iterator[Comparison]:
    for other in others:
        apart = disagreements(network.evidence, other.evidence)
        for metric in metrics_of(task):
            mine, theirs = network.values[metric.name], other.values[metric.name]
            with np.errstate(invalid="ignore"):  # the difference of two infinities is undefined, and left out
                gains = metric.gain(network.samples[metric.name], other.samples[metric.name])
                gain = float(metric.gain(np.array(mine), np.array(theirs)))
            if (ends := interval(gains, gain)) is not None:
                yield Comparison(other.name, metric, mine, theirs, gain, ends, apart)


def disagreements(first: Evidence, second: Evidence) -> int:
    """On how many rows exactly one of two models is right; of a regression, all rows."""
    if isinstance(first, ClassEvidence) and isinstance(second, ClassEvidence):
        return int(((first.answer == first.truth) != (second.answer == second.truth)).sum())
    return len(first)
