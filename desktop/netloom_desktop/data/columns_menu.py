"""The menus of the list of columns: what the chosen ones are used as, and the kinds they may be taken for."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from netloom.settings.columns import Column, ColumnKind
from netloom_desktop.data.columns_editing import ColumnEditing
from netloom_desktop.data.columns_lines import KINDS, ROLES, Heading
from netloom_desktop.words import plain_tip


def columns_menu(heading: Heading | None, columns: Sequence[Column], editing: ColumnEditing, parent: QWidget) -> QMenu:
    """The menu for these columns: of one heading, or of all of them one below the other."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    names = tuple(column.name for column in columns)
    if heading in ("role", None):
        menu.addSection("Used as")
        _add_roles(menu, names, columns, editing)
    if heading in ("kind", None):
        menu.addSection("Kind")
        _add_kinds(menu, names, columns, editing)
    return menu


def _add_roles(menu: QMenu, names: tuple[str, ...], columns: Sequence[Column], editing: ColumnEditing) -> None:
    now = {column.role for column in columns}
    for role, (word, about) in ROLES.items():
        action = _added(menu, f"&{word}", about)
        action.setChecked(now == {role})
        action.triggered.connect(partial(editing.set_role, names, role))


def _add_kinds(menu: QMenu, names: tuple[str, ...], columns: Sequence[Column], editing: ColumnEditing) -> None:
    now = {column.kind for column in columns}
    offered: tuple[ColumnKind, ...] = editing.kinds(names)
    for kind in offered:
        action = _added(menu, f"&{KINDS[kind][0].capitalize()}", KINDS[kind][1])
        action.setChecked(now == {kind})
        action.triggered.connect(partial(editing.set_kind, names, kind))
    if not offered:
        nothing = QAction("No kind fits all of them" if len(names) > 1 else "The table is not read yet", menu)
        nothing.setEnabled(False)
        menu.addAction(nothing)


def _added(menu: QMenu, words: str, about: str) -> QAction:
    action = QAction(words, menu)
    action.setCheckable(True)
    action.setToolTip(plain_tip(about))
    menu.addAction(action)
    return action
