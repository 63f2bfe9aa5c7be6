"""The only place where the window talks to engines: one for plans, one for data, one for glances into files,
one for the answers to a file, one for those to a row, one for each long job.

    number = client.ask(ReadRows(source=source, folder=folder), self.show)   # show(reply): Rows, Failed or Cancelled
    client.cancel(number)

Replies are the protocol's frozen values. Of each request exactly one is final; before it a training tells `Happened`.
Whatever an engine does, it takes nothing else along: it is started again, and what it was asked is asked again once.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal

from netloom.protocol import (
    AnswerRow,
    CheckData,
    DescribeRow,
    FindDevice,
    FindMistakes,
    GlanceAtTable,
    ListRuns,
    NewProject,
    PlanChange,
    PlanProject,
    ProfileTable,
    ReadAnswers,
    ReadRows,
    ReplaceTable,
    Reply,
    Request,
    Resume,
    ScoreRows,
    ScoreTable,
    SplitRows,
    Train,
    TrainSeries,
    Warm,
)
from netloom_desktop.engine_lane import Asking, Lane, Manner

PLANS: Final = Manner("works out the network", seconds=30, grace=0.5)
DATA: Final = Manner("reads the data", seconds=600, grace=0.5)
GLANCES: Final = Manner("looks into a file", seconds=60, grace=0.5)
SCORES: Final = Manner("answers for a file", seconds=600, grace=0.5)
ROW: Final = Manner("answers to a row", seconds=600, grace=0.5)
JOB: Final = Manner("does a longer job", seconds=None, grace=5, lasts=False)
TRAINING: Final = Manner("trains", seconds=None, grace=None, lasts=False)


class EngineClient(QObject):
    """See the module's own words. An engine is started when it is first asked for something.

    `troubled(str)` tells in a sentence that an engine keeps dying, and, empty, that all is well again.
    """

    troubled = Signal(object)

    def __init__(self, parent: QObject | None = None, *, command: tuple[str, ...] = (), plans: Manner = PLANS) -> None:
        """`command` is what starts an engine, unless it is the usual one."""
        super().__init__(parent)
        self._command = command
        self._plans = self._lane(plans)
        self._data = self._lane(DATA)
        self._glances = self._lane(GLANCES)
        self._scores: Lane | None = None
        self._row: Lane | None = None
        self._spare: Lane | None = None
        self._jobs: list[Lane] = []
        self._last = 0
        self._open: dict[int, tuple[Lane, Asking]] = {}
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.close)

    def ask(self, request: Request, on_reply: Callable[[Reply], object]) -> int:
        """Ask an engine; `on_reply` hears every reply, in this thread. Returns the number to cancel it by.

        Of plans that wait for their turn only the newest is asked; the others are answered by `Cancelled`.
        """
        self._last += 1
        number = self._last

        def tell(reply: Reply) -> None:
            if reply.final:
                self._open.pop(number, None)
            on_reply(reply)

        lane, asking = self._lane_for(request), Asking(request, tell)
        self._open[number] = lane, asking
        lane.put(asking)
        return number

    def cancel(self, number: int, *, discard: bool = False) -> None:
        """Give a request up, which then ends with `Cancelled`, or is over already. A training ends as soon as it can
        with what it has learnt, or, to `discard` it, with nothing; cancelled a second time it is killed, and its last
        checkpoint is what remains."""
        if number in self._open:
            lane, asking = self._open[number]
            lane.give_up(asking, discard=discard)

    def leave(self, number: int) -> None:
        """Let a training go on without this window, in good order; nothing more is told of it."""
        if number in self._open:
            lane, _ = self._open.pop(number)
            lane.leave()

    def have_a_spare(self) -> None:
        """Start an engine that has loaded all that training needs, for the next long job."""
        if self._spare is None:
            self._spare = self._lane(TRAINING)
            self._spare.over.connect(self._lose_spare)
            self._spare.put(Asking(Warm(what="training"), lambda _: None))

    def close(self) -> None:
        """End all engines, and wait until they are gone. Nothing more is told."""
        for lane in self._lanes():
            lane.close()
        self._open.clear()

    def processes(self) -> list[int]:
        """The numbers of the processes that run for this window."""
        return [lane.engine.id for lane in self._lanes() if lane.engine is not None and lane.engine.id]

    def odd_lines(self) -> int:
        """How many lines engines said that were no answers."""
        return sum(
            lane.odd_lines + (lane.engine.conversation.odd_lines if lane.engine is not None else 0)
            for lane in self._lanes()
        )

    def _lanes(self) -> list[Lane]:
        perhaps = [lane for lane in (self._scores, self._row, self._spare) if lane is not None]
        return [self._plans, self._data, self._glances, *perhaps, *self._jobs]

    def _lane(self, manner: Manner) -> Lane:
        lane = Lane(manner, self._command, self)
        lane.troubled.connect(self.troubled)
        return lane

    def _lane_for(self, request: Request) -> Lane:
        match request:
            case PlanProject() | PlanChange() | Warm(what="plan") | FindDevice():
                return self._plans
            case ProfileTable() | ReadRows() | SplitRows() | CheckData() | FindMistakes() | Warm(what="data"):
                return self._data
            case NewProject() | ReplaceTable() | ReadAnswers():
                return self._data
            case GlanceAtTable() | ListRuns():
                return self._glances
            case ScoreTable() | ScoreRows():
                self._scores = self._scores or self._warm_lane(SCORES)
                return self._scores
            case DescribeRow() | AnswerRow():  # which follow what is typed, and must not wait for a long file
                self._row = self._row or self._warm_lane(ROW)
                return self._row
            case _:
                return self._job(TRAINING if isinstance(request, Train | Resume | TrainSeries) else JOB)

    def _warm_lane(self, manner: Manner) -> Lane:
        """One from a spare if there is one: it has loaded what computes."""
        lane, self._spare = self._spare or self._lane(manner), None
        lane.manner = manner
        return lane

    def _job(self, manner: Manner) -> Lane:
        lane, self._spare = self._spare or self._lane(manner), None
        lane.manner, lane.is_taken = manner, True
        lane.over.connect(lambda: self._lose_job(lane))
        self._jobs.append(lane)
        return lane

    def _lose_job(self, lane: Lane) -> None:
        if lane in self._jobs:
            self._jobs.remove(lane)
            lane.deleteLater()

    def _lose_spare(self) -> None:
        if self._spare is not None and self._spare.engine is None:
            self._spare.deleteLater()
            self._spare = None
