"""Two projects side by side: what differs in sentences, and both networks with marks on what does."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from netloom.edits.change_words import Change, Part, told_changes
from netloom.edits.changes import changes_between
from netloom.project import Project
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.runs.compared_picture import SIGNS, ComparedPicture, How, marks_after, marks_before
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import dye, label, say

_TITLES: Final[dict[Part, str]] = {
    "network": "Network",
    "training": "Training",
    "data": "Data",
    "canvas": "Canvas, which makes no difference to training",
}
_NODE: Final = Qt.ItemDataRole.UserRole
_ICON: Final = 16


@dataclass(frozen=True)
class Side:
    """One of two projects, and what it is called."""

    name: str
    project: Project


class DifferenceView(QWidget):
    """Empty words, until `show_sides` gives it two projects."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("difference")
        self.theme = theme
        self._shown: tuple[Side, Side] | None = None
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("difference_words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list = self._list()
        self.pictures = tuple(ComparedPicture(theme, f"difference_{which}", self) for which in ("before", "after"))
        self.names = tuple(_name(theme, self) for _ in self.pictures)
        self.networks = CalmComboBox(self)
        self.networks.setObjectName("difference_network")
        self.networks.setAccessibleName("Which network is drawn")
        self.networks.activated.connect(lambda _: self._draw())
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self.halves.addWidget(self.list)
        self.halves.addWidget(self._drawn())
        self.halves.setStretchFactor(1, 2)
        self.halves.setSizes([420, 760])
        self.halves.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addWidget(self.words)
        column.addWidget(self.halves, 1)
        self.tell("")

    def _list(self) -> QTreeWidget:
        found = QTreeWidget(self)
        found.setObjectName("difference_list")
        found.setAccessibleName("What differs")
        found.setHeaderHidden(True)
        found.setIndentation(14)
        found.setWordWrap(True)
        found.setTextElideMode(Qt.TextElideMode.ElideNone)
        found.currentItemChanged.connect(lambda item, _: self._go_to(item))
        return found

    def _drawn(self) -> QWidget:
        place = QWidget(self)
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        above = QHBoxLayout()
        above.addWidget(self.networks)
        above.addStretch(1)
        for how, sign in SIGNS.items():
            words = _name(self.theme, place)
            words.setText(f"{sign.text} {how}")
            dye(words, self.theme, sign.color)
            above.addWidget(words)
        grid.addLayout(above, 0, 0, 1, 2)
        for side, (name, picture) in enumerate(zip(self.names, self.pictures, strict=True)):
            grid.addWidget(name, 1, side)
            grid.addWidget(picture, 2, side)
            grid.setColumnStretch(side, 1)
        grid.setRowStretch(2, 1)
        return place

    def tell(self, words: str) -> None:
        """Say why there is nothing to compare."""
        self._shown = None
        say(self.words, words)
        self.halves.hide()

    def show_sides(self, before: Side, after: Side) -> None:
        """Show what is different in the second."""
        if self._shown == (before, after):
            return
        self._shown = before, after
        changes = told_changes(before.project, after.project)
        matter = [change for change in changes if change.part != "canvas"]
        alike = f"{before.name} and {after.name} were trained alike: nothing that training sees differs."
        say(self.words, "" if matter else alike)
        self._list_changes(changes)
        for name, side in zip(self.names, (before, after), strict=True):
            name.setText(side.name)
        self._offer_networks(before.project, after.project)
        self.halves.show()
        self._draw()

    def _list_changes(self, changes: tuple[Change, ...]) -> None:
        self.list.clear()
        for part, title in _TITLES.items():
            found = [change for change in changes if change.part == part]
            if found:
                heading = QTreeWidgetItem(self.list, [title])
                heading.setFont(0, font(13, bold=True))
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                for change in found:
                    self._list_change(heading, change)
                heading.setExpanded(part != "canvas" or len(found) == len(changes))

    def _list_change(self, heading: QTreeWidgetItem, change: Change) -> None:
        item = QTreeWidgetItem(heading, [change.sentence])
        item.setIcon(0, sign_icon(self.theme, change.how))
        item.setData(0, _NODE, change.node)
        item.setToolTip(0, "")
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{change.how}: {change.sentence}")

    def _go_to(self, item: QTreeWidgetItem | None) -> None:
        node = item.data(0, _NODE) if item is not None else None
        if node:
            for picture in self.pictures:
                picture.go_to(node)

    def _offer_networks(self, before: Project, after: Project) -> None:
        """The project's own network, and each group that differs."""
        insides = [each.inside for each in changes_between(before, after).networks if each.inside]
        names = {group.id: group.name or group.id for project in (before, after) for group in project.groups}
        self.networks.clear()
        self.networks.addItem("Whole network", "")
        for inside in insides:
            self.networks.addItem(f"Group {names[inside]}", inside)
        self.networks.setVisible(bool(insides))

    def _draw(self) -> None:
        if self._shown is None:
            return
        before, after = self._shown
        inside = str(self.networks.currentData() or "")
        changes = changes_between(before.project, after.project).networks
        here = [each for each in changes if each.inside == inside]
        self.pictures[0].show_network(before.project, marks_before(here), inside)
        self.pictures[1].show_network(after.project, marks_after(here), inside)

    def close_pictures(self) -> None:
        """To be called before this goes."""
        for picture in self.pictures:
            picture.close_picture()


def _name(theme: Theme, parent: QWidget) -> QLabel:
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(font(12, bold=True))
    dye(made, theme, "text")
    return made


def sign_icon(theme: Theme, how: How) -> QIcon:
    """The sign of a difference in its colour."""
    pixmap = QPixmap(_ICON * 3, _ICON * 3)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(3)
    painter = QPainter(pixmap)
    painter.setFont(font(_ICON - 1, bold=True))
    painter.setPen(QColor(theme.color(SIGNS[how].color)))
    painter.drawText(QRect(0, 0, _ICON, _ICON), Qt.AlignmentFlag.AlignCenter, SIGNS[how].text)
    painter.end()
    return QIcon(pixmap)
