"""A program that asks the ONNX file, to read and to copy, in one of several languages."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMessageBox, QPushButton, QTabBar, QVBoxLayout, QWidget

from netloom.errors import NetloomError
from netloom.files import write_atomically
from netloom.settings.exports import SNIPPETS, SnippetLanguage
from netloom_desktop.shipping.programs import Programs
from netloom_desktop.source_text.view import CodeView
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

ABOUT: Final = "Filled with this network's columns, a row that training never saw, and the answer to it."
WAITING: Final = "The programs are being written…"
_COPIED: Final = 1_500  # milliseconds for which the button says that it has copied


class ProgramPanel(QFrame):
    """Shows the programs that an engine wrote. `folder` is where they are saved by themselves."""

    def __init__(self, programs: Programs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.programs = programs
        self.folder = Path.home()
        self.setObjectName("program_panel")
        self.title = label(theme, self, size=15, bold=True)
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("program_words")
        self.failure = label(theme, self, color="error")
        self.failure.setObjectName("program_failure")
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("program_languages")
        self.tabs.setAccessibleName("Language of the program")
        self.tabs.setDrawBase(False)
        for title, _ in SNIPPETS.values():
            self.tabs.addTab(title)
        self.copy = self._button("Copy", "copy_program", self.copy_text)
        self.save = self._button("Save as…", "save_program", self.save_as)
        self.view = CodeView(theme, self)
        self.view.setObjectName("program")
        self.view.setAccessibleName("Program that asks the ONNX file")
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self.follow())
        programs.changed.connect(self.follow)
        self.follow()

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addStretch(1)
        for button in (self.copy, self.save):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.failure)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addStretch(0)

    @property
    def language(self) -> SnippetLanguage:
        """The language that is shown."""
        return tuple(SNIPPETS)[self.tabs.currentIndex()]

    @property
    def text(self) -> str:
        """The program that is shown; empty where there is none yet."""
        return self.programs.texts.get(self.language, "")

    def follow(self) -> None:
        """Show the program in the language, or why there is none."""
        asked, failure = self.programs.asked, self.programs.failure
        say(self.title, f"Ask {asked.file} from a program" if asked is not None else "")
        say(self.words, "" if asked is None or failure else ABOUT if self.text else WAITING)
        say(self.failure, failure)
        self.view.show_language(self.language)
        self.view.show_text(self.text)
        for widget in (self.tabs, self.copy, self.save, self.view):
            widget.setVisible(bool(self.text))

    def copy_text(self) -> None:
        """Put the whole program on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
        self.copy.setText("Copied")
        QTimer.singleShot(_COPIED, self.copy, lambda: self.copy.setText("Copy"))

    def save_as(self) -> None:
        """Let a file be chosen, and write the program to it."""
        title, ending = SNIPPETS[self.language]
        stem = Path(self.programs.asked.file).stem if self.programs.asked is not None else "program"
        proposed = str(self.folder / f"{stem}_onnx{ending}")
        name, _ = QFileDialog.getSaveFileName(self, "Save program", proposed, f"{title} (*{ending})")
        if not name:
            return
        try:
            write_atomically(Path(name), self.text.encode())
        except NetloomError as error:
            QMessageBox.critical(self, "The program was not saved", str(error))
