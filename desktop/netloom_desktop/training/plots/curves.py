"""The curves of one plot: those of some runs, each in the look of its run and of what it tells."""

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from netloom_desktop.theme import Theme
from netloom_desktop.training.colors import look, mixed, training_color
from netloom_desktop.training.drawing import Drawn, Manner
from netloom_desktop.training.lines import LEARNING_RATE, Line, Part, lines_of
from netloom_desktop.training.plots.stroke import Stroke

BOLD: Final = 400  # points of a plot up to which its lines are wide or dashed: 30 times as much work as thin ones
SMOOTH: Final = 20_000  # points of a plot up to which the edges of its lines are smooth: twice as much work
_WIDTHS: Final[dict[Part, float]] = {"steps": 1.0, "block": 1.4, "training": 1.4, "validation": 2.2}
_DEPTHS: Final[dict[Part, int]] = {"steps": 1, "block": 2, "training": 2, "validation": 3}
Key = tuple[int, str]  # of a curve: the number of its run, and its name


class Shown(NamedTuple):
    """A curve that is shown, and of which run."""

    drawn: Drawn
    line: Line

    @property
    def key(self) -> Key:
        return self.drawn.number, self.line.name


class Curves:
    """Draws anew only what has changed."""

    def __init__(self, plot: pg.PlotItem, figure: str, theme: Theme) -> None:
        self.plot, self.figure, self.theme = plot, figure, theme
        self._strokes: dict[Key, Stroke] = {}
        self._states: dict[Key, tuple[object, ...]] = {}
        self._pens: dict[tuple[object, ...], QPen] = {}

    def show(self, drawn: Sequence[Drawn], manner: Manner) -> tuple[tuple[str, QPen], ...]:
        """Show these runs. Returns the kinds of lines that there are, with a pen each; none where there is only one."""
        alone = len(drawn) == 1
        steps = manner.steps and alone
        shown = [Shown(each, line) for each in drawn for line in lines_of(each.run, self.figure, steps=steps)]
        points = sum(len(each.line.curve) for each in shown)
        bold = sum(len(each.line.curve) for each in shown if each.line.part != "steps") <= BOLD
        self._remove_all_but(each.key for each in shown)
        for each in shown:
            stroke = self._stroke(each)
            stroke.show_pen(self._pen(each, alone=alone, bold=bold), fine=points <= SMOOTH)
            self._follow(stroke, each, manner)
        kinds = [each for each in shown if each.drawn is drawn[0]]
        samples = ((each.line.name, self._pen(each, alone=alone, bold=bold)) for each in kinds)
        return tuple(samples) if len(kinds) > 1 else ()

    def _remove_all_but(self, keys: Iterable[Key]) -> None:
        for key in self._strokes.keys() - set(keys):
            self.plot.removeItem(self._strokes.pop(key))
            del self._states[key]

    def _stroke(self, shown: Shown) -> Stroke:
        if shown.key not in self._strokes:
            self._strokes[shown.key] = stroke = Stroke()
            stroke.setZValue(_DEPTHS[shown.line.part])
            self.plot.addItem(stroke)
        return self._strokes[shown.key]

    def _follow(self, stroke: Stroke, shown: Shown, manner: Manner) -> None:
        state = (shown.line.curve, shown.line.curve.revision, manner.smooth, manner.log)
        if self._states.get(shown.key) != state:
            self._states[shown.key] = state
            gap = (
                1.0 if shown.line.part == "steps" else math.inf
            )  # of epochs in which no step is known there is no line
            stroke.show_curve(shown.line.curve, manner.smooth, log=manner.log, gap=gap)

    def _pen(self, shown: Shown, *, alone: bool, bold: bool) -> QPen:
        """A line of a plot with many points is thin and solid, which shows more as well."""
        part = shown.line.part
        dashed = part == "training" and bold and self.figure != LEARNING_RATE
        width, style = _WIDTHS[part] if bold else 1.0, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        key = (*shown.key, shown.line.number, alone, bold)
        if key not in self._pens:
            self._pens[key] = pg.mkPen(self._color(shown, alone=alone, bold=bold), width=width, style=style)
        return self._pens[key]

    def _color(self, shown: Shown, *, alone: bool, bold: bool) -> QColor:
        number, part = shown.drawn.number, shown.line.part
        if part == "block":
            return QColor(look(self.theme, shown.line.number).color)
        if part == "validation":
            return QColor(look(self.theme, number).color)
        color = QColor(training_color(self.theme, number, alone=alone))
        pale = part == "steps" or not (bold or alone)
        return mixed(color, self.theme.color("entry")) if pale else color
