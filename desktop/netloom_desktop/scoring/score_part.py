"""The part Score a file of the Ship step: a file is chosen or dropped, looked at beside its answers, and saved."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from netloom.protocol import Predict
from netloom.settings.sources import TableFile
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.dropping import dropped_table
from netloom_desktop.data.import_dialog import ImportDialog, Wish
from netloom_desktop.invitation import Invitation
from netloom_desktop.parts import Parts
from netloom_desktop.scoring.save_bar import asked_file
from netloom_desktop.scoring.saving import Saving
from netloom_desktop.scoring.scored_view import ScoredView
from netloom_desktop.scoring.scores import Scores
from netloom_desktop.scoring.wording import proposed_name
from netloom_desktop.theme import Theme

_LINES = (
    "Drop a file here, or choose one: CSV or TSV (also .gz), Parquet, Excel.",
    "You see each row with its prediction, and which columns are unlike those it has learnt from.",
)


class ScorePart(QWidget):
    """What it shows lives in `scores` and `saving`; in another theme it is made anew. Wiring only."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.setObjectName("score_part")
        self.setAccessibleName("Score a file")
        self.setAcceptDrops(True)
        self.parts, self.chosen = parts, parts.chosen_run
        self.scores = Scores(self.chosen, parts.engines, self)
        self.saving = Saving(parts.engines, self)
        self._stack = QStackedLayout(self)
        self._shown: tuple[QWidget, ...] = ()
        self.show_theme(parts.theme)
        self.scores.changed.connect(self._follow)
        self.chosen.changed.connect(lambda: self._follow(self.scores.state))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.parts = replace(self.parts, theme=theme)
        for old in self._shown:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.invitation = Invitation("Predict new rows", _LINES, "&Choose file…", theme, self)
        self.invitation.button.setObjectName("score_choose")
        self.invitation.button.clicked.connect(self.ask)
        self.view = ScoredView(self.scores, self.saving, theme, self)
        self.view.file_wanted.connect(self.ask)
        self.view.options_wanted.connect(self.ask_options)
        self.view.save_wanted.connect(self.save)
        self._shown = (self.invitation, self.view)
        for widget in self._shown:
            self._stack.addWidget(widget)
        self._follow(self.scores.state)

    def _follow(self, state: TableState) -> None:
        may_score = self.chosen.folder is not None
        self.invitation.button.setEnabled(may_score)
        self._stack.setCurrentWidget(self.view if state.source.path and may_score else self.invitation)
        if state.state == "read":
            self.parts.engines.have_a_spare()  # saving begins at once

    # The file

    def ask(self) -> None:
        """Let a file be chosen, and score it."""
        suffixes = " ".join(f"*{suffix}" for suffix in TableFile.suffixes)
        name, _ = QFileDialog.getOpenFileName(
            self, "Score a file", str(self._folder()), f"Tables ({suffixes});;All files (*)"
        )
        if name:
            self.open(Path(name))

    def _folder(self) -> Path:
        beside = self.scores.path or self.parts.editor.path
        return beside.parent if beside is not None else Path.home()

    def open(self, path: Path) -> None:
        """Score a file; how it is read is found by looking."""
        self.saving.forget()
        self.scores.open(path)

    def ask_options(self) -> None:
        """Ask how the file is to be read."""
        if self.scores.path is None:
            return
        dialog = ImportDialog(Wish(self.scores.path, self.scores.source), self.parts.engines, self.parts.theme, self)
        dialog.say_agreed("Read it so")
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self._read_as(dialog.wish))
        dialog.open()

    def _read_as(self, wish: Wish) -> None:
        if isinstance(wish.source, TableFile):
            self.saving.forget()
            self.scores.open(wish.path, wish.source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.chosen.folder is not None and dropped_table(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A file from elsewhere."""
        if (path := dropped_table(event.mimeData())) is not None:
            event.acceptProposedAction()
            self.open(path)

    # Saving

    def save(self) -> None:
        """Let a file be chosen for the rows with their answers, and write it."""
        self.view.threshold.take_typed()
        data, run = self.scores.path, self.scores.run
        if data is None or run is None:
            return
        if (out := asked_file(data.with_name(proposed_name(data)), self)) is not None:
            request = Predict(
                run=str(run),
                data=str(data),
                out=str(out),
                source=self.scores.source,
                threshold=self.scores.threshold,
                as_input=self.view.save_bar.is_as_input,
            )
            self.saving.start(request)
