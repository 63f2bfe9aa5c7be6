"""Which column a new project is to predict."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from netloom.protocol import Glanced
from netloom_desktop.data.cells import kind_words
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.theme import Theme, font


class TargetChoice(QWidget):
    """Offers the columns with their kinds, the likeliest first chosen. `changed()` when the user chooses."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = CalmComboBox(self)
        self.list.setObjectName("target_choice")
        self.list.setMinimumWidth(220)
        self.list.setAccessibleName("Column to predict")
        words = QLabel("&Predict", self)
        words.setFont(font(13, bold=True))
        words.setBuddy(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words)
        row.addWidget(self.list)
        self._is_own = False
        self.list.activated.connect(self._choose)
        self.hide()

    def ask(self) -> None:
        """Ask for it; else nothing is chosen."""
        self.show()

    @property
    def chosen(self) -> str:
        """The name of the column; empty where none is asked for."""
        return str(self.list.currentData() or "") if not self.isHidden() else ""

    def _choose(self) -> None:
        self._is_own = True
        self.changed.emit()

    @property
    def is_settled(self) -> bool:
        """Whether a column is chosen, or none is asked for."""
        return bool(self.chosen) or self.isHidden()

    def offer(self, glanced: Glanced) -> None:
        """There are these columns; what the user chose stays chosen as long as it is there."""
        kinds = [
            *(kind_words(kind or "") for kind in glanced.kinds),
            *("" for _ in glanced.names[len(glanced.kinds) :]),
        ]
        offered = [
            (name, f"{_short(name)} — {kind}" if kind else _short(name), "")
            for name, kind in zip(glanced.names, kinds, strict=True)
        ]
        own = self.list.currentData() if self._is_own else None
        self.list.fill(offered)
        self.list.setCurrentIndex(self.list.findData(own if own in glanced.names else glanced.target))


def _short(name: str) -> str:
    plain = " ".join(name.split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
