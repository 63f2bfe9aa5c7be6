"""What the user says a column is goes, where its cells allow it: roles and kinds come with a transform that suits."""

from collections.abc import Sequence

import pytest

from netloom.data.profile import profile
from netloom.errors import DataError, EditError
from netloom.profiles import ColumnProfile, Profile
from netloom.settings.columns import Category, Column, ColumnKind, Date, Number
from netloom.usual_columns import as_kind, in_role, kinds_for
from tables import table_of

ROWS = 120
CELLS: dict[str, Sequence[str | None]] = {
    "area": [f"{row * 1.5:.1f}" for row in range(ROWS)],
    "gaps": ["" if row % 4 == 0 else f"{row * 1.5:.1f}" for row in range(ROWS)],
    "rooms": [str(row % 4 + 1) for row in range(ROWS)],
    "city": ["Bonn" if row % 3 else "Rome" for row in range(ROWS)],
    "sold": ["yes" if row % 2 else "no" for row in range(ROWS)],
    "day": [f"2024-{row % 12 + 1:02}-{row % 28 + 1:02}" for row in range(ROWS)],
    "house_id": [str(row) for row in range(ROWS)],
    "key": [f"K{row}-{row % 7}" for row in range(ROWS)],
    "same": ["1"] * ROWS,
    "nothing": [None] * ROWS,
    "mixed": [str(row) if row % 2 else f"about {row}" for row in range(ROWS)],
}


@pytest.fixture(scope="module")
def found() -> Profile:
    return profile(table_of(CELLS))


def column(found: ColumnProfile, **more: object) -> Column:
    return Column(**({"name": found.name, "kind": found.kind, "role": "ignored", "why": "the program"} | more))


def made(found: Profile, name: str, role: str, **more: object) -> Column:
    """A column in a role that the user chose."""
    return in_role(column(found.column(name), **more), role, found.column(name), found.rows)  # type: ignore[arg-type]  # roles


@pytest.mark.parametrize(
    ("name", "transform"),
    [
        ("area", Number()),
        ("gaps", Number(was_missing=True)),
        ("rooms", Number()),
        ("city", Category(levels=("Bonn", "Rome"))),
        ("sold", Category(levels=("no", "yes"))),
        ("house_id", Number()),
        ("day", Date()),
    ],
)
def test_a_column_made_a_feature_gets_a_transform_that_suits(found: Profile, name: str, transform: object) -> None:
    feature = made(found, name, "feature")
    assert (feature.role, feature.transform, feature.why) == ("feature", transform, "")


@pytest.mark.parametrize(
    ("name", "transform"),
    [
        ("area", Number()),
        ("rooms", Category(levels=("1", "2", "3", "4"))),
        ("city", Category(levels=("Bonn", "Rome"))),
        ("sold", Category(levels=("no", "yes"))),
    ],
)
def test_a_column_made_the_target_is_an_amount_or_classes(found: Profile, name: str, transform: object) -> None:
    assert made(found, name, "target").transform == transform


def test_a_transform_that_is_there_stays_in_another_role(found: Profile) -> None:
    area = made(found, "area", "feature", transform=Number(scale="robust"))
    assert area.transform == Number(scale="robust")
    assert in_role(area, "ignored", found.column("area"), ROWS).transform == Number(scale="robust")
    unread = in_role(area, "target", None, 0)
    assert (unread.role, unread.transform) == ("target", Number(scale="robust"))


def test_a_target_that_becomes_a_feature_is_one_as_any_other(found: Profile) -> None:
    rooms = made(found, "rooms", "target")
    assert in_role(rooms, "feature", found.column("rooms"), ROWS).transform == Number()


@pytest.mark.parametrize(
    ("name", "role", "message"),
    [
        ("key", "feature", "'key' cannot become numbers: it has 120 different values"),
        ("nothing", "feature", "'nothing' cannot become numbers"),
        ("key", "target", "too few rows for each to be learnt as a class"),
        ("same", "target", "there is nothing to learn"),
        ("day", "target", "holds dates, which cannot be predicted"),
    ],
)
def test_what_cannot_be_is_refused_in_words(found: Profile, name: str, role: str, message: str) -> None:
    with pytest.raises((EditError, DataError), match=message):
        made(found, name, role)


def test_without_the_table_a_column_keeps_its_way_or_has_none() -> None:
    with pytest.raises(EditError, match="the table is not read"):
        in_role(Column(name="x", kind="number"), "feature", None, 0)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("area", {"number", "text", "identifier"}),
        ("rooms", {"number", "category", "text", "identifier"}),
        ("city", {"category", "text", "identifier"}),
        ("mixed", {"text", "number", "category", "identifier"}),
        ("day", {"date", "text", "identifier"}),
        ("nothing", {"empty"}),
    ],
)
def test_the_kinds_a_column_may_be_taken_for_are_those_of_its_cells(found: Profile, name: str, kinds: set[str]) -> None:
    offered = kinds_for(found.column(name))
    assert offered[0] == found.column(name).kind
    assert set(offered) == kinds


def taken(found: Profile, name: str, to: ColumnKind, **more: object) -> Column:
    """A column that the user takes for another kind."""
    return as_kind(column(found.column(name), **more), to, found.column(name), found.rows)


def test_numbers_may_be_names(found: Profile) -> None:
    rooms = taken(found, "rooms", "category", role="feature", transform=Number())
    assert (rooms.kind, rooms.role, rooms.transform) == ("category", "feature", Category(levels=("1", "2", "3", "4")))
    back = as_kind(rooms, "number", found.column("rooms"), ROWS)
    assert (back.kind, back.transform) == ("number", Number())


def test_a_target_taken_as_a_number_is_an_amount_and_as_a_category_classes(found: Profile) -> None:
    rooms = made(found, "rooms", "target", kind="category")
    amounts = taken(found, "rooms", "number", kind="category", role="target", transform=rooms.transform)
    assert amounts.transform == Number()
    amount = column(found.column("rooms"), role="target", transform=Number())
    classes = as_kind(amount, "category", found.column("rooms"), ROWS)
    assert (classes.role, classes.transform) == ("target", Category(levels=("1", "2", "3", "4")))


def test_names_of_rows_and_texts_are_not_used_and_numbers_are_again(found: Profile) -> None:
    hidden = taken(found, "area", "identifier", role="feature", transform=Number())
    assert (hidden.role, hidden.transform) == ("ignored", None)
    shown = as_kind(hidden, "number", found.column("area"), ROWS)
    assert (shown.role, shown.transform) == ("feature", Number())


def test_words_among_numbers_count_as_missing(found: Profile) -> None:
    assert taken(found, "mixed", "number", role="feature").transform == Number(was_missing=True)


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("city", "number", "none of its cells reads as a number"),
        ("city", "date", "its cells do not read as dates"),
        ("area", "category", "it has 120 different values, too many to list"),
    ],
)
def test_cells_are_not_taken_for_what_they_are_not(found: Profile, name: str, kind: ColumnKind, message: str) -> None:
    with pytest.raises(EditError, match=message):
        taken(found, name, kind)


@pytest.mark.parametrize("transform", [Number(), Number(log=True, was_missing=True), Category(levels=("a",)), Date()])
def test_each_transform_says_in_a_sentence_what_it_does(transform: Number | Category | Date) -> None:
    assert transform.sentence.endswith(".")
    assert ("log" in transform.sentence) == bool(getattr(transform, "log", False))
