"""What is above a report: which run it is about, how far its measuring is, and its page for the browser."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from netloom.reports.reading import PAGE
from netloom_desktop.buttons import explained_button
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.results.measuring import Measuring
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import Entry, RunBook
from netloom_desktop.training.pace import WORDS, Pace
from netloom_desktop.words import counted, label, say


class RunChoice(QWidget):
    """Signals: `chosen(Path | None)`, the folder of the run that is looked at, `followed()` when more is known of it,
    `output_chosen(str)`, the Output, `measure_wanted(Path)` and `page_wanted(Path)`."""

    chosen = Signal(object)
    followed = Signal()
    output_chosen = Signal(object)
    measure_wanted = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, book: RunBook, measuring: Measuring, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.book, self.measuring = book, measuring
        self._told: Path | None = None
        self.runs = CalmComboBox(self)
        self.runs.setObjectName("report_run")
        self.runs.setAccessibleName("Run that is reported")
        self.runs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.runs.activated.connect(lambda _: self._choose())
        self.outputs = CalmComboBox(self)
        self.outputs.setObjectName("report_output")
        self.outputs.setAccessibleName("Output that is reported")
        self.outputs.activated.connect(lambda _: self.output_chosen.emit(self.output))
        self.outputs.hide()
        self.measure = explained_button("Measure", "measure", "Measure the run on rows that it has never seen.", self)
        self.measure.setDefault(True)
        self.measure.clicked.connect(lambda: self.measure_wanted.emit(self.folder))
        self.cancel = explained_button("Cancel", "cancel_measuring", "Give measuring up.", self)
        self.cancel.clicked.connect(measuring.cancel)
        self.page = explained_button(
            "Open the full report", "open_page", "Open the report as a page in the browser.", self
        )
        self.page.clicked.connect(lambda: self.page_wanted.emit(self.folder))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName("How far measuring is")
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("measuring_words")
        self.trouble = label(theme, self, color="error")
        self.trouble.setObjectName("measuring_trouble")
        self._lay_out()
        soon = Pace(self.follow, WORDS, self)
        for signal in (book.listed, book.changed):
            signal.connect(soon.soon)
        measuring.changed.connect(self.follow)
        self.follow()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.runs)
        row.addWidget(self.outputs)
        row.addWidget(self.measure)
        row.addWidget(self.cancel)
        row.addWidget(self.words, 1)
        row.addStretch(1)
        row.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.trouble)

    @property
    def entry(self) -> Entry | None:
        """The run that is looked at."""
        wanted = self.runs.currentData()
        return next((each for each in self.book.entries if wanted and str(each.run.folder) == wanted), None)

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is looked at."""
        return self.entry.run.folder if self.entry is not None else None

    @property
    def output(self) -> str:
        """The id of the Output that is looked at; empty where nothing is reported."""
        return str(self.outputs.currentData() or "")

    def show_outputs(self, targets: dict[str, str]) -> None:
        """Offer the Outputs of a report, by id; the one that was chosen stays so."""
        current = self.output
        self.outputs.fill([(id, target, "") for id, target in targets.items()])
        self.outputs.setCurrentIndex(max(self.outputs.findData(current), 0) if targets else -1)
        self.outputs.setVisible(len(targets) > 1)

    def choose(self, entry: Entry | None) -> None:
        """Look at a run."""
        place = self.runs.findData(str(entry.run.folder)) if entry is not None else -1
        if place >= 0:
            self.runs.setCurrentIndex(place)
            self._choose()

    def follow(self) -> None:
        """Show everything as it is now."""
        self._list_runs()
        entry, folder, busy = self.entry, self.folder, self.measuring.run is not None
        has_page = folder is not None and (folder / PAGE).exists()
        self.measure.setText("Measure again" if has_page else "Measure")
        self.measure.setVisible(not busy)
        self.measure.setEnabled(entry is not None and not entry.is_live)
        self.cancel.setVisible(busy)
        self.page.setVisible(has_page)
        self._show_progress()
        say(self.words, self._words())
        say(self.trouble, "" if busy or folder != self.measuring.last else self.measuring.failure)
        self._choose()
        self.followed.emit()

    def _list_runs(self) -> None:
        """The runs that have a folder, the latest first; of these the latest that is over, unless one was chosen."""
        current = self.entry
        entries = [each for each in reversed(self.book.entries) if each.run.folder is not None and not each.elsewhere]
        self.runs.fill([(str(each.run.folder), f"Run {each.name}: {_how_far(each)}", "") for each in entries])
        complete = [each for each in entries if each.run.is_over and each.run.finished is not None]
        usual = next(iter((*complete, *entries)), None)
        wanted = current if current in entries else usual
        if wanted is not None:
            self.runs.setCurrentIndex(entries.index(wanted))
        self.runs.setEnabled(bool(entries))

    def _choose(self) -> None:
        if self.folder != self._told:
            self._told = self.folder
            self.chosen.emit(self.folder)

    def _show_progress(self) -> None:
        reading = self.measuring.reading
        self.bar.setVisible(self.measuring.run is not None)
        self.bar.setRange(0, 1_000 if reading is not None and reading.of else 0)
        if reading is not None and reading.of:
            self.bar.setValue(round(1_000 * reading.done / reading.of))

    def _words(self) -> str:
        if self.measuring.run is not None:
            doing = self.measuring.reading.doing if self.measuring.reading is not None else "Getting ready"
            other = "" if self.measuring.run == self.folder else f"Run {self.measuring.run.name}: "
            return f"{other}{doing}…"
        if self.entry is None:
            return "There is no run yet. Train the network first."
        if self.entry.is_live:
            return "This run still trains. It can be measured once it is over."
        return ""


def _how_far(entry: Entry) -> str:
    return f"{entry.state_words}, {counted(entry.run.epochs, 'epoch')}"
