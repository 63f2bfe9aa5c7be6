"""The part Export of the Ship step: the formats, what was exported and its proof, and a program that asks it. Wiring
only."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from netloom.settings.exports import ExportFormat, export_format
from netloom_desktop.parts import Parts
from netloom_desktop.shipping.asking import asked_place
from netloom_desktop.shipping.exported_list import ExportedList
from netloom_desktop.shipping.exports import Exports
from netloom_desktop.shipping.format_list import FormatList
from netloom_desktop.shipping.program_panel import ProgramPanel
from netloom_desktop.shipping.programs import Asked, Programs
from netloom_desktop.theme import Theme

WIDEST: Final = 760  # pixels of the list: longer lines tire


class ExportPart(QWidget):
    """What it shows lives in `exports` and `programs`; in another theme it is made anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("export_part")
        self.setAccessibleName("Export")
        self.parts, self.chosen = parts, parts.chosen_run
        self.exports = Exports(parts.engines, self)
        self.programs = Programs(parts.engines, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(20)
        self._shown: tuple[QWidget, ...] = ()
        self.show_theme(parts.theme)
        self.chosen.changed.connect(self._follow)
        self.exports.changed.connect(self._follow)
        self.programs.changed.connect(self._have_a_spare)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = replace(self.parts, theme=theme)
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.panel = ProgramPanel(self.programs, theme, self)
        self._shown = (self._made_list(), self.panel)
        for widget, stretch in zip(self._shown, (5, 6), strict=True):
            self._row.addWidget(widget, stretch)
        self._follow()

    def _made_list(self) -> QWidget:
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMaximumWidth(WIDEST)
        inside = QWidget(area)
        self.formats = FormatList(self.parts.theme, inside)
        self.formats.wanted.connect(self.export)
        self.list = ExportedList(self.exports, self.parts.theme, inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(16)
        column.addWidget(self.formats)
        column.addWidget(self.list)
        column.addStretch(1)
        area.setWidget(inside)
        return area

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def export(self, format: ExportFormat) -> None:
        """Let a place be chosen, and export the run to it."""
        run, project = self.chosen.folder, self.parts.editor.path
        if run is None or project is None:
            return
        if (path := asked_place(format, project, self)) is not None:
            self.exports.start(run, format, path)

    def _follow(self, _: object = None) -> None:
        run, project = self.chosen.folder, self.parts.editor.path
        self.formats.allow(run is not None and project is not None)
        if project is not None:
            self.panel.folder = project.parent
        if self.isVisible():
            self._ask_programs()

    def _ask_programs(self) -> None:
        """Those for the run, which name its ONNX file as it was exported last, or else as it would be."""
        run, entry, project = self.chosen.folder, self.chosen.entry, self.parts.editor.path
        if run is None or entry is None or project is None:
            self.programs.ask(None)
            return
        latest = self.exports.latest(run, "onnx")
        usual = f"{project.stem}{export_format('onnx').ending}"
        asked = Asked(run, entry.known.epochs, latest.path.name if latest is not None else usual)
        if latest is not None and latest.exported is not None:
            self.programs.learn(asked, latest.exported.snippets)
        self.programs.ask(asked, awaited=latest is not None and not latest.is_over)

    def _have_a_spare(self) -> None:
        """Once the programs are there, an engine is made ready for the export that comes next."""
        if self.programs.texts:
            self.parts.engines.have_a_spare()
