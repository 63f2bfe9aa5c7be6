"""The table that the project's source names, as far as it is read: whoever shows something of it listens here."""

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from netloom.profiles import Profile
from netloom.protocol import Failed, Profiled, ProfileTable, Reading, ReadRows, Reply, Rows
from netloom.settings.sources import Source, without_place
from netloom_desktop.data.asked_table import AskedTable, TableState
from netloom_desktop.data.watched_file import WatchedFile
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient

_CELLS_AT_ONCE: Final = 400_000  # are looked through before other requests have their turn
_COLUMNS_AT_ONCE: Final = 50  # however few rows there are: a longer answer would hold the window up
_BETWEEN: Final = 200  # milliseconds between two words about new columns: a wide table has very many


class OpenTable(AskedTable):
    """Reads the table of the editor's project in the data engine, once it is `begin`-ned, and whenever it is another.

    It also `progressed` while its columns are looked through.
    """

    def __init__(self, editor: Editor, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(TableState(editor.project.data.source), engines, parent)
        self.editor = editor
        self._has_begun = False
        self._looked_through: list[Profile] = []
        self._publish = QTimer(self, singleShot=True, interval=_BETWEEN)
        self._publish.timeout.connect(self._show_profile)
        self._file = WatchedFile(self)
        self._file.changed.connect(self.read_again)
        editor.project_changed.connect(lambda _: self._follow())
        editor.file_changed.connect(lambda _: self._follow())

    def begin(self) -> None:
        """Read what there is, and follow the project from now on."""
        if not self._has_begun:
            self.read_again()

    def read_again(self) -> None:
        """Read the table anew: its file has changed, or reading had failed or was cancelled."""
        self._has_begun = True
        self._begin_with(self.editor.project.data.source, self.editor.folder)

    # Following the project

    def _follow(self) -> None:
        source, folder = self.editor.project.data.source, self.editor.folder
        if not self._has_begun:
            return
        if _same_table(source, folder, self.state):
            if source != self.state.source or folder != self.state.folder:
                self._show(source=source, folder=folder)
        else:
            self._begin_with(source, folder)

    def _begin_with(self, source: Source, folder: str) -> None:
        self._give_up()
        self.state = TableState(source, folder)
        if not source.path:
            self._file.watch(None)
            self.changed.emit(self.state)
            return
        self._file.watch(self.state.path)
        self._show(state="reading")
        self._busy = self.ask(ReadRows(source=source, folder=folder, count=0, columns=0), self._read)

    def _give_up(self) -> None:
        super()._give_up()
        self._looked_through = []
        self._publish.stop()

    # What the engine says

    def _read(self, reply: Reply) -> None:
        match reply:
            case Reading():
                self.progressed.emit(reply)
            case Rows():
                self._show(state="read", rows=reply.rows, columns=reply.columns)
                self._look_through(0)
            case _:
                self._fail(reply)

    def _look_through(self, first: int) -> None:
        """The columns are looked through some at a time, so that rows can be scrolled meanwhile."""
        state = self.state
        count = max(1, min(_COLUMNS_AT_ONCE, _CELLS_AT_ONCE // max(state.rows, 1)))
        self.progressed.emit(Reading(doing="Looking through the columns", done=first, of=state.columns, unit="columns"))
        request = ProfileTable(source=state.source, folder=state.folder, first_column=first, columns=count)
        self._busy = self.ask(request, self._profiled)

    def _profiled(self, reply: Reply) -> None:
        if isinstance(reply, Reading):
            self.progressed.emit(reply)
            return
        if not isinstance(reply, Profiled):
            self._end_looking(reply)
            return
        self._looked_through.append(reply.profile)
        known = sum(len(part.columns) for part in self._looked_through)
        if reply.profile.columns and known < self.state.columns:
            self._look_through(known)
            if not self._publish.isActive():
                self._publish.start()
        else:
            self._publish.stop()
            self._show_profile(reply.source)
            self._rest()

    def _end_looking(self, reply: Reply) -> None:
        """What is known of the columns so far is all there will be."""
        self._publish.stop()
        if isinstance(reply, Failed):
            self._fail(reply)
        else:
            self._busy = None
            self._show_profile()
            self.progressed.emit(None)

    def _show_profile(self, found: Source | None = None) -> None:
        parts = self._looked_through
        columns = tuple(column for part in parts for column in part.columns)
        told = tuple(problem for part in parts for problem in part.told)
        self._show(profile=Profile(rows=self.state.rows, columns=columns, told=told), found=found or self.state.found)

    def _rest(self) -> None:
        """Nothing is in progress any more, unless columns still are."""
        if self.state.is_profiled or self._busy is None:
            super()._rest()


def _same_table(source: Source, folder: str, state: TableState) -> bool:
    """Whether it is the same file read in the same way: with what was found by looking filled in, it is."""
    if not source.path or not state.source.path:
        return source.path == state.source.path
    same_file = os.path.abspath(Path(folder) / source.path) == os.path.abspath(state.path)
    return same_file and without_place(source) in (
        without_place(state.source),
        without_place(state.found or state.source),
    )
