"""What is asked about the project's file before something could be lost, and what is told when it did not work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from netloom.files import Holder
from netloom_desktop.file_on_disk import FileOnDisk

CANCEL: Final = "cancel"
_STANDARD: Final = {
    CANCEL: QMessageBox.StandardButton.Cancel,
    "discard": QMessageBox.StandardButton.Discard,
    "save": QMessageBox.StandardButton.Save,
}  # they stand where the system has them


@dataclass(frozen=True)
class Question:
    """What a box says, and its answers: words by what they are called, the first being that of Return."""

    title: str
    text: str
    more: str
    answers: Mapping[str, str]
    icon: QMessageBox.Icon = QMessageBox.Icon.Question


def ask(parent: QWidget, question: Question) -> str:
    """The answer that was chosen; `CANCEL` when the box was closed."""
    box = QMessageBox(question.icon, question.title, question.text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(question.more)
    buttons = {id: _added(box, id, words) for id, words in question.answers.items()}
    box.setDefaultButton(next(iter(buttons.values())))
    box.setEscapeButton(buttons[CANCEL])
    box.exec()
    pressed = box.clickedButton()
    box.deleteLater()
    return next((id for id, button in buttons.items() if button is pressed), CANCEL)


def _added(box: QMessageBox, id: str, words: str) -> QPushButton:
    standard = _STANDARD.get(id)
    button = box.addButton(standard) if standard else box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
    button.setText(words)
    button.setIcon(QIcon())  # some systems put one on a few of them
    button.setObjectName(id)
    return button


def unsaved(file: FileOnDisk) -> Question:
    """Before a project is left that no file holds as it is."""
    named = f"Save the changes to {file.name}?" if file.path else "Save this project?"
    more = (
        "What was changed since it was saved last is lost otherwise."
        if file.path
        else "It has changes that no file holds yet."
    )
    return Question("Save the project?", named, more, {"save": "Save", "discard": "Don't save", CANCEL: "Cancel"})


def overwriting(file: FileOnDisk) -> Question:
    """Before what another program wrote is overwritten."""
    return Question(
        "Overwrite the file?",
        f"{file.name} was changed by another program since it was opened here.",
        "Saving here puts this project in the place of that change. Save as… keeps both.",
        {"save_as": "Save as…", "overwrite": "Overwrite", CANCEL: "Cancel"},
        QMessageBox.Icon.Warning,
    )


def not_saved(why: str) -> Question:
    """A project could not be written."""
    return Question(
        "The project was not saved",
        why,
        "The project is still open here, and its changes are kept for recovery.",
        {"save_as": "Save as…", CANCEL: "Close"},
        QMessageBox.Icon.Warning,
    )


def failed(what: str, why: str) -> Question:
    """Something else did not work."""
    return Question(what, why, "", {CANCEL: "Close"}, QMessageBox.Icon.Warning)


def in_use(file: FileOnDisk, holder: Holder) -> Question:
    """Before a project is opened that another window has open. What another machine does nobody here can tell."""
    ways = {"read_only": "Open read-only", "copy": "Open a copy"}
    if not holder.is_here:
        ways["anyway"] = "Open anyway"
    more = (
        "Read-only, changes here can be saved under another name alone. A copy is a new project that no file holds yet."
    )
    if not holder.is_here:
        more += " Open anyway if Netloom does not run there any more."
    return Question(
        "The project is open elsewhere", f"{file.name} is open in {_where(holder)}.", more, ways | {CANCEL: "Cancel"}
    )


def target_in_use(file: FileOnDisk, holder: Holder) -> Question:
    """A project cannot be saved as one that another window has open."""
    why = f"{file.name} is open in {_where(holder)}. Choose another name, or close that window first."
    return Question("The project was not saved", why, "", {"save_as": "Save as…", CANCEL: "Close"})


def reverting(file: FileOnDisk) -> Question:
    """Before all changes are taken back at once."""
    return Question(
        "Revert the project?",
        f"Go back to {file.name} as it was saved last?",
        "All changes since are taken back in one step; undo brings them again.",
        {"revert": "Revert", CANCEL: "Cancel"},
    )


def not_there(name: str, folder: str) -> Question:
    """A project in the list of recent ones is gone."""
    return Question(
        "The project is not there",
        f"There is no {name} in {folder} any more.",
        "It was moved or deleted, or its drive is not connected.",
        {"remove": "Remove from list", CANCEL: "Cancel"},
    )


def discarding(name: str) -> Question:
    """Before unsaved work is thrown away for good."""
    return Question(
        "Discard unsaved work?",
        f"Discard the unsaved work of {name}?",
        "It cannot be brought back.",
        {CANCEL: "Cancel", "discard": "Discard"},
        QMessageBox.Icon.Warning,
    )


def _where(holder: Holder) -> str:
    by = f" by {holder.user}" if holder.user else ""
    return "another window of Netloom" if holder.is_here else f"Netloom on the computer {holder.machine}{by}"
