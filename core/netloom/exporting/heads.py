"""From what the network answers to what a user asks for: labels and probabilities, or amounts in original units."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from netloom.data.targets import TargetScale
from netloom.onnx_graph import DOUBLE, FLOAT, INT64, STRING, GraphBuilder, free_names
from netloom.planning import Plan, PlannedOutput

COARSE: Final = 1e-5  # a step of float32 that is larger, in scaled units, hands an amount out in float64


@dataclass(frozen=True)
class Head:
    """How the answer of one Output is handed out.

    `names` tells under which name: `label` and `probabilities` for classes, `prediction` for an amount, which `scale`
    brings back to its units.
    """

    planned: PlannedOutput
    scale: TargetScale | None
    names: Mapping[str, str]


def heads(plan: Plan, scales: Mapping[str, TargetScale], taken: Collection[str], *, labels: bool) -> tuple[Head, ...]:
    """One head for each Output, in order, under names that are not `taken`; `labels` says whether they have some.

    Of several Outputs, each adds its own name: `label_<name>`.
    """
    suffixes = name_suffixes(plan)
    every = (kind + suffixes[planned.id] for planned in plan.outputs for kind in _kinds(planned, labels))
    free = free_names(every, taken)
    return tuple(
        Head(
            planned,
            scales.get(planned.id),
            {kind: free[kind + suffixes[planned.id]] for kind in _kinds(planned, labels)},
        )
        for planned in plan.outputs
    )


def name_suffixes(plan: Plan) -> dict[str, str]:
    """What the names of an Output's answers end with, by its id: nothing if it is the only one."""
    if len(plan.outputs) == 1:
        return {plan.outputs[0].id: ""}
    suffixes: dict[str, str] = {}
    for planned in plan.outputs:
        wanted = f"_{planned.label}"
        suffixes[planned.id] = free_names([wanted], suffixes.values())[wanted]
    return suffixes


def _kinds(planned: PlannedOutput, labels: bool) -> tuple[str, ...]:
    if not planned.target.classes:
        return ("prediction",)
    return ("label", "probabilities") if labels else ("probabilities",)


def add_head(graph: GraphBuilder, head: Head, answer: str) -> None:
    """Adds the nodes that hand out what the network answers [rows, width] in the tensor `answer`."""
    if head.scale is None:
        _add_classes(graph, head, answer)
    else:
        _add_amount(graph, head.names["prediction"], answer, head.scale)


def _add_classes(graph: GraphBuilder, head: Head, answer: str) -> None:
    """`probabilities` [rows, classes] float32; `label` [rows] int64 if all classes are whole numbers, else string."""
    target = head.planned.target
    if head.planned.width == 1:
        answer = graph.join([graph.apply("Sub", graph.constant(np.float32(1)), answer), answer])
    if "label" in head.names:
        classes = np.array(target.classes, object).astype(np.int64 if target.integers else object)
        place = graph.apply("ArgMax", answer, axis=1, keepdims=0)
        label = graph.apply("Gather", graph.constant(classes), place)
        graph.output(head.names["label"], label, INT64 if target.integers else STRING, ("rows",))
    graph.output(head.names["probabilities"], answer, FLOAT, ("rows", len(target.classes)))


def _add_amount(graph: GraphBuilder, name: str, answer: str, scale: TargetScale) -> None:
    """`prediction` [rows] in original units: worked out in float64, handed out in the type that suits."""
    amount = graph.apply("Cast", answer, to=DOUBLE)
    amount = graph.apply("Reshape", amount, graph.constant(np.array([-1], np.int64)))
    amount = graph.apply("Mul", amount, graph.constant(np.float64(scale.spread)))
    amount = graph.apply("Add", amount, graph.constant(np.float64(scale.center)))
    if scale.log:
        amount = graph.apply("Sub", graph.apply("Exp", amount), graph.constant(np.float64(1)))
    kind = FLOAT if amount_type(scale) is np.float32 else DOUBLE
    graph.output(name, graph.apply("Cast", amount, to=kind), kind, ("rows",))


def amount_type(scale: TargetScale) -> type[np.float32 | np.float64]:
    """The type in which amounts are handed out: float32, unless it is too coarse for them.

    A year such as 2024.0137 would keep few digits behind the point.
    """
    usual = scale.restored(np.zeros(1))
    step = np.abs(np.spacing(usual.astype(np.float32))).astype(np.float64)
    coarse = (comparable(usual + step, scale) - comparable(usual, scale))[0] > COARSE
    return np.float64 if coarse else np.float32


def comparable(amounts: np.ndarray[Any, Any], scale: TargetScale) -> np.ndarray[Any, Any]:
    """Amounts in scaled units, in float64, as the proof compares them.

    Where the target is scaled by log(1 + x), amounts below zero go on in a straight line: x → -1 would tear small
    differences apart.
    """
    amounts = amounts.astype(np.float64)
    if scale.log:
        amounts = np.where(amounts < 0, amounts, np.log1p(np.maximum(amounts, 0)))
    return (amounts - scale.center) / scale.spread
