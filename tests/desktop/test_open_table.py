"""The table of the project is read once, by a real engine, and again only where it is another."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense
from netloom.edits import AddBlock, SetSource
from netloom.project import Data, Project
from netloom.protocol import ReadRows, Rows
from netloom.settings.sources import TableFile
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.table import OpenTable
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient

PATIENCE = 60_000  # milliseconds, on a machine where much else runs
ROWS = "".join(f"{row},{row % 5},{'yes' if row % 3 else 'no'}\n" for row in range(90))


class Watcher:
    """Follows a table, and keeps every state that it had."""

    def __init__(self, table: OpenTable, qtbot: QtBot) -> None:
        self.table, self.qtbot = table, qtbot
        self.states: list[TableState] = []
        self.progress: list[object] = []
        table.changed.connect(self.states.append)
        table.progressed.connect(self.progress.append)

    def sees(self, what: Callable[[TableState], bool]) -> TableState:
        """Waits until the table is in some state."""
        self.qtbot.waitUntil(lambda: what(self.table.state), timeout=PATIENCE)
        return self.table.state

    def profiled(self) -> TableState:
        return self.sees(lambda state: state.is_profiled)

    def names(self) -> list[str]:
        """The states that it went through."""
        found: list[str] = []
        for state in self.states:
            if not found or found[-1] != state.state:
                found.append(state.state)
        return found


@pytest.fixture
def watcher(qtbot: QtBot, tmp_path: Path) -> Iterator[Watcher]:
    """A table whose project names `table.csv`, not yet begun."""
    (tmp_path / "table.csv").write_text(f"id,days,late\n{ROWS}")
    editor, engines = Editor(), EngineClient()
    editor.new(Project(data=Data(source=TableFile(path=str(tmp_path / "table.csv")))))
    yield Watcher(OpenTable(editor, engines), qtbot)
    engines.close()


def large(path: Path) -> Path:
    """A table that takes seconds to read."""
    path.write_bytes(b"a,b,c\n" + b"12.5,hello,3\n" * 900_000)
    return path


def use(watcher: Watcher, path: Path) -> None:
    watcher.table.editor.do("Use", SetSource(source=TableFile(path=str(path))))


def test_nothing_is_read_before_it_begins(watcher: Watcher) -> None:
    assert watcher.table.engines.processes() == []
    watcher.table.begin()
    assert watcher.sees(lambda state: state.state == "read").rows == 90


def test_it_is_read_then_looked_through(watcher: Watcher) -> None:
    watcher.table.begin()
    state = watcher.profiled()
    assert (state.rows, state.columns) == (90, 3)
    assert watcher.names() == ["reading", "read"]
    assert isinstance(state.found, TableFile)
    assert state.found.delimiter == ","
    late = state.column("late")
    assert late is not None
    assert late.kind == "yes_no"
    assert state.column("nothing") is None
    assert watcher.progress[-1] is None


def test_a_project_without_data_has_no_table(watcher: Watcher) -> None:
    watcher.table.editor.new()
    watcher.table.begin()
    assert watcher.table.state.state == "none"
    assert watcher.table.engines.processes() == []


def test_an_edit_of_anything_else_reads_nothing_again(watcher: Watcher) -> None:
    watcher.table.begin()
    state = watcher.profiled()
    watcher.states.clear()
    watcher.table.editor.do("Add", AddBlock(block=Dense()))
    watcher.table.editor.do("Fill in", SetSource(source=state.found))  # type: ignore[arg-type]  # it is read
    assert set(watcher.names()) <= {"read"}
    assert watcher.table.state.is_profiled


def test_another_source_is_read_and_undo_reads_the_first_again(watcher: Watcher, tmp_path: Path) -> None:
    watcher.table.begin()
    watcher.profiled()
    (tmp_path / "other.csv").write_text("a;b\n1;2\n3;4\n")
    use(watcher, tmp_path / "other.csv")
    assert watcher.profiled().columns == 2
    watcher.table.editor.undo()
    assert watcher.profiled().columns == 3


def test_another_way_to_read_the_same_file_is_another_table(watcher: Watcher, tmp_path: Path) -> None:
    watcher.table.begin()
    watcher.profiled()
    source = TableFile(path=str(tmp_path / "table.csv"), header="no")
    watcher.table.editor.do("Set header", SetSource(source=source))
    assert watcher.profiled().rows == 91


def test_a_file_that_is_saved_anew_is_read_again(watcher: Watcher, tmp_path: Path) -> None:
    watcher.table.begin()
    watcher.profiled()
    newer = tmp_path / "newer.csv"
    newer.write_text("id,days,late\n1,2,yes\n")
    newer.replace(tmp_path / "table.csv")
    assert watcher.sees(lambda state: state.rows == 1).state == "read"


def test_a_file_that_is_not_there_is_read_once_it_is(watcher: Watcher, tmp_path: Path) -> None:
    use(watcher, tmp_path / "later.csv")
    watcher.table.begin()
    assert "There is no file" in watcher.sees(lambda state: state.state == "failed").message
    (tmp_path / "later.csv").write_text("a,b\n1,2\n")
    assert watcher.sees(lambda state: state.state == "read").rows == 1


def test_accepting_a_changed_file_reads_nothing_again(watcher: Watcher, tmp_path: Path) -> None:
    watcher.table.begin()
    state = watcher.profiled()
    watcher.states.clear()
    accepted = state.source.model_copy(update={"fingerprint": "0" * 64})
    watcher.table.editor.do("Accept", SetSource(source=accepted))
    assert watcher.names() == ["read"]
    assert watcher.table.state.source == accepted
    assert watcher.table.state.is_profiled


def test_a_project_that_is_saved_elsewhere_reads_its_table_no_second_time(watcher: Watcher, tmp_path: Path) -> None:
    watcher.table.begin()
    watcher.profiled()
    watcher.states.clear()
    (tmp_path / "elsewhere").mkdir()
    watcher.table.editor.save(tmp_path / "elsewhere" / "days.netloom")
    assert watcher.table.state.source.path == "../table.csv"
    assert watcher.names() == ["read"]
    assert watcher.table.state.is_profiled


def test_reading_is_cancelled_and_begun_again(watcher: Watcher, tmp_path: Path) -> None:
    use(watcher, large(tmp_path / "large.csv"))
    watcher.table.begin()
    watcher.qtbot.waitUntil(lambda: bool(watcher.progress), timeout=PATIENCE)
    watcher.table.cancel()
    watcher.sees(lambda state: state.state == "cancelled")
    assert watcher.progress[-1] is None
    use(watcher, tmp_path / "table.csv")
    assert watcher.profiled().rows == 90


def test_rows_are_there_although_looking_through_was_cancelled(watcher: Watcher, tmp_path: Path) -> None:
    use(watcher, large(tmp_path / "large.csv"))
    watcher.table.begin()
    watcher.sees(lambda state: state.state == "read")
    watcher.table.cancel()
    came: list[Rows] = []
    request = ReadRows(source=watcher.table.state.source, folder=watcher.table.state.folder, start=899_999, count=1)
    watcher.table.read_rows(request, came.append)
    watcher.qtbot.waitUntil(lambda: bool(came), timeout=PATIENCE)
    assert came[0].cells == (("12.5", "hello", "3"),)
    assert watcher.table.state.state == "read"


def test_an_engine_that_dies_is_asked_again(watcher: Watcher, tmp_path: Path) -> None:
    use(watcher, large(tmp_path / "large.csv"))
    watcher.table.begin()
    watcher.qtbot.waitUntil(lambda: bool(watcher.progress), timeout=PATIENCE)
    for process in watcher.table.engines.processes():
        psutil.Process(process).kill()
    assert watcher.profiled().rows == 900_000


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "is empty"), (b"%PDF-1.4", "is a PDF"), (b"\0\1\2" * 90, "is no text"), (b"\n\n\n", "only blank lines")],
)
def test_a_file_that_is_no_table_is_told_in_a_sentence(
    watcher: Watcher, tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / "bad.csv").write_bytes(content)
    use(watcher, tmp_path / "bad.csv")
    watcher.table.begin()
    assert why in watcher.sees(lambda state: state.state == "failed").message
