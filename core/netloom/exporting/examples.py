"""A few rows with their answers, by which anyone can test another runtime, or another language."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from netloom.exporting.comparing import Expected
from netloom.exporting.heads import amount_type
from netloom.exporting.proof import Tensors

COUNT: Final = 5

Example = dict[str, dict[str, Any]]


def as_json(examples: Sequence[Example]) -> bytes:
    """The examples as a file."""
    return json.dumps(examples, ensure_ascii=False, indent=1).encode()


def example_rows(feed: Tensors, expected: Sequence[Expected], rows: int) -> list[Example]:
    """Some of the first `rows` rows of `feed`, with what the trained network answers to them, as JSON has it.

    `[{"inputs": {column: value, …}, "answer": {output: value, …}}, …]`, where the names are those of the file, and a
    missing number, which the file takes as NaN, is None.
    """
    return [
        {
            "inputs": {column: _plain(cells[row, 0]) for column, cells in feed.items()},
            "answer": dict(pair for each in expected for pair in _answer(each, row)),
        }
        for row in _chosen(feed, rows)
    ]


def _chosen(feed: Tensors, rows: int) -> list[int]:
    """The first rows, and among them one with something missing, if there is any."""
    missing = np.zeros(rows, bool)
    for cells in feed.values():
        missing |= (cells[:rows, 0] == "") if cells.dtype == object else np.isnan(cells[:rows, 0])
    with_missing = np.flatnonzero(missing)[:1].tolist()
    return list(dict.fromkeys([*with_missing, *range(rows)]))[:COUNT]


def _answer(expected: Expected, row: int) -> Iterator[tuple[str, Any]]:
    names, values = expected.head.names, expected.values[row]
    if expected.head.scale is not None:
        yield names["prediction"], _plain(amount_type(expected.head.scale)(values))
        return
    target = expected.head.planned.target
    label = target.classes[values.argmax()]
    yield names["label"], int(label) if target.integers else label
    yield names["probabilities"], [_plain(value) for value in values]


def _plain(value: Any) -> str | float | None:
    """A cell as JSON has it; a float32 with no more digits than tell it from others."""
    if isinstance(value, str):
        return value
    return float(str(value)) if np.isfinite(value) else None
