"""The proof that a file answers as the trained network does, before anyone gets it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnxruntime

from netloom.errors import ExportError
from netloom.exporting.comparing import Expected, compare
from netloom.settings.exports import TOLERANCE_OF_FILES as TOLERANCE

BATCHES: Final = (1, 2, 33)

Array = np.ndarray[Any, np.dtype[Any]]
Tensors = Mapping[str, Array]


@dataclass(frozen=True)
class Proof:
    """How far the file was off at most (in probabilities, or scaled units), on how many rows, in which batches."""

    largest_difference: float
    rows: int
    batches: tuple[int, ...]


def prove(content: bytes, feed: Tensors, expected: Sequence[Expected]) -> Proof:
    """Run a file in onnxruntime on every row of `feed`, in batches of 1, 2 and 33, and compare.

    ExportError where an answer is further off than `TOLERANCE` allows, or a label is another one.
    """
    session = _session(content)
    rows = len(next(iter(feed.values())))
    largest = 0.0
    for batch in BATCHES:
        answers = _run(session, feed, rows, batch)
        largest = max([largest, *(_compare(each, answers, batch) for each in expected)])
    return Proof(largest, rows, BATCHES)


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # with few rows, threads wait for each other
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _run(session: onnxruntime.InferenceSession, feed: Tensors, rows: int, batch: int) -> dict[str, Array]:
    names = [output.name for output in session.get_outputs()]
    answers = [
        session.run(names, {name: values[start : start + batch] for name, values in feed.items()})
        for start in range(0, rows, batch)
    ]
    return {name: np.concatenate(parts) for name, parts in zip(names, zip(*answers, strict=True), strict=True)}


def _compare(expected: Expected, answers: Tensors, batch: int) -> float:
    """The largest difference, in probabilities or in scaled units."""
    names = expected.head.names
    labels = answers[names["label"]] if "label" in names else None
    given = answers[names["probabilities" if expected.head.scale is None else "prediction"]]
    found = compare(expected, given, labels, TOLERANCE)
    if found.complaint:
        raise ExportError(
            f"The ONNX file does not answer {expected.head.planned.label!r} as the trained network does: in batches "
            f"of {batch}, {found.complaint}, where {TOLERANCE:g} is allowed. Nothing was written. The cause is how a "
            "block is put into ONNX or computed by onnxruntime; another version of it may help."
        )
    return found.largest
