"""The larger parts of a report as plain values for JSON."""

from dataclasses import asdict
from typing import Any

from netloom.evaluation.importance import Importance
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.thresholds import AtThreshold, Thresholds


def probabilities_document(details: ProbabilityDetails) -> dict[str, Any]:
    """Calibration, curves, lift and thresholds. What the rows do not define is null."""
    return {
        "calibration": {
            **asdict(details.calibration),
            "sentence": details.calibration.sentence,
            "classes": [asdict(one) for one in details.class_calibrations],
            "models": {one.model: _without(asdict(one), "model") for one in details.honesty},
        },
        "ranking": asdict(details.rankings),
        "lift": {**asdict(details.lift), "sentence": details.lift.sentence} if details.lift else None,
        "thresholds": _thresholds(details.thresholds) if details.thresholds else None,
    }


def _thresholds(found: Thresholds) -> dict[str, Any]:
    chosen = {name: _at(getattr(found, name)) for name in ("best", "best_f1", "usual")}
    swept = {name: [_at(one) for one in getattr(found, name)] for name in ("table", "curve")}
    return {**asdict(found), **chosen, **swept, "sentence": found.sentence, "about": found.about}


def _at(one: AtThreshold) -> dict[str, Any]:
    return {**asdict(one), "precision": one.precision, "recall": one.recall, "f1": one.f1}


def importance_document(importance: Importance) -> dict[str, Any]:
    """The importance of every column."""
    return {
        "metric": importance.metric.name,
        "value": importance.value,
        "rows": importance.rows,
        "repeats": importance.repeats,
        "columns": [asdict(column) for column in importance.columns],
        "left_out": importance.left_out,
        "note": importance.note,
        "sentence": importance.sentence,
    }


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}
