"""A quick look at the beginning of a file: what its first rows are if it is read in some way."""

from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Final

from netloom.data.kinds import cells_of, kind_of
from netloom.data.likely_target import SAY_NOTHING, likely_target
from netloom.data.opening import is_parquet, is_workbook
from netloom.data.reading import Table, read_first_rows
from netloom.errors import DataError
from netloom.settings.columns import ColumnKind
from netloom.settings.sources import Source, TableFile

_LOOKED_INTO: Final = 1_000  # columns; the kinds of more would take seconds
_OF_ALL: Final = ("header", "missing", "decimal", "thousands", "day_first")
_OF_PARQUET: Final = ("missing", "decimal", "thousands", "day_first")


@dataclass(frozen=True)
class Glance:
    """The first rows as a table, and whether these are `all_rows`.

    `kinds` are those of the first columns, None where these rows alone do not tell; `target` is the column that one
    most likely wants to predict (empty if there is none), and `settings` are those that make a difference for a file
    of this format.
    """

    table: Table
    all_rows: bool
    kinds: tuple[ColumnKind | None, ...]
    target: str
    settings: tuple[str, ...]


@singledispatch
def glance(source: Source, folder: Path, rows: int) -> Glance:  # noqa: ARG001  # other kinds need them
    """Looks at the first rows of what a source names. DataError if it cannot be read in this way."""
    raise DataError(f"{source.title}: data of this kind cannot be looked into.")


@glance.register
def _(source: TableFile, folder: Path, rows: int) -> Glance:
    path = folder / source.path
    table, all_rows = read_first_rows(path, source, rows)
    columns = table.frame.get_columns()[:_LOOKED_INTO]
    kinds = tuple(kind_of(cells_of(column, table.source)) for column in columns)
    target = likely_target([column.name for column in columns], kinds)
    told = kinds if all_rows else tuple(None if kind in SAY_NOTHING else kind for kind in kinds)
    return Glance(table, all_rows, told, target, _settings(path))


def _settings(path: Path) -> tuple[str, ...]:
    if is_workbook(path):
        return ("sheet", *_OF_ALL)
    if is_parquet(path):
        return _OF_PARQUET
    return ("delimiter", "encoding", "quote", *_OF_ALL)
