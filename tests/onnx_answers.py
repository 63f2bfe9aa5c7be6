"""What onnxruntime answers for a network that was exported alone."""

import onnx
import onnxruntime
import torch
from torch import nn

from netloom.exporting.network import network_graph
from netloom.onnx_graph import IR_VERSION, OPSET
from netloom.planning import Plan


def onnx_answers(network: nn.Module, plan: Plan, batches: list[list[torch.Tensor]]) -> list[torch.Tensor]:
    """The answer to each batch of values (one for each Input), from one export."""
    graph = network_graph(network, plan, "net:")
    opset = onnx.helper.make_opsetid("", OPSET)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    names = [entry.name for entry in session.get_inputs()]
    return [
        torch.from_numpy(session.run(None, {name: value.numpy() for name, value in zip(names, values, strict=True)})[0])
        for values in batches
    ]
