"""From which probability on the second of two classes is answered, beside what the report found best."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from netloom.errors import NetloomError
from netloom.reports.document import ThresholdPart
from netloom.reports.reading import DOCUMENT, read_report
from netloom.reports.thresholds import USUAL, at, best_words
from netloom_desktop.buttons import explained_button
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

_DIGITS: Final = 4
_NOT_MEASURED: Final = "This run is not measured yet: Results chooses a threshold by what mistakes cost."
_ABOUT: Final = "A row whose probability is above this is answered with this class. At 0.5 the likelier one is."


class ThresholdField(QWidget):
    """`changed(float | None)`; None where the likelier class is answered. Not there where no threshold can be used."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_field")
        self._run: Path | None = None
        self._event = ""
        self._found: ThresholdPart | None = None
        self._seen: tuple[Path | None, str, int] | None = None  # of which report it is told
        self.title = QLabel(self)
        self.field = QDoubleSpinBox(self)
        self.field.setObjectName("score_threshold")
        self.field.setRange(0, 1)
        self.field.setDecimals(_DIGITS)
        self.field.setSingleStep(0.01)
        self.field.setKeyboardTracking(False)
        self.field.setValue(USUAL)
        self.field.setToolTip(_ABOUT)
        outlined(self.field, theme)
        self.field.setAccessibleDescription(_ABOUT)
        self.field.valueChanged.connect(lambda _: self.changed.emit(self.threshold))
        self.use = explained_button("Use it", "use_threshold", "Answer by the threshold of the report.", self)
        self.use.clicked.connect(self._use)
        self.words = label(theme, self, color="muted_text", size=12)
        self.words.setObjectName("threshold_found")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.title, 0), (self.field, 0), (self.use, 0), (self.words, 1)):
            row.addWidget(widget, stretch)
        self.hide()

    @property
    def threshold(self) -> float | None:
        """What is answered by; as exact as the report has it, where the field shows that."""
        shown = self.field.value()
        best = self._found.best.threshold if self._found is not None else None
        if best is not None and round(best, _DIGITS) == shown:
            return None if best == USUAL else best
        return None if shown == USUAL else shown

    def offer(self, run: Path | None, event: str, threshold: float | None) -> None:
        """Show by which threshold a run answers this class; an empty one takes no threshold."""
        self._run, self._event = run, event
        self.title.setText(f"Answer ‘{event}’ above")
        self.field.setAccessibleName(f"Probability above which {event} is answered")
        self.field.blockSignals(True)
        self.field.setValue(USUAL if threshold is None else threshold)
        self.field.blockSignals(False)
        self.setVisible(bool(event))
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()  # it may have been measured meanwhile

    def _look(self) -> None:
        """Say what the report of the run has, if there is one; it is read again only where it is another."""
        seen = self._run, self._event, _written_at(self._run)
        if seen == self._seen:
            return
        self._seen, self._found, said = seen, None, ""
        if self._run is not None and self._event:
            try:
                self._found, said = _threshold_of(self._run), _NOT_MEASURED
            except NetloomError as error:
                said = str(error)
        if self._found is not None:
            said = f"The report: {best_words(self._found.best, given=self._found.given)}."
            self.use.setText(f"Use {at(self._found.best.threshold)}")
        self.use.setVisible(self._found is not None)
        say(self.words, said)

    def _use(self) -> None:
        if self._found is not None:
            self.field.setValue(self._found.best.threshold)


def _written_at(run: Path | None) -> int:
    """When the report of a run was written; 0 where there is none."""
    try:
        return (run / DOCUMENT).stat().st_mtime_ns if run is not None else 0
    except OSError:
        return 0


def _threshold_of(run: Path) -> ThresholdPart | None:
    """What the report of a run says of the threshold of its Output of two classes. RunError if it cannot be read."""
    report = read_report(run)
    outputs = report.outputs.values() if report is not None else ()
    return next((one.thresholds for one in outputs if len(one.classes) == 2), None)
