"""One problem in the list: how bad it is, where it is, what it says, and the button that mends it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netloom.errors import Problem
from netloom_desktop.icons import icon_pixmap
from netloom_desktop.theme import Theme
from netloom_desktop.words import dye, label, say

ICON: Final = 18
_COLORS: Final = {"error": "error", "warning": "warning", "note": "muted_text"}


class ProblemRow(QFrame):
    """Signals: `wanted(Problem)` asks to go to where the problem is, `mended(Problem)` for the change that mends it,
    `left(int)` to go to the row before (-1) or after it (1)."""

    wanted = Signal(object)
    mended = Signal(object)
    left = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.problem: Problem | None = None
        self.where = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.icon = QLabel(self)
        self.icon.setFixedSize(ICON, ICON)
        self.head = label(theme, self, bold=True)
        self.body = label(theme, self)
        self.fix = QPushButton(self)
        self.fix.setCursor(Qt.CursorShape.ArrowCursor)
        self.fix.clicked.connect(lambda: self.mended.emit(self.problem))
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.head)
        texts.addWidget(self.body)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignVCenter)

    def tell(self, problem: Problem, where: str) -> None:
        """Show a problem, and in words where it is."""
        if problem is self.problem and where == self.where:
            return
        self.problem, self.where = problem, where
        sentence = problem.message.removeprefix(f"{where}: ")
        sentence = sentence[:1].upper() + sentence[1:]
        say(self.head, f"{problem.severity.title()} · {where}")
        say(self.body, sentence)
        self.fix.setVisible(problem.fix is not None)
        self.fix.setText(problem.fix.label.replace("&", "&&") if problem.fix else "")
        self.fix.setAccessibleDescription(f"Mends: {sentence}")
        self.setAccessibleName(f"{problem.severity.title()}, {where}: {sentence}")
        self._paint_severity()

    def show_theme(self, theme: Theme) -> None:
        """Show it in other colours."""
        self.theme = theme
        dye(self.body, theme, "text")
        if self.problem is not None:
            self._paint_severity()
        self.update()

    def _paint_severity(self) -> None:
        assert self.problem is not None
        color = _COLORS[self.problem.severity]
        dye(self.head, self.theme, color)
        ratio = self.devicePixelRatioF()
        pixmap = icon_pixmap(f"problems/{self.problem.severity}", getattr(self.theme, color), round(ICON * ratio))
        pixmap.setDevicePixelRatio(ratio)
        self.icon.setPixmap(pixmap)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.wanted.emit(self.problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Qt.Key(event.key()):
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self.wanted.emit(self.problem)
            case Qt.Key.Key_Up:
                self.left.emit(-1)
            case Qt.Key.Key_Down:
                self.left.emit(1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.color("grid"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -3), 5, 5)
