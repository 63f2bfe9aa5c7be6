"""One setting of a form: its name, its field, the way back to the default, its help, and why a value is refused."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from netloom.described import Setting
from netloom.project import Project
from netloom_desktop.icons import icon
from netloom_desktop.inspector.fields import Field, Shown, field_for
from netloom_desktop.inspector.reading import written
from netloom_desktop.theme import Theme, font
from netloom_desktop.words import dye, label, plain_tip, say

NAMES = 108  # pixels of the column of names


def words_of(name: str) -> str:
    """The name of a setting as a form shows it: `Kernel initializer`."""
    return name[:1].upper() + name[1:].replace("_", " ")


class Row(QWidget):
    """Signals: `typed(value)`, `left()`, `dropped()`, as the field says, and `reset()` when the default is wanted."""

    typed = Signal(object)
    left = Signal()
    dropped = Signal()
    reset = Signal()

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.setObjectName(f"setting_{setting.name}")
        self.field: Field = field_for(setting, theme, self)
        self.name = QLabel(words_of(setting.name), self)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setFixedWidth(NAMES)
        self.name.setWordWrap(True)
        self.name.setBuddy(self.field.widget())
        self.field.widget().setObjectName(f"setting_{setting.name}_field")
        self.back = _back_button(setting, theme, self)
        self.help = label(theme, self, color="muted_text", size=12)
        self.remarked = label(theme, self, color="accent", size=12)
        self.refusal = label(theme, self, color="error", size=12)
        self.refusal.setObjectName("refusal")
        self._lay_out()
        self.setToolTip(plain_tip(setting.name, setting.description))
        self.field.typed.connect(self.typed)
        self.field.left.connect(self.left)
        self.field.dropped.connect(self.dropped)
        self.back.clicked.connect(self.reset)
        self._explain(setting.default)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.back, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.remarked, 1, 1, 1, 2)
        grid.addWidget(self.refusal, 2, 0, 1, 3)
        grid.addWidget(self.help, 3, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def show_value(self, shown: Shown) -> None:
        """Show a value of the project; a changed one looks changed."""
        before = self.field.shown
        self.field.show_value(shown)
        changed = shown.mixed or shown.value != self.setting.default
        self.back.setVisible(changed and self.setting.names != "group")
        self.name.setFont(font(13, bold=changed))
        self._explain(None if shown.mixed else shown.value)
        if shown != before:
            self.refuse("")
            self._name(shown, changed=changed)

    def _name(self, shown: Shown, *, changed: bool) -> None:
        said = [self.setting.description]
        if shown.mixed:
            said.append("The chosen blocks have different values.")
        elif changed:
            said.append(f"Changed; the default is {default_words(self.setting)}.")
        self.field.name(words_of(self.setting.name), " ".join(said))

    def _explain(self, value: Any) -> None:
        meaning = dict(zip(self.setting.choices, self.setting.meanings, strict=False)).get(str(value), "")
        say(self.help, f"{self.setting.description} {meaning}".strip())

    def refuse(self, sentence: str) -> None:
        """Say why what is typed is refused; empty, when it is not."""
        say(self.refusal, f"⚠ {sentence}" if sentence else "")
        if sentence:
            self.field.widget().setAccessibleDescription(sentence)

    def remark(self, words: str) -> None:
        """Say something about the value below its field."""
        say(self.remarked, words)

    def follow(self, project: Project) -> None:
        """The project may have other columns or groups."""
        self.field.follow(project)


def default_words(setting: Setting) -> str:
    """The default of a setting in words."""
    if isinstance(setting.default, bool):
        return "yes" if setting.default else "no"
    return written(setting.default) or "empty"


def _back_button(setting: Setting, theme: Theme, parent: QWidget) -> QToolButton:
    """Takes the setting back to its default; keeps its place while it is hidden."""
    button = QToolButton(parent)
    button.setIcon(icon("reset", theme.accent))
    button.setAutoRaise(True)
    button.setAccessibleName(f"Reset {words_of(setting.name)}")
    button.setToolTip(plain_tip(f"Back to the default: {default_words(setting)}"))
    policy = QSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    dye(button, theme, "accent")
    return button
