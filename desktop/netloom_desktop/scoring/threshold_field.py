"""From which probability on the second of two classes is answered, beside what the report found best."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QWidget

from netloom.reports.document import ThresholdPart
from netloom.reports.thresholds import USUAL, at, best_words
from netloom_desktop.buttons import explained_button
from netloom_desktop.run_choice.run_report import RunReport
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

_DIGITS: Final = 4
_NOT_MEASURED: Final = "This run is not measured yet: Results chooses a threshold by what mistakes cost."
_ONE_CLASS: Final = "The report chose no threshold: its test rows are all of one class."
_ABOUT: Final = "A row whose probability is above this is answered with this class. At 0.5 the likelier one is."


class ThresholdField(QWidget):
    """`changed(float | None)`, whenever `threshold` is another one. Not there where no threshold can be used.

    `threshold` is what is answered by, to all digits that the report has; None where the likelier class is answered.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("threshold_field")
        self.threshold: float | None = None
        self._is_typed = False  # a number, and not yet taken
        self._run: Path | None = None
        self._event = ""
        self._found: ThresholdPart | None = None
        self._report = RunReport()
        self._told = ""  # of which class
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
        self.field.lineEdit().textEdited.connect(self._note_typing)
        self.field.valueChanged.connect(self._take)
        self.field.editingFinished.connect(self.take_typed)
        self.use = explained_button("Use it", "use_threshold", "Answer by the threshold of the report.", self)
        self.use.clicked.connect(self._use)
        self.words = label(theme, self, color="muted_text", size=12)
        self.words.setObjectName("threshold_found")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.title, 0), (self.field, 0), (self.use, 0), (self.words, 1)):
            row.addWidget(widget, stretch)
        self.hide()

    def offer(self, run: Path | None, event: str, threshold: float | None) -> None:
        """Show by which threshold a run answers this class; an empty one takes no threshold."""
        self._run, self._event = run, event
        self.title.setText(f"Answer ‘{event}’ above")
        self.field.setAccessibleName(f"Probability above which {event} is answered")
        self.threshold = threshold
        self._write(USUAL if threshold is None else threshold)
        self.setVisible(bool(event))
        self._look()

    def take_typed(self) -> None:
        """Answer by what is typed, also before the field is left: a key of a button does not leave it."""
        self.field.interpretText()
        if self._is_typed:
            self._take(self.field.value())

    def _note_typing(self) -> None:
        self._is_typed = self.field.hasAcceptableInput()

    def _take(self, value: float) -> None:
        self._is_typed = False
        threshold = None if value == USUAL else value
        if threshold != self.threshold:
            self.threshold = threshold
            self.changed.emit(threshold)

    def _write(self, value: float) -> None:
        """Show a threshold as far as the field has digits, without taking what it shows."""
        self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(False)
        self._is_typed = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()  # it may have been measured meanwhile

    def _look(self) -> None:
        """Say what the report of the run has, if there is one; it is read again only where it is another."""
        is_other = self._report.look(self._run)
        if not is_other and self._event == self._told:
            return
        self._told, self._found, said = self._event, None, ""
        if self._run is not None and self._event:
            self._found, said = _told_of(self._report)
        if self._found is not None:
            self.use.setText(f"Use {at(self._found.best.threshold)}")
        self.use.setVisible(self._found is not None)
        say(self.words, said)

    def _use(self) -> None:
        if self._found is not None:
            self._write(self._found.best.threshold)
            self._take(self._found.best.threshold)


def _told_of(report: RunReport) -> tuple[ThresholdPart | None, str]:
    """What the report of a run has on the threshold of its Output of two classes, and how that is said."""
    if report.document is None:
        return None, report.trouble or _NOT_MEASURED
    found = next((one.thresholds for one in report.document.outputs.values() if len(one.classes) == 2), None)
    if found is None:
        return None, _ONE_CLASS
    return found, f"The report: {best_words(found.best, given=found.given)}."
