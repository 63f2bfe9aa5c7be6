"""Words on their way to widgets: labels and tooltips show them as they are, never as markup."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QSizePolicy, QWidget

from netloom_desktop.theme import Theme, font


def plain_tip(*paragraphs: str) -> str:
    """A tooltip of some paragraphs that wraps; what they hold is shown as it is."""
    shown = (escape(text).replace("\n", " ") for text in paragraphs if text)
    return "".join(f"<p style='margin:2px 0'>{text}</p>" for text in shown)


def label(theme: Theme, parent: QWidget, *, color: str = "text", size: int = 13, bold: bool = False) -> QLabel:
    """A label of the theme that wraps and shows text as it is; empty, it takes no room."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setFont(font(size, bold=bold))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    dye(made, theme, color)
    made.hide()
    return made


def plain_buttons(box: QDialogButtonBox) -> QDialogButtonBox:
    """The buttons of a dialog with their words alone: the style's own pictures are not of our theme."""
    for button in box.buttons():
        button.setIcon(QIcon())
    return box


def say(label: QLabel, text: str) -> None:
    """Show a text in a label; without one it is not there."""
    if text != label.text():
        label.setText(text)
    label.setVisible(bool(text))


def dye(widget: QWidget, theme: Theme, color: str) -> None:
    """Give the text of a widget one of the theme's colours."""
    palette = widget.palette()
    for role in (palette.ColorRole.WindowText, palette.ColorRole.Text, palette.ColorRole.ButtonText):
        palette.setColor(role, theme.color(color))
    widget.setPalette(palette)


def outlined(widget: QWidget, theme: Theme) -> None:
    """Give a field or a box to tick an outline that is seen in light and dark; the style takes it from this role."""
    palette = widget.palette()
    palette.setColor(palette.ColorRole.Window, theme.color("wire"))
    widget.setPalette(palette)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 block`, `2,000 blocks`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
