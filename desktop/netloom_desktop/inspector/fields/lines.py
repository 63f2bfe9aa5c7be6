"""Fields of one line: whole numbers, numbers, texts, and lists that are typed."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from netloom.described import Setting
from netloom_desktop.inspector.fields.field import DIFFERENT, Field, Shown
from netloom_desktop.inspector.reading import number, texts, whole_number, whole_numbers, written
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, outlined


class TextField(Field):
    """A text of one line, with the unit behind it."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self.line = QLineEdit(self)
        outlined(self.line, theme)
        self.line.textEdited.connect(lambda _: self.tell())
        self.line.installEventFilter(self)
        self.own_history.watch(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        if setting.unit:
            unit = QLabel(setting.unit, self)
            unit.setTextFormat(Qt.TextFormat.PlainText)
            dye(unit, theme, "muted_text")
            row.addWidget(unit)

    def widget(self) -> QWidget:
        return self.line

    def value(self) -> Any:
        return self.line.text()

    def put(self, shown: Shown) -> None:
        self.line.setPlaceholderText(DIFFERENT if shown.mixed else "")
        self.line.setText("" if shown.mixed else written(shown.value))


class NumberField(TextField):
    """A number, also in scientific notation."""

    def value(self) -> Any:
        return number(self.line.text())


class WholeNumberField(TextField):
    """A whole number, or one of the words that may stand for it. The arrows count."""

    def value(self) -> Any:
        text = self.line.text().strip()
        return text if text in self.setting.choices else whole_number(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down count within the bounds."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self._count(step)
                return True
        return super().eventFilter(watched, event)

    def _count(self, step: int) -> None:
        value = self.value()
        if isinstance(value, int):
            low, high = self.setting.minimum, self.setting.maximum
            counted = value + step
            counted = counted if low is None else max(counted, int(low) + self.setting.above)
            counted = counted if high is None else min(counted, int(high) - self.setting.below)
            self.line.setText(str(counted))
            self.tell()


class WholeNumbersField(TextField):
    """Whole numbers, side by side."""

    def value(self) -> Any:
        return whole_numbers(self.line.text())


class TextsField(Field):
    """Texts, one a line."""

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(setting, theme, parent)
        self.lines = QPlainTextEdit(self)
        outlined(self.lines, theme)
        self.lines.setTabChangesFocus(True)
        self.lines.setFixedHeight(72)
        self.lines.installEventFilter(self)
        self.own_history.watch(self.lines)
        self.lines.textChanged.connect(self.tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.lines)

    def widget(self) -> QWidget:
        return self.lines

    def value(self) -> Any:
        return texts(self.lines.toPlainText())

    def put(self, shown: Shown) -> None:
        self.lines.blockSignals(True)
        self.lines.setPlaceholderText(DIFFERENT if shown.mixed else "one a line")
        self.lines.setPlainText("" if shown.mixed else "\n".join(shown.value))
        self.lines.blockSignals(False)
