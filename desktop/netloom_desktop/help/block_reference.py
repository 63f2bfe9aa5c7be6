"""The block reference: every block by group, and beside the list the page of the chosen one."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from netloom.blocks import BLOCKS
from netloom_desktop.canvas.search import Found, ranked
from netloom_desktop.help.reference import reference
from netloom_desktop.icons import icon
from netloom_desktop.theme import LIGHT, Theme, font
from netloom_desktop.words import outlined

SIZE: Final = QSize(900, 640)
LIST: Final = 220
_ID: Final = Qt.ItemDataRole.UserRole
_LINES: Final = tuple(
    Found(kind.id, kind.title, f"{kind.about} {' '.join(kind.model_fields)}", kind.id, kind.group)
    for kind in sorted(BLOCKS.values(), key=lambda kind: list(LIGHT.kinds).index(kind.group))
)


class BlockReference(QDialog):
    """Stays open beside the work. It needs no network and no page of its own for a block: all is derived."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setObjectName("block_reference")
        self.setWindowTitle("Block reference")
        self.resize(SIZE)
        self.search = QLineEdit(self)
        self.search.setObjectName("reference_search")
        self.search.setPlaceholderText("Search blocks")
        self.search.setAccessibleName("Search blocks")
        self.search.setClearButtonEnabled(True)
        outlined(self.search, theme)
        self.list = QListWidget(self)
        self.list.setObjectName("reference_list")
        self.list.setAccessibleName("Blocks")
        self.list.setIconSize(QSize(18, 18))
        self.page = QTextBrowser(self)
        self.page.setObjectName("reference_page")
        self.page.setAccessibleName("What the chosen block does")
        self.page.setFont(font(14))
        self.page.document().setDocumentMargin(16)
        self._lay_out()
        self.search.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self._fill("")

    def _lay_out(self) -> None:
        row, left = QHBoxLayout(self), QVBoxLayout()
        row.setSpacing(12)
        left.setSpacing(8)
        self.search.setFixedWidth(LIST)
        self.list.setFixedWidth(LIST)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        row.addLayout(left)
        row.addWidget(self.page, 1)

    def show_block(self, id: str) -> None:
        """Show the page of a block; one that is not known leaves the page as it is."""
        self.search.clear()
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == id:
                self.list.setCurrentRow(row)

    def show_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self.theme = theme
        outlined(self.search, theme)
        row = self.list.currentRow()
        self._fill(self.search.text())
        self.list.setCurrentRow(row)

    def _fill(self, query: str) -> None:
        self.list.clear()
        for line in ranked(query, _LINES):
            item = QListWidgetItem(icon(line.icon, self.theme.kind(line.group), self.theme.on_accent), line.title)
            item.setData(_ID, line.key)
            item.setToolTip(line.group)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page.setHtml(reference(BLOCKS[item.data(_ID)], self.theme))
