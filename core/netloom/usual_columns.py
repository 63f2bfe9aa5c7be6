"""What a column is usually good for, by its profile alone: as the target, as a feature, or as another kind."""

from collections.abc import Sequence
from typing import Final

from netloom.errors import DataError, EditError
from netloom.profiles import ColumnProfile
from netloom.settings.columns import Category, Column, ColumnKind, Date, Number, Role, Transform

LONG_TAIL: Final = 2.0  # the skewness from which a logarithm helps

_LEVEL_ROWS: Final = 5
_ROWS_FOR_RARE: Final = 100  # in a smaller table a level is rare only where it is there once
_FEW_NUMBERS: Final = 20
_ROWS_A_CLASS: Final = 3  # on average; below, whole numbers are amounts
_CLASSES: Final = 1_000
_MONTH_DAYS: Final = 28
_YES: Final = frozenset({"yes", "true", "y", "t", "on", "ja", "oui", "si", "sí", "sì", "sim"})
_NAMES_OR_TELLS_NOTHING: Final = ("identifier", "text", "constant", "empty")


# As the target


def usual_target(found: ColumnProfile, rows: int, where: str = "The data") -> Column:
    """A column as the target: as classes or as an amount. DataError if nothing in it can be learnt.

    `rows` is how many the table has; `where` begins the message.
    """
    _refuse_unlearnable(found, rows, where)
    return Column(name=found.name, kind=found.kind, role="target", transform=target_transform(found))


