"""What stands beside the rows of a table, by its place. Another panel is another entry here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

from PySide6.QtWidgets import QWidget

from netloom_desktop.data.column_list import ColumnList
from netloom_desktop.data.table import OpenTable
from netloom_desktop.parts import Parts

# `columns` and, below them, `warnings` stand at the right of the rows; `split` is a low line across, at the bottom.
Place = Literal["columns", "warnings", "split"]

PANELS: Final[Mapping[Place, Callable[[Parts, OpenTable], QWidget]]] = MappingProxyType({"columns": ColumnList})
