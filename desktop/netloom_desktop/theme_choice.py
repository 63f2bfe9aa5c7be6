"""Which theme is shown: that of the system, followed while the window is open, or the one that was chosen."""

from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from netloom_desktop.style import dress
from netloom_desktop.theme import THEMES, Theme, system_theme

Choice = Literal["system", "light", "dark"]
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
_KEY: Final = "look/theme"


class ThemeChoice(QObject):
    """`changed(Theme)` comes after the application has its new colours; who paints by itself listens to it."""

    changed = Signal(object)

    def __init__(self, fixed: Theme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fixed = fixed
        self.theme = self._wanted()
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> Choice:
        """What was chosen; `system` unless something was."""
        chosen = QSettings().value(_KEY)
        return next((choice for choice in CHOICES if choice == chosen), "system")

    def choose(self, choice: Choice) -> None:
        """Show a theme from now on, in the next window too."""
        QSettings().setValue(_KEY, choice)
        self._fixed = None
        self._follow()

    def _wanted(self) -> Theme:
        return self._fixed or THEMES.get(self.choice) or system_theme()

    def _follow(self, _: object = None) -> None:
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self._dress()
            self.changed.emit(wanted)

    def _dress(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication) and application.palette() != self.theme.palette:
            dress(application, self.theme)
