"""What is done with the run that a report is about: it is measured, and its page opened in the browser."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netloom.reports.reading import PAGE
from netloom_desktop.buttons import explained_button
from netloom_desktop.progress_bar import ProgressBar
from netloom_desktop.results.measuring import Measuring
from netloom_desktop.run_choice.chosen_run import ChosenRun
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say


class MeasuringButtons(QWidget):
    """`measure_wanted(Path | None)` and `page_wanted(Path)`, with the folder of the run."""

    measure_wanted = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, chosen: ChosenRun, measuring: Measuring, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen, self.measuring = chosen, measuring
        self.measure = explained_button("Measure", "measure", "Measure the run on rows that it has never seen.", self)
        self.measure.setDefault(True)
        self.measure.clicked.connect(lambda: self.measure_wanted.emit(chosen.folder))
        self.cancel = explained_button("Cancel", "cancel_measuring", "Give measuring up.", self)
        self.cancel.clicked.connect(measuring.cancel)
        about = "Open the report as a page in the browser."
        self.page = explained_button("Open the full report", "open_page", about, self)
        self.page.clicked.connect(lambda: self.page_wanted.emit(chosen.place))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.measure, self.cancel, self.page):
            row.addWidget(button)

    def follow(self) -> None:
        """Offer what can be done now."""
        place, busy = self.chosen.place, self.measuring.run is not None
        has_page = place is not None and (place / PAGE).exists()
        self.measure.setText("Measure again" if has_page else "Measure")
        self.measure.setEnabled(self.chosen.folder is not None)
        self._show_one(self.cancel if busy else self.measure)
        self.page.setVisible(has_page)

    def _show_one(self, wanted: QPushButton) -> None:
        """The keyboard goes from one button to the other, and not to who knows where."""
        other = self.measure if wanted is self.cancel else self.cancel
        wanted.setVisible(True)
        if self.window().focusWidget() is other:
            wanted.setFocus()
        other.setVisible(False)


class MeasuringWords(QWidget):
    """How far measuring is, or why it failed."""

    def __init__(self, chosen: ChosenRun, measuring: Measuring, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen, self.measuring = chosen, measuring
        self.bar = ProgressBar(theme, self)
        self.bar.setAccessibleName("How far measuring is")
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("measuring_words")
        self.trouble = label(theme, self, color="error")
        self.trouble.setObjectName("measuring_trouble")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.bar, self.trouble):
            column.addWidget(widget)

    def follow(self) -> None:
        """Tell how it is now."""
        busy = self.measuring.run is not None
        is_about = self.chosen.place == self.measuring.last
        self._show_progress(busy)
        say(self.words, self._doing() if busy else "")
        say(self.trouble, self.measuring.failure if is_about and not busy else "")
        self.setVisible(busy or bool(self.trouble.text()))

    def _show_progress(self, busy: bool) -> None:
        reading = self.measuring.reading
        self.bar.setVisible(busy)
        self.bar.setRange(0, 1_000 if reading is not None and reading.of else 0)
        if reading is not None and reading.of:
            self.bar.setValue(round(1_000 * reading.done / reading.of))

    def _doing(self) -> str:
        run, reading = self.measuring.run, self.measuring.reading
        other = f"Run {run.name}: " if run is not None and run != self.chosen.place else ""
        return f"{other}{reading.doing if reading is not None else 'Getting ready'}…"
