"""Another table, or the same one read in another way, in the place of a project's own."""

from dataclasses import dataclass
from typing import Final

from netloom.data.choosing import chosen_column
from netloom.data.reading import Table
from netloom.profiles import Profile
from netloom.project import Data
from netloom.settings.columns import Column
from netloom.settings.sources import Source

_IS_NEW: Final = "it is new in the table; make it a feature if it should be used"


@dataclass(frozen=True)
class Replaced:
    """The project's data with the other table, the columns that this has and the project had not, and those that it
    lacks: of these, ones that are used stay in `data`, since only the user can say what should become of them."""

    data: Data
    new: tuple[str, ...]
    gone: tuple[str, ...]


def replaced(data: Data, table: Table, found: Profile, source: Source) -> Replaced:
    """`data` with that table, profiled as `found` and named by `source`. What its columns mean stays as it was."""
    known = {column.name: column for column in data.columns}
    new = [column.name for column in found.columns if column.name not in known]
    gone = [name for name in known if name not in table.frame.columns]
    columns = [known.get(column.name) or _ignored(chosen_column(column, table)) for column in found.columns]
    columns += [known[name] for name in gone if known[name].role != "ignored"]
    return Replaced(data.model_copy(update={"source": source, "columns": tuple(columns)}), tuple(new), tuple(gone))


def _ignored(column: Column) -> Column:
    if column.role == "ignored":
        return column
    return column.model_copy(update={"role": "ignored", "why": _IS_NEW})
