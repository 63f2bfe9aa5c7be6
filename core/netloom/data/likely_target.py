"""Which column one most likely wants to predict: a first suggestion, which the user confirms or changes."""

import re
from collections.abc import Sequence
from typing import Final

from netloom.settings.columns import ColumnKind

_NAMES: Final = (
    *("target", "label", "class", "y", "outcome", "response", "result", "churn", "churned", "survived", "default"),
    *("diagnosis", "species", "category", "type", "quality", "rating", "grade", "score", "price", "sales", "value"),
)
SAY_NOTHING: Final[tuple[ColumnKind, ...]] = ("constant", "empty")
_PREDICTED: Final[tuple[ColumnKind, ...]] = ("yes_no", "category", "number")


def likely_target(names: Sequence[str], kinds: Sequence[ColumnKind]) -> str:
    """The name of the likeliest column: one called like a target, else the last that can be predicted; or nothing.

    The kinds may be those of the first rows alone: in a file that is sorted by its target, that is constant there.
    """
    by_kind = list(zip(names, kinds, strict=True))
    named = [name for name, kind in by_kind if kind in (*_PREDICTED, "constant") and _rank(name)]
    fitting = [name for name, kind in by_kind if kind in _PREDICTED]
    others = [name for name, kind in by_kind if kind not in SAY_NOTHING]
    return min(reversed(named or fitting or others), key=_rank, default="")


def _rank(name: str) -> int:
    """Below 0 for names that speak for themselves, in their order; of the others the last column wins."""
    words = re.split(r"[^a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower())
    found = [_NAMES.index(word) for word in words if word in _NAMES]
    return min(found) - len(_NAMES) if found else 0
