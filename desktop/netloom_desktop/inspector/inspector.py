"""The inspector: shows and edits what is chosen; the project, while nothing is."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from netloom.project import Node
from netloom_desktop.editor import Change, Editor
from netloom_desktop.inspector.block_page import BlockPage
from netloom_desktop.inspector.project_page import ProjectPage
from netloom_desktop.inspector.wire_page import WirePage
from netloom_desktop.theme import Theme

WIDTH = 300
_PAGES = 40  # pages kept: one for each set of types that was chosen lately


class Inspector(QScrollArea):
    """Follows the editor's selection, project and plan. `edit_fields` brings the keyboard to the first field."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self.editor, self.theme = editor, theme
        self.setMinimumWidth(WIDTH)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chosen: frozenset[str] = frozenset()
        self._anew = True
        self._project: ProjectPage | None = None
        self._wires: WirePage | None = None
        self._blocks: dict[frozenset[type[Any]], BlockPage] = {}
        editor.selection_changed.connect(self.follow)
        editor.project_changed.connect(self.follow)
        editor.plan_changed.connect(self.follow)
        editor.entered.connect(self.follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.widget() is None:  # its pages are large, and most windows open on another page
            self.follow()

    def follow(self, change: object = None) -> None:
        """Show what is chosen now, as it is now."""
        chosen = self.editor.selection
        self._anew = chosen.blocks != self._chosen or (isinstance(change, Change) and change.opened)
        self._chosen = chosen.blocks
        nodes = [node for node in self.editor.network.nodes if node.id in chosen.blocks] if chosen.blocks else []
        if nodes:
            self._show_blocks(nodes)
        elif chosen.wires or chosen.notes:
            self._show_wires()
        else:
            self._project = self._project or ProjectPage(self.editor, self.theme)
            self._project.show_project(anew=self._anew)
            self._turn_to(self._project)

    def _show_blocks(self, nodes: Sequence[Node]) -> None:
        kinds = dict.fromkeys(type(node.block) for node in nodes)
        key = frozenset(kinds)
        page = self._blocks.pop(key, None) or BlockPage(self.editor, self.theme, tuple(kinds))
        self._blocks[key] = page
        page.show_nodes(nodes, anew=self._anew)
        self._turn_to(page)
        if len(self._blocks) > _PAGES:
            self._blocks.pop(next(iter(self._blocks))).deleteLater()

    def _show_wires(self) -> None:
        chosen = self.editor.selection
        self._wires = self._wires or WirePage(self.editor, self.theme)
        if chosen.wires:
            self._wires.show_wires(chosen.wires)
        else:
            self._wires.show_notes(len(chosen.notes))
        self._turn_to(self._wires)

    def _turn_to(self, page: QWidget) -> None:
        """Put a page into view; the one before is kept, and keeps nothing that was typed and refused."""
        if self.widget() is not page:
            kept = self.takeWidget()
            if kept is not None:
                kept.setParent(self)
                kept.hide()
            self.setWidget(page)
            page.show()

    def edit_fields(self, _: object = None) -> None:
        """Bring the keyboard to the first field of what is shown."""
        page = self.widget()
        if isinstance(page, BlockPage) and page.form.rows:
            next(iter(page.form.rows.values())).field.widget().setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif isinstance(page, BlockPage):
            page.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
