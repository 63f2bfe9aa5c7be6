"""What is asked of one engine, one request after the other, and what is done when it is late, dies or is given up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.protocol import Cancel, Cancelled, Failed, Heard, PlanChange, PlanProject, Reply, Request, Warm
from netloom_desktop.engine_process import EngineProcess

PAUSES: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)  # seconds before it is started again, by deaths in a row
DEATHS_TOLD: Final = 3  # in a row, from which on it is told
_SECONDS_TO_END: Final = 5.0  # once its work is done
_WARMING: Final = 4  # times as long, since a cold disk is read


@dataclass(frozen=True)
class Manner:
    """How an engine is treated. `what` it does, for sentences. It may take `seconds` for an answer (None: as long as it
    takes), and `grace` to give one up before it is killed (None: until it is asked a second time). One that `lasts` is
    started again, and what it was asked is asked again once; any other is for one request."""

    what: str
    seconds: float | None
    grace: float | None
    lasts: bool = True


@dataclass(eq=False)
class Asking:
    """A request on its way, and who hears its replies."""

    request: Request
    tell: Callable[[Reply], object]
    tries: int = 0
    given_up: bool = False
    late: bool = False


class Lane(QObject):
    """One request is in flight, the others wait; of plans only the newest. Each gets exactly one final reply.

    Signals: `troubled(str)` with a sentence when the engine keeps dying, and with nothing once it answers again;
    `over()` when an engine for one request has ended.
    """

    troubled = Signal(object)
    over = Signal()

    def __init__(self, manner: Manner, command: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.manner = manner
        self.is_taken = False  # for a job: it ends once there is nothing more to do
        self.engine: EngineProcess | None = None
        self.log = b""
        self.odd_lines = 0
        self._command = command
        self._waiting: list[Asking] = []
        self._current: Asking | None = None
        self._number = 0
        self._deaths = 0
        self._is_closed = False
        self._patience = _timer(self, self._is_late)
        self._grace = _timer(self, self._kill)
        self._pause = _timer(self, self._next)

    def put(self, asking: Asking) -> None:
        """Ask as soon as it is its turn."""
        self._waiting.append(asking)
        outrun = self._outrun()
        self._next()
        _tell(outrun, Cancelled())

    def give_up(self, asking: Asking, *, discard: bool = False) -> None:
        """Answer no more: what waits is dropped; what runs is asked to end, and made to after a while or at once the
        second time."""
        if asking in self._waiting:
            self._waiting.remove(asking)
            if self.is_taken:  # it still warms up, for nothing now
                self._let_end()
            _tell([asking], Cancelled())
        elif asking is self._current and asking.given_up:
            self._kill()
        elif asking is self._current and self.engine is not None:
            asking.given_up = True
            self.engine.send(Cancel(request=self._number, discard=discard))
            if self.manner.grace is not None:
                self._grace.start(round(self.manner.grace * 1_000))

    def close(self) -> None:
        """End the engine and tell nobody."""
        self._is_closed = True
        self._waiting.clear()
        busy, self._current = self._current is not None, None
        for timer in (self._patience, self._grace, self._pause):
            timer.stop()
        if self.engine is not None:
            self.engine.close(gently=busy and not self.manner.lasts)
            self.engine = None

    def leave(self) -> None:
        """Let what was asked go on without us, and tell nobody."""
        engine, self.engine = self.engine, None
        waiting = tuple(self._waiting)
        self.close()
        if engine is not None:
            for asking in waiting:  # it is still warming up
                engine.send(asking.request)
            engine.leave()

    # Asking

    def _next(self) -> None:
        if self._is_closed or self._current or not self._waiting or self._pause.isActive():
            return
        engine = self.engine or self._started()
        self._current = self._waiting.pop(0)
        self._current.tries += 1
        self._number = engine.send(self._current.request)
        if self.manner.seconds is not None:
            warming = _WARMING if isinstance(self._current.request, Warm) else 1
            self._patience.start(round(self.manner.seconds * warming * 1_000))

    def _started(self) -> EngineProcess:
        self.engine = EngineProcess(self._command, self)
        self.engine.heard.connect(self._hear)
        self.engine.ended.connect(self._ended)
        return self.engine

    def _outrun(self) -> list[Asking]:
        """The plans that wait although a newer one does; they wait no more."""
        outrun = [asking for asking in self._waiting if isinstance(asking.request, PlanProject | PlanChange)][:-1]
        self._waiting = [asking for asking in self._waiting if asking not in outrun]
        return outrun

    # Hearing

    def _hear(self, heard: Heard) -> None:
        asking = self._current
        if asking is None or heard.id != self._number:
            return
        if heard.reply.final:
            self._answered(asking)
        asking.tell(heard.reply)

    def _answered(self, asking: Asking) -> None:
        self._current = None
        self._patience.stop()
        self._grace.stop()
        if self._deaths >= DEATHS_TOLD:
            self.troubled.emit("")
        self._deaths = 0
        if self.manner.lasts or self._waiting or (isinstance(asking.request, Warm) and not self.is_taken):
            self._next()
        else:
            self._let_end()

    def _let_end(self) -> None:
        if self.engine is not None:
            self.engine.let_end()
            self._grace.start(round(_SECONDS_TO_END * 1_000))

    def _is_late(self) -> None:
        if self._current is not None:
            self._current.late = True
            self._kill()

    def _kill(self) -> None:
        if self.engine is not None:
            self.engine.kill()

    def _ended(self, why: str) -> None:
        self._forget_engine()
        asking, self._current = self._current, None
        expected = asking is not None and (asking.given_up or asking.late)
        self._deaths += not expected
        again = self.manner.lasts or (asking is not None and isinstance(asking.request, Warm) and self._waiting)
        if not again:
            self.over.emit()
        elif asking is not None and not expected and asking.tries < 2:
            self._waiting.insert(0, asking)
            _tell(self._outrun(), Cancelled())
            asking = None
        self._rest(why)
        _tell([asking] if asking else [], self._end_of(asking, why))

    def _forget_engine(self) -> None:
        self._patience.stop()
        self._grace.stop()
        if self.engine is not None:
            self.log = self.engine.log
            self.odd_lines += self.engine.conversation.odd_lines
            self.engine.deleteLater()
            self.engine = None

    def _end_of(self, asking: Asking | None, why: str) -> Reply:
        if asking is not None and asking.given_up:
            return Cancelled()
        if asking is not None and asking.late:
            return Failed(
                message=f"The engine that {self.manner.what} gave no answer within {self.manner.seconds:g} seconds, "
                "and was ended. Ask again; if that does not help, undo the last change."
            )
        return Failed(message=why)

    def _rest(self, why: str) -> None:
        """A pause that grows while the engine keeps dying."""
        seconds = PAUSES[min(max(self._deaths - 1, 0), len(PAUSES) - 1)]
        if self._deaths >= DEATHS_TOLD:
            self.troubled.emit(
                f"The engine that {self.manner.what} has ended {self._deaths} times in a row. {why} "
                f"It is tried again after {seconds:g} s. Nothing of the project is lost."
            )
        self._pause.start(round(seconds * 1_000))


def _tell(askings: list[Asking], reply: Reply) -> None:
    for asking in askings:
        asking.tell(reply)


def _timer(parent: QObject, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    return timer
