"""A report as the document that `report.json` holds."""

from collections.abc import Iterator
from typing import Any

from netloom.errors import Problem
from netloom.evaluation.calibration import Calibration
from netloom.evaluation.details import ClassDetails
from netloom.evaluation.importance import Importance
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.report import ModelScore, OutputReport, Report
from netloom.reports.background import Background
from netloom.reports.document import (
    CalibrationPart,
    Difference,
    Figures,
    Honesty,
    ImportancePart,
    Intervals,
    LiftPart,
    Measure,
    Model,
    OutputDocument,
    RankingPart,
    Reliability,
    ReportDocument,
)
from netloom.reports.parts import ValueDetails


def document(report: Report) -> ReportDocument:
    """The first Output at the top, all of them under `outputs` by id."""
    outputs = {output.output: OutputDocument(**_output(output)) for output in report.outputs}
    first = outputs[report.outputs[0].output]
    return ReportDocument(
        **{name: getattr(first, name) for name in first.model_fields_set},
        outputs=outputs,
        background=_background(report.background),
        answers=report.answers,
    )


def _background(background: Background) -> Background:
    """What is told, without what mends it: that is the editor's."""
    told = tuple(_plain(problem) for problem in background.told)
    return Background(**{**vars(background), "told": told})


def _plain(problem: Problem) -> Problem:
    return Problem(code=problem.code, severity=problem.severity, message=problem.message, column=problem.column)


def _output(output: OutputReport) -> dict[str, Any]:
    fitted = {baseline.name: baseline for baseline in output.baselines if baseline.estimates}
    models = (output.network, *output.baselines)
    shown = ("name", "title", "unit", "larger_is_better", "about")
    return {
        "task": output.task,
        "target": output.target,
        "rows": output.rows,
        "measures": tuple(Measure(**{name: getattr(metric, name) for name in shown}) for metric in output.metrics),
        "models": tuple(Model(name=model.name, title=model.title, note=model.note) for model in models),
        "metrics": _values(output.network),
        "intervals": _intervals(output.network),
        "baselines": {name: _values(baseline) for name, baseline in fitted.items()},
        "baseline_intervals": {name: _intervals(baseline) for name, baseline in fitted.items()},
        "baseline_notes": {baseline.name: baseline.note for baseline in output.baselines if baseline.note},
        "differences": {name: dict(_differences(output, name)) for name in fitted},
        "headline": output.verdict.headline,
        "verdict": output.verdict.sentences,
        "findings": output.verdict.findings,
        "caveats": output.verdict.caveats,
        **_details(output.details),
        **(_probabilities(output.probabilities, output.rows) if output.probabilities else {}),
        "importance": _importance(output.importance) if output.importance else None,
    }


def _values(model: ModelScore) -> Figures:
    return {estimate.metric.name: estimate.value for estimate in model.estimates}


def _intervals(model: ModelScore) -> Intervals:
    return {estimate.metric.name: estimate.interval for estimate in model.estimates}


def _differences(output: OutputReport, baseline: str) -> Iterator[tuple[str, Difference]]:
    for one in output.comparisons:
        if one.baseline == baseline:
            yield (
                one.metric.name,
                Difference(
                    gain=one.gain, interval=one.interval, disagreements=one.disagreements, network_is=one.standing
                ),
            )


def _details(details: ClassDetails | ValueDetails) -> dict[str, Any]:
    if isinstance(details, ValueDetails):
        return {"residuals": details}
    return {
        "classes": tuple(score.name for score in details.classes),
        "per_class": details.classes,
        "confusion": details.confusion or None,
        "mistakes": details.mistakes,
    }


def _probabilities(details: ProbabilityDetails, rows: int) -> dict[str, Any]:
    """Calibration, curves, lift and thresholds. What the rows do not define is null."""
    lift = details.lift
    return {
        "calibration": _calibration(details),
        "ranking": RankingPart(**vars(details.rankings), lead=details.rankings.lead, about=details.rankings.about),
        "lift": LiftPart(**vars(lift), sentence=lift.sentence, about=lift.about(rows)) if lift else None,
        "thresholds": details.thresholds,
    }


def _calibration(details: ProbabilityDetails) -> CalibrationPart:
    whole = details.calibration
    return CalibrationPart(
        **vars(whole),
        sentence=whole.sentence,
        about=whole.about,
        classes=tuple(map(_reliability, details.class_calibrations)),
        models={
            one.model: Honesty(expected_calibration_error=one.expected_calibration_error, brier=one.brier)
            for one in details.honesty
        },
    )


def _reliability(one: Calibration) -> Reliability:
    return Reliability(**vars(one))


def _importance(found: Importance) -> ImportancePart:
    values = {**vars(found), "metric": found.metric.name}
    return ImportancePart(**values, sentence=found.sentence, about=found.about)
