"""The parts of the Ship step. Another part is another entry here; each is loaded when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from netloom_desktop.parts import Parts


@dataclass(frozen=True)
class Part:
    """A part: what its tab says, and what makes it from the window's parts.

    What is made can show itself in other colours (`Themed`), and keeps what it does meanwhile.
    """

    id: str
    title: str
    make: Callable[[Parts], QWidget]


def _export(parts: Parts) -> QWidget:
    from netloom_desktop.shipping.export_part import ExportPart

    return ExportPart(parts)


def _score(parts: Parts) -> QWidget:
    from netloom_desktop.scoring.score_part import ScorePart

    return ScorePart(parts)


def _try(parts: Parts) -> QWidget:
    from netloom_desktop.trying.try_part import TryPart

    return TryPart(parts)


PARTS: Final = (
    Part("score", "Score a file", _score),
    Part("try", "Try one row", _try),
    Part("export", "Export", _export),
)
