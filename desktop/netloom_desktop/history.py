"""Undo and redo as a value: the projects in their order, each with the words for what led to it. Nothing here knows Qt.

A project shares all that it has in common with the one before, so a step costs only what it changed. When all steps
together cost more than the budget, the oldest are forgotten.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from sys import getsizeof
from typing import Any, Final

from netloom.project import Project

BUDGET: Final = 256 * 2**20  # bytes: 10,000 steps of 1,000 blocks
_STEP: Final = 2_000  # bytes of a project and a step themselves
_ENTRY: Final = 1_000  # bytes of a block with its settings; a wire or a position needs less


@dataclass(frozen=True)
class Step:
    """A project, the words for what led to it, and where that was done (the id of a group, or empty).

    Two steps in a row with the same `merge` become one: letters typed into one field, say.
    """

    label: str
    project: Project
    inside: str = ""
    merge: Hashable = None
    bytes: int = 0


@dataclass(frozen=True)
class History:
    """The steps, of which the first is where all began, and the place among them that is shown."""

    steps: tuple[Step, ...]
    place: int = 0
    budget: int = BUDGET

    @classmethod
    def of(cls, project: Project, *, budget: int = BUDGET) -> "History":
        """A history that begins with a project."""
        return cls((Step("", project),), 0, budget)

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self.steps[self.place].project

    @property
    def undo_label(self) -> str:
        """What undo takes back; empty if there is nothing."""
        return self.steps[self.place].label if self.place else ""

    @property
    def redo_label(self) -> str:
        """What redo does again; empty if there is nothing."""
        return self.steps[self.place + 1].label if self.place + 1 < len(self.steps) else ""

    @property
    def is_open(self) -> bool:
        """Whether the next change may still become part of the last step: a value is being typed, say."""
        return self.steps[self.place].merge is not None

    def done(self, label: str, project: Project, *, inside: str = "", merge: Hashable = None) -> "History":
        """The history after a change; what had been undone is forgotten."""
        last = self.steps[self.place]
        merged = merge is not None and merge == last.merge and self.place > 0
        kept = self.steps[: self.place if merged else self.place + 1]
        step = Step(label, project, inside, merge, cost(kept[-1].project, project))
        return replace(self, steps=(*kept, step), place=len(kept))._within_budget()

    def sealed(self) -> "History":
        """The history in which the next change is a step of its own, whatever its merge key."""
        last = self.steps[self.place]
        if last.merge is None:
            return self
        steps = (*self.steps[: self.place], replace(last, merge=None), *self.steps[self.place + 1 :])
        return replace(self, steps=steps)

    def moved(self, place: int) -> "History":
        """The history at another place, the nearest that there is; nothing is forgotten."""
        return replace(self, place=min(max(place, 0), len(self.steps) - 1)).sealed()

    def mapped(self, change: Callable[[Project], Project]) -> "History":
        """The history in which each project is a changed one; the places and the words stay."""
        return replace(self, steps=tuple(replace(step, project=change(step.project)) for step in self.steps))

    def _within_budget(self) -> "History":
        over = sum(step.bytes for step in self.steps) - self.budget
        first = 0
        while over > 0 and first < self.place - 1:  # the last step can always be undone
            first += 1
            over -= self.steps[first].bytes
        return replace(self, steps=self.steps[first:], place=self.place - first) if first else self


def cost(before: Project, after: Project) -> int:
    """About how many bytes a project needs beside the one before it, with which it shares the rest."""
    parts = {id(part) for part in _parts(before)}
    new = [part for part in _parts(after) if id(part) not in parts]
    shared: set[int] = set()
    for part in _parts(before) if new else ():
        shared.update(map(id, part))
    return _STEP + sum(getsizeof(part) + _ENTRY * len(set(map(id, part)) - shared) for part in new)


def _parts(project: Project) -> Iterator[tuple[Any, ...]]:
    """The tuples that a project consists of."""
    yield from (project.groups, project.data.columns, project.numbering)
    yield from (project.layout.positions, project.layout.frames, project.layout.comments, project.layout.bends)
    for network in project.networks():
        yield from (network.nodes, network.wires)
