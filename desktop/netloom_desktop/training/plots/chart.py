"""The plot of one figure: curves of some runs, marks for what matters in them, and a cursor that reads them."""

from collections.abc import Sequence
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netloom_desktop.theme import Theme, font
from netloom_desktop.training.colors import look, mixed, training_color
from netloom_desktop.training.curve import smoothed
from netloom_desktop.training.drawing import Drawn, Manner
from netloom_desktop.training.lines import LEARNING_RATE, Line, Part, lines_of, values_at
from netloom_desktop.training.plots.legend import Legend
from netloom_desktop.training.plots.marks import Marks
from netloom_desktop.training.run import HEALTHS
from netloom_desktop.training.wording import figure_title
from netloom_desktop.words import dye

LONG: Final = 600  # points from which on a line is thin and solid
Key = tuple[int, str]  # of a curve: the number of its run, and its name
_WIDTHS: Final[dict[Part, float]] = {"steps": 1.0, "block": 1.4, "training": 1.4, "validation": 2.2}


class Chart(QWidget):
    """Mouse: the wheel zooms, dragging moves, a double click shows all. Left and Right move the cursor."""

    def __init__(self, figure: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure, self.theme = figure, theme
        self.drawn: tuple[Drawn, ...] = ()
        self.manner = Manner()
        self.place: float | None = None
        self._curves: dict[Key, pg.PlotDataItem] = {}
        self._revisions: dict[int, tuple[object, ...]] = {}
        self.setObjectName(f"chart_{figure}")
        self.setAccessibleName(f"Plot of {figure_title(figure)} by epochs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title = self._label(figure_title(figure), 13, bold=True)
        self.view = self._view()
        self.plot = self.view.getPlotItem()
        self.marks = Marks(self.plot, figure, theme)
        self._needle = pg.InfiniteLine(angle=90, pen=pg.mkPen(theme.color("muted_text"), width=1))
        self.reading = pg.TextItem(color=theme.text, fill=theme.color("panel"), border=theme.color("outline"))
        self.reading.setFont(font(12))
        for item in (self._needle, self.reading):
            item.setZValue(20)
            item.hide()
            self.plot.addItem(item, ignoreBounds=True)
        self.legend = Legend(theme, self)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.title)
        top.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def _label(self, text: str, size: int, *, bold: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font(size, bold=bold))
        label.setContentsMargins(10, 6, 10, 0)
        dye(label, self.theme, "text")
        return label

    def _view(self) -> pg.PlotWidget:
        view = pg.PlotWidget(self, background=self.theme.entry)
        view.setFrameShape(view.Shape.NoFrame)
        view.setFocusProxy(self)
        view.setMenuEnabled(False)
        view.hideButtons()
        plot = view.getPlotItem()
        plot.setContentsMargins(2, 2, 10, 2)
        plot.showGrid(x=True, y=True, alpha=0.12)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(self.theme.color("outline"))
            axis.setTextPen(self.theme.color("muted_text"))
            axis.setStyle(tickFont=QFont(font(11)))
        plot.setLabel("bottom", "epoch", color=self.theme.muted_text)
        plot.setClipToView(True)
        plot.setDownsampling(auto=True, mode="peak")
        view.scene().sigMouseMoved.connect(self._point)
        view.scene().sigMouseClicked.connect(self._click)
        return view

    # Drawing

    def draw(self, drawn: Sequence[Drawn], manner: Manner) -> None:
        """Draw these runs; of what is drawn already, only what has changed. The blocks are those of the first."""
        drawn = drawn[:1] if self.figure in HEALTHS else drawn
        if manner.log != self.manner.log:
            self.plot.setLogMode(y=manner.log)
        if manner != self.manner or {each.number for each in drawn} != {each.number for each in self.drawn}:
            self._revisions.clear()
        alone = len(drawn) == 1
        self.drawn, self.manner = tuple(drawn), manner
        wanted = {key for each in drawn for key in self._draw_run(each, alone=alone)}
        for key in self._curves.keys() - wanted:
            self.plot.removeItem(self._curves.pop(key))
        self.marks.show(self.drawn, manner)
        self._explain(alone=alone)
        self._read()

    def _draw_run(self, drawn: Drawn, *, alone: bool) -> list[Key]:
        lines = lines_of(drawn.run, self.figure, steps=self.manner.steps and alone)
        state = (id(drawn.run), drawn.run.revision, alone)
        if self._revisions.get(drawn.number) != state:
            self._revisions[drawn.number] = state
            for line in lines:
                self._draw_line(drawn, line, alone=alone)
        return [(drawn.number, line.name) for line in lines]

    def _explain(self, *, alone: bool) -> None:
        """Say what kinds of lines there are."""
        first = self.drawn[:1]
        lines = [
            (each, line)
            for each in first
            for line in lines_of(each.run, self.figure, steps=self.manner.steps and alone)
        ]
        several = len(lines) > 1
        samples = [(line.name, self._pen(each, line, alone=alone)) for each, line in lines] if several else []
        self.legend.show_samples(samples)

    def _draw_line(self, drawn: Drawn, line: Line, *, alone: bool) -> None:
        key = (drawn.number, line.name)
        if key not in self._curves:
            self._curves[key] = self.plot.plot()
            self._curves[key].setZValue({"steps": 1, "block": 2, "training": 2, "validation": 3}[line.part])
        y = smoothed(line.curve.y, self.manner.smooth) if self.manner.smooth else line.curve.y
        single = len(line.curve) == 1
        self._curves[key].setData(
            x=line.curve.x,
            y=y,
            pen=self._pen(drawn, line, alone=alone),
            symbol=look(self.theme, drawn.number).mark if single else None,
            symbolSize=8,
            symbolBrush=look(self.theme, drawn.number).color,
            antialias=len(line.curve) <= LONG,
        )

    def _pen(self, drawn: Drawn, line: Line, *, alone: bool) -> Any:
        """A line of many points is one pixel wide and solid, which is drawn ten times as fast and shows more."""
        color = QColor(look(self.theme, drawn.number).color)
        if line.part != "validation":
            color = QColor(training_color(self.theme, drawn.number, alone=alone))
        if line.part == "block":
            color = QColor(look(self.theme, line.number).color)
        long = len(line.curve) > LONG
        if line.part == "steps" or (long and line.part == "training" and not alone):
            color = mixed(color, self.theme.color("entry"))
        dashed = line.part == "training" and not long and self.figure != LEARNING_RATE
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        return pg.mkPen(color, width=1.0 if long else _WIDTHS[line.part], style=style)

    def show_all(self) -> None:
        """Show all curves from end to end."""
        self.plot.enableAutoRange()

    # The cursor

    def point_at(self, x: float | None) -> None:
        """Put the cursor at an epoch; None: take it away."""
        self.place = x
        self._read()

    def _point(self, place: QPointF) -> None:
        box = self.plot.getViewBox()
        inside = self.plot.sceneBoundingRect().contains(place)
        self.point_at(round(box.mapSceneToView(place).x()) if inside else None)

    def _click(self, event: Any) -> None:
        if event.double():
            self.show_all()

    def leaveEvent(self, event: Any) -> None:
        self.point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        last = max((each.run.epochs for each in self.drawn), default=0)
        if step is None or not last:
            super().keyPressEvent(event)
            return
        now = self.place if self.place is not None else last + (step < 0)
        self.point_at(min(max(now + step, 1), last))

    def _read(self) -> None:
        named = [(each.name if len(self.drawn) > 1 else "", each.run) for each in self.drawn]
        lines = values_at(named, self.figure, self.place) if self.place is not None else []
        self._needle.setVisible(bool(lines))
        self.reading.setVisible(bool(lines))
        if lines and self.place is not None:
            self._needle.setPos(self.place)
            self.reading.setText("\n".join([f"epoch {self.place:.0f}", *lines]))
            self._place_reading(self.place)

    def _place_reading(self, x: float) -> None:
        (left, right), (_, top) = self.plot.getViewBox().viewRange()
        self.reading.setAnchor((1, 0) if x > (left + right) / 2 else (0, 0))
        self.reading.setPos(x, top)
