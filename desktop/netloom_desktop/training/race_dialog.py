"""Choosing a race: what is compared, and who takes part."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netloom.project import Project
from netloom.races import RACES, Race, Runner
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

NOBODY = "Nothing to compare here: no block of the network has this setting."


class RaceDialog(QDialog):
    """`runners` are those that were ticked."""

    def __init__(self, project: Project, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Race")
        self.setObjectName("race_dialog")
        self.setMinimumWidth(420)
        self.project = project
        self._offered: tuple[Runner, ...] = ()
        self.kind = CalmComboBox(self)
        self.kind.setObjectName("race_kind")
        self.kind.setAccessibleName("What is compared")
        self.kind.fill([(race.id, race.title, race.about) for race in RACES])
        self.kind.setCurrentIndex(0)
        self.kind.currentIndexChanged.connect(self._offer)
        self.about = label(theme, self, color="muted_text")
        self.list = QListWidget(self)
        self.list.setObjectName("runners")
        self.list.setAccessibleName("Who takes part")
        self.list.itemChanged.connect(self._count)
        self.buttons = QDialogButtonBox(self)
        self.start = self.buttons.addButton("Start", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(theme)
        self._offer()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        words = label(theme, self)
        say(words, "Trains the network as it is now, several times with one thing changed, and draws all together.")
        question = QLabel("Compare", self)
        question.setBuddy(self.kind)
        for widget in (words, question, self.kind, self.about, self.list, self.buttons):
            column.addWidget(widget)

    @property
    def race(self) -> Race:
        """The race that is chosen."""
        return next(race for race in RACES if race.id == self.kind.currentData())

    @property
    def runners(self) -> tuple[Runner, ...]:
        """Who takes part."""
        return tuple(
            runner
            for row, runner in enumerate(self._offered)
            if self.list.item(row).checkState() == Qt.CheckState.Checked
        )

    def _offer(self, _: int = 0) -> None:
        self._offered = self.race.runners(self.project)
        say(self.about, self.race.about if self._offered else NOBODY)
        self.list.clear()
        for runner in self._offered:
            item = QListWidgetItem(runner.name)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self._count()

    def _count(self, _: object = None) -> None:
        self.start.setEnabled(len(self.runners) > 1)
        self.start.setText(f"Start {len(self.runners)} runs")
