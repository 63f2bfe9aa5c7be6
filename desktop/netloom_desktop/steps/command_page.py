"""The page of a step that the window leaves to the command line for now: says so, and has the lines to copy."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from netloom_desktop.parts import Parts
from netloom_desktop.steps.commands import CommandLine, command_lines
from netloom_desktop.steps.page import Page
from netloom_desktop.steps.work import StepId

_COPIED: Final = 1_500  # milliseconds for which a button says that it has copied
_WORDS: Final[dict[StepId, str]] = {
    "ship": "Shipping from the window comes with the next version. Until then the command line writes the trained "
    "network as one ONNX file, which is proven to answer as the network does.",
}


class CommandPage(Page):
    """The lines follow the project's file."""

    def __init__(self, step: StepId, parts: Parts) -> None:
        super().__init__(step)
        self.editor = parts.editor
        self.id = step
        self.say(_WORDS[step])
        self._unsaved = self.notice("The command line reads the file. It does not hold the project as it is now.")
        save = QPushButton("Save", self)
        save.setObjectName(f"{step}_save")
        save.clicked.connect(lambda: parts.act("save"))
        self._save = save
        self.column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        self._lines: QWidget | None = None
        self._shown: tuple[CommandLine, ...] = ()
        self.column.addStretch(1)
        self.editor.file_changed.connect(self._follow)
        self._follow(self.editor.path)

    def _follow(self, path: Path | None) -> None:
        for widget in (self._unsaved, self._save):
            widget.setVisible(path is None or not self.editor.is_saved)
        lines = command_lines(self.id, path)
        if lines != self._shown:
            self._shown = lines
            if self._lines is not None:
                self._lines.hide()
                self._lines.deleteLater()
            self._lines = CommandLines(lines, self)
            self.column.insertWidget(self.column.count() - 1, self._lines)


class CommandLines(QWidget):
    """Lines for a terminal, each with what it does and a button that copies it."""

    def __init__(self, lines: tuple[CommandLine, ...], parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for number, line in enumerate(lines):
            self._add(grid, number, line)

    def _add(self, grid: QGridLayout, number: int, line: CommandLine) -> None:
        about = QLabel(line.about, self)
        about.setTextFormat(Qt.TextFormat.PlainText)
        field = QLineEdit(line.text, self)
        field.setReadOnly(True)
        field.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        field.setCursorPosition(0)
        field.setAccessibleName(line.about)
        field.setObjectName(f"command_{number}")
        copy = QPushButton("Copy", self)
        copy.setObjectName(f"copy_{number}")
        copy.setAccessibleName(f"Copy: {line.text}")
        copy.clicked.connect(lambda: _copy(copy, line.text))
        about.setBuddy(field)
        grid.addWidget(about, 2 * number, 0, 1, 2)
        grid.addWidget(field, 2 * number + 1, 0)
        grid.addWidget(copy, 2 * number + 1, 1)
        grid.setRowMinimumHeight(2 * number, 26)


def _copy(button: QPushButton, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    button.setText("Copied")
    QTimer.singleShot(_COPIED, button, lambda: button.setText("Copy"))
