"""What other programs do to the file is told in a bar above the page, and nothing is done without an answer."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject

from netloom_desktop.file_on_disk import NOTHING
from netloom_desktop.project_file.notices import Answer, Notice
from netloom_desktop.project_file.opening import Opening
from netloom_desktop.project_file.parts import FileParts
from netloom_desktop.project_file.watching import FileWatch


class Outside(QObject):
    """Looks when the system tells of a change, and when the window is come back to."""

    def __init__(self, parts: FileParts, opening: Opening, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.opening = opening
        self.watch = FileWatch(self)
        self.watch.seen.connect(self._hear)
        self._known = parts.editor.file  # as it was before another program came
        parts.editor.file_changed.connect(self._follow)
        parts.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is come back to, perhaps from the program that changed the file."""
        if event.type() == QEvent.Type.WindowActivate:
            self.watch.look()
        return False

    def _follow(self, _: object = None) -> None:
        file, known = self.parts.editor.file, self._known
        if file.path != known.path:
            self.parts.notices.drop("read_only")
        if (file.path, file.fingerprint) != (known.path, known.fingerprint):
            self.parts.notices.drop("changed", "removed")
            self._known = file
        elif file.holds is not None:
            self._known = file
        self.watch.follow(file)

    def _hear(self, found: str) -> None:
        """What the file holds is not what it held: until that is settled, the project counts as unsaved."""
        if found == self._known.fingerprint:
            self.parts.editor.mark(self._known)
            self.parts.notices.drop("changed", "removed")
            return
        self.parts.editor.mark(replace(self._known, holds=None))
        if found == NOTHING:
            self._tell_removed()
        else:
            self._tell_changed(found)

    def _tell_removed(self) -> None:
        self.parts.notices.drop("changed")
        text = f"{self._known.name} is not there any more: it was moved or deleted. Its project is open here, unsaved."
        save = Answer("save", "Save again", self.opening.saving.save)
        save_as = Answer("save_as", "Save as…", self.opening.saving.save_as)
        self.parts.notices.tell(Notice("removed", text, (save, save_as)))

    def _tell_changed(self, found: str) -> None:
        self.parts.notices.drop("removed")
        text = f"{self._known.name} was changed by another program."
        if self.parts.editor.project is not self._known.holds:
            text += " It does not hold the changes that were made here."
        reload = Answer("reload", "Reload", lambda: self._reload(found))
        keep = Answer("keep", "Keep mine", lambda: self._keep(found))
        self.parts.notices.tell(Notice("changed", text, (reload, keep)))

    def _reload(self, found: str) -> None:
        if not self.opening.reload("Reload"):
            self._tell_changed(found)

    def _keep(self, found: str) -> None:
        """What the file holds now may be overwritten: that was the answer."""
        self.parts.editor.mark(replace(self.parts.editor.file, holds=None, fingerprint=found))
