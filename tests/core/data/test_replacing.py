"""Another table in the place of a project's own: what the columns mean stays, and what differs is told."""

from netloom.data.profile import profile
from netloom.data.replacing import Replaced, replaced
from netloom.project import Data
from netloom.settings.sources import TableFile
from tables import amount, category, number, table_of

MANY = [str(row) for row in range(40)]
SOURCE = TableFile(path="new.csv", fingerprint="0" * 64)
OURS = Data(
    columns=(
        number("size", log=True),
        category("town", "a", "b"),
        number("noise", role="ignored"),
        amount("price"),
    )
)


def with_columns(*names: str) -> Replaced:
    table = table_of(dict.fromkeys(names, MANY))
    return replaced(OURS, table, profile(table), SOURCE)


def test_the_same_columns_keep_their_meaning_in_any_order() -> None:
    found = with_columns("price", "noise", "town", "size")
    assert sorted(found.data.columns, key=lambda column: column.name) == sorted(
        OURS.columns, key=lambda column: column.name
    )
    assert (found.data.source, found.data.split) == (SOURCE, OURS.split)
    assert (found.new, found.gone) == ((), ())


def test_new_columns_are_there_but_not_used() -> None:
    found = with_columns("size", "town", "noise", "price", "age")
    age = found.data.column("age")
    assert found.new == ("age",)
    assert (age.role, age.kind) == ("ignored", "number")
    assert age.transform is not None
    assert "new in the table" in age.why


def test_columns_that_are_gone_stay_where_the_project_uses_them() -> None:
    found = with_columns("town", "price")
    assert found.gone == ("size", "noise")
    assert [column.name for column in found.data.columns] == ["town", "price", "size"]
    assert found.data.column("size") == OURS.column("size")
