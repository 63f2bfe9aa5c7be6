"""What every field of a form has in common: how it is told what to show, and how it tells what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from netloom.described import Setting
from netloom.project import Project
from netloom_desktop.one_history import OneHistory
from netloom_desktop.theme import Theme

DIFFERENT: Final = "different values"


@dataclass(frozen=True)
class Shown:
    """What a field shows: a value, or, of several things that differ, none."""

    value: Any = None
    mixed: bool = False


class Field(QWidget):
    """Base of the widgets for one setting.

    Signals: `typed(value)` whenever another value is typed or chosen, whether it will be accepted or not; `left()`
    when the editing is over; `dropped()` when what was typed is to be forgotten.
    """

    typed = Signal(object)
    left = Signal()
    dropped = Signal()

    def __init__(self, setting: Setting, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.theme = theme
        self.shown: Shown | None = None
        self.own_history = OneHistory(self)

    def show_value(self, shown: Shown) -> None:
        """Show a value; nothing happens where it is shown already, so that what is being typed is not lost."""
        if shown != self.shown:
            self.shown = shown
            if shown.mixed or self.value() != shown.value:
                self.put(shown)

    def show_again(self) -> None:
        """Show the value of the project instead of what was typed."""
        if self.shown is not None:
            self.put(self.shown)

    def follow(self, project: Project) -> None:
        """The project may have other columns or groups to choose from."""

    def offer(self, values: Sequence[str]) -> None:
        """There are these values to choose from, besides those that are declared."""

    def value(self) -> Any:
        """What the widget holds; text that is no value as it is."""
        raise NotImplementedError

    def put(self, shown: Shown) -> None:
        """Write into the widget, without telling."""
        raise NotImplementedError

    def widget(self) -> QWidget:
        """What has the focus when one edits."""
        raise NotImplementedError

    def name(self, words: str, description: str) -> None:
        """What assistive technology says of it."""
        self.widget().setAccessibleName(words)
        self.widget().setAccessibleDescription(description)

    def tell(self) -> None:
        """Tell what is typed now."""
        self.typed.emit(self.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc drops what was typed; Enter and leaving end the editing."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.show_again()
                self.dropped.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.left.emit()
        return super().eventFilter(watched, event)


class CalmComboBox(QComboBox):
    """A list to choose from that the wheel changes only while it has the focus: scrolling a form changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def fill(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """Offer these: each the value, its words, and what it means; what is chosen stays so."""
        offered = [(self.itemData(row), self.itemText(row)) for row in range(self.count())]
        if offered == [(value, words) for value, words, _ in choices]:
            return
        chosen = self.currentData()
        self.clear()
        for row, (value, words, meaning) in enumerate(choices):
            self.addItem(words, value)
            self.setItemData(row, meaning, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(self.findData(chosen))
