"""What was exported while the window is open: how far each is, its proof, and where it lies."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from netloom_desktop.progress_bar import ProgressBar
from netloom_desktop.shipping.exports import Exporting, Exports
from netloom_desktop.theme import Theme
from netloom_desktop.words import label, plain_tip, say


class ExportedList(QWidget):
    """Follows the exports, the latest first."""

    def __init__(self, exports: Exports, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exported")
        self.exports, self.theme = exports, theme
        self.title = label(theme, self, size=15, bold=True)
        self.rows: dict[Exporting, ExportRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.title)
        exports.changed.connect(self.follow)
        self.follow()

    def follow(self, _: object = None) -> None:
        """Show all exports as they are now."""
        for exporting in [each for each in self.rows if each not in self.exports.all]:
            row = self.rows.pop(exporting)
            row.hide()
            row.deleteLater()
        for exporting in self.exports.all:
            if exporting not in self.rows:
                row = self.rows[exporting] = ExportRow(exporting, self.theme, self)
                row.cancel_wanted.connect(lambda each=exporting: self.exports.cancel(each))
                row.dismissed.connect(lambda each=exporting: self.exports.forget(each))
                self._column.insertWidget(1, row)
            self.rows[exporting].follow()
        say(self.title, "Exported" if self.rows else "")


class ExportRow(QFrame):
    """`cancel_wanted()` gives it up, `dismissed()` lists it no more."""

    cancel_wanted = Signal()
    dismissed = Signal()

    def __init__(self, exporting: Exporting, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.exporting = exporting
        self.setObjectName(f"exported_{exporting.format.id}")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.color("panel"))
        self.setPalette(palette)
        self.title = label(theme, self, bold=True)
        self.where = label(theme, self, color="muted_text")
        self.words = label(theme, self)
        self.words.setObjectName("export_words")
        self.failure = label(theme, self, color="error")
        self.failure.setObjectName("export_failure")
        self.bar = ProgressBar(theme, self)
        self.bar.setAccessibleName(f"Export of {exporting.path.name}")
        self.cancel = self._button("Cancel", "cancel_export", self.cancel_wanted.emit)
        self.show_folder = self._button("Show in folder", "show_in_folder", self._show_in_folder)
        self.dismiss = self._button("Dismiss", "dismiss_export", self.dismissed.emit)
        self._lay_out()
        self.follow()

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAccessibleName(f"{text}: {self.exporting.path.name}")
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        for widget in (self.title, self.where):
            names.addWidget(widget)
        top = QHBoxLayout()
        top.addLayout(names, 1)
        for button in (self.cancel, self.show_folder, self.dismiss):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addLayout(top)
        for below in (self.words, self.failure, self.bar):
            column.addWidget(below)

    def follow(self) -> None:
        """Show how it is now."""
        exporting = self.exporting
        say(self.title, exporting.path.name)
        say(self.where, f"{exporting.format.title} · run {exporting.run} · in {exporting.path.parent.name}")
        self.where.setToolTip(plain_tip(str(exporting.path.parent)))
        say(self.words, exporting.words)
        say(self.failure, exporting.failure)
        reached = exporting.reached
        self.bar.setRange(0, reached.of if reached is not None else 0)
        self.bar.setValue(reached.done if reached is not None else 0)
        self.bar.setVisible(not exporting.is_over)
        self.cancel.setVisible(not exporting.is_over)
        self.show_folder.setVisible(exporting.state == "done")
        self.dismiss.setVisible(exporting.is_over)

    def _show_in_folder(self) -> None:
        path = Path(self.exporting.path)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))
