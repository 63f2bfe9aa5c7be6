"""What enters and what is asked for, from the project alone: widths never wait for the data to be read."""

from collections.abc import Iterator
from dataclasses import dataclass

from netloom.blocks import Input, Output
from netloom.declare import Signal
from netloom.errors import Problem
from netloom.project import Column, Data, Node, Project
from netloom.settings.columns import Category, Number
from netloom.settings.losses import Task


def input_columns(project: Project, node: Node) -> tuple[Column, ...]:
    """The columns that enter at an Input block: those it names, or all features that no other Input names."""
    block = node.block
    assert isinstance(block, Input)  # noqa: S101  # for the type checker: callers look for Inputs
    if block.columns:
        known = {column.name: column for column in project.data.columns}
        return tuple(known[name] for name in block.columns if name in known)
    claimed = {name for other in project.having(Input) for name in other.block.columns}  # type: ignore[attr-defined]  # having() filters by class
    return tuple(column for column in project.data.features if column.name not in claimed)


def input_signal(project: Project, node: Node) -> Signal:
    """What an Input block delivers for one row: (width,) numbers, or (columns,) indices of `size` rows in all.

    Each column of indices has a range of its own, so that one Embedding can serve several columns.
    """
    columns = input_columns(project, node)
    assert isinstance(node.block, Input)  # noqa: S101
    if node.block.encoding == "indices":
        size = sum(column.transform.indices for column in columns if isinstance(column.transform, Category))
        return Signal((len(columns),), "indices", size)
    return Signal((sum(column.transform.width for column in columns if column.transform),))


def input_problems(project: Project) -> Iterator[Problem]:
    """What is wrong between the Input blocks and the columns of the data."""
    known = {column.name: column for column in project.data.columns}
    for node in project.having(Input):
        yield from _unknown_columns(node, known)
        columns = input_columns(project, node)
        if not columns:
            yield Problem(
                code="input_without_columns",
                node=node.id,
                message=f"{node.label}: no column enters here. Received no feature columns; set the role of a column to feature, or name columns in this Input.",
            )
        yield from _columns_that_cannot_enter(node, columns)


def _unknown_columns(node: Node, known: dict[str, Column]) -> Iterator[Problem]:
    for name in node.block.columns:  # type: ignore[attr-defined]
        if name not in known:
            yield Problem(
                code="unknown_column",
                node=node.id,
                column=name,
                message=f"{node.label}: the data has no column {name!r}. It has: {_some(known)}.",
            )


def _columns_that_cannot_enter(node: Node, columns: tuple[Column, ...]) -> Iterator[Problem]:
    for column in columns:
        if column.transform is None:
            yield Problem(
                code="column_without_transform",
                node=node.id,
                column=column.name,
                message=f"{node.label}: the column {column.name!r} ({column.kind}) has no way to become numbers. Give it a transform, or set its role to ignored.",
            )
        elif node.block.encoding == "indices" and not isinstance(column.transform, Category):  # type: ignore[attr-defined]
            yield Problem(
                code="indices_of_numbers",
                node=node.id,
                column=column.name,
                message=f"{node.label}: only categories have indices, but {column.name!r} is a {column.transform.id}. Let it enter at an Input whose encoding is numbers.",
            )
        if column.role == "target":
            yield Problem(
                code="target_as_feature",
                node=node.id,
                column=column.name,
                message=f"{node.label}: the target {column.name!r} enters the network, which would then only have to copy it. Take it out of the columns of this Input.",
            )


def _some(names: dict[str, Column]) -> str:
    shown = ", ".join(list(names)[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "") or "none yet"


@dataclass(frozen=True)
class Target:
    """What an Output is compared with: the column, the task, the classes in order (none for a regression)."""

    column: Column
    task: Task
    classes: tuple[str, ...] = ()

    @property
    def integers(self) -> bool:
        """Whether all classes are whole numbers, so that labels are int64."""
        return bool(self.classes) and all(
            name.lstrip("-").isdecimal() and str(int(name)) == name for name in self.classes
        )


def target_name(data: Data, block: Output) -> str:
    """The column an Output predicts: the one it names, or the only target of the data, or empty."""
    return block.target or (data.targets[0].name if len(data.targets) == 1 else "")


def target_of(project: Project, node: Node) -> Target | None:
    """The target of an Output block; None where there is none (the plan then tells why)."""
    assert isinstance(node.block, Output)  # noqa: S101
    name = target_name(project.data, node.block)
    column = next((column for column in project.data.columns if column.name == name), None)
    if column is None:
        return None
    if isinstance(column.transform, Category):
        classes = column.transform.levels
        return Target(column, "binary" if len(classes) == 2 else "multiclass", classes)
    return Target(column, "regression") if isinstance(column.transform, Number) else None
