"""What a snippet is made of, whatever its language: columns with the cells of a row, and the answers to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from netloom.data.preprocess import entering_columns
from netloom.exporting.canonical import iso
from netloom.exporting.examples import Example
from netloom.exporting.heads import Head
from netloom.runs import Run
from netloom.settings.columns import Category, Column, Date

LISTED: Final = 6  # names in one comment


@dataclass(frozen=True)
class Filled:
    """A name of the file with a value, and what is to be known of it, as a word and some names."""

    name: str
    value: Any
    about: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """`file` is the name of the ONNX file, `row` its inputs in order, and `answer` its outputs."""

    file: str
    row: tuple[Filled, ...]
    answer: tuple[Filled, ...]


def material(run: Run, named: Sequence[Head], examples: Sequence[Example], file: str) -> Material:
    """What is told of the one of these rows that has the most cells."""
    inputs, answer = min(examples, key=_missing).values()
    columns = {column.name: column for column in entering_columns(run.project)}
    row = tuple(_cell(columns[name], value) for name, value in inputs.items())
    return Material(file, row, tuple(each for head in named for each in _answers(head, answer)))


def _missing(example: Example) -> int:
    return sum(value in (None, "") for value in example["inputs"].values())


def _cell(column: Column, value: Any) -> Filled:
    match column.transform:
        case Category(levels=levels):
            return Filled(column.name, value, "one of" if levels else "category", levels)
        case Date():
            day = f", here {iso(value)}" if value is not None else ""
            return Filled(column.name, value, f"days since 1970-01-01{day}")
        case _:
            return Filled(column.name, value, "number")


def _answers(head: Head, answer: dict[str, Any]) -> Iterator[Filled]:
    target = head.planned.target
    for kind, name in head.names.items():
        if kind == "probabilities":
            yield Filled(name, answer[name], "of", target.classes)
        else:
            yield Filled(name, answer[name], "predicts", (target.column.name,))
