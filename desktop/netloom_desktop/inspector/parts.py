"""Parts of the inspector's pages: lines of figures, problems with their remedy, and titles."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import dye, label, say


class Table(QWidget):
    """Lines of a few cells each, aligned; the last cell may have the width of the others on a line of its own."""

    def __init__(self, theme: Theme, colors: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.colors = tuple(colors)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(3)
        self.grid.setColumnStretch(len(self.colors) - 1, 1)
        self.cells: list[list[QLabel]] = []

    def show_lines(self, lines: Sequence[Sequence[str]]) -> None:
        """Show these lines; labels that are there are used again."""
        while len(self.cells) < len(lines):
            self._grow()
        for row, cells in enumerate(self.cells):
            for place, cell in enumerate(cells):
                say(cell, lines[row][place] if row < len(lines) else "")
        self.setVisible(bool(lines))

    def text(self) -> str:
        """All that is shown, a line each."""
        shown = [[cell.text() for cell in cells if cell.text()] for cells in self.cells]
        return "\n".join("  ".join(cells) for cells in shown if cells)

    def _grow(self) -> None:
        row, cells = len(self.cells), []
        for place, color in enumerate(self.colors):
            cell = QLabel(self)
            cell.setTextFormat(Qt.TextFormat.PlainText)
            cell.setFont(font(12))
            cell.setWordWrap(place == len(self.colors) - 1)
            dye(cell, self.theme, color)
            self.grid.addWidget(cell, row, place, Qt.AlignmentFlag.AlignTop)
            cells.append(cell)
        self.cells.append(cells)


class Problems(QWidget):
    """Problems in a learner's words, each with a button for the change that mends it."""

    def __init__(self, theme: Theme, mend: Callable[[Problem], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.mend = mend
        self.shown: tuple[Problem, ...] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.boxes: list[QFrame] = []
        self.hide()

    def show_problems(self, problems: Sequence[Problem], most: int = 5) -> None:
        """Show the first few problems."""
        few = tuple(problems)[:most]
        if few == self.shown:
            return
        self.shown = few
        for box in self.boxes:
            self.column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = [self._box(problem) for problem in few]
        self.setVisible(bool(few))

    def _box(self, problem: Problem) -> QFrame:
        theme, color = self.theme, "error" if problem.severity == "error" else "warning"
        box = QFrame(self)
        box.setAutoFillBackground(True)
        palette = box.palette()
        palette.setColor(palette.ColorRole.Window, theme.color(f"{color}_fill"))
        box.setPalette(palette)
        column = QVBoxLayout(box)
        column.setContentsMargins(10, 8, 10, 8)
        words = label(theme, box, color=color)
        say(words, f"{problem.severity.title()}: {problem.message}")
        column.addWidget(words)
        if problem.fix is not None:
            button = QPushButton(problem.fix.label.replace("&", "&&"), box)
            button.setObjectName("fix")
            button.setAccessibleDescription(f"Mends this: {problem.message}")
            button.clicked.connect(lambda: self.mend(problem))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(box)
        return box


def title(theme: Theme, text: str, parent: QWidget) -> QLabel:
    """The title of a section."""
    made = label(theme, parent, size=12, bold=True, color="muted_text")
    say(made, text)
    return made


def column_of(page: QWidget) -> QVBoxLayout:
    """The layout of a page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(8)
    return column
