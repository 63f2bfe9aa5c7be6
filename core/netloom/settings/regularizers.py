"""What keeps weights small: the penalties L1 and L2, in torch and as Keras spells them."""

from netloom.declare import Call, call


def penalty(weight: str, l1: float, l2: float) -> str:
    """The torch expression l1 · Σ|w| + l2 · Σw² of a weight; empty where both are 0."""
    parts = []
    if l1:
        parts.append(f"{l1!r} * {weight}.abs().sum()")
    if l2:
        parts.append(f"{l2!r} * {weight}.square().sum()")
    return " + ".join(parts)


def regularized(layer: Call, option: str, l1: float, l2: float) -> Call:
    """A layer of Keras whose settings `l1` and `l2` became one regularizer under the name `option`."""
    plain = tuple((name, value) for name, value in layer.options if name not in ("l1", "l2"))
    if not l1 and not l2:
        return Call(layer.name, layer.arguments, plain)
    both = call("regularizers.L1L2", l1=l1, l2=l2)
    made = both if l1 and l2 else call("regularizers.L1", l1) if l1 else call("regularizers.L2", l2)
    return Call(layer.name, layer.arguments, (*plain, (option, made)))
