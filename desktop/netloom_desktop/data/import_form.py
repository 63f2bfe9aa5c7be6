"""How a file is read, as a form made from the declaration of its source, with what was found by looking."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from netloom.described import Setting, settings_of
from netloom.edits import with_value
from netloom.project import Project
from netloom.protocol import Glanced
from netloom.settings.sources import Source
from netloom_desktop.inspector.form import Form
from netloom_desktop.inspector.reading import written
from netloom_desktop.theme import Theme

_OF_THE_FILE: Final = ("path", "fingerprint")


class ImportForm(QScrollArea):
    """`edited(Source)` with what is set now."""

    edited = Signal(object)

    def __init__(self, source: Source, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_form")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.source = source
        declared = settings_of(type(source))
        self.form = Form([each for each in declared if each.name not in _OF_THE_FILE], theme, self)
        self.form.edited.connect(self._edit)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self.setWidget(inside)
        self._show()
        for row in self.form.rows.values():
            row.hide()  # until it is known which of them matter for this file

    def _edit(self, path: tuple[str, ...], value: Any) -> None:
        self.source = with_value(self.source, path, value)
        self._show()
        self.edited.emit(self.source)

    def _show(self) -> None:
        self.form.show_values((self.source,), Project())

    def show_found(self, glanced: Glanced) -> None:
        """Show only the settings that matter for this file, and what was found for those that are left open."""
        if "sheet" in self.form.rows:
            self.form.rows["sheet"].field.offer(glanced.sheets)
        for name, row in self.form.rows.items():
            row.setVisible(name in glanced.settings)
            is_open = getattr(self.source, name) == row.setting.default
            row.remark(_found(row.setting, getattr(glanced.source, name)) if is_open else "")


def _found(setting: Setting, value: Any) -> str:
    """What was found by looking, in words; nothing where nothing was."""
    if value == setting.default:
        return ""
    words = dict(setting.suggested).get(value, written(value)) if isinstance(value, str) else written(value)
    return f"Found: {words}"
