"""Exports and their proof in words. Nothing here knows Qt."""

from math import floor, log10
from typing import Final

from netloom.protocol import Exported, ExportedPart
from netloom.settings.exports import ExportFormat

STARTING: Final = "Loading what computes…"
CANCELLING: Final = "Is being given up…"
CANCELLED: Final = "Given up. Nothing was written."
_NOT_RUN: Final = "It was not run, since Keras is not installed here."
_REPORT: Final = "Measured on rows that training never saw. Any browser shows and prints it."
_ZIP: Final = "Its README.md says what is what, with the SHA-256 of each file."


def proof_words(exported: Exported, format: ExportFormat) -> str:
    """By what an export is known to answer as the trained network does."""
    if exported.parts:
        return "\n".join([*(f"{each.path}: {_proof(each)}" for each in exported.parts if _can_tell(each)), _ZIP])
    if not format.tolerance:
        return _REPORT
    allowed = f" Above {plain(format.tolerance)} nothing is written." if exported.largest_difference is not None else ""
    return _proof(exported) + allowed


def _can_tell(part: ExportedPart) -> bool:
    return bool(part.rows) or not part.path.endswith(".html")


def _proof(part: Exported | ExportedPart) -> str:
    if part.largest_difference is None:
        return _NOT_RUN
    batches = f", {_listed(part.batches)} at a time" if part.batches else ""
    rows = f"{part.rows:,} row{'' if part.rows == 1 else 's'}"
    difference = (
        f"it differs by at most {plain(part.largest_difference)}" if part.largest_difference else "no digit differs"
    )
    return f"On {rows} that training never saw{batches}, it answers as the trained network does: {difference}."


def plain(number: float) -> str:
    """A small number that is read without knowing of powers: `0.0000003`."""
    if not number:
        return "0"
    written = f"{number:.{max(0, -floor(log10(number)))}f}"
    return written.rstrip("0") if "." in written else written


def _listed(numbers: tuple[int, ...]) -> str:
    """`1, 2 and 33`."""
    *first, last = map(str, numbers)
    return f"{', '.join(first)} and {last}" if first else last
