"""The network as source, PyTorch's or Keras's: the very text that is trained, and which line is which block's."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from netloom.errors import NetloomError
from netloom.files import write_atomically
from netloom.protocol import Code, Language
from netloom_desktop.editor import Editor, Selection
from netloom_desktop.planned import PlannedProject
from netloom_desktop.source_text.view import CodeView
from netloom_desktop.theme import Theme
from netloom_desktop.words import counted, dye, label, say

LANGUAGES: Final[dict[Language, str]] = {"pytorch": "PyTorch", "keras": "Keras"}


class CodePanel(QWidget):
    """Signals: `languages_wanted(tuple)` says in which languages plans should hold the source, in none while this is
    not seen; `block_wanted(str)` asks to show and choose a block."""

    languages_wanted = Signal(object)
    block_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.language: Language = "pytorch"
        self.setObjectName("code_panel")
        self.view = CodeView(theme, self)
        self.notice = label(theme, self, color="error")
        self.notice.setContentsMargins(10, 6, 10, 6)
        self._shown: dict[Language, Code] = {}
        self._choosing = False
        self.tabs = QTabBar(self)
        self.copy = self._button("&Copy", "copy_code", self.copy_text)
        self.save = self._button("&Save as…", "save_code", self.save_as)
        self._lay_out()
        self.setFocusProxy(self.view)
        self.view.line_wanted.connect(self._choose)
        editor.plan_changed.connect(self.follow)
        editor.selection_changed.connect(self.follow_selection)
        self.follow(editor.planned)

    def _lay_out(self) -> None:
        self.tabs.setObjectName("languages")
        self.tabs.setAccessibleName("Language of the source")
        self.tabs.setDrawBase(False)
        for name in LANGUAGES.values():
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(lambda place: self.show_language(tuple(LANGUAGES)[place]))
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self.tabs)
        row.addStretch()
        row.addWidget(self.copy)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.notice)
        column.addWidget(self.view, 1)

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.view.show_theme(theme)
        dye(self.notice, theme, "error")

    # What is shown

    def show_language(self, language: Language) -> None:
        """Show the source in another language."""
        self.language = language
        self.tabs.setCurrentIndex(tuple(LANGUAGES).index(language))
        if self.isVisible():
            self.languages_wanted.emit((language,))
        self.follow(self.editor.planned)

    def follow(self, planned: PlannedProject) -> None:
        """Show the source of a plan; while errors leave none, the last one, marked as such."""
        if planned.found is None:
            self._shown.clear()
        code = planned.code(self.language)
        if code is not None:
            self._shown[self.language] = code
        last = self._shown.get(self.language)
        say(self.notice, _notice(planned, is_there=last is not None))
        self.view.show_text(last.text if last else "")
        for button in (self.copy, self.save):
            button.setEnabled(last is not None)
        self.follow_selection(self.editor.selection)

    def follow_selection(self, selection: Selection) -> None:
        """Light the lines of what is chosen, and bring the first of them into the view."""
        code = self._shown.get(self.language)
        lines = [line for line, id in enumerate(code.blocks) if id in selection.blocks] if code else []
        if frozenset(lines) != self.view.lit:
            self.view.light(lines)
            if lines and not self._choosing:
                self.view.reveal(lines[0])

    def _choose(self, line: int) -> None:
        """Choose the block that a line is for."""
        code = self._shown.get(self.language)
        if code is not None and line < len(code.blocks) and code.blocks[line]:
            self._choosing = True
            self.block_wanted.emit(code.blocks[line])
            self._choosing = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.languages_wanted.emit((self.language,))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.languages_wanted.emit(())

    # What is done with it

    def copy_text(self) -> None:
        """Put the source into the clipboard."""
        if self.language in self._shown:
            QGuiApplication.clipboard().setText(self._shown[self.language].text)

    def save_as(self) -> None:
        """Let a file be chosen, and write the source to it."""
        code = self._shown.get(self.language)
        folder = self.editor.path.parent if self.editor.path else Path.home()
        stem = self.editor.path.stem if self.editor.path else "network"
        name, _ = QFileDialog.getSaveFileName(
            self, "Save source", str(folder / f"{stem}_{self.language}.py"), "Python (*.py)"
        )
        if code is None or not name:
            return
        try:
            write_atomically(Path(name), code.text.encode())
        except NetloomError as error:
            QMessageBox.critical(self, "The source was not saved", str(error))


def _notice(planned: PlannedProject, *, is_there: bool) -> str:
    """Why there is no source of the network as it is now; nothing, if there is."""
    errors = planned.errors
    if planned.found is None or not errors:
        return ""
    told = errors[0].message + (f" ({len(errors) - 1:,} more)" if len(errors) > 1 else "")
    keeps = counted(len(errors), "error keeps", "errors keep")
    what = "Below is the source before that." if is_there else "There is no source yet."
    return f"{keeps} the network from being written as source. {what}\n{told}"
