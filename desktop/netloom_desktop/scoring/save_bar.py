"""Below the rows: saving them with their answers, how far that is, and where the file lies."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QPushButton, QWidget

from netloom.settings.sources import WRITABLE, TableFile
from netloom_desktop.data.source_line import Progress
from netloom_desktop.scoring.saving import Saving, SavingState
from netloom_desktop.scoring.wording import dialect_words, saved_words
from netloom_desktop.shipping.asking import may_replace
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, label, outlined, say


class SaveBar(QWidget):
    """`wanted()` asks to save."""

    wanted = Signal()

    def __init__(self, saving: Saving, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("save_bar")
        self.saving, self.theme = saving, theme
        self.button = QPushButton("&Save predictions…", self)
        self.button.setObjectName("save_predictions")
        self.button.setDefault(True)
        self._dialect = ""  # of the file that was offered last
        self.as_input = QCheckBox(self)
        self.as_input.setObjectName("save_as_input")
        outlined(self.as_input, theme)
        self.progress = Progress(theme, self)
        self.words = label(theme, self)
        self.words.setObjectName("save_words")
        self.folder = QPushButton("Show in fol&der", self)
        self.folder.setObjectName("save_folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget, stretch in ((self.button, 0), (self.as_input, 0), (self.progress, 3), (self.words, 3)):
            row.addWidget(widget, stretch)
        row.addStretch(0)
        row.addWidget(self.folder)
        self.button.clicked.connect(self.wanted)
        self.folder.clicked.connect(self._show_folder)
        self.progress.cancelled.connect(saving.cancel)
        saving.progressed.connect(self.progress.show_reading)
        saving.changed.connect(self._follow)
        self.allow(None)
        self._follow(saving.state)

    @property
    def is_as_input(self) -> bool:
        """Whether text is to be written as in the file that is scored."""
        return self.as_input.isVisible() and self.as_input.isChecked()

    def allow(self, found: TableFile | None) -> None:
        """Offer to save a file that was found to be written so; None where there is nothing to save."""
        self._may_save = found is not None
        words = dialect_words(found) if found is not None else ""
        self.as_input.setVisible(bool(words))
        if words and words != self._dialect:
            self._dialect = words
            self.as_input.setText(f"Text as in the file: {words}")
            self.as_input.setChecked(True)
        self._follow(self.saving.state)

    def _follow(self, state: SavingState) -> None:
        self.button.setEnabled(self._may_save and state.state != "running")
        self.folder.setVisible(state.state == "done")
        self.words.setVisible(state.state != "running")
        if state.state != "running":
            say(self.words, _words(state))
            dye(self.words, self.theme, "error" if state.state == "failed" else "text")
        else:
            self.words.hide()

    def _show_folder(self) -> None:
        if self.saving.state.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saving.state.path.parent)))


def _words(state: SavingState) -> str:
    match state.state:
        case "done":
            return saved_words(state.predicted) if state.predicted is not None else ""
        case "failed":
            return f"⚠ {state.message}"
        case "cancelled":
            return "Given up: nothing was saved."
        case _:
            return ""


def asked_file(proposed: Path, parent: QWidget) -> Path | None:
    """The file that a person chooses for the predictions; None if they do not. Its suffix says how it is written."""
    suffix = next((each for each in sorted(WRITABLE, key=len, reverse=True) if proposed.name.endswith(each)), ".csv")
    filters = {each: f"{title} (*{each})" for each, title in WRITABLE.items()}
    chosen, _ = QFileDialog.getSaveFileName(
        parent,
        "Save predictions",
        str(proposed),
        ";;".join(filters.values()),
        filters[suffix],
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not chosen:
        return None
    path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}{suffix}")
    return path if not path.exists() or may_replace([path], parent) else None
