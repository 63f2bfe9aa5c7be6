"""What comes out of a block: asked of torch itself on its meta device, which computes shapes and no values."""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from netloom import layers
from netloom.declare import Block, Misfit, Signal
from netloom.limits import ELEMENTS
from netloom.planning.steps import Cost

ROWS = 97  # at 2, an Add of (3,) and (2, 3) would pass by broadcasting over the batch
BYTES = 4  # of one float32
NAMES = MappingProxyType({"torch": torch, "nn": nn, "F": F, **vars(layers)})


@dataclass(frozen=True)
class Probed:
    """What one block makes of its inputs: its output for one row, and its cost."""

    output: Signal
    cost: Cost


@lru_cache(maxsize=16384)
def probe(block: Block, inputs: tuple[Signal, ...]) -> Probed | Misfit:
    """The output of a block for these inputs, or why there is none; each (block, inputs) is worked out once."""
    misfit = _too_large(block, inputs) or block.check(*inputs)
    if misfit is not None:
        return misfit
    try:
        return _run(block, inputs)
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        return Misfit(f"{block.title} cannot take {_shapes(inputs)}: {str(error).splitlines()[0]}")


def _run(block: Block, inputs: tuple[Signal, ...]) -> Probed | Misfit:
    with torch.device("meta"), torch.no_grad(), FlopCounterMode(display=False) as counter:
        layer = _build(block, inputs)
        values = {f"x{number}": _empty(signal) for number, signal in enumerate(inputs)}
        # The expression was written by a block of the closed catalogue, from checked literals and these names.
        result = eval(block.forward("layer", *values), dict(NAMES), {"layer": layer, **values})  # noqa: S307  # as above
    if result.dim() < 1 or result.shape[0] != ROWS:
        return Misfit(f"{block.title} mixes the rows of a batch when {_shapes(inputs)} arrives.")
    output = _signal(result, inputs)
    return _too_large(block, (output,)) or Probed(output, _cost(layer, counter.get_total_flops(), output))


def _build(block: Block, inputs: tuple[Signal, ...]) -> nn.Module | None:
    call = block.module(*inputs)
    if call is None:
        return None
    build: Any = NAMES.get(call.name) or getattr(nn, call.name.removeprefix("nn."))
    module: nn.Module = build(*call.arguments, **dict(call.options))
    return module.eval()


def _empty(signal: Signal) -> torch.Tensor:
    return torch.empty(ROWS, *signal.shape, dtype=torch.int64 if signal.carries == "indices" else torch.float32)


def _signal(result: torch.Tensor, inputs: tuple[Signal, ...]) -> Signal:
    shape = tuple(result.shape[1:])
    if result.dtype == torch.int64:
        return Signal(shape, "indices", max(signal.size for signal in inputs))
    return Signal(shape)


def _cost(layer: nn.Module | None, flops: int, output: Signal) -> Cost:
    return Cost(
        parameters=sum(weight.numel() for weight in layer.parameters()) if layer else 0,
        buffers=sum(buffer.numel() for buffer in layer.buffers()) if layer else 0,
        multiply_adds=flops // 2 // ROWS,
        memory=output.elements * BYTES,
    )


def _too_large(block: Block, signals: tuple[Signal, ...]) -> Misfit | None:
    large = next((signal for signal in signals if signal.elements > ELEMENTS), None)
    if large is None:
        return None
    message = (
        f"{block.title} would hold {large.elements:,} values for each row {large}: no machine holds that. Use "
        "smaller sizes."
    )
    return Misfit(message, code="absurd_size")


def _shapes(inputs: tuple[Signal, ...]) -> str:
    return " and ".join(map(str, inputs)) or "nothing"
