"""One class for each kind of value that a setting may have."""

from PySide6.QtWidgets import QWidget

from netloom.described import Setting
from netloom_desktop.inspector.fields.choices import ChoiceField, NamedField, SuggestedField, YesNoField
from netloom_desktop.inspector.fields.columns import ColumnsField
from netloom_desktop.inspector.fields.field import Field, Shown
from netloom_desktop.inspector.fields.lines import (
    NumberField,
    TextField,
    TextsField,
    WholeNumberField,
    WholeNumbersField,
)
from netloom_desktop.theme import Theme

_KINDS: dict[str, type[Field]] = {
    "whole number": WholeNumberField,
    "number": NumberField,
    "yes or no": YesNoField,
    "choice": ChoiceField,
    "text": TextField,
    "list of texts": TextsField,
    "list of whole numbers": WholeNumbersField,
}
_NAMING: dict[str, type[Field]] = {"text": NamedField, "list of texts": ColumnsField}


def field_for(setting: Setting, theme: Theme, parent: QWidget | None = None) -> Field:
    """The widget for a setting; KeyError if its kind has none."""
    if setting.suggested:
        return SuggestedField(setting, theme, parent)
    kinds = _NAMING if setting.names else _KINDS
    return kinds[setting.kind](setting, theme, parent)


__all__ = ["Field", "Shown", "field_for"]
