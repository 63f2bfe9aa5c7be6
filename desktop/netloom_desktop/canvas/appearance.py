"""What each block and wire looks like, as values to paint, worked out from project and plan alone. No Qt here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final

from netloom.blocks import Block, Placement, UnknownBlock
from netloom.declare import Port, Setting, Signal, settings_of
from netloom.errors import Problem
from netloom.project import Node, Project, Wire
from netloom_desktop.planned import BlockPlan, PlannedProject


@dataclass(frozen=True)
class Chip:
    """A setting that a block shows, and that can be edited where it stands."""

    name: str
    value: str


@dataclass(frozen=True)
class PortLook:
    """A port: its name, whether it takes several wires, and what its tooltip says."""

    name: str
    many: bool
    carries: str
    tip: str


@dataclass(frozen=True)
class BlockLook:
    """All that is seen of a block."""

    id: str
    title: str
    kind: str
    icon: str
    group: str
    chips: tuple[Chip, ...]
    shape: str
    parameters: str
    inputs: tuple[PortLook, ...]
    outputs: tuple[PortLook, ...]
    severity: str = ""
    message: str = ""
    fix: str = ""
    misfits: bool = False
    muted: bool = False
    opens: bool = False
    tip: str = ""


class Looks:
    """Works out looks, and remembers each for as long as nothing that it depends on has changed."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def blocks(self, project: Project, nodes: Iterable[Node], planned: PlannedProject) -> dict[str, BlockLook]:
        """The looks of some blocks by id."""
        problems = worst_of(planned.problems)
        before, found, looks = self._known, {}, {}
        for node in nodes:
            id, known = node.id, before.get(node.id)
            plan, problem = planned.blocks.get(id), problems.get(id)
            groups = project.groups if isinstance(node.block, Placement) else None
            if (
                known is None
                or known[0] is not node
                or known[1] is not plan
                or known[2] is not problem
                or known[3] is not groups
            ):
                known = (node, plan, problem, groups, block_look(project, node, plan, problem))
            found[id] = known
            looks[id] = known[4]
        self._known = found
        return looks


_Known = tuple[Node, BlockPlan | None, Problem | None, object, BlockLook]


def block_look(project: Project, node: Node, planned: BlockPlan | None, problem: Problem | None) -> BlockLook:
    """What a block looks like. What the plan found of an earlier version of the block is not shown."""
    current = planned if planned is not None and planned.node == node else None
    block = node.block
    title = node.name or placed_name(project, block) or kind_of(block)
    signals = dict(current.outputs) if current else {}
    outputs = project.output_ports(node)
    return BlockLook(
        id=node.id,
        title=title,
        kind=kind_of(block) if title != kind_of(block) else node.id,
        icon=block.id,
        group=block.group,
        chips=chips(block),
        shape=_shape_text(outputs, signals),
        parameters="muted" if node.muted else _parameters(current),
        inputs=tuple(_port_look(port, None) for port in project.input_ports(node)),
        outputs=tuple(_port_look(port, signals.get(port.name)) for port in outputs),
        severity=problem.severity if problem else "",
        message=problem.message.removeprefix(f"{node.label}: ") if problem else "",
        fix=problem.fix.label if problem and problem.fix else "",
        misfits=problem is not None and problem.code in MISFITS,
        muted=node.muted,
        opens=isinstance(block, Placement),
        tip=_tip(node, block, problem),
    )


def wire_words(wire: Wire, planned: PlannedProject) -> str:
    """What is said of a wire where the pointer is on it: what flows there for one row."""
    block = planned.blocks.get(wire.source)
    signal = dict(block.outputs).get(wire.source_port) if block else None
    if signal is None:
        return "The shape is not known yet."
    what = f"indices of {signal.size:,}" if signal.carries == "indices" else signal.carries
    return f"{signal} {what}"


def kind_of(block: Block) -> str:
    """What the type of a block is called; for one that is not known, the type itself."""
    return block.type if isinstance(block, UnknownBlock) else block.title


def placed_name(project: Project, block: Block) -> str:
    """The name of the group that a block stands for; empty for other blocks."""
    if not isinstance(block, Placement):
        return ""
    return next((group.name for group in project.groups if group.id == block.network), "")


MISFITS: Final = frozenset({"shape_misfit", "indices_into_numbers", "numbers_into_indices"})
"""Problems that are the fault of what arrives: the wires are shown as broken too."""

_VALUE: Final = 40  # characters of a value that a block shows


@lru_cache(maxsize=1_000)
def _shown_settings(kind: type[Block]) -> tuple[Setting, ...]:
    hidden = {"network"} if issubclass(kind, Placement) else set()
    return tuple(setting for setting in settings_of(kind) if setting.name not in hidden)


def chips(block: Block) -> tuple[Chip, ...]:
    """The settings that a block shows: the one declared first, and all that differ from their defaults."""
    shown = []
    for place, setting in enumerate(_shown_settings(type(block))):
        value = getattr(block, setting.name)
        if place == 0 or value != setting.default:
            shown.append(Chip(setting.name, value_text(value)))
    return tuple(shown)


def value_text(value: Any) -> str:
    """A value of a setting as a block shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        value = ", ".join(map(value_text, value))
    text = str(value) or "auto"
    return text if len(text) <= _VALUE else text[: _VALUE - 1] + "…"


def _shape_text(outputs: Iterable[Port], signals: Mapping[str, Signal]) -> str:
    return "  ".join(f"→ {signals[port.name]}" for port in outputs if port.name in signals)


def _parameters(planned: BlockPlan | None) -> str:
    return f"{planned.parameters:,} parameters" if planned and planned.parameters else ""


def _port_look(port: Port, signal: Signal | None) -> PortLook:
    words = [f"<b>{escape(port.name)}</b>"]
    if signal is not None:
        words.append(f"{signal} {signal.carries}")
    elif port.carries != "any":
        words.append(port.carries)
    if port.many:
        words.append("takes several wires, in their order")
    return PortLook(port.name, port.many, port.carries, "<br>".join(words))


def _tip(node: Node, block: Block, problem: Problem | None) -> str:
    """What the tooltip of a block teaches: what is wrong, what the block does, its formula, its settings."""
    parts = [f"<b>{escape(kind_of(block))}</b> &nbsp;{escape(node.id)}"]
    if problem is not None:
        mend = f"<br>It can be mended at once: {escape(problem.fix.label)}." if problem.fix else ""
        parts.append(f"<b>{problem.severity.title()}:</b> {escape(problem.message)}{mend}")
    if node.muted:
        parts.append("Muted: it passes its first input on as it is.")
    if block.formula:
        parts.append(f"<i>{escape(block.formula)}</i>")
    if block.about:
        parts.append(escape(block.about).replace("\n\n", "<br>").replace("\n", " "))
    return "<p style='margin:2px 0'>" + "</p><p style='margin:2px 0'>".join(parts) + "</p>"


def worst_of(problems: Iterable[Problem]) -> dict[str, Problem]:
    """The first problem of each block; the plan tells the worst first."""
    found: dict[str, Problem] = {}
    for problem in problems:
        if problem.node:
            found.setdefault(problem.node, problem)
    return found


__all__ = [
    "BlockLook",
    "Chip",
    "Looks",
    "PortLook",
    "block_look",
    "chips",
    "kind_of",
    "value_text",
    "wire_words",
    "worst_of",
]
