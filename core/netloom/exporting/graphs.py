"""ONNX graphs renamed, joined, and stripped of everything that is not the computation."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import onnx
from onnx import GraphProto, ModelProto, NodeProto, ValueInfoProto, helper

from netloom.onnx_graph import IR_VERSION, ML_DOMAIN, ML_OPSET, OPSET


def rename(graph: GraphProto, name: Callable[[str], str]) -> None:
    """Give every tensor of a graph, subgraphs included, another name. An empty name means "left out" and stays."""
    for info in (*graph.input, *graph.output, *graph.initializer):
        info.name = name(info.name)
    for node in graph.node:
        node.input[:] = [tensor and name(tensor) for tensor in node.input]
        node.output[:] = [tensor and name(tensor) for tensor in node.output]
        for inner in _subgraphs(node):
            rename(inner, name)


def joined(
    graphs: Sequence[GraphProto],
    inputs: Iterable[ValueInfoProto],
    outputs: Iterable[ValueInfoProto],
    metadata: Mapping[str, str],
) -> ModelProto:
    """One model of several graphs whose tensors meet by name: checked, and the same bytes for the same parts.

    Of the parts only the computation is kept: torch, for one, writes the paths of this machine beside every node.
    """
    graph = helper.make_graph(
        [_bare(node) for part in graphs for node in part.node],
        "netloom",
        [helper.make_value_info(info.name, info.type) for info in inputs],
        [helper.make_value_info(info.name, info.type) for info in outputs],
        initializer=[tensor for part in graphs for tensor in part.initializer],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ML_DOMAIN, ML_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="netloom")
    for tensor in model.graph.initializer:
        tensor.ClearField("metadata_props")
        tensor.ClearField("doc_string")
    helper.set_model_props(model, dict(metadata))
    onnx.checker.check_model(model, full_check=True)
    return model


def _bare(node: NodeProto) -> NodeProto:
    """The node without notes, subgraphs included, named by its first output."""
    bare = NodeProto()
    bare.CopyFrom(node)
    bare.name = node.output[0]
    bare.ClearField("metadata_props")
    bare.ClearField("doc_string")
    for inner in _subgraphs(bare):
        nodes = [_bare(node) for node in inner.node]
        for field in ("node", "value_info", "metadata_props", "doc_string"):
            inner.ClearField(field)
        inner.node.extend(nodes)
    return bare


def _subgraphs(node: NodeProto) -> Iterator[GraphProto]:
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.g
        yield from attribute.graphs