def _refuse_unlearnable(target: ColumnProfile, rows: int, where: str) -> None:
    what = f"{where}: the target {target.name!r}"
    if not rows:
        raise DataError(f"{where} has column names but no rows. Expected rows to learn from.")
    if not target.distinct:
        raise DataError(f"{what} holds no value in any of {_rows(rows)}. Choose a column that has values.")
    if target.distinct == 1:
        value = target.examples[0]
        raise DataError(
            f"{what} is {value!r} in every row that has a value: there is nothing to learn. Choose another."
        )
    if target.kind == "date":
        raise DataError(f"{what} holds dates, which cannot be predicted. Make it an amount, such as days until then.")
    if target.kind in ("identifier", "text") and target.distinct > min(_CLASSES, (rows - target.missing) // 2):
        raise DataError(
            f"{what} has {target.distinct:,} different texts in {_rows(rows)}: too few rows for each to be "
            f"learnt as a class. Choose a column of numbers or of few different values."
        )
    if target.distinct > _CLASSES and target.kind == "category":
        raise DataError(f"{what} has {target.distinct:,} different values; at most {_CLASSES:,} classes can be learnt.")


def target_transform(target: ColumnProfile) -> Transform:
    """An amount, or all of its values as classes in their order."""
    if target.kind == "number" and not few_whole_numbers(target):
        return Number()
    return Category(levels=_sorted_classes([level.value for level in target.levels]))


def few_whole_numbers(column: ColumnProfile) -> bool:
    """Whether the numbers are so few and whole that they are taken for names of classes."""
    if not column.integers or column.distinct > _FEW_NUMBERS or not column.levels:
        return False
    rows = sum(level.count for level in column.levels)
    return rows >= _ROWS_A_CLASS * column.distinct


def _sorted_classes(levels: Sequence[str]) -> tuple[str, ...]:
    """Classes in the order of their numbers if all are numbers, otherwise by the alphabet; yes comes after no."""
    try:
        return tuple(sorted(levels, key=lambda level: (float(level), level)))
    except ValueError:
        return tuple(sorted(levels, key=lambda level: (level.strip().lower() in _YES, level)))


# As a feature


def feature_transform(column: ColumnProfile) -> Transform | None:
    """How a column becomes numbers as a feature; None where it cannot, or where only its name tells rows apart."""
    if column.kind in ("empty", "identifier"):
        return None
    if column.kind == "date":
        return _date(column)
    if column.kind == "number" or column.minimum is not None:
        return _number(column)
    return Category(levels=common_levels(column))


def _number(column: ColumnProfile) -> Number:
    gaps = column.missing > 0 or column.number_share < 1
    return Number(was_missing=gaps, log=column.kind == "number" and has_long_tail(column))


def _date(column: ColumnProfile) -> Date:
    low, high = column.minimum or 0.0, column.maximum or 0.0
    return Date(season=high - low >= 2 * _MONTH_DAYS, was_missing=column.missing + column.unreadable > 0)


def has_long_tail(column: ColumnProfile) -> bool:
    """Whether a logarithm helps: few values are far larger than the others, and none is below zero."""
    below_zero = column.minimum is None or column.minimum < 0
    return not below_zero and (column.skewness or 0.0) > LONG_TAIL


def common_levels(column: ColumnProfile) -> tuple[str, ...]:
    """The levels that are not rare, most common first."""
    needed = rare_below(column)
    return tuple(level.value for level in column.levels if level.count >= needed)


def rare_below(column: ColumnProfile) -> int:
    """How many rows a level must have to count by itself."""
    return _LEVEL_ROWS if sum(level.count for level in column.levels) >= _ROWS_FOR_RARE else 2


# As the user says


def in_role(column: Column, role: Role, found: ColumnProfile | None, rows: int) -> Column:
    """A column in a role that the user chose, with a transform that suits it. DataError or EditError if it has none.

    `found` is its profile in a table of `rows` rows; None where the table is not read, then its transform stays.
    """
    if role == "target" and column.role != "target" and found is not None:
        learnt = usual_target(_with_kind(found, column.kind), rows)
        return learnt.model_copy(update={"kind": column.kind})
    transform = column.transform
    if role == "feature" and found is not None and (transform is None or column.role == "target"):
        transform = feature_transform(_with_kind(found, column.kind)) or _forced(found)
    if role != "ignored" and transform is None:
        raise EditError(_no_way(column, found))
    return column.model_copy(update={"role": role, "transform": transform, "why": ""})


def _forced(found: ColumnProfile) -> Transform | None:
    """What the user insists on: an identifier of numbers, or of few values."""
    if found.number_share == 1:
        return Number(was_missing=found.missing > 0)
    return Category(levels=common_levels(found)) if found.levels else None


def _no_way(column: Column, found: ColumnProfile | None) -> str:
    if found is None:
        return f"{column.name!r} has no way yet to become numbers, and the table is not read. Read the table first."
    return (
        f"{column.name!r} cannot become numbers: it has {found.distinct:,} different values, each in so few rows that "
        "none would count by itself. Leave it ignored, or change its kind."
    )


def kinds_for(found: ColumnProfile) -> tuple[ColumnKind, ...]:
    """The kinds that a column may be taken for, the one that was found first."""
    if found.kind == "empty":
        return ("empty",)
    fitting: list[ColumnKind] = [found.kind]
    fitting += ["number"] if found.number_share else []
    fitting += ["category"] if found.levels else []
    fitting += ["text", "identifier"]
    return tuple(dict.fromkeys(fitting))


def as_kind(column: Column, kind: ColumnKind, found: ColumnProfile, rows: int) -> Column:
    """A column taken for another kind, with the transform that suits it: a feature or target stays one if it can.

    EditError where its cells are nothing of the kind, DataError where nothing could be learnt of it as a target.
    """
    if kind not in kinds_for(found):
        raise EditError(_not_of_kind(column, kind, found))
    if kind == column.kind:
        return column
    meant = _with_kind(found, kind)
    target = column.role == "target"
    transform = _chosen_target(column, kind, meant, rows) if target else feature_transform(meant)
    role = _role_as(column, kind, transform)
    return column.model_copy(update={"kind": kind, "role": role, "transform": transform, "why": ""})


def _role_as(column: Column, kind: ColumnKind, transform: Transform | None) -> Role:
    """What told nothing is used once it is taken for something that does, and the other way round."""
    if kind in _NAMES_OR_TELLS_NOTHING or transform is None:
        return "ignored"
    return "feature" if column.role == "ignored" and column.kind in _NAMES_OR_TELLS_NOTHING else column.role


def _chosen_target(column: Column, kind: ColumnKind, meant: ColumnProfile, rows: int) -> Transform:
    """As the user says: a number is an amount even where it has few values, and anything else is a class."""
    _refuse_unlearnable(meant, rows, "The data")
    if kind == "number":
        return Number()
    if not meant.levels:
        raise EditError(_not_of_kind(column, kind, meant))
    return Category(levels=_sorted_classes([level.value for level in meant.levels]))


def _with_kind(found: ColumnProfile, kind: ColumnKind) -> ColumnProfile:
    """The profile as it is where a column is taken for a kind; as a category, its numbers are names."""
    if kind == found.kind:
        return found
    days_or_names = kind == "category" or found.kind == "date"
    without = {"minimum": None, "maximum": None, "skewness": None, "integers": False} if days_or_names else {}
    return found.model_copy(update={"kind": kind, **without})


def _not_of_kind(column: Column, kind: ColumnKind, found: ColumnProfile) -> str:
    what = {
        "number": "none of its cells reads as a number",
        "date": "its cells do not read as dates",
        "category": f"it has {found.distinct:,} different values, too many to list",
    }
    why = what.get(kind, f"its cells are {found.kind}")
    return f"{column.name!r} cannot be taken as {kind}: {why}. Choose another kind."


def _rows(count: int) -> str:
    return f"{count:,} row" + ("" if count == 1 else "s")
