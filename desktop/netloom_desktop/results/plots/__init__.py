"""The charts of a report, drawn. Loaded once they are wanted: they need pyqtgraph."""
