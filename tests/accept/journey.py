"""One table through the command line, as a user would type it, and the exported file through onnxruntime alone."""

import csv
import json
import math
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tests.accept.tables import Table

EPOCH = date(1970, 1, 1)


@dataclass
class Journey:
    """What came of it: the report as JSON, the seconds of each command, and how the exported file compares."""

    report: dict[str, Any] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    equal: bool = False
    verdict: str = ""


def travel(table: Table, data: Path, folder: Path) -> Journey:
    """Runs new, train, evaluate, export and predict, then compares the exported file with the prediction."""
    journey = Journey()
    file = str(data / table.file)

    def netloom(command: str, *arguments: str) -> str:
        before = time.perf_counter()
        call = [sys.executable, "-m", "netloom", command, *arguments]
        ran = subprocess.run(call, cwd=folder, capture_output=True, text=True, encoding="utf-8")
        journey.seconds[command] = time.perf_counter() - before
        if ran.returncode:
            raise SystemExit(f"{table.file}: netloom {command} failed.\n{ran.stderr}")
        return ran.stdout

    netloom("new", file, "--target", table.target, "--out", "p.netloom")
    netloom("train", "p.netloom")
    journey.report = json.loads(netloom("evaluate", "p.netloom", "--json"))
    netloom("export", "p.netloom", "--format", "onnx", "--out", "p.onnx")
    netloom("predict", "p.netloom", "--data", file, "--out", "predicted.csv", "--raw")
    _compare(journey, table.rows(data), folder)
    return journey


def _compare(journey: Journey, rows: list[dict[str, str]], folder: Path) -> None:
    with (folder / "predicted.csv").open(encoding="utf-8", newline="") as file:
        predicted = list(csv.DictReader(file))
    answers = _answers(folder / "p.onnx", rows)
    if len(predicted) != len(rows):
        journey.verdict = f"{len(predicted)} rows predicted, {len(rows)} in the table"
    elif "label" in answers:
        _compare_classes(journey, answers, predicted)
    else:
        _compare_amounts(journey, answers["prediction"], predicted)


def _answers(path: Path, rows: list[dict[str, str]]) -> dict[str, np.ndarray]:
    """What the exported file alone answers to the raw cells."""
    session = onnxruntime.InferenceSession(path)
    feed = {entry.name: _column(entry, rows) for entry in session.get_inputs()}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feed), strict=True))


def _column(entry: Any, rows: list[dict[str, str]]) -> np.ndarray:
    cells = [row[entry.name] for row in rows]
    if entry.type == "tensor(string)":
        return np.array(cells, dtype=object).reshape(-1, 1)
    return np.array([_number(cell) for cell in cells], dtype=np.float32).reshape(-1, 1)


def _number(cell: str) -> float:
    """The number in a cell; a date as days since 1970; NaN for anything else."""
    try:
        if cell.count("/") == 2:
            day, month, year = map(int, cell.split("/"))
            return float((date(year, month, day) - EPOCH).days)
        return float(cell)
    except ValueError:
        return math.nan


def _compare_classes(journey: Journey, answers: dict[str, np.ndarray], predicted: list[dict[str, str]]) -> None:
    labels = [str(label) for label in answers["label"].ravel()]
    other = sum(label != row["prediction"] for label, row in zip(labels, predicted, strict=True))
    columns = [name for name in predicted[0] if name.startswith("probability_")]
    expected = np.array([[float(row[name]) for name in columns] for row in predicted])
    difference = float(np.abs(answers["probabilities"] - expected).max())
    journey.equal = not other and difference <= 1e-5
    journey.verdict = f"{other} of {len(labels):,} labels differ, probabilities by {difference:.0e} at most"


def _compare_amounts(journey: Journey, answers: np.ndarray, predicted: list[dict[str, str]]) -> None:
    expected = np.array([float(row["prediction"]) for row in predicted])
    difference = float((np.abs(answers.ravel() - expected) / expected.std()).max())
    journey.equal = difference <= 1e-5
    journey.verdict = f"differs by {difference:.0e} deviations at most"
