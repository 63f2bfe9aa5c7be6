"""Plots of what training tells. Loads pyqtgraph, so it is loaded itself only once the window is seen."""
