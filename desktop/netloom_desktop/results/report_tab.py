"""The tab "Report": a run is chosen, measured and looked at. Wiring only."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from netloom.reports.document import ReportDocument
from netloom.reports.reading import PAGE
from netloom_desktop.parts import Parts
from netloom_desktop.results.measuring import Measuring
from netloom_desktop.results.measuring_bar import MeasuringButtons, MeasuringWords
from netloom_desktop.results.output_choice import OutputChoice
from netloom_desktop.results.report_view import ReportView
from netloom_desktop.results.shown import Shown
from netloom_desktop.run_choice.run_bar import RunBar
from netloom_desktop.run_choice.run_report import RunReport
from netloom_desktop.theme import Theme
from netloom_desktop.training.notices import Notice
from netloom_desktop.training.pace import WORDS, Pace

NOT_MEASURED: Final = (
    "This run is not measured yet. Measuring scores it on the rows that it has never seen, beside a constant, a linear "
    "model and boosted trees."
)
GONE: Final = "Run {name} is not there any more."
WENT_ON: Final = "The run went on after it was measured, at epoch {epochs:,}: measure it again for how it is now."


class ReportTab(QWidget):
    """What it shows lives in the book of runs and in their folders; in another theme it is made anew."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("report_tab")
        self.parts = parts
        self.chosen = parts.chosen_run
        self.report = RunReport()
        self.view: ReportView | None = None
        self._gone = ""  # said of a run that is not there any more
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 10)
        self.column.setSpacing(8)
        self.measuring = Measuring(parts.engines, self)
        self._head: list[QWidget] = []
        self._fill()
        self._pace = Pace(self.follow, WORDS, self)
        self.measuring.done.connect(self._measured)
        self.measuring.changed.connect(self.follow)
        self.chosen.changed.connect(self._follow_run)

    def _fill(self, output: str = "") -> None:
        theme = self.parts.theme
        self.bar = RunBar(self.chosen, theme, self)
        self.bar.train_wanted.connect(lambda: self.parts.act("step_train"))
        self.outputs = OutputChoice(self)
        self.outputs.offer({output: ""} if output else {})
        self.outputs.activated.connect(lambda _: self._show())
        self.buttons = MeasuringButtons(self.chosen, self.measuring, self)
        self.buttons.measure_wanted.connect(self._measure)
        self.buttons.page_wanted.connect(_open_page)
        for tool in (self.outputs, self.buttons):
            self.bar.tools.addWidget(tool)
        self.progress = MeasuringWords(self.chosen, self.measuring, theme, self)
        self.notice = Notice(theme, "warning", "report_notice", self)
        self._head = [self.bar, self.progress, self.notice]
        for place, widget in enumerate(self._head):
            self.column.insertWidget(place, widget)
        self.column.addStretch(0)
        self._read()

    @property
    def document(self) -> ReportDocument | None:
        """The report that is shown."""
        return self.report.document

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look()

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        output = self.outputs.output
        for widget in self._head:
            self._let_go(widget)
        self.parts = replace(self.parts, theme=theme)
        self._fill(output)

    def _let_go(self, widget: QWidget) -> None:
        self.column.removeWidget(widget)
        widget.setParent(None)
        widget.deleteLater()

    def _follow_run(self) -> None:
        """Another run is read at once; what else is told of runs can wait."""
        if not self._look():
            self._pace.soon()

    def _look(self) -> bool:
        """Show the report if it is another one, as when it was written elsewhere; says whether it is."""
        is_other = self.report.look(self.chosen.place)
        if is_other:
            self._read()
        return is_other

    def _measure(self, folder: Path | None) -> None:
        entry = self.chosen.entry
        self.parts.runs.look_again()  # it may have been deleted elsewhere
        if folder is not None and folder == self.chosen.folder:
            self.measuring.begin(folder)
        elif entry is not None and entry not in self.parts.runs.entries:
            self._gone = GONE.format(name=entry.name)
            self.follow()

    def _measured(self, folder: Path) -> None:
        if folder == self.chosen.place:
            self._read()

    def _read(self) -> None:
        """Read the report of the run that is chosen, if there is one."""
        self.report.look(self.chosen.place)
        self._gone = ""
        outputs = self.document.outputs if self.document is not None else {}
        self.outputs.offer({id: one.target for id, one in outputs.items()})
        self.follow()
        self._show()

    def follow(self) -> None:
        """Tell of the run and of measuring it as they are now."""
        self.buttons.follow()
        self.progress.follow()
        told = self.measuring.told if self.measuring.last == self.report.run else ()
        self.notice.tell("\n".join(filter(None, (self._gone or self.report.trouble or self._odd(), *told))))

    def _odd(self) -> str:
        """What is to be known of the report, or of its absence."""
        entry = self.chosen.entry
        if entry is None or self.chosen.refusal:
            return ""
        if self.document is None:
            self.parts.engines.have_a_spare()  # which measures at once
            return NOT_MEASURED if self.measuring.run is None else ""
        points = [point for curve in self.document.background.curves for point in curve.points]
        epochs = max((epoch for epoch, _ in points), default=entry.known.epochs)
        return WENT_ON.format(epochs=epochs) if epochs != entry.known.epochs else ""

    def _show(self) -> None:
        """Show the report on the Output that is chosen, at the view that was looked at."""
        first = self.view.chosen if self.view is not None else "summary"
        if self.view is not None:
            self._let_go(self.view)
            self.view = None
        shown = self._shown()
        if shown is not None:
            self.view = ReportView(shown, first, self)
            self.column.insertWidget(len(self._head), self.view, 1)

    def _shown(self) -> Shown | None:
        document, folder, output = self.document, self.report.run, self.outputs.output
        if document is None or folder is None or output not in document.outputs:
            return None
        noticed = tuple(problem.message for problem in document.background.told)
        engines, theme = self.parts.engines, self.parts.theme
        return Shown(output, document.outputs[output], noticed, folder, document.answers, engines, theme)


def _open_page(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / PAGE)))
