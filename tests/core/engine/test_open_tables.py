"""What an engine does for a view of a table: windows, parts of a profile, glances, and how far it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import netloom
from engines import EngineProcess, the_table
from netloom import protocol
from netloom.protocol import Glanced, Reading, Reply, Rows
from netloom.settings.sources import TableFile


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    the_table(folder)
    (folder / "large.csv").write_bytes(b"a,b,c\n" + b"12.5,hello,3\n" * 900_000)
    return folder


def answered(engine: EngineProcess, request: protocol.Request, kind: type[Any]) -> Any:
    reply = engine.ask(request)
    assert isinstance(reply, kind), reply
    return reply


def heard(engine: EngineProcess, request: protocol.Request) -> list[Reply]:
    """Everything that is said of a request."""
    number = engine.send(request)
    engine.final(number)
    return engine.replies(number)


def test_cells_that_count_as_missing_are_named(engine: EngineProcess, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y,z\n1,,NA\n?,b,3\n4,c,5\n")
    request = protocol.ReadRows(source=TableFile(path="a.csv"), folder=str(tmp_path))
    found = answered(engine, request, Rows)
    assert found.cells == (("1", None, "NA"), ("?", "b", "3"), ("4", "c", "5"))
    assert found.missing == ((1, 2), (0,), ())


def test_long_cells_are_cut_where_that_is_asked_for(engine: EngineProcess, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"x,y\n{'long' * 500},1\nshort,2\n")
    request = protocol.ReadRows(source=TableFile(path="a.csv"), folder=str(tmp_path), longest=10)
    assert answered(engine, request, Rows).cells == (("longlongl…", "1"), ("short", "2"))


def test_a_profile_in_parts_is_the_whole_profile(engine: EngineProcess, folder: Path) -> None:
    source = TableFile(path="table.csv")

    def part(first: int, columns: int) -> netloom.Profile:
        request = protocol.ProfileTable(source=source, folder=str(folder), first_column=first, columns=columns)
        profile = answered(engine, request, protocol.Profiled).profile
        assert isinstance(profile, netloom.Profile)
        return profile

    whole = netloom.profile(netloom.read_table(folder / "table.csv", source))
    parts = [part(0, 2), part(2, 2), part(3, 1)]
    assert tuple(column for each in parts for column in each.columns) == whole.columns
    assert tuple(problem for each in parts for problem in each.told) == whole.told
    assert {each.rows for each in parts} == {210}


def test_how_far_reading_is_is_told_in_the_file_s_own_bytes(engine: EngineProcess, folder: Path) -> None:
    size = (folder / "large.csv").stat().st_size
    said = heard(engine, protocol.ReadRows(source=TableFile(path="large.csv"), folder=str(folder), count=1))
    told = [reply for reply in said if isinstance(reply, Reading)]
    assert isinstance(said[-1], Rows)
    assert told[0].unit == "bytes"
    assert 0 < told[0].done <= told[0].of == size
    assert {reply.doing for reply in told} > {"Reading the file", "Finding the rows"}
    assert all(reply.done <= reply.of for reply in told if reply.of)


def test_a_glance_leaves_the_open_table_open(engine: EngineProcess, folder: Path) -> None:
    read = protocol.ReadRows(source=TableFile(path="large.csv"), folder=str(folder), count=1)
    engine.ask(read)
    look = protocol.GlanceAtTable(source=TableFile(path="table.csv"), folder=str(folder), rows=5)
    glanced = answered(engine, look, Glanced)
    assert (glanced.names, glanced.target, glanced.all_rows) == (("id", "days", "late"), "late", False)
    assert glanced.first.cells[4] == ("4", "4", "yes")
    assert not [reply for reply in heard(engine, read) if isinstance(reply, Reading)]


def test_a_table_stays_open_whatever_it_is_called_by(engine: EngineProcess, folder: Path, tmp_path: Path) -> None:
    data, out = folder / "table.csv", tmp_path / "P.netloom"
    started = answered(engine, protocol.NewProject(data=str(data), target="late", out=str(out)), protocol.Started)
    source = started.project.data.source
    assert not Path(source.path).is_absolute()
    for known in (source, source.model_copy(update={"fingerprint": ""})):
        said = heard(engine, protocol.ReadRows(source=known, folder=str(tmp_path), count=1))
        assert [type(reply) for reply in said] == [Rows]


def test_without_a_file_a_project_names_its_table_by_the_whole_path(engine: EngineProcess, folder: Path) -> None:
    data = folder / "table.csv"
    started = answered(engine, protocol.NewProject(data=str(data), target="late"), protocol.Started)
    assert started.project.data.source.path == data.as_posix()


def test_a_new_project_is_read_as_one_has_set(engine: EngineProcess, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a;b\n" + "".join(f"{row},5;{row % 2}\n" for row in range(40)))
    source = TableFile(delimiter=";", decimal=",")
    request = protocol.NewProject(data=str(tmp_path / "odd.csv"), target="b", source=source)
    project = answered(engine, request, protocol.Started).project
    assert [column.kind for column in project.data.columns] == ["number", "yes_no"]
    assert (project.data.source.delimiter, project.data.source.decimal) == (";", ",")


def test_a_table_takes_the_place_of_another(engine: EngineProcess, folder: Path, tmp_path: Path) -> None:
    started = answered(engine, protocol.NewProject(data=str(folder / "table.csv"), target="late"), protocol.Started)
    newer = tmp_path / "newer.csv"
    newer.write_text((folder / "table.csv").read_text().replace("days", "weeks"))
    request = protocol.ReplaceTable(project=started.project, data=str(newer), out=str(tmp_path / "P.netloom"))
    replaced = answered(engine, request, protocol.Replaced)
    assert (replaced.new, replaced.gone) == (("weeks",), ("days",))
    assert replaced.data.source.path == "newer.csv"
    assert len(replaced.data.source.fingerprint) == 64
    check = protocol.CheckData(project=started.project.model_copy(update={"data": replaced.data}), folder=str(tmp_path))
    assert answered(engine, check, protocol.Problems).problems == ()


def test_reading_is_given_up_and_the_next_table_is_read(engine: EngineProcess, folder: Path) -> None:
    number = engine.send(protocol.ReadRows(source=TableFile(path="large.csv", quote="'"), folder=str(folder)))
    told = next(said for said in engine.hear() if isinstance(said.reply, Reading))
    assert told.id == number
    engine.send(protocol.Cancel(request=number))
    assert engine.final(number) == protocol.Cancelled()
    request = protocol.ReadRows(source=TableFile(path="table.csv"), folder=str(folder), count=1)
    assert answered(engine, request, Rows).rows == 210
