"""Leads through the lessons: looks at what is there, says what comes next, and notices what is done."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from netloom_desktop.frame import Frame
from netloom_desktop.guide.callout import Callout, Spot
from netloom_desktop.guide.lessons import BLOCK, LESSONS, Lesson, Seen
from netloom_desktop.theme import Theme

_KINDS: Final = QEvent.Type
_TELLING: Final = frozenset(
    {
        *(_KINDS.Show, _KINDS.Hide, _KINDS.Resize, _KINDS.Move, _KINDS.LayoutRequest),
        *(_KINDS.KeyRelease, _KINDS.MouseButtonRelease, _KINDS.FocusOut),
    }
)


class Guide(QObject):
    """Watches the window while it lasts, and no longer. It changes nothing by itself."""

    def __init__(self, frame: Frame, window: QWidget, theme: Theme, use_sample: Callable[[], object]) -> None:
        """`use_sample` opens the sample table, as if it had been chosen."""
        super().__init__(window)
        self.frame, self.window, self.use_sample = frame, window, use_sample
        self.callout = Callout(theme, window)
        self.place: int | None = None
        self._begun = frame.editor.project
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self.callout.left.connect(self.leave)
        self.callout.offered.connect(self._take_offer)
        editor = frame.editor
        for changed in (editor.project_changed, editor.plan_changed, editor.selection_changed):
            changed.connect(lambda _: self._look_soon())
        frame.canvas.moved.connect(self._look_soon)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is given; None while there is none."""
        return LESSONS[self.place] if self.place is not None else None

    def begin(self) -> None:
        """Begin with the first lesson."""
        if self.place is None:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
        self._give(0)

    def leave(self) -> None:
        """Say nothing more; what was made stays."""
        if self.place is not None:
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one
            self.place = None
            self.callout.go()

    def show_theme(self, theme: Theme) -> None:
        """Show the words in other colours."""
        self.callout.show_theme(theme)

    def _give(self, place: int) -> None:
        self.place, self._begun = place, self.frame.editor.project
        opens = LESSONS[place].opens
        if opens is not None and self._where(f"{opens}_page") is None:
            self.frame.show_step(opens)
        if LESSONS[place].at[0].startswith(BLOCK):
            self.frame.canvas.frame_all()
        if LESSONS[place].dock:
            dock = self.frame.model_page.docks[LESSONS[place].dock]
            dock.show()
            dock.raise_()
        self._look()

    def _take_offer(self) -> None:
        if self.lesson is LESSONS[-1]:
            self.leave()
        else:
            self.use_sample()

    # Looking

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something in the window came, went or moved. From a dialog that goes, the words go first: it may take along
        all that is in it."""
        if event.type() == _KINDS.Hide and watched is self.callout.top and watched is not self.window:
            self.callout.stand_in(self.window)
        if event.type() in _TELLING and watched not in (self.callout, self.callout.around):
            self._look_soon()
        return False

    def _look_soon(self) -> None:
        if self.place is not None and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        """Go on if the lesson is done, else say it where it belongs."""
        lesson = self.lesson
        if self.place is None or lesson is None:
            return
        seen = self._seen()
        if not lesson.needs(seen):
            self._give(self.place - 1)
        elif lesson.is_done(seen):
            self._give(self.place + 1)
        else:
            self._say(lesson, seen)

    def _say(self, lesson: Lesson, seen: Seen) -> None:
        self.callout.tell(
            f"{LESSONS.index(lesson) + 1} of {len(LESSONS)}", lesson.title, lesson.says(seen), lesson.offers
        )
        self.callout.stand_by(next(filter(None, map(self._where, lesson.at)), None))

    def _seen(self) -> Seen:
        editor = self.frame.editor
        return Seen(
            project=editor.project,
            begun=self._begun,
            planned=editor.planned,
            is_typing=editor.history.is_open,
            chosen=editor.selection.blocks,
            is_visible=lambda name: self._where(name) is not None,
        )

    def _where(self, name: str) -> Spot | None:
        """Where a part of the window, or of a dialog before it, is; None if it cannot be seen."""
        if name.startswith(BLOCK):
            return self._where_block(name.removeprefix(BLOCK))
        part = self.window.findChild(QWidget, name)
        if part is None or not part.isVisible() or part.visibleRegion().isEmpty():
            return None
        return _spot(part, part.rect())

    def _where_block(self, kind: str) -> Spot | None:
        canvas, network = self.frame.canvas, self.frame.editor.network
        id = next((node.id for node in network.nodes if node.block.id == kind), "")
        if not id or not canvas.isVisible():
            return None
        shown = canvas.mapFromScene(QRectF(*canvas.graph.rect(id))).boundingRect()
        inside = shown.intersected(canvas.viewport().rect())
        return None if inside.isEmpty() else _spot(canvas.viewport(), inside)


def _spot(part: QWidget, rect: QRect) -> Spot:
    top = part.window()
    return Spot(top, QRect(part.mapTo(top, rect.topLeft()), rect.size()))
