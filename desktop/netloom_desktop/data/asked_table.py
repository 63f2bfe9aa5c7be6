"""A table whose rows can be asked for, whatever they are: whoever shows something of it listens here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from netloom.profiles import ColumnProfile, Profile
from netloom.protocol import Cancelled, Failed, Reading, ReadRows, Reply, Request, Rows
from netloom.settings.sources import Source
from netloom_desktop.engine_client import EngineClient

State = Literal["none", "reading", "read", "failed", "cancelled"]


@dataclass(frozen=True)
class TableState:
    """What is known of a table.

    `none`: the project names none. `reading`: nothing of it can be shown yet. `read`: its rows can be asked for;
    `profile` has the columns that were looked through so far, and is whole once `is_profiled`. `failed`: `message` says
    why, and what to do. `cancelled`: the user gave it up. `source` is as the project has it, `found` the same with all
    that was found by looking.
    """

    source: Source
    folder: str = ""
    state: State = "none"
    rows: int = 0
    columns: int = 0
    profile: Profile | None = None
    found: Source | None = None
    message: str = ""

    @property
    def is_profiled(self) -> bool:
        """Whether all columns are looked through."""
        return self.profile is not None and len(self.profile.columns) == self.columns

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.folder) / self.source.path

    def column(self, name: str) -> ColumnProfile | None:
        """What is known of a column; None before it is looked through, and where the table has none of that name."""
        known = self.profile.columns if self.profile else ()
        return next((column for column in known if column.name == name), None)


class AskedTable(QObject):
    """`changed(TableState)`; `progressed(Reading | None)` while something is read, and at the end."""

    changed = Signal(object)
    progressed = Signal(object)

    def __init__(self, state: TableState, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engines = engines
        self.state = state
        self._reading = 0  # which of the tables that were asked for it is; what is said of another one is of no use
        self._asked: set[int] = set()
        self._busy: int | None = None  # what a cancel gives up

    def spelt(self, request: Request) -> Request:
        """A request as it is asked of this table."""
        return request

    def read_again(self) -> None:
        """Read the table anew: its file has changed, or reading had failed or was cancelled."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Give up what is being read. What is shown of it stays."""
        if self._busy is not None:
            self.engines.cancel(self._busy)

    def ask(self, request: Request, on_reply: Callable[[Reply], object], of: QObject | None = None) -> int:
        """Ask about this table. Nothing is heard once it is another one, or once `of`, who asks, is deleted."""
        reading, number = self._reading, 0

        def hear(reply: Reply) -> None:
            if reply.final:
                self._asked.discard(number)
            if reading == self._reading and isValid(of or self):
                on_reply(reply)

        number = self.engines.ask(self.spelt(request), hear)
        self._asked.add(number)
        return number

    def read_rows(self, request: ReadRows, on_rows: Callable[[Rows], object], of: QObject | None = None) -> None:
        """Ask for a window of its rows. If the table turns out to be another by now, it is read again instead."""

        def hear(reply: Reply) -> None:
            if isinstance(reply, Reading):
                self.progressed.emit(reply)
            elif not isinstance(reply, Rows):
                self._fail(reply)
            elif (reply.rows, reply.columns) != (self.state.rows, self.state.columns):
                self.read_again()
            else:
                self._rest()
                on_rows(reply)

        self.ask(request, hear, of)

    def _show(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]  # each by its name
        self.changed.emit(self.state)

    def _give_up(self) -> None:
        self._reading += 1
        self._busy = None
        asked, self._asked = self._asked, set()
        for number in asked:
            self.engines.cancel(number)

    def _fail(self, reply: Reply) -> None:
        if isinstance(reply, Failed):
            self._show(state="failed", message=reply.message)
        elif isinstance(reply, Cancelled):
            self._show(state="cancelled")
        self._busy = None
        self.progressed.emit(None)

    def _rest(self) -> None:
        """Nothing is in progress any more."""
        self._busy = None
        self.progressed.emit(None)
