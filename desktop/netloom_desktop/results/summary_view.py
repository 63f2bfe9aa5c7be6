"""What follows from a report: whether the network is better than simpler models, and what to be careful about."""

from typing import Final

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from netloom.reports import captions
from netloom.reports.document import Measure, OutputDocument
from netloom.reports.parts import Standing
from netloom.reports.wording import difference, written
from netloom_desktop.results.dots import Dot, Dots
from netloom_desktop.results.scrolling import scrolling
from netloom_desktop.results.shown import Shown
from netloom_desktop.results.tables import FigureTable
from netloom_desktop.training.notices import Notice
from netloom_desktop.words import counted, label, say

_COLORS: Final[dict[Standing, str]] = {"better": "fitting", "worse": "error", "undecided": "muted_text"}
_ACROSS: Final = 3  # cards side by side


class SummaryView(QWidget):
    """The verdict, the figures beside those of the baselines, and the differences."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self.setObjectName("report_summary")
        self.column = QVBoxLayout(self)
        self.column.setSpacing(8)
        output = shown.output
        rows = counted(output.rows, "row")
        self._say(f"Predicts {output.target}, {captions.TASKS[output.task]}. Scored on {rows}.", color="muted_text")
        headline = self._say(output.headline, size=20, bold=True)
        headline.setObjectName("headline")
        for finding in output.findings:
            self._find(finding.standing, finding.sentence)
        careful = Notice(shown.theme, "warning", "be_careful", self)
        careful.tell(
            "\n".join(["Be careful", *(f"•  {caveat}" for caveat in output.caveats)] if output.caveats else [])
        )
        self.column.addWidget(careful)
        self._title("Key figures", captions.FIGURES)
        self.column.addLayout(self._cards())
        for model in output.models:
            if model.note:
                self._say(f"{model.title}: {model.note}", color="muted_text")
        if any(output.differences.values()):
            self._title("The network beside each baseline", captions.DIFFERENCES)
            self.column.addWidget(_differences(output, self))
        self._tell([told for told in shown.noticed if told not in output.caveats])
        self.column.addStretch(1)

    def _tell(self, noticed: list[str]) -> None:
        if noticed:
            self._title("What was noticed about the data", "")
        for told in noticed:
            self._say(f"•  {told}")

    def _say(self, text: str, *, size: int = 13, bold: bool = False, color: str = "text") -> QWidget:
        words = label(self.shown.theme, self, size=size, bold=bold, color=color)
        say(words, text)
        self.column.addWidget(words)
        return words

    def _title(self, title: str, about: str) -> None:
        self.column.addSpacing(6)
        self._say(title, size=15, bold=True)
        self._say(about, color="muted_text", size=12)

    def _find(self, standing: Standing, sentence: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        sign = label(self.shown.theme, self, color=_COLORS[standing], size=15, bold=True)
        sign.setWordWrap(False)  # one that wraps asks for less width than its sign has
        sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        say(sign, captions.SIGNS[standing])
        words = label(self.shown.theme, self)
        say(words, sentence)
        row.addWidget(sign)
        row.addWidget(words, 1)
        self.column.addLayout(row)

    def _cards(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, measure in enumerate(self.shown.output.measures):
            grid.addWidget(self._card(measure), place // _ACROSS, place % _ACROSS)
        for column in range(_ACROSS):
            grid.setColumnStretch(column, 1)
        return grid

    def _card(self, measure: Measure) -> QWidget:
        output, theme = self.shown.output, self.shown.theme
        card = QFrame(self)
        card.setObjectName(f"figure_{measure.name}")
        card.setAutoFillBackground(True)
        palette = card.palette()
        palette.setColor(palette.ColorRole.Window, theme.color("entry"))
        card.setPalette(palette)
        column = QVBoxLayout(card)
        value, ends = output.figure(output.models[0].name, measure.name)
        between = "" if ends is None else " to ".join(written(measure.unit, end) for end in ends)
        for text, size, bold, color in (
            (measure.title, 13, True, "text"),
            (written(measure.unit, value), 22, True, "text"),
            (between, 12, False, "muted_text"),
        ):
            words = label(theme, card, size=size, bold=bold, color=color)
            say(words, text)
            column.addWidget(words)
        dots = [dot for model in output.models if (dot := _dot(output, model.name, measure)) is not None]
        if dots:
            column.addWidget(Dots(measure.title, dots, theme, card))
        about = label(theme, card, size=12, color="muted_text")
        say(about, measure.about)
        column.addWidget(about)
        column.addStretch(1)
        return card


def _dot(output: OutputDocument, model: str, measure: Measure) -> Dot | None:
    value, ends = output.figure(model, measure.name)
    if value is None:
        return None
    low, high = ends or (value, value)
    return Dot(output.title(model), value, low, high, written(measure.unit, value))


def _differences(output: OutputDocument, parent: QWidget) -> FigureTable:
    rows = [
        (output.title(name), *(_difference(output, name, measure) for measure in output.measures))
        for name in output.differences
    ]
    headings = ("Better by", *(measure.title for measure in output.measures))
    return FigureTable("differences", headings, rows, parent)


def _difference(output: OutputDocument, baseline: str, measure: Measure) -> str:
    found = output.differences[baseline].get(measure.name)
    if found is None:
        return "–"
    low, high = (difference(measure.unit, end) for end in found.interval)
    sign = captions.SIGNS[found.network_is]
    return f"{sign} {difference(measure.unit, found.gain)}  ({low} to {high})"


def summary_view(shown: Shown) -> QWidget:
    """The verdict with its figures."""
    return scrolling(SummaryView(shown))
