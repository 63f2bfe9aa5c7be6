"""A small builder of ONNX graphs: fresh names, constants, and the same bytes for the same input."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, Final

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

OPSET: Final = 20
ML_OPSET: Final = 3
IR_VERSION: Final = 10
ML_DOMAIN: Final = "ai.onnx.ml"

FLOAT: Final = int(TensorProto.FLOAT)
DOUBLE: Final = int(TensorProto.DOUBLE)
INT64: Final = int(TensorProto.INT64)
STRING: Final = int(TensorProto.STRING)

Array = np.ndarray[Any, np.dtype[Any]]


class GraphBuilder:
    """Collects the nodes of one graph.

    The names it makes up begin with `prefix` and are never among `taken`, the names that come from the user's data.
    """

    def __init__(self, prefix: str, taken: Iterable[str] = ()) -> None:
        self._prefix = prefix
        self._taken = frozenset(taken)
        self._numbers = count(1)
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []

    def _fresh(self) -> str:
        return next(name for number in self._numbers if (name := f"{self._prefix}{number}") not in self._taken)

    def input(self, name: str, kind: int) -> None:
        """A graph input of shape [rows, 1]."""
        self._inputs.append(helper.make_tensor_value_info(name, kind, ["rows", 1]))

    def output(self, name: str, tensor: str, kind: int, shape: tuple[int | str, ...]) -> None:
        """Hands a tensor out under a name."""
        self._nodes.append(helper.make_node("Identity", [tensor], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, kind, shape))

    def constant(self, value: Any) -> str:
        """A constant tensor, of the type that numpy gives it."""
        name = self._fresh()
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def apply(self, operator: str, *tensors: str, domain: str = "", **attributes: Any) -> str:
        """One node with one output; its name is returned."""
        name = self._fresh()
        self._nodes.append(helper.make_node(operator, list(tensors), [name], domain=domain, **attributes))
        return name

    def join(self, tensors: Iterable[str]) -> str:
        """Tensors of shape [rows, …] side by side; a single one stays as it is."""
        names = list(tensors)
        return names[0] if len(names) == 1 else self.apply("Concat", *names, axis=1)

    def model(self, name: str, metadata: Mapping[str, str]) -> ModelProto:
        """The finished model, with the names and texts of `metadata` in it."""
        graph = helper.make_graph(self._nodes, name, self._inputs, self._outputs, initializer=self._constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ML_DOMAIN, ML_OPSET)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="netloom")
        helper.set_model_props(model, dict(metadata))
        return model


def to_bytes(model: ModelProto) -> bytes:
    """The model as a file holds it: the same bytes for the same model."""
    content: bytes = model.SerializeToString(deterministic=True)
    return content


def free_names(wanted: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """For each wanted name itself, or, where a column already has it, the name with a trailing `_`."""
    used = set(taken)
    free: dict[str, str] = {}
    for name in wanted:
        found = name
        while found in used:
            found += "_"
        used.add(found)
        free[name] = found
    return free
