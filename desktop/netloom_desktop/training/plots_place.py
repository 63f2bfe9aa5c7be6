"""Where the plots are, which take long to load."""

from PySide6.QtWidgets import QWidget

from netloom_desktop.loaded_later import LoadedLater
from netloom_desktop.theme import Theme
from netloom_desktop.training.book import RunBook


def plots_place(book: RunBook, theme: Theme, parent: QWidget | None = None) -> LoadedLater:
    """The plots of the runs that a book has drawn."""

    def made() -> QWidget:
        from netloom_desktop.training.plots.board import Board

        return Board(book, theme)

    return LoadedLater("netloom_desktop.training.plots.board", made, theme, parent)
