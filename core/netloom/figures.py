"""A block's formula with its actual numbers, where it stands: what arrives, what it holds, what leaves."""

from collections.abc import Sequence

from netloom.declare import Block, Figure, Signal, extent

_BATCH = "batch"


def figures_of(block: Block, inputs: Sequence[Signal], outputs: Sequence[Signal]) -> tuple[Figure, ...]:
    """What arrives, the block's own figures, and what leaves; of outputs that are not known nothing is said.

    The shapes are with the batch. A block whose inputs do not fit has no figures of its own.
    """
    fits = bool(inputs) and block.check(*inputs) is None
    own = block.figures(*inputs) if fits else ()
    return (*_arriving(inputs), *own, *_leaving(outputs))


def learnt(figures: Sequence[Figure]) -> str:
    """How many weights are learnt, and of which parts that is the sum; empty if there are none."""
    parts = [figure.learnt for figure in figures if figure.learnt]
    if not parts:
        return ""
    total = f"{sum(parts):,} {'parameter is' if sum(parts) == 1 else 'parameters are'} learnt"
    return f"{total}: {' + '.join(f'{part:,}' for part in parts)}." if len(parts) > 1 else f"{total}."


def _arriving(inputs: Sequence[Signal]) -> tuple[Figure, ...]:
    if len(inputs) == 1:
        symbol = "index" if inputs[0].carries == "indices" else "x"
        return (_flowing(symbol, inputs[0], "arrives"),)
    letters = "abcdefghijklmnopqrstuvw"
    few = [_flowing(letter, signal, "arrives") for letter, signal in zip(letters, inputs, strict=False)]
    return tuple(few)


def _leaving(outputs: Sequence[Signal]) -> tuple[Figure, ...]:
    return tuple(_flowing("y", signal, "leaves") for signal in outputs)


def _flowing(symbol: str, signal: Signal, does: str) -> Figure:
    if signal.carries == "indices":
        return Figure(symbol, extent(_BATCH, *signal.shape), f"{does}: one of {signal.size:,} indices")
    values = "1 value" if signal.elements == 1 else f"{signal.elements:,} values"
    return Figure(symbol, extent(_BATCH, *signal.shape), f"{does}: {values} for each row")
