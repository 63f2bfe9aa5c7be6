"""What all that works on the project's file is made from."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from netloom_desktop.editor import Editor
from netloom_desktop.project_file.notices import Notices
from netloom_desktop.project_file.own_locks import OwnLocks
from netloom_desktop.project_file.questions import Question, ask
from netloom_desktop.recent import RecentProjects


@dataclass(frozen=True)
class FileParts:
    """The editor, the window that questions stand in front of, the bars above its page, and the locks it has."""

    editor: Editor
    window: QWidget
    notices: Notices
    locks: OwnLocks
    recent: RecentProjects

    def ask(self, question: Question) -> str:
        """Ask in front of the window."""
        return ask(self.window, question)
