"""The tab "Report": a run is chosen and measured. Wiring only."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.results.measuring import Measuring
from netloom_desktop.results.run_choice import RunChoice
from netloom_desktop.theme import Theme

PAGE = "report.html"


class ReportTab(QWidget):
    """What it shows lives in the book of runs and in their folders; in another theme it is made anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("report_tab")
        self.parts = parts
        self.measuring = Measuring(parts.engines, self)
        self.choice = RunChoice(parts.runs, self.measuring, parts.theme, self)
        self.choice.measure_wanted.connect(self._measure)
        self.choice.page_wanted.connect(_open_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.choice)
        column.addStretch(1)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.choice.show_theme(theme)

    def _measure(self, folder: Path) -> None:
        self.measuring.begin(folder)


def _open_page(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / PAGE)))
