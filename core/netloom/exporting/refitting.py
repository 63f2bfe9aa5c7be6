"""What a run was fitted to, found again: its rows, its parts, and what they told of each column."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netloom.data.prepared import read_source
from netloom.data.preprocess import FittedInput, fit_inputs, missing_constants, preprocess_graph
from netloom.data.reading import Table
from netloom.data.splits import Parts, split
from netloom.errors import DataError
from netloom.exporting.heads import name_suffixes
from netloom.planning import PlannedOutput
from netloom.runs import Run
from netloom.storage import fingerprint


@dataclass(frozen=True)
class Refitted:
    """The data of a run as it was trained on, and what is fitted of each Input block's columns, by the block's id."""

    table: Table
    parts: Parts
    inputs: Mapping[str, FittedInput]


def refitted(run: Run) -> Refitted:
    """Fits a run's preprocessing again. DataError where the data is gone, or does not give the run's own again."""
    data = run.project.data
    table = read_source(data.source, run.project_folder)
    parts = split(data, table, [planned.target.column for planned in run.plan.outputs])
    inputs = fit_inputs(run.project, table, parts.training)
    if preprocess_graph(run.project, inputs) != run.preprocess.content:
        raise DataError(_changed(run))
    return Refitted(table, parts, inputs)


def _changed(run: Run) -> str:
    path = run.project.data.source.path
    if fingerprint(run.project_folder / path) == run.state.data:
        made_with = ", ".join(f"{name} {version}" for name, version in run.state.versions)
        what = f"is computed in another way than when run {run.name} was trained (with {made_with})"
    else:
        what = f"has changed since run {run.name} was trained"
    return (
        f"{path} {what}: its training rows no longer give the numbers that the network was trained on. Bring the old "
        "state back, or train again and export that run."
    )


def features_json(run: Run, found: Refitted) -> bytes:
    """All that turns cells into features and answers into words, as `standalone/features.py` reads it."""
    described = {
        "missing": missing_constants(found.table.source),
        "inputs": [
            {
                "type": "indices" if planned.signal.carries == "indices" else "numbers",
                "name": planned.attribute,
                "columns": found.inputs[planned.id].constants(),
            }
            for planned in run.plan.inputs
        ],
        "outputs": [_output(run, planned) for planned in run.plan.outputs],
    }
    return f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()


def _output(run: Run, planned: PlannedOutput) -> dict[str, Any]:
    named = {"column": planned.target.column.name, "suffix": name_suffixes(run.plan)[planned.id]}
    scale = run.scales.get(planned.id)
    if scale is None:
        return {"type": "classes", **named, "classes": list(planned.target.classes)}
    return {"type": "amount", **named, "log": scale.log, "center": scale.center, "spread": scale.spread}
