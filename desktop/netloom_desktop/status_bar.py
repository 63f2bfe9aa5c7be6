"""The line at the bottom of the window: what the plan found, how large the network is, where it would be trained, and
whether the file holds it."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from netloom_desktop.editor import Editor
from netloom_desktop.icons import icon
from netloom_desktop.planned import PlannedProject
from netloom_desktop.problem_list.rows import counts_in_words
from netloom_desktop.theme import Theme

ICON: Final = 16
_LOOKS: Final = {
    "planning": ("window/missing", "muted_text"),
    "error": ("window/error", "error"),
    "warning": ("window/warning", "warning"),
    "note": ("window/ready", "muted_text"),
    "ready": ("window/ready", "fitting"),
}


class StatusBar(QStatusBar):
    """`problems_wanted()` asks to go to the list of problems: the state of the plan was pressed."""

    problems_wanted = Signal()

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor, self.theme = editor, theme
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self.plan = QToolButton(self)
        self.plan.setObjectName("status_plan")
        self.plan.setAutoRaise(True)
        self.plan.setIconSize(QSize(ICON, ICON))
        self.plan.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.plan.setCursor(QCursor(Qt.CursorShape.PointingHandCursor))
        self.plan.setToolTip("Shows the list of problems.")
        self.plan.clicked.connect(self.problems_wanted)
        self.parameters = self._words("status_parameters", "How many weights the network learns.")
        self.memory = self._words("status_memory", "How much memory training takes with this batch size.")
        self.device = self._words("status_device", "Where the network would be trained.")
        self.saved = self._words("status_saved", "Whether the file holds the project as it is now.")
        for each in (self.plan, self.parameters, self.memory, self.device, self.saved):
            self.addPermanentWidget(each)
        for changed in (editor.project_changed, editor.plan_changed, editor.file_changed):
            changed.connect(self.follow)
        self.follow()

    def _words(self, name: str, about: str) -> QLabel:
        made = QLabel(self)
        made.setObjectName(name)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setToolTip(about)
        made.setContentsMargins(8, 0, 8, 0)
        return made

    def follow(self, _: object = None) -> None:
        """Say how things are now."""
        planned = self.editor.planned
        state, words = plan_words(self.editor)
        name, color = _LOOKS[state]
        self.plan.setIcon(icon(name, getattr(self.theme, color)))
        self.plan.setText(words)
        self.plan.setAccessibleName(f"Plan: {words}")
        for label, text in ((self.parameters, planned.parameters), (self.memory, planned.memory)):
            label.setText(text)
            label.setVisible(bool(text))
        self.saved.setText(saved_words(self.editor))

    def name_device(self, words: str, why: str) -> None:
        """Say where training would run, and why there."""
        self.device.setText(words)
        self.device.setToolTip(why)
        self.device.setVisible(bool(words))

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        self.follow()


def plan_words(editor: Editor) -> tuple[str, str]:
    """The state of the plan, which has an icon of its own, and the words for it."""
    planned, project = editor.planned, editor.project
    if not project.nodes:
        return "planning", "No blocks yet"
    if not planned.is_of(project):
        return "planning", "Working it out…"
    return _found_words(planned)


def _found_words(planned: PlannedProject) -> tuple[str, str]:
    if not planned.problems:
        return "ready", "Nothing is wrong"
    return planned.problems[0].severity, counts_in_words(planned.problems)


def saved_words(editor: Editor) -> str:
    """Whether the file holds the project, in words."""
    if editor.path is None:
        return "In no file yet" if editor.project.nodes or not editor.is_saved else "New project"
    return "Saved" if editor.is_saved else "Not saved"
