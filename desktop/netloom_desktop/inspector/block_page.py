"""The inspector's page for one block or several: name, settings, numbers, help, problems."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from netloom.blocks import Placement, UnknownBlock
from netloom.edits import Mute, Rename, SetSettings
from netloom.errors import Problem
from netloom.project import Node
from netloom_desktop.editor import Editing, Editor
from netloom_desktop.icons import icon
from netloom_desktop.inspector.form import Form, shared_settings
from netloom_desktop.inspector.parts import Problems, Table, column_of, title
from netloom_desktop.inspector.row import words_of
from netloom_desktop.inspector.subjects import heading, here, problems_of
from netloom_desktop.one_history import OneHistory
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, outlined, say

ICON = 20


class BlockPage(QWidget):
    """Blocks of the same types are always shown on the same page, so that choosing another touches only words."""

    def __init__(self, editor: Editor, theme: Theme, kinds: Sequence[type[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("block_page")
        self.editor, self.theme = editor, theme
        self.nodes: tuple[Node, ...] = ()
        self.picture = QLabel(self)
        self.heading = label(theme, self, size=15, bold=True)
        self.which = label(theme, self, color="muted_text", size=12)
        self.problems = Problems(theme, self._mend, self)
        self.name = self._name_field()
        self.name_title = title(theme, "Name", self)
        self.enter = QPushButton("Enter", self)
        self.enter.setObjectName("enter_group")
        self.enter.setAccessibleDescription("Shows the inside of the group.")
        self.enter.clicked.connect(self._enter)
        self.settings_title = title(theme, "Settings", self)
        self.form = Form(shared_settings(kinds), theme, self)
        self.form.edited.connect(self._edit)
        self.form.left.connect(editor.end_merging)
        self.reset = QPushButton("Reset all", self)
        self.reset.setObjectName("reset_all")
        self.reset.setAccessibleDescription("Takes all settings of the chosen blocks back to their defaults.")
        self.reset.clicked.connect(self._reset)
        self.muted = QCheckBox("Muted: passes its first input on as it is", self)
        self.muted.setObjectName("muted")
        outlined(self.muted, theme)
        self.muted.clicked.connect(self._mute)
        self.numbers_title = title(theme, "In numbers", self)
        self.formula = label(theme, self, color="accent", size=15)
        self.formula.setObjectName("formula")
        self.figures = Table(theme, ("accent", "text", "muted_text"), self)
        self.learnt = label(theme, self, size=12)
        self.note = label(theme, self, color="muted_text", size=12)
        self.about_title = title(theme, "What it does", self)
        self.about = label(theme, self)
        self._lay_out()

    def _lay_out(self) -> None:
        column = column_of(self)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.picture)
        top.addWidget(self.heading, 1)
        column.addLayout(top)
        parts: tuple[QWidget, ...] = (
            *(self.which, self.problems, self.name_title, self.name, self.enter),
            *(self.settings_title, self.form, self.reset, self.muted, self.numbers_title, self.formula),
            *(self.figures, self.learnt, self.note, self.about_title, self.about),
        )
        for each in parts:
            column.addWidget(each)
        column.addStretch()

    def _name_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("name")
        outlined(field, self.theme)
        field.setAccessibleName("Name")
        field.setAccessibleDescription("What the block is called in the diagram, in messages and in the code.")
        field.textEdited.connect(self._rename)
        field.editingFinished.connect(self.editor.end_merging)
        OneHistory(field).watch(field)
        return field

    # Showing

    def show_nodes(self, nodes: Sequence[Node], *, anew: bool) -> None:
        """Show these blocks; `anew`, if others were shown before."""
        self.nodes = tuple(nodes)
        words, which = heading(nodes)
        say(self.heading, words)
        say(self.which, which)
        self._show_single(nodes[0] if len(nodes) == 1 else None)
        project = self.editor.project
        self.problems.show_problems(problems_of(nodes, self.editor.planned))
        self.form.show_values([node.block for node in nodes], project)
        if anew:
            self.form.forget()
        self.settings_title.setVisible(bool(self.form.settings))
        self.reset.setVisible(len(self.form.changed) > 1)
        first = nodes[0]
        able = all(project.input_ports(node) and project.output_ports(node) for node in nodes[:1])
        self.muted.setVisible(able or first.muted)
        self.muted.setChecked(all(node.muted for node in nodes))

    def _show_single(self, node: Node | None) -> None:
        for each in (self.picture, self.name_title, self.name):
            each.setVisible(node is not None)
        self.enter.setVisible(node is not None and isinstance(node.block, Placement) and bool(node.block.network))
        if node is None:
            self._show_many()
            return
        block = node.block
        color = self.theme.kind(block.group)
        self.picture.setPixmap(icon(block.id, color).pixmap(QSize(ICON, ICON), self.devicePixelRatio()))
        if self.name.text() != node.name:
            self.name.setText(node.name)
        self.name.setPlaceholderText(node.id)
        found = here(self.editor.project, self.editor.network, node, self.editor.planned)
        self.numbers_title.setVisible(bool(block.formula or found.figures or found.note))
        say(self.formula, block.formula)
        self.figures.show_lines([(each.symbol, each.amount, each.about) for each in found.figures])
        say(self.learnt, found.learnt)
        say(self.note, found.note)
        unknown = ", ".join(f"{name}: {value}" for name, value in (block.model_extra or {}).items())
        about = f"Its settings are kept: {unknown}." if isinstance(block, UnknownBlock) else block.about
        self.about_title.setVisible(bool(about))
        say(self.about, about.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n"))

    def _show_many(self) -> None:
        self.numbers_title.hide()
        self.figures.show_lines(())
        for each in (self.formula, self.learnt, self.note, self.about):
            say(each, "")
        self.about_title.setVisible(not self.form.settings)
        say(self.about, "" if self.form.settings else "These blocks have no setting in common.")

    # Editing

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of what is shown."""
        return tuple(node.id for node in self.nodes)

    def _edit(self, path: tuple[str, ...], value: Any) -> None:
        (name,) = path
        edits: list[Editing] = [SetSettings(node=id, settings=((name, value),)) for id in self.ids]
        which = self.ids[0] if len(self.ids) == 1 else f"{len(self.ids)} blocks"
        self.editor.do(f"Set {words_of(name).lower()} of {which}", *edits, merge=("setting", name, self.ids))

    def _reset(self) -> None:
        defaults = tuple((each.name, each.default) for each in self.form.changed)
        edits: list[Editing] = [SetSettings(node=id, settings=defaults) for id in self.ids]
        self.editor.do(f"Reset {self.ids[0] if len(self.ids) == 1 else f'{len(self.ids)} blocks'}", *edits)

    def _mute(self, muted: bool) -> None:
        self.editor.do("Mute" if muted else "Unmute", Mute(nodes=self.ids, muted=muted))

    def _rename(self, name: str) -> None:
        self.editor.do(f"Rename {self.ids[0]}", Rename(node=self.ids[0], name=name), merge=("name", self.ids))

    def _enter(self) -> None:
        block = self.nodes[0].block
        if isinstance(block, Placement):
            self.editor.enter(block.network)

    def _mend(self, problem: Problem) -> None:
        if problem.fix is not None:
            self.editor.do(problem.fix.label, *problem.fix.edits)
