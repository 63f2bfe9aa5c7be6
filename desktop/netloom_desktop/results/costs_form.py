"""What right and wrong answers cost or earn, as fields."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QWidget

from netloom.errors import InputError
from netloom.reports.document import ThresholdPart
from netloom.settings.costs import Costs
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, say

_FIELDS: Final = (
    ("false_positive", "A false alarm costs"),
    ("false_negative", "A missed case costs"),
    ("true_positive_gain", "A hit earns"),
    ("true_negative_gain", "Rightly left alone earns"),
)
_MOST: Final = 1e9


class CostsForm(QWidget):
    """`changed(Costs)` tells them, once they can be."""

    changed = Signal(object)

    def __init__(self, found: ThresholdPart, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.fields: dict[str, QDoubleSpinBox] = {}
        self.trouble = label(theme, self, color="error")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for number, (name, words) in enumerate(_FIELDS):
            self.fields[name] = field = self._field(name, words, getattr(found.costs, name))
            title = QLabel(words, self)
            title.setBuddy(field)
            grid.addWidget(title, number // 2, 2 * (number % 2))
            grid.addWidget(field, number // 2, 2 * (number % 2) + 1)
        grid.addWidget(self.trouble, 2, 0, 1, 4)

    def _field(self, name: str, words: str, value: float) -> QDoubleSpinBox:
        field = QDoubleSpinBox(self)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setRange(0, _MOST)
        field.setDecimals(2)
        field.setGroupSeparatorShown(True)
        field.setKeyboardTracking(False)
        field.setMaximumWidth(110)
        field.setValue(value)
        field.valueChanged.connect(lambda _: self._tell())
        return field

    def _tell(self) -> None:
        try:
            costs = Costs(**{name: field.value() for name, field in self.fields.items()})
        except InputError as error:
            say(self.trouble, str(error))
            return
        say(self.trouble, "")
        self.changed.emit(costs)
