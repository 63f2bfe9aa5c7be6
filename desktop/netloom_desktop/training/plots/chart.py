"""The plot of one figure: curves of some runs, marks for what matters in them, and a cursor that reads them."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netloom_desktop.theme import Theme, font
from netloom_desktop.training.drawing import Drawn, Manner
from netloom_desktop.training.plots.cursor import Cursor
from netloom_desktop.training.plots.curves import Curves
from netloom_desktop.training.plots.legend import Legend
from netloom_desktop.training.plots.marks import Marks
from netloom_desktop.training.plots.view import plot_view
from netloom_desktop.training.run import HEALTHS
from netloom_desktop.training.wording import figure_title
from netloom_desktop.words import dye


class Chart(QWidget):
    """Mouse: the wheel zooms, dragging moves, a double click shows all. Left and Right move the cursor."""

    def __init__(self, figure: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure, self.theme = figure, theme
        self.drawn: tuple[Drawn, ...] = ()
        self.manner = Manner()
        self.setObjectName(f"chart_{figure}")
        self.setAccessibleName(f"Plot of {figure_title(figure)} by epochs")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = self._view()
        self.plot = self.view.getPlotItem()
        self.curves = Curves(self.plot, figure, theme)
        self.marks = Marks(self.plot, figure, theme)
        self.cursor_line = Cursor(self.plot, figure, theme)
        self.title, self.legend = self._label(figure_title(figure)), Legend(theme, self)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.title)
        top.addWidget(self.legend, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.view, 1)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(font(13, bold=True))
        label.setContentsMargins(10, 6, 10, 0)
        dye(label, self.theme, "text")
        return label

    def _view(self) -> pg.PlotWidget:
        view = plot_view(self.theme, self)
        view.getPlotItem().setLabel("bottom", "epoch", color=self.theme.muted_text)
        view.scene().sigMouseMoved.connect(self._point)
        view.scene().sigMouseClicked.connect(self._click)
        return view

    # Drawing

    def draw(self, drawn: Sequence[Drawn], manner: Manner) -> None:
        """Draw these runs; of what is drawn already, only what has changed. The blocks are those of the first."""
        if manner.log != self.manner.log:
            self.plot.setLogMode(y=manner.log)
        self.drawn = tuple(drawn[:1] if self.figure in HEALTHS else drawn)
        self.manner = manner
        self.legend.show_samples(self.curves.show(self.drawn, manner))
        self.view.scene().prepareForPaint()  # what moves while it is painted would be painted once more
        self.marks.show(self.drawn, manner)
        self.cursor_line.show(self.drawn)

    def show_all(self) -> None:
        """Show all curves from end to end."""
        self.plot.enableAutoRange()

    # The cursor

    @property
    def reading(self) -> pg.TextItem:
        """What the cursor reads."""
        return self.cursor_line.reading

    def point_at(self, x: float | None) -> None:
        """Put the cursor at an epoch; None: take it away."""
        self.cursor_line.point_at(x)

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
        if (by := steps.get(Qt.Key(event.key()))) is not None and self.drawn:
            self.cursor_line.step(by)
        else:
            super().keyPressEvent(event)
