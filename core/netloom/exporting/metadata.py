"""What a file says about itself, for whoever has only the file."""

import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from netloom.blocks import Input
from netloom.data.preprocess import entering_columns
from netloom.data.transforms import parts
from netloom.exporting.heads import Head, name_suffixes
from netloom.project import Project
from netloom.runs import Run
from netloom.settings.columns import Category
from netloom.signature import input_columns

# 1.18 reads such a file too, but dies on a LayerNormalization without a shift.
LOWEST_ONNXRUNTIME: Final = "1.19"


def metadata(run: Run, heads: Sequence[Head]) -> dict[str, str]:
    """Texts by name; lists are JSON.

    `project`, `run`; `classes` in order (of several Outputs `classes_<name>`); `columns` of the data with kind, role
    and, where they enter, type; `onnxruntime`, the lowest version that runs the file; `versions` of what made it.
    """
    suffixes = name_suffixes(run.plan)
    made_with = dict(run.state.versions) | {name: version(name) for name in ("netloom", "onnx", "onnxruntime", "torch")}
    classes = {
        f"classes{suffixes[head.planned.id]}": _json(head.planned.target.classes) for head in heads if not head.scale
    }
    return {
        "project": run.project.name,
        "run": run.name,
        **classes,
        "columns": _json(list(_columns(run.project))),
        "onnxruntime": LOWEST_ONNXRUNTIME,
        "versions": _json(made_with),
    }


def features(project: Project) -> str:
    """What each number is that an Input block delivers, as JSON: `{input id: [[column, part], …], …}`."""
    return _json({node.id: list(_delivered(project, block)) for node, block in project.blocks_of(Input)})


def _delivered(project: Project, block: Input) -> Iterator[tuple[str, str]]:
    first = 0
    for column in input_columns(project, block):
        if block.encoding == "numbers":
            yield from ((column.name, part) for part in parts(column.transform))
        elif isinstance(column.transform, Category):
            yield column.name, f"{first} missing, {first + 1} other, {first + 2} and up: the levels in order"
            first += column.transform.indices


def _columns(project: Project) -> Iterator[dict[str, str]]:
    entering = {column.name for column in entering_columns(project)}
    for column in project.data.columns:
        described = {"name": column.name, "kind": column.kind, "role": column.role}
        if column.name in entering:
            described["type"] = "string" if isinstance(column.transform, Category) else "float32"
        yield described


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
