"""Fields in which one chooses: yes or no, one of several words or suggested values, a column of the data, a group."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from netloom.described import Setting
from netloom.project import Project
from netloom_desktop.inspector.fields.field import DIFFERENT, CalmComboBox, Field, Shown
from netloom_desktop.inspector.named import named_in
from netloom_desktop.theme import Theme
from netloom_desktop.words import outlined


class YesNoField(Field):
    """A box to tick; half ticked where several things differ."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self.box = QCheckBox(self)
        outlined(self.box, theme)
        self.box.clicked.connect(self._clicked)
        self.box.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)

    def _clicked(self) -> None:
        self.put(Shown(self.box.checkState() != Qt.CheckState.Unchecked))
        self.tell()

    def widget(self) -> QWidget:
        return self.box

    def value(self) -> Any:
        return None if self.box.checkState() == Qt.CheckState.PartiallyChecked else self.box.isChecked()

    def put(self, shown: Shown) -> None:
        state = Qt.CheckState.Checked if shown.value else Qt.CheckState.Unchecked
        self.box.setTristate(shown.mixed)
        self.box.setCheckState(Qt.CheckState.PartiallyChecked if shown.mixed else state)
        self.box.setText(DIFFERENT if shown.mixed else "yes" if shown.value else "no")


class ChoiceField(Field):
    """One of several words, each with what it means."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self.list = CalmComboBox(self)
        self.list.setPlaceholderText(DIFFERENT)
        meanings = (*setting.meanings, *("" for _ in setting.choices[len(setting.meanings) :]))
        self.list.fill([(word, word, meaning) for word, meaning in zip(setting.choices, meanings, strict=True)])
        self.list.activated.connect(lambda _: self.tell())
        self.list.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)

    def widget(self) -> QWidget:
        return self.list

    def value(self) -> Any:
        return self.list.currentData()

    def put(self, shown: Shown) -> None:
        self.list.setCurrentIndex(-1 if shown.mixed else self.list.findData(shown.value))


class NamedField(ChoiceField):
    """One of the data's columns or of the project's groups."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self._project = Project()

    def follow(self, project: Project) -> None:
        self._project = project
        self._offer(self.shown.value if self.shown and not self.shown.mixed else "")

    def put(self, shown: Shown) -> None:
        self._offer(shown.value if not shown.mixed else "")
        super().put(shown)

    def _offer(self, value: str) -> None:
        known = named_in(self._project, self.setting.names)
        offered = [("", "none chosen", ""), *((name, words, "") for name, words in known.items())]
        if value and value not in known:
            offered.append((value, f"{value} (is not there)", ""))
        self.list.fill(offered)


class SuggestedField(Field):
    """A text, with some to choose from, each by its words."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self.list = CalmComboBox(self)
        outlined(self.list, theme)
        self.list.setEditable(True)
        self.list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line = QLineEdit(self.list)
        self.list.setLineEdit(self.line)
        self.line.setCompleter(None)  # type: ignore[arg-type]  # Qt's own way to have none
        self.offer(())
        for each in (self.list, self.line):
            each.installEventFilter(self)
            self.own_history.watch(each)
        self.line.textEdited.connect(lambda _: self.tell())
        self.list.activated.connect(lambda _: self.tell())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)

    def offer(self, values: Sequence[str]) -> None:
        self.list.fill(
            [(value, words, "") for value, words in (*self.setting.suggested, *zip(values, values, strict=True))]
        )
        self.put(self.shown or Shown(""))

    def widget(self) -> QWidget:
        return self.list

    def value(self) -> Any:
        text = self.list.currentText()
        place = self.list.findText(text)
        return text if place < 0 else self.list.itemData(place)

    def put(self, shown: Shown) -> None:
        place = -1 if shown.mixed else self.list.findData(shown.value)
        self.list.setCurrentIndex(place)
        if place < 0:
            self.list.setEditText("" if shown.mixed else shown.value)
