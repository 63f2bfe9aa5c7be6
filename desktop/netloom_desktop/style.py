"""What ordinary widgets look like: the theme's palette, and a small stylesheet made from its named colours."""

from string import Template
from typing import Final

from PySide6.QtWidgets import QApplication

from netloom_desktop.theme import Theme

STEPS_HEIGHT: Final = 54  # of the steps along the top of the window
_SHEET: Final = Template("""
QToolTip { color: $text; background: $panel; border: 1px solid $outline; padding: 3px; }
QMenuBar { background: $window; border-bottom: 1px solid $grid; }
QMenuBar::item { padding: 4px 9px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $accent; color: $on_accent; }
QStatusBar { background: $window; border-top: 1px solid $grid; }
QStatusBar::item { border: none; }
QMainWindow::separator { background: $grid; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: $accent; }
QDockWidget::title { background: $window; padding: 6px 8px; text-align: left; }
QPushButton { padding: 5px 14px; border: 1px solid $outline; border-radius: 5px; background: $panel; }
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $grid; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:focus { border-color: $text; }
QPushButton:disabled { color: $muted_text; background: $window; border-color: $grid; }
QLineEdit, QKeySequenceEdit { padding: 4px 6px; border: 1px solid $outline; border-radius: 4px; background: $entry; }
QLineEdit:focus { border: 2px solid $accent; padding: 3px 5px; }
QToolButton[chip="true"] { padding: 4px 9px; border: 1px solid $outline; border-radius: 5px; background: $panel; }
QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus { border-color: $accent; }
QToolButton[chip="true"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QToolButton[chip="true"]:checked:focus { border-color: $text; }
QHeaderView::section { background: $window; color: $muted_text; padding: 4px 8px; border: none;
    border-bottom: 1px solid $outline; }
QTableView::item { padding: 0 5px; }
QTableView { gridline-color: $grid; border: 1px solid $grid; }
#results_tabs::tab-bar { left: 12px; }
QTabBar::tab { padding: 5px 10px; background: $window; border: none; border-bottom: 2px solid $window; }
QTabBar::tab:selected { border-bottom-color: $accent; }
""")


def stylesheet(theme: Theme) -> str:
    """The stylesheet in a theme's colours."""
    return _SHEET.substitute({name: value for name, value in vars(theme).items() if isinstance(value, str)})


def dress(application: QApplication, theme: Theme) -> None:
    """Show all widgets of an application in a theme, those that are open too."""
    application.setPalette(theme.palette)
    application.setStyleSheet(stylesheet(theme))
