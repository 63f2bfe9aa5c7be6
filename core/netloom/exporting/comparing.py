"""How far what an export answers is from what the trained network answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from netloom.exporting.heads import Head, comparable
from netloom.runs import Answer

PROOF_ROWS: Final = 300

Array = np.ndarray[Any, np.dtype[Any]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Expected:
    """What the trained network answers at an Output: probabilities [rows, classes], or amounts [rows]."""

    head: Head
    values: Array


def expected_of(head: Head, answers: Mapping[str, Answer]) -> Expected:
    """What a run answers at an Output, from its answers by the Output's id."""
    answer = answers[head.planned.id]
    return Expected(head, answer.values if head.scale else answer.probabilities)


def proof_rows(test: Rows) -> Rows:
    """Up to 300 of the test rows, from first to last, on which an export is compared with the network."""
    return test[np.linspace(0, len(test) - 1, min(len(test), PROOF_ROWS)).astype(np.int64)]


@dataclass(frozen=True)
class Comparison:
    """The largest difference, in probabilities or scaled units; in words what is beyond the tolerance, or empty."""

    largest: float
    complaint: str = ""


def compare(expected: Expected, given: Array, labels: Array | None, tolerance: float) -> Comparison:
    """Compare probabilities [rows, classes] with their labels [rows], if there are such, or amounts [rows].

    `tolerance` is meant times max(1, |y|). Labels must be the same, except where two classes are as good as equally
    probable.
    """
    values, scale = expected.values, expected.head.scale
    if scale is not None:
        given, values = comparable(given, scale), comparable(values, scale)
    difference = np.abs(given.astype(np.float64) - values)
    largest = float(difference.max())
    if not (difference <= tolerance * np.maximum(1, np.abs(values))).all():  # so put, NaN fails too
        what = f"off by {largest:.3g}" if np.isfinite(largest) else "no number"
        return Comparison(largest, f"an answer is {what}")
    return Comparison(largest, "" if labels is None else _other_labels(expected, labels, tolerance))


def _other_labels(expected: Expected, labels: Array, tolerance: float) -> str:
    chosen = expected.values.argmax(1)
    second, first = np.sort(expected.values, 1)[:, -2:].T
    same = labels.astype(str) == np.array(expected.head.planned.target.classes)[chosen]
    wrong = int((~same & (first - second > 2 * tolerance)).sum())
    return f"{wrong} of {len(labels)} labels are others" if wrong else ""
