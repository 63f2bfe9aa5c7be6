"""Where one is: the network, and the groups that were entered, the outer ones as buttons that lead back there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from netloom_desktop.editor import Editor
from netloom_desktop.theme import font


class Breadcrumb(QWidget):
    """Shown above the canvas while one is inside a group."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setAccessibleName("Where you are")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 3, 8, 3)
        self._row.setSpacing(2)
        editor.entered.connect(self.show_trail)
        editor.project_changed.connect(self.show_trail)
        self._shown: tuple[str, ...] = ()
        self.show_trail()

    def names(self) -> list[str]:
        """What is shown, from the top down."""
        return list(self._shown)

    def show_trail(self, _: object = None) -> None:
        """Show the way to where one is."""
        project, trail = self.editor.project, self.editor.trail
        groups = {group.id: group.name or group.id for group in project.groups}
        names = (project.name or "Network", *(groups[id] for id in trail))
        self.setVisible(bool(trail))
        if names == self._shown:
            return
        self._shown = names
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, name in enumerate(names[:-1]):
            self._add_button(name, steps=len(names) - 1 - place)
        self._add_here(names[-1])
        self._row.addStretch(1)

    def _add_button(self, name: str, steps: int) -> None:
        button = QToolButton(self)
        button.setText(name)
        button.setAutoRaise(True)
        button.setToolTip(f"Go back to {name}")
        button.clicked.connect(lambda: self.editor.leave(steps))
        self._row.addWidget(button)
        self._row.addWidget(QLabel("›", self))

    def _add_here(self, name: str) -> None:
        here = QLabel(name, self)
        here.setTextFormat(Qt.TextFormat.PlainText)
        here.setFont(font(13, bold=True))
        here.setContentsMargins(4, 0, 0, 0)
        here.setToolTip("You are here")
        self._row.addWidget(here)
