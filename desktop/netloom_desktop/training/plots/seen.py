"""What is painted in a plot by ourselves: anywhere in the part that is seen, and nowhere else."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF


class Seen(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Base of what works out anew, when it is painted, what of it is seen."""

    def boundingRect(self) -> QRectF:
        """All that is seen."""
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:
        """Another part is seen, or in another size."""
        super().viewTransformChanged()
        self.prepareGeometryChange()
