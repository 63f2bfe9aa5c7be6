"""The network alone as an ONNX graph."""

import pytest
from torch import nn

from netloom.blocks import Dense
from netloom.errors import ExportError
from netloom.exporting.network import network_graph
from netloom.planning import plan
from networks import in_line


def test_weights_beyond_what_one_file_holds_are_refused_before_anything_is_done():
    found = plan(in_line(Dense(units=30_000), Dense(units=30_000), Dense(units=3)))
    with pytest.raises(ExportError, match=r"3.4 GB in 900,\d+,003 parameters, but one ONNX file holds at most 2 GB"):
        network_graph(nn.Identity(), found, "net:")


class Stubborn(nn.Module):
    """A network that torch cannot export, since its way depends on the values."""

    def answer(self, *inputs: object) -> object:
        return inputs[0] if float(inputs[0].sum()) > 0 else inputs[0] * 2  # type: ignore[attr-defined]  # a tensor


def test_what_torch_cannot_export_is_told_in_one_line():
    with pytest.raises(ExportError, match=r"^torch cannot write this network as ONNX: [^\n]+$"):
        network_graph(Stubborn(), plan(in_line(Dense(units=3))), "net:")
