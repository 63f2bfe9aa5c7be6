"""An engine: one thread listens, the main thread answers, and both end when nobody asks any more."""

import _thread
import os
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from types import FrameType

from netloom import limits
from netloom.engine.answering import Desk, answer
from netloom.engine.wire import Wire
from netloom.errors import NetloomError, PlanError
from netloom.protocol import (
    Cancel,
    Cancelled,
    Continue,
    Detach,
    Done,
    Failed,
    Pause,
    RefusedLine,
    Reply,
    Request,
    RequestLine,
    Resume,
    Train,
    continue_training,
    id_of,
    pause_training,
)

SECONDS_TO_FINISH = 0.5  # for what runs when stdin is closed


class GivenUp(KeyboardInterrupt):
    """Raised in the midst of a request that is cancelled; training ends on it as on Ctrl-C."""


def serve(memory_limit: int | None = None) -> None:
    """Answer requests from stdin until it is closed, and end the process. Call it in the main thread, first of all.

    Of more than `memory_limit` bytes a request fails, and does not take the machine along; Windows has no such limit.
    """
    if memory_limit is not None and sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        limit = memory_limit if most == resource.RLIM_INFINITY else min(memory_limit, most)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
    Engine(Wire()).serve()


class Engine:
    """The requests of one process: those without a final reply, the one that runs, those that are to be given up."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._waiting: SimpleQueue[RequestLine | None] = SimpleQueue()
        self._open: dict[int, Request] = {}
        self._given_up: set[int] = set()
        self._running: int | None = None
        self._changing = threading.Lock()
        self._detached = False
        self._desk = Desk(self._tell, self._is_given_up)
        self._left = threading.Event()

    def serve(self) -> None:
        signal.signal(signal.SIGINT, self._interrupted)
        if sys.platform != "win32":
            signal.signal(signal.SIGHUP, self._hung_up)
        threading.Thread(target=self._listen, daemon=True).start()
        while (asked := self._waiting.get()) is not None:
            reply = self._answered(asked)
            self._close(asked.id)
            self._wire.send(asked.id, reply)
        self._leave()

    # The main thread.

    def _answered(self, asked: RequestLine) -> Reply:
        try:
            return self._tried(asked)
        except GivenUp:
            self._running = None
            return Cancelled()

    def _tried(self, asked: RequestLine) -> Reply:
        """The answer, or in words why there is none. Once nothing is `_running` a cancel comes too late."""
        try:
            self._desk.clear()
            self._running = asked.id
            if self._is_given_up():
                raise GivenUp
            reply = answer(asked.request, self._desk)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # what a library panics with is no Exception
            reply = failed(error)
        self._running = None
        return reply

    def _close(self, id: int) -> None:
        with self._changing:
            del self._open[id]
            self._given_up.discard(id)

    def _tell(self, reply: Reply) -> None:
        self._wire.send(self._running, reply)

    def _is_given_up(self) -> bool:
        return self._running in self._given_up

    def _interrupted(self, _signal: int, _frame: FrameType | None) -> None:
        """A cancel for what runs, or Ctrl-C, which reaches all processes of a terminal."""
        if self._is_given_up():
            if not self._desk.gentle:
                raise GivenUp
        elif not self._given_up and not self._detached:
            raise KeyboardInterrupt

    def _hung_up(self, _signal: int, _frame: FrameType | None) -> None:
        if not self._detached:
            self._leave()

    def _leave(self) -> None:
        """Ends the process without waiting for libraries to tidy up."""
        self._left.set()
        sys.stderr.flush()
        os._exit(0)

    # The thread that listens.

    def _listen(self) -> None:
        try:
            for line in self._wire.lines():
                self._read(line)
        finally:
            self._nobody_asks()

    def _read(self, line: bytes) -> None:
        try:
            self._take(RequestLine.from_line(line, limits.REQUEST_BYTES))
        except RefusedLine as refused:
            self._wire.send(refused.id, Failed(message=str(refused), exit_status=2))
        except Exception as error:
            self._wire.send(id_of(line), failed(error))

    def _take(self, asked: RequestLine) -> None:
        match asked.request:
            case Cancel(request=id, discard=discard):
                self._give_up(id, discard)
                self._wire.send(asked.id, Done())
            case Pause(request=id):
                self._wire.send(asked.id, self._let_wait(id, True))
            case Continue(request=id):
                self._wire.send(asked.id, self._let_wait(id, False))
            case Detach():
                self._detached = self._is_training()
                self._wire.send(asked.id, Done() if self._detached else NOTHING_TO_DETACH)
            case _ if asked.id in self._open:
                raise RefusedLine(f"The id {asked.id} is that of a request that is not answered yet.", None)
            case request:
                self._open[asked.id] = request
                self._waiting.put(asked)

    def _is_training(self) -> bool:
        return any(isinstance(request, Train | Resume) for request in tuple(self._open.values()))

    def _let_wait(self, id: int, wait: bool) -> Reply:
        """Lets the training of a request wait, or go on, by a file in its run's folder."""
        run = self._desk.run
        if self._running != id or run is None:
            return Failed(message=f"The request {id} trains nothing, or has not begun to.", exit_status=2)
        self._desk.waits = wait
        (pause_training if wait else continue_training)(run)
        return Done()

    def _give_up(self, id: int, discard: bool = False) -> None:
        with self._changing:
            if id not in self._open or id in self._given_up:
                return
            self._given_up.add(id)
            if self._running == id:
                self._desk.discard = discard
                self._desk.stop()  # wherever the training is, also where it waits
                _thread.interrupt_main()

    def _nobody_asks(self) -> None:
        """Lets a training that was detached go on, and ends everything else."""
        leave_alone = self._detached and self._is_training()
        for id, request in tuple(self._open.items()):
            if not (leave_alone and isinstance(request, Train | Resume)):
                self._give_up(id)
        self._waiting.put(None)
        if leave_alone:
            self._wire.hang_up()
        else:
            self._left.wait(SECONDS_TO_FINISH)
            os._exit(0)


NOTHING_TO_DETACH = Failed(message="Nothing is being trained, so there is nothing to leave alone.", exit_status=2)


def failed(error: BaseException) -> Failed:
    """In words why a request failed. What should not have happened is in the log, with where it was."""
    match error:
        case PlanError():
            return Failed(message=str(error), exit_status=error.exit_status, problems=error.problems)
        case NetloomError():
            return Failed(message=str(error), exit_status=error.exit_status)
        case OSError(filename=str(name), strerror=str(why)):
            return Failed(message=f"{name}: {why}", exit_status=2)
        case MemoryError():
            return Failed(message="Memory ran out. Use a smaller table or network, or end other programs.")
        case _:
            traceback.print_exception(error)
            what = " ".join(f"{type(error).__name__}: {error}".split())
            return Failed(message=f"This should not have happened ({what[:500]}). The engine's log says where it was.")
