"""What enters and what is asked for, from the project alone: widths never wait for the data to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netloom.blocks import Input, Output
from netloom.declare import Signal
from netloom.errors import Problem
from netloom.project import Data, Node, Project
from netloom.settings.columns import Category, Column, Number
from netloom.settings.losses import Task


def input_columns(project: Project, block: Input) -> tuple[Column, ...]:
    """The columns that enter at an Input block: those it names, or all features that no other Input names."""
    if block.columns:
        known = {column.name: column for column in project.data.columns}
        return tuple(known[name] for name in block.columns if name in known)
    claimed = {name for _, other in project.blocks_of(Input) for name in other.columns}
    return tuple(column for column in project.data.features if column.name not in claimed)


def input_signal(project: Project, block: Input) -> Signal:
    """What an Input block delivers for one row: (width,) numbers, or (columns,) indices of `size` rows in all.

    Each column of indices has a range of its own, so that one Embedding can serve several columns.
    """
    columns = input_columns(project, block)
    if block.encoding == "indices":
        size = sum(column.transform.indices for column in columns if isinstance(column.transform, Category))
        return Signal((len(columns),), "indices", size)
    return Signal((sum(column.transform.width for column in columns if column.transform),))


def column_places(project: Project, block: Input) -> dict[str, slice]:
    """Where the numbers of each column stand among those that an Input block delivers for one row."""
    places, start = {}, 0
    for column in input_columns(project, block):
        width = 1 if block.encoding == "indices" else column.transform.width if column.transform else 0
        places[column.name] = slice(start, start + width)
        start += width
    return places


def input_problems(project: Project) -> Iterator[Problem]:
    """What is wrong between the Input blocks and the columns of the data."""
    known = tuple(column.name for column in project.data.columns)
    for node, block in project.blocks_of(Input):
        for name in block.columns:
            if name not in known:
                message = f"{node.label}: the data has no column {name!r}. It has: {_some(known)}."
                yield Problem(code="unknown_column", node=node.id, column=name, message=message)
        columns = input_columns(project, block)
        if not columns:
            message = f"{node.label}: no column enters here. Set the role of a column to feature, or name columns here."
            yield Problem(code="input_without_columns", node=node.id, message=message)
        for column in columns:
            yield from _entering(node, block, column)


def _entering(node: Node, block: Input, column: Column) -> Iterator[Problem]:
    if column.transform is None:
        message = (
            f"{node.label}: the column {column.name!r} ({column.kind}) has no way to become numbers. "
            "Give it a transform, or set its role to ignored."
        )
        yield Problem(code="column_without_transform", node=node.id, column=column.name, message=message)
    elif block.encoding == "indices" and not isinstance(column.transform, Category):
        message = (
            f"{node.label}: only categories have indices, but {column.name!r} is a {column.transform.title}. "
            "Let it enter at an Input whose encoding is numbers."
        )
        yield Problem(code="indices_of_numbers", node=node.id, column=column.name, message=message)
    if column.role == "target":
        message = (
            f"{node.label}: the target {column.name!r} enters the network, which would then only have to copy it. "
            "Take it out of the columns of this Input."
        )
        yield Problem(code="target_as_feature", node=node.id, column=column.name, message=message)


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:8])
    return (shown + f" and {len(names) - 8} more" if len(names) > 8 else shown) or "none yet"


_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Target:
    """What an Output is compared with: the column, the task, the classes in order (none for a regression)."""

    column: Column
    task: Task
    classes: tuple[str, ...] = ()

    @property
    def integers(self) -> bool:
        """Whether all classes are whole numbers as int64 writes them, so that labels can be int64."""
        return bool(self.classes) and all(_WHOLE_NUMBER.fullmatch(name) for name in self.classes)


def target_name(data: Data, block: Output) -> str:
    """The column an Output predicts: the one it names, or the only target of the data, or empty."""
    return block.target or (data.targets[0].name if len(data.targets) == 1 else "")


def target_of(project: Project, block: Output) -> Target | None:
    """The target of an Output block; None where there is none (the plan then tells why)."""
    name = target_name(project.data, block)
    column = next((column for column in project.data.columns if column.name == name), None)
    if column is None:
        return None
    if isinstance(column.transform, Category):
        classes = column.transform.levels
        return Target(column, "binary" if len(classes) == 2 else "multiclass", classes)
    return Target(column, "regression") if isinstance(column.transform, Number) else None
