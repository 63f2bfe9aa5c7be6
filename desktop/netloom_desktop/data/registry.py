"""What shows a project's data, by the kind of its source. Another kind of data is another entry here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from netloom.settings.sources import TableFile
from netloom_desktop.data.table import OpenTable
from netloom_desktop.data.table_view import TableView
from netloom_desktop.data.view import DataView
from netloom_desktop.parts import Parts

VIEWS: Final[Mapping[str, Callable[[Parts, OpenTable], DataView]]] = MappingProxyType({TableFile.id: TableView})
