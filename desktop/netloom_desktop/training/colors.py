"""How runs are told apart in plots and lists: by colour, by mark and by name."""

from typing import Final, NamedTuple

from PySide6.QtGui import QColor

from netloom_desktop.theme import Theme

# Groups of blocks whose colours are far from each other, in light and dark.
_GROUPS: Final = (
    "Core", "Recurrent", "Convolution", "Activation", "Regularization", "Data", "Normalization", "Attention",
)  # fmt: skip  # names read best side by side
_MARKS: Final = ("o", "s", "t", "d", "star", "p", "h", "+")


class Look(NamedTuple):
    """A colour as #rrggbb, and the name of a mark."""

    color: str
    mark: str


def look(theme: Theme, number: int) -> Look:
    """What the run of that number looks like; after eight colours they come again with other marks."""
    turn = number // len(_GROUPS)
    return Look(theme.kind(_GROUPS[number % len(_GROUPS)]), _MARKS[(number + turn) % len(_MARKS)])


def training_color(theme: Theme, number: int, *, alone: bool) -> str:
    """The colour of the training rows: the run's own, or, where one run is drawn alone, another one."""
    return look(theme, 1 if alone else number).color


def mixed(color: QColor, ground: QColor, percent: int = 55) -> QColor:
    """The colour as it looks transparent on a ground, which is drawn much faster than one that is."""
    pairs = ((color.red(), ground.red()), (color.green(), ground.green()), (color.blue(), ground.blue()))
    return QColor(*((above * percent + below * (100 - percent)) // 100 for above, below in pairs))
