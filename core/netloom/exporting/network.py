"""The trained network alone as an ONNX graph."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import torch
from onnx import GraphProto
from torch import nn

from netloom.declare import Signal
from netloom.errors import ExportError
from netloom.exporting.graphs import rename
from netloom.onnx_graph import OPSET
from netloom.planning import Plan

LARGEST: Final = 2**31 - 2**24  # bytes of weights: one ONNX file is one message of at most 2 GiB
# The number of rows is fixed for good wherever it happens to equal another size; few networks have a layer of 97.
ROWS: Final = 97


def entry(id: str, prefix: str) -> str:
    """The tensor [rows, …] of the network's graph that holds what an Input block delivers."""
    return f"{prefix}in:{id}"  # with a colon, so that it is no name that torch makes up for what lies between


def answer(id: str, prefix: str) -> str:
    """The tensor [rows, width] of the network's graph that holds the answer at an Output block."""
    return f"{prefix}out:{id}"


def network_graph(network: nn.Module, plan: Plan, prefix: str) -> GraphProto:
    """The graph of `network.answer`, its inputs and outputs in the plan's order, the number of rows left open.

    All names in it begin with `prefix`. The network is put into evaluation mode: nothing is dropped and no noise
    added. ExportError if torch cannot export it, or if it is too large for one file.
    """
    if plan.parameters * 4 > LARGEST:
        size = f"{plan.parameters * 4 / 2**30:.1f} GB in {plan.parameters:,} parameters"
        raise ExportError(f"The weights take {size}, but one ONNX file holds at most 2 GB. Make the layers smaller.")
    entries = [entry(planned.id, "") for planned in plan.inputs]
    answers = [answer(planned.id, "") for planned in plan.outputs]
    examples = tuple(_example(planned.signal) for planned in plan.inputs)
    graph = _exported(_Answers(network).eval(), examples, entries, answers)
    rename(graph, lambda name: prefix + name.removeprefix("network."))
    return graph


class _Answers(nn.Module):
    """The network as it answers: what torch exports of a module is its `forward`."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        answers: torch.Tensor | tuple[torch.Tensor, ...] = self.network.answer(*inputs)  # type: ignore[operator]  # a method of the generated source
        return answers


def _example(signal: Signal) -> torch.Tensor:
    kind = torch.int64 if signal.carries == "indices" else torch.float32
    return torch.zeros((ROWS, *signal.shape), dtype=kind)


def _exported(
    network: nn.Module, examples: tuple[torch.Tensor, ...], entries: list[str], answers: list[str]
) -> GraphProto:
    rows = torch.export.Dim("rows")
    with _quiet():
        try:
            program: torch.onnx.ONNXProgram = torch.onnx.export(  # type: ignore[assignment]  # None is the old exporter's
                network,
                examples,
                dynamo=True,
                opset_version=OPSET,
                input_names=entries,
                output_names=answers,
                dynamic_shapes=(tuple({0: rows} for _ in examples),),
                external_data=False,
                verbose=False,
            )
        except torch.onnx.OnnxExporterError as error:
            reason = str(error).strip().splitlines()[0]
            raise ExportError(f"torch cannot write this network as ONNX: {reason}") from error
    return program.model_proto.graph


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps torch's remarks on its own insides from the user; what is logged and warned of is as before afterwards."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
