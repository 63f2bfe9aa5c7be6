"""The colours of the window, by name, light and dark. Each text has a contrast of at least 4.5 to what is behind it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette


@dataclass(frozen=True)
class Theme:
    """Colours as #rrggbb. `kinds` are those of the groups of blocks, which each has an icon and a word as well."""

    name: str
    window: str
    panel: str
    entry: str
    text: str
    muted_text: str
    accent: str
    on_accent: str
    canvas: str
    grid: str
    block: str
    block_header: str
    outline: str
    wire: str
    fitting: str
    frame: str
    frame_outline: str
    note: str
    note_text: str
    error: str
    error_fill: str
    warning: str
    warning_fill: str
    kinds: dict[str, str] = field(hash=False)

    def kind(self, group: str) -> str:
        """The colour of a group of blocks."""
        return self.kinds.get(group, self.muted_text)

    def color(self, name: str) -> QColor:
        """A colour by its name here."""
        return QColor(getattr(self, name))

    @cached_property
    def palette(self) -> QPalette:
        """The colours of ordinary widgets."""
        roles = QPalette.ColorRole
        chosen = {
            roles.Window: self.window,
            roles.WindowText: self.text,
            roles.Base: self.entry,
            roles.AlternateBase: self.panel,
            roles.Text: self.text,
            roles.PlaceholderText: self.muted_text,
            roles.Button: self.panel,
            roles.ButtonText: self.text,
            roles.ToolTipBase: self.panel,
            roles.ToolTipText: self.text,
            roles.Highlight: self.accent,
            roles.HighlightedText: self.on_accent,
            roles.Link: self.accent,
            roles.BrightText: self.error,
            roles.Light: self.block,
            roles.Mid: self.outline,
            roles.Dark: self.muted_text,
        }
        palette = QPalette(QColor(self.panel), QColor(self.window))
        for role, color in chosen.items():
            palette.setColor(role, QColor(color))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.outline))
        return palette


LIGHT: Final = Theme(
    name="light",
    window="#f3f4f6",
    panel="#fbfbfc",
    entry="#ffffff",
    text="#1c2430",
    muted_text="#5a6675",
    accent="#2159d6",
    on_accent="#ffffff",
    canvas="#f0f2f5",
    grid="#e3e7ed",
    block="#ffffff",
    block_header="#f5f7fa",
    outline="#bcc5d0",
    wire="#8090a3",
    fitting="#0f7b4f",
    frame="#e6ebf3",
    frame_outline="#b9c4d4",
    note="#fff4cf",
    note_text="#4c4023",
    error="#b3261e",
    error_fill="#fdecea",
    warning="#8a5300",
    warning_fill="#fff3df",
    kinds={
        "Data": "#0b6e72",
        "Core": "#2159d6",
        "Activation": "#b8297b",
        "Normalization": "#8a5300",
        "Regularization": "#7a3fc4",
        "Merge": "#3f5068",
        "Reshape": "#1d6f95",
        "Convolution": "#1f7a3d",
        "Pooling": "#4d7215",
        "Recurrent": "#a3431f",
        "Attention": "#9a2f4f",
        "Group": "#5b5f1e",
    },
)

DARK: Final = Theme(
    name="dark",
    window="#191d23",
    panel="#20262e",
    entry="#15191e",
    text="#e7ebf0",
    muted_text="#a0adbc",
    accent="#7aa7ff",
    on_accent="#0c1420",
    canvas="#14181d",
    grid="#1e242c",
    block="#232a33",
    block_header="#2a323d",
    outline="#465262",
    wire="#7b8a9c",
    fitting="#5fd39b",
    frame="#1b222b",
    frame_outline="#3a4654",
    note="#3b3520",
    note_text="#f0e4bd",
    error="#ff9a92",
    error_fill="#3d2324",
    warning="#f2bd6b",
    warning_fill="#38301e",
    kinds={
        "Data": "#5cc8cc",
        "Core": "#7aa7ff",
        "Activation": "#f08cc4",
        "Normalization": "#f2bd6b",
        "Regularization": "#c6a1ff",
        "Merge": "#b4c2d6",
        "Reshape": "#79c3ea",
        "Convolution": "#7fd69a",
        "Pooling": "#b5d672",
        "Recurrent": "#f2a284",
        "Attention": "#f096b0",
        "Group": "#d3d67a",
    },
)

THEMES: Final = {theme.name: theme for theme in (LIGHT, DARK)}


def system_theme() -> Theme:
    """Light or dark, as the system is."""
    from PySide6.QtCore import Qt

    return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def font(size: int, *, bold: bool = False) -> QFont:
    """The application's font at a size in pixels (of the scene, where it is painted there)."""
    made = QFont(QGuiApplication.font())
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
