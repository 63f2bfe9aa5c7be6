"""The proof that a program answers as the trained network does: it is run on raw rows, in a process of its own."""

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from netloom.errors import ExportError
from netloom.exporting.canonical import canonical_csv, used_columns
from netloom.exporting.comparing import Expected, compare, expected_of, proof_rows
from netloom.exporting.heads import heads
from netloom.exporting.refitting import Refitted
from netloom.files import temporary_folder
from netloom.runs import Run
from netloom.settings.exports import TOLERANCE_OF_PROGRAMS as TOLERANCE

Columns = np.ndarray[Any, np.dtype[np.str_]]


@dataclass(frozen=True)
class Proof:
    """How far a program was off at most (in probabilities, or scaled units), on how many rows."""

    largest_difference: float
    rows: int


def prove_program(run: Run, found: Refitted, program: Path, *arguments: str) -> Proof:
    """Runs `python program arguments rows.csv predictions.csv` on test rows of the run.

    ExportError where it fails, or where an answer is not the network's.
    """
    rows = proof_rows(found.parts.test)
    given = canonical_csv(run, found.table, rows)
    predicted = _predicted([str(program), *arguments], given, len(used_columns(run)))
    answers = run.answers(found.table, rows)
    largest = 0.0
    for head in heads(run.plan, run.scales, (), labels=True):
        width = 1 if head.scale else 1 + len(head.planned.target.classes)
        largest = max(largest, _difference(expected_of(head, answers), predicted[:, :width], program.name))
        predicted = predicted[:, width:]
    return Proof(largest, len(rows))


def _predicted(program: list[str], rows: bytes, columns: int) -> Columns:
    """What a program adds to rows of so many columns, as text [rows, added columns]."""
    with temporary_folder({"rows.csv": rows}) as beside:
        given, answered = beside / "rows.csv", beside / "predictions.csv"
        # -B: no compiled copies are left in the folder.
        command = [sys.executable, "-B", *program, str(given), str(answered)]
        plain = os.environ | {"PYTHONUTF8": "1"}
        ran = subprocess.run(command, env=plain, capture_output=True, encoding="utf-8", errors="replace", check=False)
        if ran.returncode:
            last = "".join(ran.stderr.strip().splitlines()[-1:])
            raise ExportError(f"{Path(program[0]).name} cannot be run here, so nothing was written: {last}")
        with answered.open(encoding="utf-8", newline="") as file:
            return np.array([row[columns:] for row in list(csv.reader(file))[1:]], np.str_)


def _difference(expected: Expected, predicted: Columns, program: str) -> float:
    """The largest difference at an Output. ExportError where it is beyond the tolerance."""
    classes = expected.head.scale is None
    labels = predicted[:, 0] if classes else None
    given = (predicted[:, 1:] if classes else predicted[:, 0]).astype(np.float64)
    found = compare(expected, given, labels, TOLERANCE)
    if found.complaint:
        raise ExportError(
            f"{program} does not answer {expected.head.planned.label!r} as the trained network does: "
            f"{found.complaint}, where {TOLERANCE:g} is allowed. Nothing was written. Please report it."
        )
    return found.largest
