"""Rows of a report with their answers, a million as well as ten: windows are fetched as they come into sight."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from netloom.protocol import AnsweredRows, Choice, Failed, ReadAnswers, Reply
from netloom.reports.wording import amount, percent
from netloom_desktop.data.cells import CellsModel, Index, Role
from netloom_desktop.data.windows import HEIGHT, WIDTH, Cell, Place, Windows
from netloom_desktop.results.shown import Shown

LONGEST: Final = 1_000  # characters of a cell that are fetched to be shown
_AHEAD: Final = 3  # columns before those of the table: truth, answer, and how sure or how far off
_KEPT: Final = 50_000  # rows whose answers are at hand
_SIX: Final = 6  # digits of an amount


class AnswersModel(CellsModel):
    """Shows `…` for what is still to come. Signals: `came()` when rows have come, `told(str)` why none do."""

    came = Signal()
    told = Signal(object)

    def __init__(self, shown: Shown, parent: QObject | None = None) -> None:
        super().__init__(shown.theme, parent)
        self.shown = shown
        self.choice: Choice | None = None
        self.rows = self.columns = 0
        self._windows = Windows()
        self._names: dict[int, str] = {}
        self._answers: dict[int, tuple[int, tuple[str, ...]]] = {}
        self._fetching: Place | None = None
        self._turn = 0
        self._asks = False  # one request at a time: of choices that follow quickly only the newest is asked for
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)

    def choose(self, choice: Choice | None) -> None:
        """Show those rows; None: none."""
        self.beginResetModel()
        self.choice, self.rows, self._fetching = choice, 0, None
        self._turn += 1
        self._windows.clear()
        self._answers.clear()
        self.endResetModel()
        if choice is not None:
            self._ask(Place(0, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else self.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() or not self.rows else _AHEAD + self.columns

    def cell(self, row: int, column: int) -> Cell | None:
        if column < _AHEAD:
            known = self._answers.get(row)
            if known is not None:
                return Cell(known[1][column], missing=False)
            column = _AHEAD
        found = self._windows.cell(row, column - _AHEAD)
        if found is None and self._fetching is None:
            self._soon.start()
        return found if column > _AHEAD or row in self._answers else None

    def name(self, column: int) -> str:
        if column < _AHEAD:
            return ("Actual", "Predicted", self._how_sure)[column]
        return self._names.get(column - _AHEAD, "")

    def kind(self, column: int) -> str:
        if column >= _AHEAD:
            return ""
        return "number" if self.shown.output.task == "regression" or column == _AHEAD - 1 else ""

    @property
    def _how_sure(self) -> str:
        output = self.shown.output
        if output.task == "regression":
            return "Residual"
        return f"Probability of {output.classes[1]!r}" if output.task == "binary" else "Probability"

    def headerData(self, section: int, way: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if way == Qt.Orientation.Vertical:
            known = self._answers.get(section)
            return (f"{known[0]:,}" if known is not None else "…") if role == Role.DisplayRole else None
        return super().headerData(section, way, role)

    def _fetch(self) -> None:
        """One window after the other, that which was looked for last first."""
        place = self._windows.next_wanted() if self._fetching is None and self.choice is not None else None
        if place is not None:
            self._ask(place)

    def _ask(self, place: Place) -> None:
        self._fetching = place
        if self._asks:
            return
        self._asks = True
        request = ReadAnswers(
            run=str(self.shown.folder),
            output=self.shown.id,
            answers=self.shown.answers,
            choice=self.choice or Choice(),
            start=place.down * HEIGHT,
            count=HEIGHT,
            first_column=place.across * WIDTH,
            columns=WIDTH,
            longest=LONGEST,
        )
        self.shown.engines.ask(request, self._hearing(place))

    def _hearing(self, place: Place) -> Callable[[Reply], None]:
        turn = self._turn

        def hear(reply: Reply) -> None:
            if not isValid(self) or not reply.final:
                return
            self._asks = False
            if turn != self._turn:
                self._ask_again()
            elif isinstance(reply, AnsweredRows):
                self._take(place, reply)
            elif isinstance(reply, Failed):
                self.told.emit(reply.message)

        return hear

    def _ask_again(self) -> None:
        """What was answered is not wanted any more."""
        if self.choice is not None:
            self._ask(Place(0, 0))

    def _take(self, place: Place, reply: AnsweredRows) -> None:
        self._fetching = None
        first = not self.rows
        if first:
            self.beginResetModel()
            self.rows, self.columns = reply.rows.rows, reply.rows.columns
        self._windows.keep(place, reply.rows)
        self._names |= {reply.rows.first_column + number: name for number, name in enumerate(reply.rows.names)}
        if len(self._answers) > _KEPT:
            self._answers.clear()
        for number, row in enumerate(reply.numbers):
            self._answers[reply.rows.start + number] = row, self._words(reply, number)
        if first:
            self.endResetModel()
        else:
            self._show_all()
        self.came.emit()
        self._soon.start()

    def _show_all(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        if last.isValid():
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last.column())
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last.row())

    def _words(self, reply: AnsweredRows, number: int) -> tuple[str, ...]:
        actual, predicted = reply.actual[number], reply.predicted[number]
        output = self.shown.output
        if output.task == "regression":
            return tuple(amount(value, _SIX) for value in (actual, predicted, predicted - actual))
        chance = percent(reply.chances[number]) if number < len(reply.chances) else ""
        return _class(output.classes, actual), _class(output.classes, predicted), chance


def _class(names: tuple[str, ...], number: float) -> str:
    return names[int(number)] if 0 <= number < len(names) else f"class {number:g}"
