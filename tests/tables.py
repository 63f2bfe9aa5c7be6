"""Small tables and columns for tests, made by hand: cells as they stand in a file, None where it has nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from netloom.blocks import Input, Output
from netloom.data.reading import Table
from netloom.project import Data, Node, Project
from netloom.settings.columns import Category, Column, Date, Number
from netloom.settings.sources import TableFile
from netloom.settings.splits import Split, StratifiedSplit

Cells = Sequence[str | None]


def table_of(columns: Mapping[str, Cells], **source: Any) -> Table:
    """A table as `read_table` would return it."""
    frame = pl.DataFrame({name: pl.Series(cells, dtype=pl.String) for name, cells in columns.items()})
    return Table(frame, frame, TableFile(**source))


def number(name: str, *, role: str = "feature", **settings: Any) -> Column:
    return Column(name=name, kind="number", role=role, transform=Number(**settings))  # type: ignore[arg-type]  # roles


def category(name: str, *levels: str, role: str = "feature") -> Column:
    return Column(name=name, kind="category", role=role, transform=Category(levels=levels))  # type: ignore[arg-type]  # roles


def date(name: str, **settings: Any) -> Column:
    return Column(name=name, kind="date", transform=Date(**settings))


def classes(name: str, *levels: str) -> Column:
    """A target that is classified."""
    return category(name, *levels, role="target")


def amount(name: str, **settings: Any) -> Column:
    """A target that is an amount."""
    return number(name, role="target", **settings)


def project_with(*columns: Column, inputs: Sequence[Input] = (Input(),), split: Split | None = None) -> Project:
    """A project of these columns: an Input block for each of `inputs`, an Output for each target, and no network."""
    data = Data(columns=columns, split=split or StratifiedSplit())
    nodes = [Node(id=f"input_{place}", block=block) for place, block in enumerate(inputs, 1)]
    outputs = [Node(id=f"output_{place}", block=Output(target=t.name)) for place, t in enumerate(data.targets, 1)]
    return Project(nodes=(*nodes, *outputs), data=data)
