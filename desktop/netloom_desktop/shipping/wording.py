"""Exports and their proof in words."""

from typing import Final

from netloom.protocol import Exported
from netloom_desktop.shipping.exports import Exporting
from netloom_desktop.words import counted

_BEFORE: Final = "Loading what computes…"


def state_words(exporting: Exporting) -> str:
    """How far an export is, or what came of it, in a few sentences."""
    match exporting.state:
        case "running":
            return f"{exporting.reached.doing}…" if exporting.reached is not None else _BEFORE
        case "cancelling":
            return "Is being given up…"
        case "cancelled":
            return "Given up: nothing was written."
        case "failed":
            return exporting.failure
        case "done":
            assert exporting.exported is not None
            return proof_words(exporting.exported)


def proof_words(exported: Exported) -> str:
    """By what an export is known to answer as the trained network does."""
    if exported.largest_difference is None:
        return "It was not run, since Keras is not installed here: it is written from what the other formats prove."
    batches = f", {_listed(exported.batches)} at a time" if exported.batches else ""
    return (
        f"Run on {counted(exported.rows, 'row')} that training never saw{batches}, it answers as the trained network "
        f"does: the largest difference is {exported.largest_difference:.1g}."
    )


def _listed(numbers: tuple[int, ...]) -> str:
    """`1, 2 and 33`."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
