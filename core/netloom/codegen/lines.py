"""Lines of generated source, each with the block it is for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from netloom.planning import Step

INDENT = "    "


@dataclass(frozen=True)
class Line:
    """A line of the source, the block it is for, if any, and what a comment at its end says."""

    text: str
    block: str = ""
    comment: str = ""

    def __str__(self) -> str:
        return f"{self.text}  # {self.comment}" if self.comment else self.text


@dataclass(frozen=True)
class Source:
    """The text of a Python module, and for each of its lines the id of the block it is for (empty: none)."""

    text: str
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, lines: list[Line]) -> Self:
        """The source of these lines."""
        return cls("\n".join(map(str, lines)) + "\n", tuple(line.block for line in lines))


def spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, after two empty ones."""
    yield from (Line(""), Line(""), *lines)


def running(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps that have a line of their own."""
    return (step for step in steps if step.runs)


def shapes(step: Step) -> str:
    """What comes out of a step, without the batch axis."""
    return ", ".join(map(str, step.outputs))
