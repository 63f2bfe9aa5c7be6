"""A form made from a declaration alone: a row for each setting, nested forms for settings that have settings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from netloom.declare import Declared
from netloom.described import Setting, settings_of
from netloom.edits import with_value
from netloom.errors import EditError
from netloom.project import Project
from netloom.values import Frozen
from netloom_desktop.inspector.fields import Shown
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.inspector.parts import title
from netloom_desktop.inspector.row import Row, words_of
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import label, outlined, say

Path = tuple[str, ...]


class Form(QWidget):
    """Shows the same settings of one value or of several.

    Signals: `edited(path, value)` with what they all are to have there, `left()` when the editing of a field is over.
    What is refused is told at the field, and nothing is emitted.
    """

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, settings: Sequence[Setting], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = tuple(settings)
        self._values: tuple[Frozen, ...] = ()
        self.rows = {each.name: Row(each, theme, self) for each in settings if each.kind != "settings"}
        self.parts = {each.name: Part(each, theme, self) for each in settings if each.kind == "settings"}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for setting in settings:
            column.addWidget(self.rows.get(setting.name) or self.parts[setting.name])
        for name, row in self.rows.items():
            self._connect(name, row)
        for name, part in self.parts.items():
            part.edited.connect(lambda path, value, name=name: self.edited.emit((name, *path), value))
            part.left.connect(self.left)

    def _connect(self, name: str, row: Row) -> None:
        row.typed.connect(lambda value: self._typed(name, value))
        row.reset.connect(lambda: self._typed(name, row.setting.default))
        row.reset.connect(self.left)
        row.left.connect(self.left)
        row.dropped.connect(lambda: row.refuse(""))

    def _typed(self, name: str, value: Any) -> None:
        """Something was typed: it is an edit, or it is refused in a sentence while it stays as it is."""
        try:
            for each in self._values:
                with_value(each, (name,), value)
        except EditError as refusal:
            self.rows[name].refuse(str(refusal))
            return
        self.rows[name].refuse("")
        self.edited.emit((name,), value)

    def show_values(self, values: Sequence[Frozen], project: Project) -> None:
        """Show these; what they differ in is shown as different."""
        self._values = tuple(values)
        for name, row in self.rows.items():
            row.follow(project)
            row.show_value(_shown(values, name))
        for name, part in self.parts.items():
            part.show_part(getattr(values[0], name), project)

    def forget(self) -> None:
        """Forget what was typed and refused: something else is shown."""
        for row in self.rows.values():
            row.refuse("")
            row.field.show_again()
        for part in self.parts.values():
            for form in part.forms.values():
                form.forget()

    @property
    def changed(self) -> tuple[Setting, ...]:
        """The settings that are not as they come and can be reset."""
        plain = (each for each in self.settings if each.names != "group")
        return tuple(each for each in plain if any(getattr(value, each.name) != each.default for value in self._values))


class Part(QWidget):
    """Settings within settings: one of a family may be chosen, or they may be left out; the rest is a form."""

    edited = Signal(object, object)
    left = Signal()

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"setting_{setting.name}")
        self.setting = setting
        self.theme = theme
        self.value: Frozen | None = None
        self.forms: dict[type[Any], Form] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 6, 0, 0)
        self.column.setSpacing(6)
        self.members = {kind.id: kind for kind in setting.members if issubclass(kind, Declared)}
        self.box = self._box() if setting.optional else None
        self.choice = self._choice() if self.members else None
        self.help = label(theme, self, color="muted_text", size=12)
        self.column.addWidget(self.help)

    def _box(self) -> QCheckBox:
        box = QCheckBox(words_of(self.setting.name), self)
        outlined(box, self.theme)
        box.setFont(font(13, bold=True))
        box.setAccessibleDescription(self.setting.description)
        box.clicked.connect(lambda ticked: self._chosen(self._usual() if ticked else None))
        self.column.addWidget(box)
        return box

    def _usual(self) -> Any:
        return self.setting.default if self.setting.default is not None else self.setting.members[0]()

    def _choice(self) -> CalmComboBox:
        heading = title(self.theme, words_of(self.setting.name), self)
        choice = CalmComboBox(self)
        choice.fill([(id, kind.title, kind.about) for id, kind in self.members.items()])
        choice.setAccessibleName(words_of(self.setting.name))
        choice.setAccessibleDescription(self.setting.description)
        choice.activated.connect(lambda _: self._chosen(self.members[choice.currentData()]()))
        heading.setBuddy(choice)
        self.column.addWidget(heading)
        self.column.addWidget(choice)
        return choice

    def _chosen(self, value: Any) -> None:
        if value is None or type(value) is not type(self.value):
            self.edited.emit((), value)
            self.left.emit()

    def show_part(self, value: Frozen | None, project: Project) -> None:
        """Show these settings; None where they are left out."""
        self.value = value
        if self.box is not None:
            self.box.setChecked(value is not None)
        if self.choice is not None and isinstance(value, Declared):
            self.choice.setCurrentIndex(self.choice.findData(value.id))
        say(self.help, _help(self.setting, value))
        for kind, form in self.forms.items():
            form.setVisible(kind is type(value))
        if value is not None:
            self._form(type(value)).show_values((value,), project)

    def _form(self, kind: type[Frozen]) -> Form:
        if kind not in self.forms:
            self.forms[kind] = form = Form(settings_of(kind), self.theme, self)
            form.setContentsMargins(12, 0, 0, 0)
            form.edited.connect(self.edited)
            form.left.connect(self.left)
            self.column.addWidget(form)
        return self.forms[kind]


def _help(setting: Setting, value: Frozen | None) -> str:
    about = value.about if isinstance(value, Declared) else setting.description
    formula = value.formula.replace(",  ", "\n") if isinstance(value, Declared) else ""  # a line for each equation
    return "\n\n".join(part for part in (about.replace("\n", " "), formula) if part)


def _shown(values: Iterable[Frozen], name: str) -> Shown:
    """What several have in common."""
    first, *others = (getattr(value, name) for value in values)
    return Shown(mixed=True) if any(other != first for other in others) else Shown(first)


def shared_settings(kinds: Iterable[type[Frozen]]) -> tuple[Setting, ...]:
    """The settings that some classes have in common, in the order of the first."""
    known: list[Mapping[str, Setting]] = [{each.name: each for each in settings_of(kind)} for kind in kinds]
    if not known:
        return ()
    return tuple(each for each in known[0].values() if all(other.get(each.name) == each for other in known[1:]))
