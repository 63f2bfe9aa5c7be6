"""Cells of a table in a view: how a cell looks that is there, that counts as missing, or that is still to come."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from netloom_desktop.data.windows import Cell
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
TO_COME: Final = "…"
EMPTY: Final = "missing"
SIZE: Final = 13
_SHOWN: Final = 300  # characters of a cell
_TIP: Final = 1_000
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CellsModel(QAbstractTableModel):
    """Shows cells; where they come from is each model's own."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.muted = theme.color("muted_text")
        self.slanted = font(SIZE)
        self.slanted.setItalic(True)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a place; None if it is still to come."""
        raise NotImplementedError

    def name(self, column: int) -> str:
        """The name of a column; empty if it is still to come."""
        raise NotImplementedError

    def kind(self, column: int) -> str:
        """What a column holds; empty if that is not known."""
        raise NotImplementedError

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role not in _SHOWN_BY or not index.isValid():
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT if self.kind(index.column()) == "number" else _LEFT
        cell = self.cell(index.row(), index.column())
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return words(cell)
        if role == Role.ToolTipRole:
            return _tip(cell)
        plain = cell is not None and not cell.missing
        return None if plain else self.muted if role == Role.ForegroundRole else self.slanted

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way == Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Role.DisplayRole else None
        if role == Role.DisplayRole:
            return " ".join(self.name(section)[:_SHOWN].split()) or TO_COME
        if role == Role.ToolTipRole:
            return plain_tip(self.name(section)[:_TIP], kind_words(self.kind(section)))
        return None


_SHOWN_BY: Final = frozenset(
    (
        Role.DisplayRole,
        Role.AccessibleTextRole,
        Role.ToolTipRole,
        Role.TextAlignmentRole,
        Role.ForegroundRole,
        Role.FontRole,
    )
)


def words(cell: Cell | None) -> str:
    """What a cell says. That it is missing is said in words, not by its look alone."""
    if cell is None:
        return TO_COME
    text = " ".join((cell.text or "")[:_SHOWN].splitlines())
    if not cell.missing:
        return text
    return f"{text.strip()} ({EMPTY})" if text.strip() else EMPTY


def kind_words(kind: str) -> str:
    """The kind of a column in words."""
    return kind.replace("_", " or ")


def _tip(cell: Cell | None) -> str | None:
    if cell is None:
        return None
    if cell.missing:
        return plain_tip("This cell counts as missing.")
    return plain_tip((cell.text or "")[:_TIP]) or None
