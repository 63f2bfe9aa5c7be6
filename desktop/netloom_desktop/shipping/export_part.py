"""The part Export of the Ship step: the formats, what was exported and its proof. Wiring only."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from netloom.settings.exports import ExportFormat
from netloom_desktop.parts import Parts
from netloom_desktop.shipping.asking import asked_place
from netloom_desktop.shipping.exported_list import ExportedList
from netloom_desktop.shipping.exports import Exports
from netloom_desktop.shipping.format_list import FormatList
from netloom_desktop.shipping.shipped_run import ShippedRun
from netloom_desktop.theme import Theme


class ExportPart(QWidget):
    """What it shows lives in `exports`; in another theme it is made anew."""

    def __init__(self, parts: Parts, shipped: ShippedRun) -> None:
        super().__init__()
        self.setObjectName("export_part")
        self.setAccessibleName("Export")
        self.parts, self.shipped = parts, shipped
        self.exports = Exports(parts.engines, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._shown: QWidget | None = None
        self.show_theme(parts.theme)
        shipped.changed.connect(self._follow)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = replace(self.parts, theme=theme)
        if self._shown is not None:
            self._row.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = self._made()
        self._row.addWidget(self._shown)
        self._follow()

    def _made(self) -> QWidget:
        self.formats = FormatList(self.parts.theme, self)
        self.formats.wanted.connect(self.export)
        self.list = ExportedList(self.exports, self.parts.theme, self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(16)
        column.addWidget(self.formats)
        column.addWidget(self.list)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def export(self, format: ExportFormat) -> None:
        """Let a place be chosen, and export the run to it."""
        run, project = self.shipped.folder, self.parts.editor.path
        if run is None or project is None:
            return
        if (path := asked_place(format, project, self)) is not None:
            self.exports.start(run, format, path)

    def _follow(self) -> None:
        self.formats.allow(self.shipped.folder is not None)
