"""Several classes: which are mixed up, with the rows behind each cell, and how well each is found."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from netloom.protocol import Choice
from netloom.reports import captions
from netloom.reports.wording import percent
from netloom_desktop.results.matrix import Matrix
from netloom_desktop.results.rows_panel import RowsPanel
from netloom_desktop.results.shown import Shown
from netloom_desktop.results.tables import FigureTable
from netloom_desktop.words import label, say

_MISTAKEN: Final = ("Actual", "Predicted", "Rows")
HINT: Final = "Choose a cell of the matrix to see its rows."
_MISTAKES: Final = "There are too many classes for a matrix. These are the most frequent mistakes: choose one."


class ClassesView(QWidget):
    """What is chosen above, below it: its rows."""

    def __init__(self, shown: Shown, about: str, hint: str) -> None:
        super().__init__()
        self.shown = shown
        self.rows = RowsPanel(shown, hint, self)
        words = label(shown.theme, self, color="muted_text")
        say(words, about)
        self.halves = QSplitter(Qt.Orientation.Vertical, self)
        self.halves.addWidget(self.rows)
        self.halves.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.addWidget(words)
        column.addWidget(self.halves, 1)

    def put_above(self, widget: QWidget) -> None:
        """What is chosen from."""
        self.halves.insertWidget(0, widget)
        self.halves.setStretchFactor(0, 1)
        self.halves.setStretchFactor(1, 1)

    def choose(self, actual: int | None, predicted: int | None) -> None:
        """Show the rows of a class, or of one that was answered with another."""
        names = self.shown.output.classes
        bounds = [None if number is None else (float(number), float(number)) for number in (actual, predicted)]
        said = [] if actual is None else [f"{names[actual]!r}"]
        said += [] if predicted is None else [f"answered {names[predicted]!r}"]
        self.rows.choose(Choice(actual=bounds[0], predicted=bounds[1]), ", ".join(said))


def confusion_view(shown: Shown) -> QWidget:
    """The confusion matrix, or, of very many classes, the most frequent mistakes."""
    output = shown.output
    if output.confusion is None:
        view = ClassesView(shown, _MISTAKES, "Choose a mistake to see its rows.")
        rows = [(one.true, one.predicted, f"{one.rows:,}") for one in output.mistakes]
        pairs = [(output.classes.index(one.true), output.classes.index(one.predicted)) for one in output.mistakes]
        view.put_above(_choosing(view, "mistakes", _MISTAKEN, rows, lambda row: view.choose(*pairs[row])))
        return view
    view = ClassesView(shown, captions.CONFUSION, HINT)
    matrix = Matrix(output.classes, shown.theme, view)
    matrix.show_counts(output.confusion)
    matrix.chosen.connect(view.choose)
    view.put_above(matrix)
    return view


def classes_view(shown: Shown) -> QWidget:
    """Each class by itself: how well it is found."""
    view = ClassesView(shown, captions.CLASSES, "Choose a class to see its rows.")
    rows = [
        (one.name, f"{one.support:,}", *("–" if share is None else percent(share) for share in figures))
        for one in shown.output.per_class
        for figures in ((one.precision, one.recall, one.f1),)
    ]
    headings = ("Class", "Rows", "Precision", "Recall", "F1")
    view.put_above(_choosing(view, "per_class", headings, rows, lambda row: view.choose(row, None)))
    return view


def _choosing(
    parent: ClassesView,
    name: str,
    headings: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    choose: Callable[[int], None],
) -> FigureTable:
    """A table whose rows can be chosen."""
    table = FigureTable(name, headings, rows, parent)
    table.itemSelectionChanged.connect(lambda: choose(table.currentRow()) if table.selectedItems() else None)
    return table
