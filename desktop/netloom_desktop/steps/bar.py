"""The five steps along the top of the window. Each is a button that says how far it is, by icon and words."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from netloom.errors import Problem
from netloom_desktop.editor import Editor
from netloom_desktop.icons import icon_pixmap
from netloom_desktop.steps.work import STEPS, Standing, State, Step, StepId, standings
from netloom_desktop.style import STEPS_HEIGHT
from netloom_desktop.theme import Theme, font

ICON: Final = 16
_EDGE: Final = 14
_ICONS: Final[dict[State, str]] = {
    "missing": "window/missing",
    "error": "window/error",
    "warning": "window/warning",
    "ready": "window/ready",
}
_COLORS: Final[dict[State, str]] = {
    "missing": "muted_text",
    "error": "error",
    "warning": "warning",
    "ready": "fitting",
}


class StepBar(QWidget):
    """`wanted(str)` asks for the page of a step."""

    wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.setObjectName("steps")
        self.setAccessibleName("Steps of the work")
        self.buttons: dict[StepId, StepButton] = {}
        self._data_problems: tuple[Problem, ...] = ()
        self._trained = 0
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, step in enumerate(STEPS, 1):
            button = StepButton(step, number, theme, self)
            button.clicked.connect(lambda _=False, id=step.id: self.wanted.emit(id))
            self.buttons[step.id] = button
            self._group.addButton(button)
            row.addWidget(button, 1)
        editor.project_changed.connect(self.follow)
        editor.plan_changed.connect(self.follow)
        editor.file_changed.connect(self.follow)
        self.follow()

    def follow(self, _: object = None) -> None:
        """Say how far each step is now."""
        editor = self.editor
        known = (editor.project, editor.planned, editor.path, self._data_problems, self._trained)
        for id, standing in standings(*known).items():
            self.buttons[id].show_standing(standing)

    def follow_data(self, problems: tuple[Problem, ...]) -> None:
        """What is known of the data beside the plan."""
        self._data_problems = problems
        self.follow()

    def follow_runs(self, trained: int) -> None:
        """How many runs of the project can be used."""
        self._trained = trained
        self.follow()

    def mark(self, id: StepId | None) -> None:
        """Mark the step whose page is shown; None, if it is the welcome page."""
        self._group.setExclusive(False)
        for each, button in self.buttons.items():
            button.setChecked(each == id)
        self._group.setExclusive(id is not None)

    def show_theme(self, theme: Theme) -> None:
        """Show the steps in other colours."""
        for button in self.buttons.values():
            button.theme = theme
            button.update()


class StepButton(QAbstractButton):
    """One step: its number and name, and below them how far it is."""

    def __init__(self, step: Step, number: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.step, self.number, self.theme = step, number, theme
        self.standing = Standing("missing", "")
        self.setObjectName(f"step_{step.id}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Step {number} of {len(STEPS)}: {step.title}")
        self.setText(step.title)

    def show_standing(self, standing: Standing) -> None:
        """Say how far the step is."""
        if standing != self.standing:
            self.standing = standing
            self.setAccessibleDescription(standing.words)
            self.setToolTip(f"{self.step.about}\nNow: {standing.words}.")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, STEPS_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, STEPS_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_words(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme, room = self.theme, self.rect()
        lit = self.isChecked() or self.underMouse()
        painter.fillRect(room, theme.color("panel" if lit else "window"))
        painter.fillRect(0, room.height() - 1, room.width(), 1, theme.color("outline"))
        if self.isChecked():
            painter.fillRect(0, room.height() - 3, room.width(), 3, theme.color("accent"))
        if self.number < len(STEPS):
            painter.setPen(QPen(theme.color("outline"), 1.2))
            right, middle = room.width() - 5.0, room.height() / 2
            painter.drawPolyline(QPolygonF([QPointF(right - 4, middle - 7), QPointF(right, middle),
                                            QPointF(right - 4, middle + 7)]))  # fmt: skip  # three points of an arrow
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(QRectF(room).adjusted(2, 2, -2, -4))

    def _paint_words(self, painter: QPainter) -> None:
        theme, width = self.theme, self.width() - _EDGE - 18
        painter.setFont(font(14, bold=self.isChecked()))
        painter.setPen(theme.color("text"))
        title = QRect(_EDGE, 7, width, 20)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, f"{self.number}  {self.step.title}")
        color = _COLORS[self.standing.state]
        ratio = self.devicePixelRatioF()
        picture = icon_pixmap(_ICONS[self.standing.state], getattr(theme, color), round(ICON * ratio))
        painter.drawPixmap(QRect(_EDGE, 28, ICON, ICON), picture)
        small = font(12)
        words = QFontMetrics(small).elidedText(self.standing.words, Qt.TextElideMode.ElideRight, width - ICON - 5)
        painter.setFont(small)
        painter.setPen(theme.color("muted_text" if self.standing.state in ("missing", "ready") else color))
        painter.drawText(QRect(_EDGE + ICON + 5, 27, width - ICON - 5, 18), Qt.AlignmentFlag.AlignVCenter, words)
