"""An empty plot in a theme's colours: axes, grid, and no menus of its own."""

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from netloom_desktop.theme import Theme, font
from netloom_desktop.training.plots.grid import Grid


def plot_view(theme: Theme, parent: QWidget) -> pg.PlotWidget:
    """The keys go to its parent."""
    view = pg.PlotWidget(parent, background=theme.entry)
    view.setFrameShape(view.Shape.NoFrame)
    view.setFocusProxy(parent)
    view.setMenuEnabled(False)
    view.hideButtons()
    plot = view.getPlotItem()
    plot.setContentsMargins(2, 2, 10, 2)
    Grid(plot, theme.color("grid"))
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(theme.color("outline"))
        axis.setTextPen(theme.color("muted_text"))
        axis.setStyle(tickFont=font(11))
    return view
