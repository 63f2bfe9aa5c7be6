"""What was chosen for the data of a new project, and why, as sentences."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from netloom.data.words import counted, some
from netloom.profiles import ColumnProfile, Profile
from netloom.project import Data
from netloom.settings.columns import Category, Column, Date, Number
from netloom.settings.sources import TableFile
from netloom.usual_columns import LONG_TAIL, rare_below

_SHOWN: Final = 6
_HEADER: Final = {"yes": "the first row names the columns", "no": "no row names the columns", "look": ""}


def decisions(data: Data, found: Profile) -> tuple[str, ...]:
    """One sentence for each decision about reading, target, roles, transforms and split."""
    profiles = {column.name: column for column in found.columns}
    return (
        *_reading(data),
        *_target(data.targets[0], profiles[data.targets[0].name]),
        *_ignored(data),
        *_numbers(data),
        *_categories(data, profiles),
        *_dates(data),
        *_split(data),
    )


def _reading(data: Data) -> Iterator[str]:
    source = data.source
    assert isinstance(source, TableFile)  # for the type checker: a starter is made from a table
    if source.delimiter:
        marks = "" if source.decimal == "." and source.thousands == "none" else _marks(source)
        yield (
            f"The file is read as {source.encoding}, cells separated by {source.delimiter!r}{marks}; "
            f"{_HEADER[source.header]}."
        )
    if source.sheet:
        yield f"The sheet {source.sheet!r} is read; {_HEADER[source.header]}."
    if source.missing:
        yield f"Empty cells mean missing, and so do {some(source.missing, _SHOWN)}."


def _marks(source: TableFile) -> str:
    thousands = "" if source.thousands == "none" else f", thousands separated by {source.thousands!r}"
    return f", decimals by {source.decimal!r}{thousands}"


def _target(target: Column, profile: ColumnProfile) -> Iterator[str]:
    if isinstance(target.transform, Category):
        classes = target.transform.levels
        counts = {level.value: level.count for level in profile.levels}
        shown = ", ".join(f"{name!r} ({counted(counts[name], 'row')})" for name in classes[:_SHOWN])
        more = f" and {len(classes) - _SHOWN} more" if len(classes) > _SHOWN else ""
        yield f"{target.name!r} is predicted as one of {len(classes)} classes: {shown}{more}."
        if profile.kind == "number":
            yield (
                f"{target.name!r} holds few and whole numbers, so they are taken for classes; if it is an amount, "
                f"give it the transform Number."
            )
    else:
        yield f"{target.name!r} is predicted as an amount, and scaled to mean 0 and deviation 1 while training."
    if profile.missing:
        yield f"{counted(profile.missing, 'row')} without a value in {target.name!r}: left out."


def _ignored(data: Data) -> Iterator[str]:
    reasons: dict[str, list[str]] = defaultdict(list)
    for column in data.columns:
        if column.role == "ignored":
            reasons[column.why].append(column.name)
    for why, names in reasons.items():
        yield f"Ignored, because {why}: {some(names, _SHOWN)}."
    if not data.features:
        yield "No column is left as a feature: set the role of one to feature."


def _numbers(data: Data) -> Iterator[str]:
    numbers = {column.name: column.transform for column in data.features if isinstance(column.transform, Number)}
    if numbers:
        yield f"{_columns(list(numbers))} of numbers: brought to mean 0 and deviation 1."
    if gaps := [name for name, number in numbers.items() if number.was_missing]:
        yield f"Missing numbers become the median, and a 0/1 column tells where they were: {some(gaps, _SHOWN)}."
    if tails := [name for name, number in numbers.items() if number.log]:
        yield f"Amounts with a long tail (skewness above {LONG_TAIL:g}) become their logarithm: {some(tails, _SHOWN)}."


def _categories(data: Data, profiles: dict[str, ColumnProfile]) -> Iterator[str]:
    categories = {column.name: column.transform for column in data.features if isinstance(column.transform, Category)}
    if categories:
        yield f"{_columns(list(categories))} of categories: a 0/1 column for each level, for missing and for other."
    for name, category in categories.items():
        rare = profiles[name].distinct - len(category.levels)
        if rare:
            below = rare_below(profiles[name])
            yield f"{counted(rare, 'level')} of {name!r} with fewer than {below} rows: joined as other."


def _dates(data: Data) -> Iterator[str]:
    for column in data.features:
        if isinstance(column.transform, Date):
            date = column.transform
            parts = ["days since 1970"] + ["the season"] * date.season + ["the weekday"] * date.weekday
            parts += ["the time of day"] * date.time_of_day
            yield f"{column.name!r} becomes {', '.join(parts)}."


def _split(data: Data) -> Iterator[str]:
    split = data.split
    training = 1 - split.validation - split.test
    shares = ", with the same shares of every class" if isinstance(data.targets[0].transform, Category) else ""
    yield (
        f"Of the rows, {training:.0%} train, {split.validation:.0%} are watched while training, and {split.test:.0%} "
        f"are kept untouched for the score; drawn by chance{shares}."
    )


def _columns(names: list[str]) -> str:
    return f"{counted(len(names), 'column')} ({some(names, _SHOWN)})"
