"""A chart of a report: lines, dots, bars and marks, read by a cursor, saved as a picture or a table."""

from html import escape
from typing import Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from netloom.reports.wording import amount
from netloom_desktop.results.picture import LARGEST, Line, Picture, Scale, Stroke, as_csv
from netloom_desktop.theme import Theme, font
from netloom_desktop.training.colors import look
from netloom_desktop.training.plots.legend import Legend
from netloom_desktop.training.plots.saving import ask_to_save, write_plots
from netloom_desktop.training.plots.view import plot_view
from netloom_desktop.words import dye, label, say

_NEAR: Final = 12  # pixels from a dot in which a click is meant for it
_STROKES: Final[dict[Stroke, tuple[float, Qt.PenStyle]]] = {
    "strong": (2.2, Qt.PenStyle.SolidLine),
    "dashed": (1.6, Qt.PenStyle.DashLine),
    "mixed": (1.6, Qt.PenStyle.DashDotLine),
    "dotted": (1.8, Qt.PenStyle.DotLine),
    "thin": (1.0, Qt.PenStyle.SolidLine),
    "guessing": (1.2, Qt.PenStyle.DashLine),
}
_SIGNS: Final = {"o": "○", "d": "◆"}
_FEW: Final = 60  # dots up to which they are large


class PictureChart(QWidget):
    """Mouse: the wheel zooms, dragging moves, a double click shows all. Left and Right walk along the first line.

    `picked(int)` tells a point of the first line, `clicked(float, float)` a place without one.
    """

    clicked = Signal(object, object)
    picked = Signal(object)

    def __init__(self, picture: Picture, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.picture = theme, picture
        self.place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName(f"chart_{picture.id}")
        self.title = self._label()
        self.legend = Legend(theme, self)
        self.view = plot_view(theme, self)
        self.plot = self.view.getPlotItem()
        self.view.scene().sigMouseMoved.connect(self._point)
        self.view.scene().sigMouseClicked.connect(self._click)
        self.reading = pg.TextItem(color=theme.text, fill=theme.color("panel"), border=theme.color("outline"))
        self.reading.setFont(font(12))
        self.spot = pg.ScatterPlotItem(size=11, pen=pg.mkPen(theme.color("text"), width=1.5), brush=None)
        self.about = label(theme, self, color="muted_text", size=12)
        self._lay_out()
        self.show_picture(picture)

    def _label(self) -> QLabel:
        title = QLabel(self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(font(13, bold=True))
        title.setContentsMargins(10, 4, 10, 0)
        dye(title, self.theme, "text")
        return title

    def _lay_out(self) -> None:
        save = QToolButton(self)
        save.setText("Save…")
        save.setProperty("chip", True)
        save.setObjectName(f"save_{self.picture.id}")
        save.setAccessibleName(f"Save {self.picture.title}")
        save.setToolTip("Write the chart as PNG or SVG, or its figures as CSV.")
        save.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        save.clicked.connect(lambda: ask_to_save(self, self.picture.id, self.write))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.title, 1)
        top.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.legend)
        column.addWidget(self.view, 1)
        column.addWidget(self.about)

    def sizeHint(self) -> QSize:
        return QSize(420, 340)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 150)

    def write(self, path: Any) -> None:
        """Write it as PNG, SVG or CSV, by the ending of the name. InputError if that cannot be."""
        write_plots(self, lambda: as_csv(self.picture), path)

    # Drawing

    def show_picture(self, picture: Picture) -> None:
        """Draw another picture of the same kind."""
        self.picture, self.place = picture, None
        self.setAccessibleName(f"{picture.title}: {picture.y.name} against {picture.x.name}")
        self.setAccessibleDescription(picture.reading)
        self.title.setText(picture.title)
        say(
            self.about, " ".join([picture.reading, *(f"{_SIGNS[mark.symbol]} {mark.words}." for mark in picture.marks)])
        )
        self.plot.clearPlots()
        for item in [*self.plot.items]:
            if isinstance(item, pg.BarGraphItem | pg.ErrorBarItem | pg.ScatterPlotItem | pg.TextItem):
                self.plot.removeItem(item)
        self._draw_bars()
        for line in reversed(picture.lines):
            self._draw_line(line)
        self._draw_marks()
        for item in (self.spot, self.reading):
            item.setZValue(30)
            item.hide()
            self.plot.addItem(item, ignoreBounds=True)
        for side, scale in (("bottom", picture.x), ("left", picture.y)):
            self.plot.setLabel(side, escape(scale.name), color=self.theme.muted_text)  # it is read as markup
        self.show_all()
        several = len(picture.lines) > 1
        self.legend.show_samples([(line.words, self._pen(line)) for line in picture.lines] if several else [])
        self.legend.setVisible(several)

    def _draw_bars(self) -> None:
        bars, color = self.picture.bars, self.theme.color("accent")
        if bars:
            brush = QColor(color)
            brush.setAlpha(150)
            sizes = {"x0": [bar.left for bar in bars], "x1": [bar.right for bar in bars]}
            heights = [bar.height for bar in bars]
            item = pg.BarGraphItem(
                **sizes, height=heights, y0=[0] * len(bars), brush=brush, pen=pg.mkPen(color, width=1)
            )
            self.plot.addItem(item)
        for spread in self.picture.spreads:
            self.plot.plot([spread.x, spread.x], [spread.low, spread.high], pen=pg.mkPen(color, width=1.4))

    def _draw_line(self, line: Line) -> None:
        color = self._color(line)
        drawn = [(x, y) for x, y in line.points if max(abs(x), abs(y)) < LARGEST]
        x, y = [x for x, _ in drawn], [y for _, y in drawn]
        if not line.dots:
            self.plot.plot(x, y, pen=self._pen(line), antialias=True)
            return
        few = len(x) <= _FEW
        brush = QColor(color)
        brush.setAlpha(255 if few else 120)
        self.plot.plot(x, y, pen=self._pen(line) if few else None, symbol="o", symbolSize=9 if few else 6,
                       symbolBrush=brush, symbolPen=pg.mkPen(self.theme.entry, width=0.6))  # fmt: skip  # how and where

    def _color(self, line: Line) -> QColor:
        quiet = self.theme.color("muted_text")
        return quiet if line.color is None else QColor(look(self.theme, line.color).color)

    def _pen(self, line: Line) -> Any:
        width, style = _STROKES[line.stroke]
        return pg.mkPen(self._color(line), width=width, style=style)

    def _draw_marks(self) -> None:
        for mark in self.picture.marks:
            brush = self.theme.color("entry" if mark.symbol == "o" else "text")
            item = pg.ScatterPlotItem(
                [mark.place[0]], [mark.place[1]], symbol=mark.symbol, size=13,
                pen=pg.mkPen(self.theme.color("text"), width=1.8), brush=brush,
            )  # fmt: skip  # where, and how
            item.setZValue(20)
            self.plot.addItem(item, ignoreBounds=True)

    def show_all(self) -> None:
        """Show everything."""
        self.plot.enableAutoRange()
        for number, scale in enumerate((self.picture.x, self.picture.y)):
            self._fix(number, scale)

    def _fix(self, number: int, scale: Scale) -> None:
        box = self.plot.getViewBox()
        fix = box.setXRange if number == 0 else box.setYRange
        if scale.low is not None and scale.high is not None:
            fix(scale.low, scale.high, padding=0.01)
        elif scale.low is not None:
            values = [point[number] for line in self.picture.lines for point in line.points]
            values += [bar.height for bar in self.picture.bars]
            fix(scale.low, max([value for value in values if value > scale.low], default=1.0), padding=0.05)

    # Reading

    def _nearest(self, place: QPointF) -> tuple[int, float]:
        """The point of the first line that is nearest to a place of the scene, and how many pixels it is away."""
        if not self.picture.lines or not self.picture.lines[0].points:
            return -1, float("inf")
        here = self.plot.getViewBox().mapSceneToView(place)
        across, up = self.plot.getViewBox().viewPixelSize()
        far = [((x - here.x()) / across) ** 2 + ((y - here.y()) / up) ** 2 for x, y in self.picture.lines[0].points]
        number = min(range(len(far)), key=far.__getitem__)
        return number, far[number] ** 0.5

    def _point(self, place: QPointF) -> None:
        inside = self.plot.getViewBox().sceneBoundingRect().contains(place)
        number, pixels = self._nearest(place) if inside else (-1, float("inf"))
        self.read(number if pixels <= 3 * _NEAR else None)

    def read(self, number: int | None) -> None:
        """Say what a point of the first line is; None: nothing."""
        self.place = number
        for item in (self.spot, self.reading):
            item.setVisible(number is not None)
        if number is not None:
            x, y = self.picture.lines[0].points[number]
            self.spot.setData([x], [y])
            self.reading.setText(f"{self.picture.x.name}: {amount(x)}\n{self.picture.y.name}: {amount(y)}")
            (left, right), (low, high) = self.plot.getViewBox().viewRange()
            self.reading.setAnchor((1 if x > (left + right) / 2 else 0, 0 if y > (low + high) / 2 else 1))
            self.reading.setPos(x, y)

    def _click(self, event: Any) -> None:
        if event.double():
            self.show_all()
            return
        number, pixels = self._nearest(event.scenePos())
        here = self.plot.getViewBox().mapSceneToView(event.scenePos())
        if pixels <= _NEAR:
            self.picked.emit(number)
        else:
            self.clicked.emit(here.x(), here.y())

    def leaveEvent(self, event: Any) -> None:
        self.read(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        points = self.picture.lines[0].points if self.picture.lines else ()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.place is not None:
            self.picked.emit(self.place)
        elif step is None or not points:
            super().keyPressEvent(event)
        else:
            start = self.place if self.place is not None else -1 if step > 0 else len(points)
            self.read(min(max(start + step, 0), len(points) - 1))
