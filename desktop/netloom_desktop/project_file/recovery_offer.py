"""The dialog that offers unsaved work back."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netloom_desktop.project_file.recovery import Offer
from netloom_desktop.theme import font
from netloom_desktop.words import counted

_HEADINGS: Final = ("Project", "Folder", "Kept", "Holds")
_WIDTH: Final = 680


class RecoveryOffer(QDialog):
    """`restore(Offer)` and `discard(Offer)` say what to do with the chosen one; all others are kept."""

    restore = Signal(object)
    discard = Signal(object)

    def __init__(self, offers: tuple[Offer, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_offer")
        self.setWindowTitle("Unsaved work")
        self.setMinimumWidth(_WIDTH)
        self._offers = list(offers)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self._label("Netloom ended before this work was saved", size=17, bold=True))
        column.addWidget(self._label("Restore opens it here, unsaved: no file is changed before you save it."))
        self.table = self._table()
        column.addWidget(self.table, 1)
        column.addLayout(self._buttons())
        self._fill()

    def forget(self, offer: Offer) -> None:
        """It was discarded; the dialog ends with the last one."""
        self._offers.remove(offer)
        self._fill()
        if not self._offers:
            self.reject()

    def _label(self, text: str, *, size: int = 13, bold: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(font(size, bold=bold))
        return label

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADINGS), self)
        table.setObjectName("recovery_table")
        table.setAccessibleName("Unsaved work")
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.doubleClicked.connect(lambda _: self._restore())
        return table

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._button("discard", "Discard…", self._discard))
        row.addStretch(1)
        row.addWidget(self._button("later", "Decide later", self.reject))
        restore = self._button("restore", "Restore", self._restore)
        restore.setDefault(True)
        row.addWidget(restore)
        return row

    def _button(self, name: str, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"recovery_{name}")
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _fill(self) -> None:
        self.table.setRowCount(len(self._offers))
        for row, offer in enumerate(self._offers):
            for place, text in enumerate(_cells(offer)):
                item = QTableWidgetItem(text)
                item.setToolTip(offer.recovery.path)
                self.table.setItem(row, place, item)
        self.table.selectRow(0)

    @property
    def _chosen(self) -> Offer | None:
        row = self.table.currentRow()
        return self._offers[row] if 0 <= row < len(self._offers) else None

    def _restore(self) -> None:
        if offer := self._chosen:
            self.accept()
            self.restore.emit(offer)

    def _discard(self) -> None:
        if offer := self._chosen:
            self.discard.emit(offer)


def name_of(offer: Offer) -> str:
    """What messages call the project."""
    return offer.on_disk.path.name if offer.on_disk.path else offer.project.name or "Untitled"


def _cells(offer: Offer) -> tuple[str, ...]:
    holder, path = offer.recovery.holder, offer.on_disk.path
    where = str(path.parent) if path else "no file yet"
    kept = offer.kept
    day = "today" if kept.date() == date.today() else f"{kept:%Y-%m-%d}"
    on = "" if holder.is_here else f" on {holder.machine}"
    blocks = sum(len(network.nodes) for network in offer.project.networks())
    return name_of(offer), where, f"{day} {kept:%H:%M}{on}", counted(blocks, "block")
