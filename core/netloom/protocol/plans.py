"""What an engine answers to a plan, and how it is said by what was said before: most edits change little of it."""

from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import Field

from netloom.declare import Signal
from netloom.errors import Problem
from netloom.pieces import Kept, joined, pieces
from netloom.protocol.replies import Reply
from netloom.values import Frozen

Language = Literal["pytorch", "keras"]


class PlannedBlock(Frozen):
    """A block with its shapes, without the batch axis, and what it costs for one row.

    `attribute` is its name in the source. A block that is not `used` leads to no Output and is not run. A placed group
    names in `networks` the network of each time it runs; its costs are theirs.
    """

    id: str
    attribute: str
    inputs: tuple[Signal, ...]
    outputs: tuple[Signal, ...]
    parameters: int
    buffers: int
    multiply_adds: int
    memory: int = Field(description="Bytes of what it makes and keeps.")
    used: bool
    networks: tuple[str, ...] = ()


class PlannedNetwork(Frozen):
    """The blocks of one network in the order in which they run; those that have no shape yet are left out.

    `group` is the id of the group, empty for the top. `name` is the class in the source: a group has one for each
    different set of input shapes.
    """

    group: str
    name: str
    blocks: tuple[PlannedBlock, ...]


class PlannedAnswer(Frozen):
    """What an Output block stands for once `auto` is worked out: its target, loss (by id) and last activation."""

    id: str
    target: str
    loss: str
    activation: str
    width: int


class Code(Frozen):
    """The network as source text, and for each of its lines the id of the block it is for, or nothing."""

    language: Language
    text: str
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, language: Language, lines: Iterable[tuple[str, str]]) -> Self:
        """The source of these lines, each with its block."""
        texts, blocks = zip(*lines, strict=True)
        return cls(language=language, text="\n".join((*texts, "")), blocks=blocks)

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line with its block."""
        return tuple(zip(self.text.removesuffix("\n").split("\n"), self.blocks, strict=True))


class PlanTotals(Reply):
    """What a plan says of a network as a whole: totals are over what is used, for one row."""

    answers: tuple[PlannedAnswer, ...]
    parameters: int
    buffers: int
    multiply_adds: int
    memory: int
    training_memory: int | None = Field(description="Bytes to train with the batch size; None if that is all rows.")


class Planned(PlanTotals, id="planned"):
    """A project worked out. The first network is the top.

    There is code, in the languages that were asked for, only where no problem is an error.
    """

    networks: tuple[PlannedNetwork, ...]
    problems: tuple[Problem, ...] = Field(description="Errors first. A fix holds edits: each is called with a project.")
    code: tuple[Code, ...]


class NetworkChanged(Frozen):
    """A network said by what the plan before said of it: the one of the same group and name there, if any."""

    group: str
    name: str
    blocks: tuple[Kept | PlannedBlock, ...]


class CodeChanged(Frozen):
    """Source said by what it was before in that language, if it was: each line with the id of the block it is for."""

    language: Language
    lines: tuple[Kept | tuple[str, str], ...]


class PlanChanged(PlanTotals, id="plan_changed"):
    """A project worked out that differs from one before: what is said of it is said by what was said of that one."""

    networks: tuple[NetworkChanged, ...]
    problems: tuple[Kept | Problem, ...]
    code: tuple[CodeChanged, ...]

    @classmethod
    def between(cls, before: Planned, after: Planned) -> Self:
        """What turns one answer into the other. Blocks and problems are the same only as the very same objects."""
        known = {_key(network): network.blocks for network in before.networks}
        return cls(
            **_totals(after),
            networks=tuple(
                NetworkChanged(group=each.group, name=each.name, blocks=pieces(known.get(_key(each), ()), each.blocks))
                for each in after.networks
            ),
            problems=pieces(before.problems, after.problems),
            code=tuple(
                CodeChanged(language=code.language, lines=pieces(_lines(before, code.language), code.lines(), tuple))
                for code in after.code
            ),
        )

    def after(self, before: Planned) -> Planned:
        """The whole answer, given the one before. ValueError if that is not the one this was made from."""
        known = {_key(network): network.blocks for network in before.networks}
        return Planned(
            **_totals(self),
            networks=tuple(
                PlannedNetwork(group=each.group, name=each.name, blocks=joined(known.get(_key(each), ()), each.blocks))
                for each in self.networks
            ),
            problems=joined(before.problems, self.problems),
            code=tuple(Code.of(code.language, joined(_lines(before, code.language), code.lines)) for code in self.code),
        )


def _totals(answer: PlanTotals) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in PlanTotals.model_fields if name != "type"}


def _key(network: PlannedNetwork | NetworkChanged) -> tuple[str, str]:
    return network.group, network.name


def _lines(answer: Planned, language: Language) -> tuple[tuple[str, str], ...]:
    return next((code.lines() for code in answer.code if code.language == language), ())
