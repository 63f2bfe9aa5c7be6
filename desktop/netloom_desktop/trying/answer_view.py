"""What is answered to the row: of each Output the prediction, and for classes how probable each is."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from netloom.protocol import RowAnswer
from netloom_desktop.theme import Theme, font
from netloom_desktop.trying.tried_row import TriedRow
from netloom_desktop.words import label, say

_LINE: Final = 26
_NAME, _SHARE = 130, 64
_MOST: Final = 12  # classes that are drawn, the likeliest first
_CANNOT: Final = "No answer: what is marked in the row cannot be read."
_WAIT: Final = "Loading what computes…"


class AnswerView(QWidget):
    """Follows the row that is tried."""

    def __init__(self, row: TriedRow, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("row_answer")
        self.row, self.theme = row, theme
        self.words = label(theme, self, color="muted_text")
        self.words.setObjectName("row_words")
        self.trouble = label(theme, self, color="error")
        self.trouble.setObjectName("row_trouble")
        self.outputs: dict[str, OutputAnswer] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        for widget in (self.words, self.trouble):
            self._column.addWidget(widget)
        row.changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the answer as it is now."""
        answer, failure = self.row.answer, self.row.failure
        answers = {each.output: each for each in answer.answers} if answer is not None else {}
        waits = self.row.run is not None and answer is None and not failure
        say(self.words, _WAIT if waits else "")
        say(self.trouble, _CANNOT if answer is not None and not answers else failure)
        for id in (*answers, *self.outputs):
            self._show(id, answers)

    def _show(self, id: str, answers: dict[str, RowAnswer]) -> None:
        """One Output's answer; where there is none, as of another run, it is not there."""
        if id not in self.outputs:
            self.outputs[id] = OutputAnswer(id, self.theme, self)
            self._column.addWidget(self.outputs[id])
        self.outputs[id].setVisible(id in answers)
        if id in answers:
            self.outputs[id].show_answer(answers[id], _title(answers[id], answers.values()))


class OutputAnswer(QWidget):
    """The prediction of one Output, and for classes their bars."""

    def __init__(self, id: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = label(theme, self, color="muted_text")
        self.said = label(theme, self, size=22, bold=True)
        self.said.setObjectName(f"prediction_{id}")
        self.bars = ChanceBars(theme, self)
        self.bars.setObjectName(f"chances_{id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.title, self.said, self.bars):
            column.addWidget(widget)

    def show_answer(self, answer: RowAnswer, title: str) -> None:
        """Show this answer instead of that before."""
        say(self.title, title)
        say(self.said, answer.prediction)
        self.bars.show_chances(answer)


class ChanceBars(QWidget):
    """A bar for each class, the likeliest first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme, self.prediction = theme, ""
        self.chances: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_chances(self, answer: RowAnswer) -> None:
        """Show these instead of those before."""
        self.prediction = answer.prediction
        self.chances = sorted(answer.chances, key=lambda each: -each[1])[:_MOST]
        self.setAccessibleName("; ".join(f"{name}: {_percent(chance)}" for name, chance in self.chances))
        self.setVisible(bool(self.chances))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_NAME + _SHARE + 80, _LINE * len(self.chances))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for place, (name, chance) in enumerate(self.chances):
                self._line(painter, place * _LINE, name, chance)

    def _line(self, painter: QPainter, top: int, name: str, chance: float) -> None:
        is_answer = name == self.prediction
        how = font(13, bold=is_answer)
        shown = QFontMetrics(how).elidedText(" ".join(name.split()), Qt.TextElideMode.ElideMiddle, _NAME - 8)
        painter.setFont(how)
        painter.setPen(self.theme.color("text"))
        painter.drawText(QRectF(0, top, _NAME - 8, _LINE), Qt.AlignmentFlag.AlignVCenter, shown)
        room = max(self.width() - _NAME - _SHARE, 1)
        bar = QRectF(_NAME, top + 6, room, _LINE - 12)
        painter.fillRect(bar, self.theme.color("grid"))
        bar.setWidth(room * chance)
        painter.fillRect(bar, self.theme.color("accent" if is_answer else "wire"))
        at = QRectF(self.width() - _SHARE, top, _SHARE, _LINE)
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _percent(chance))


def _title(answer: RowAnswer, answers: Iterable[RowAnswer]) -> str:
    """What it predicts; and where several Outputs predict that, which of them this is."""
    labels = [each.label for each in answers if each.target == answer.target]
    words = ["Prediction of", *answer.target.split()]
    if len(labels) > 1:
        words += ["by", *(answer.label if labels.count(answer.label) == 1 else answer.output).split()]
    return " ".join(words)


def _percent(share: float) -> str:
    return "<0.1 %" if 0 < share < 0.001 else f"{100 * share:.1f} %"
