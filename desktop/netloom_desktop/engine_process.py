"""One engine as a process of its own: bytes in and out, and its end. What is asked when is the client's business."""

import os
import sys
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from netloom.protocol import Conversation, Detach, Request, engine_command, engine_environment, why_it_ended

LOG_KEPT: Final = 20_000  # bytes of the latest that it wrote
AT_ONCE: Final = 2**12  # bytes that are taken in between looks at the clock
TURN: Final = 0.005  # seconds in which things are heard before the window gets its turn
_SECONDS_TO_DIE: Final = 2
_SECONDS_TO_END: Final = 1


class EngineProcess(QObject):
    """A running engine. Signals: `heard(Heard)`, and at last `ended(str)`, once, with the reason in words."""

    heard = Signal(object)
    ended = Signal(object)

    def __init__(self, command: tuple[str, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation = Conversation()
        self.log = b""
        self._is_over = False
        self._why_ended = ""  # once it has ended, and while not all that it said is heard
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._take_in)
        program, *arguments = command or engine_command()
        self._process = _Process(self)
        self._process.setProcessEnvironment(_environment())
        self._process.setProgram(program)
        self._process.setArguments(arguments)
        self._process.readyReadStandardOutput.connect(self._turn.start)
        self._process.readyReadStandardError.connect(self._keep_log)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._not_started)
        self._process.start()

    @property
    def id(self) -> int:
        """The process's number; 0 before it runs and after."""
        return self._process.processId()

    def send(self, request: Request) -> int:
        """Ask, and return the number that the replies will carry."""
        asked = self.conversation.ask(request)
        if not self._is_over:
            self._process.write(asked.line)
        return asked.id

    def kill(self) -> None:
        """End it now; `ended` follows."""
        self._process.kill()

    def let_end(self) -> None:
        """Ask nothing more: it ends by itself once it notices."""
        self._process.closeWriteChannel()

    def close(self, *, gently: bool = False) -> None:
        """End it without a word to anybody, and wait until it is gone; `gently`, it may finish what it writes."""
        self._is_over = True
        if gently and self._is_running():
            self.let_end()
            self._process.waitForFinished(_SECONDS_TO_END * 1_000)
        if self._is_running():
            self._process.kill()
            self._process.waitForFinished(_SECONDS_TO_DIE * 1_000)
        self.deleteLater()

    def leave(self) -> None:
        """Let a training go on without us, and say no more."""
        self.send(Detach())
        self._is_over = True
        self._process.waitForBytesWritten(_SECONDS_TO_END * 1_000)
        self.let_end()
        self._process.leave()
        self.deleteLater()

    def _is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    def _take_in(self) -> None:
        """Hear a part of what has come; if there is more, the window gets its turn first."""
        until = perf_counter() + TURN
        while perf_counter() < until and (content := self._read()):
            for heard in self.conversation.hear(content):
                if not self._is_over:
                    self.heard.emit(heard)
        if self._is_over:
            return
        if self._process.bytesAvailable():
            self._turn.start()
        elif self._why_ended:
            self._end(self._why_ended)

    def _read(self) -> bytes:
        return bytes(self._process.read(AT_ONCE).data()) if not self._is_over else b""

    def _keep_log(self) -> None:
        self.log = (self.log + bytes(self._process.readAllStandardError().data()))[-LOG_KEPT:]

    def _finished(self) -> None:
        """Everything that it said is heard first."""
        self._why_ended = self._why()
        self._take_in()

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(f"The engine could not be started: {self._process.errorString()}.")

    def _why(self) -> str:
        crashed = self._process.exitStatus() == QProcess.ExitStatus.CrashExit
        status = self._process.exitCode()
        return why_it_ended(-status if crashed and sys.platform != "win32" else status)

    def _end(self, why: str) -> None:
        if not self._is_over:
            self._is_over = True
            self.ended.emit(why)


class _Process(QProcess):
    """A process that may outlive its owner."""

    def leave(self) -> None:
        """Think of it as not running: who destroys a QProcess that runs kills it."""
        self.setProcessState(QProcess.ProcessState.NotRunning)


def _environment() -> QProcessEnvironment:
    found = QProcessEnvironment()
    for name, value in engine_environment(os.environ).items():
        found.insert(name, value)
    return found
