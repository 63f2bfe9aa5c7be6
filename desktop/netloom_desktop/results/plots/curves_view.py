"""Charts side by side with what they say: ROC and precision-recall, calibration, lift and gain."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netloom.reports.document import Reliability
from netloom.reports.parts import ClassRanking
from netloom.reports.wording import percent, written
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.results import pictures
from netloom_desktop.results.picture import Picture
from netloom_desktop.results.plots.chart import PictureChart
from netloom_desktop.results.shown import Shown
from netloom_desktop.results.tables import FigureTable
from netloom_desktop.words import label, say

MEAN = "the mean of all classes"


class CurvesView(QWidget):
    """A sentence, what it is about, and charts in a row; more may be added to `column`."""

    def __init__(self, shown: Shown, lead: str, about: str, charts: Sequence[Picture]) -> None:
        super().__init__()
        self.shown = shown
        self.lead = label(shown.theme, self, size=15, bold=True)
        self.about = label(shown.theme, self, color="muted_text")
        self.charts = [PictureChart(picture, shown.theme, self) for picture in charts]
        self.row = QHBoxLayout()
        self.row.setSpacing(12)
        for chart in self.charts:
            self.row.addWidget(chart, 1)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        self.column.addWidget(self.lead)
        self.column.addWidget(self.about)
        self.column.addLayout(self.row, 1)
        self.say(lead, about)

    def say(self, lead: str, about: str) -> None:
        """Say something else."""
        say(self.lead, lead)
        say(self.about, about)

    def choose_class(self, names: Sequence[str]) -> CalmComboBox:
        """A box above the charts to choose what they show."""
        box = CalmComboBox(self)
        box.setObjectName("report_class")
        box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setAccessibleName("Class that the charts show")
        box.addItems(list(names))
        row = QHBoxLayout()
        row.addWidget(box)
        row.addStretch(1)
        self.column.insertLayout(2, row)
        return box


def ranking_view(shown: Shown) -> QWidget:
    """ROC and precision-recall: of the second of two classes, or of the mean of several and of each."""
    output = shown.output
    found = output.ranking
    assert found is not None
    main = found.main
    if main is None:
        return CurvesView(shown, found.lead, found.about, ())

    def charts(one: ClassRanking) -> tuple[Picture, Picture]:
        return pictures.roc(output, one), pictures.precision_recall(output, one)

    view = CurvesView(shown, found.lead, found.about, charts(main))
    if found.mean is not None:
        each = (found.mean, *found.classes)
        box = view.choose_class([one.name or MEAN for one in each])
        box.activated.connect(lambda place: _show(view, charts(each[place])))
    return view


def _show(view: CurvesView, charts: Sequence[Picture]) -> None:
    for chart, picture in zip(view.charts, charts, strict=True):
        chart.show_picture(picture)


def calibration_view(shown: Shown) -> QWidget:
    """Whether the probabilities can be taken at their word."""
    output = shown.output
    found = output.calibration
    assert found is not None

    def charts(one: Reliability) -> tuple[Picture, Picture]:
        return pictures.reliability(one), pictures.counts(one)

    view = CurvesView(shown, found.sentence, found.about, charts(found))
    rows = [
        (output.title(name), percent(one.expected_calibration_error), written("score", one.brier))
        for name, one in found.models.items()
    ]
    view.column.addWidget(FigureTable("honesty", ("Model", "Calibration error", "Brier score"), rows, view))
    if found.classes:
        each: tuple[Reliability, ...] = (found, *found.classes)
        box = view.choose_class(["the class that is answered", *(one.event for one in found.classes)])
        box.activated.connect(lambda place: _show(view, charts(each[place])))
    return view


def lift_view(shown: Shown) -> QWidget:
    """How much of a class the surest rows hold."""
    found = shown.output.lift
    assert found is not None
    view = CurvesView(shown, found.sentence, found.about, (pictures.gain(shown.output), pictures.lift(shown.output)))
    headings = ("Surest", "Rows", f"Of them {found.event!r}", "Precision", "In this part", "Gain", "Lift")
    rows = [
        (percent(one.share, 0), f"{one.rows:,.0f}", f"{one.hits:,.0f}", percent(one.precision), percent(one.here),
         percent(one.gain), f"{one.lift:.2f}")
        for one in found.parts
    ]  # fmt: skip  # a line of the table
    table = FigureTable("top_rows", headings, rows, view)
    table.most = 5
    view.column.addWidget(table)
    return view
