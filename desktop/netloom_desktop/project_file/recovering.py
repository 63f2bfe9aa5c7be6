"""Offers back what an earlier Netloom could not save, and keeps what this one has not saved yet."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from netloom.errors import InputError
from netloom.files import remove_file
from netloom_desktop.project_file import questions
from netloom_desktop.project_file.autosave import Autosave
from netloom_desktop.project_file.notices import Answer, Notice
from netloom_desktop.project_file.parts import FileParts
from netloom_desktop.project_file.recovery import Offer, is_free, offers
from netloom_desktop.project_file.recovery_offer import RecoveryOffer, name_of
from netloom_desktop.project_file.saving import Saving


def recovery_folder() -> Path:
    """Where unsaved work is kept: in the user's own folder for the state of programs."""
    state = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation)
    return Path(state) / "recovery"


class Recovering(QObject):
    """Unsaved work is never thrown away without a question, and never takes the place of a file by itself."""

    def __init__(self, parts: FileParts, saving: Saving, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.saving = saving
        self.folder = recovery_folder()
        self.autosave = Autosave(parts.editor, self.folder, self)
        self.autosave.told.connect(self._tell)

    def offer(self, *, asked: bool = True) -> None:
        """Offer what there is; if there is nothing, say so where it was asked for."""
        found = offers(self.folder)
        for number, path in enumerate(found.damaged):
            self._tell_damaged(number, path)
        if found.offers:
            self._show(found.offers)
        elif asked:
            text = "There is no unsaved work of an earlier Netloom."
            self.parts.notices.tell(Notice("no_recovery", text, (Answer("close", "Close"),)))

    def _show(self, found: tuple[Offer, ...]) -> None:
        dialog = RecoveryOffer(found, self.parts.window)
        dialog.restore.connect(self._restore)
        dialog.discard.connect(lambda offer: self._discard(dialog, offer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore(self, offer: Offer) -> None:
        if not self.saving.may_leave():
            return
        if not is_free(offer):
            why = f"{name_of(offer)} is open in another window."
            self.parts.ask(questions.failed("The work was not restored", why))
            return
        file = offer.on_disk
        taken = file.path is not None and self.parts.locks.take(file.path) is not None
        self.parts.editor.begin(offer.project, replace(file, read_only=taken))
        self.autosave.take_up(offer.file)

    def _discard(self, dialog: RecoveryOffer, offer: Offer) -> None:
        if self.parts.ask(questions.discarding(name_of(offer))) == "discard":
            try:
                remove_file(offer.file)
            except InputError as error:
                self.parts.ask(questions.failed("The work was not discarded", str(error)))
            dialog.forget(offer)

    def _tell_damaged(self, number: int, path: Path) -> None:
        text = f"A file of unsaved work is damaged and cannot be restored. It was put aside as {path}."
        self.parts.notices.tell(Notice(f"damaged_{number}", text, (Answer("close", "Close"),)))

    def _tell(self, trouble: str) -> None:
        if trouble:
            save = Answer("save", "Save", self.saving.save)
            text = f"Unsaved work cannot be kept for recovery at the moment. {trouble}"
            self.parts.notices.tell(Notice("autosave", text, (save, Answer("close", "Close"))))
        else:
            self.parts.notices.drop("autosave")
