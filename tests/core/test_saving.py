"""Saving never takes away what somebody may still need, and the data a project speaks of is looked after."""

from pathlib import Path

import pytest

import hostile
from netloom.blocks import Dense
from netloom.edits import SetSource
from netloom.errors import InputError, Problem, ProjectError
from netloom.project import Node, Project, Wire
from netloom.settings.sources import TableFile
from netloom.storage import data_problems, fingerprint, in_file, load, migrated, save


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "P.netloom"


def not_saved(path: Path, project: Project | None = None) -> str:
    with pytest.raises(InputError) as caught:
        save(project or Project(name="new"), path)
    return str(caught.value)


def test_saving_again_gives_the_same_bytes(path: Path) -> None:
    save(Project(name="a"), path)
    before = path.read_bytes()
    save(load(path), path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_a_newer_version_is_never_overwritten(path: Path) -> None:
    newer = (hostile.CORPUS / "newer.netloom").read_bytes()
    path.write_bytes(newer)
    assert "made by a newer Netloom" in not_saved(path)
    assert path.read_bytes() == newer


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b'{"format": "other"}', b"\x00\x01", b" " * 9 * 2**20])
def test_what_is_no_project_is_not_overwritten(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "was not overwritten" in not_saved(path)
    assert path.read_bytes() == content


def test_an_empty_file_is_overwritten(path: Path) -> None:
    path.touch()
    save(Project(name="a"), path)
    assert load(path).name == "a"


def test_what_could_not_be_opened_again_is_not_saved(path: Path) -> None:
    save(Project(name="old"), path)
    broken = Project().model_copy(update={"wires": (Wire(source="a", target="b"),)})
    assert "a block that is not there" in not_saved(path, broken)
    assert load(path).name == "old"


def test_a_project_too_large_to_be_opened_again_is_not_saved(path: Path) -> None:
    nodes = tuple(Node(id=f"dense_{number}", name="ü" * 128, block=Dense()) for number in range(10_000))
    wires = tuple(Wire(source=one.id, target=other.id) for one in nodes[:400] for other in nodes[:100])
    assert "is larger than the 8,388,608 bytes" in not_saved(path, Project(nodes=nodes, wires=wires))


def test_a_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="is a folder or a device; a project file was expected"):
        load(tmp_path)


def test_a_file_that_is_not_there_is_told(path: Path) -> None:
    with pytest.raises(ProjectError, match=r"There is no file .*P\.netloom"):
        load(path)


def test_migrations_lead_from_any_version_to_the_current_one() -> None:
    steps = {
        1: lambda document: document | {"b": document["a"]},
        2: lambda document: {key: value for key, value in document.items() if key != "a"},
    }
    assert migrated({"version": 1, "a": 5}, steps) == {"version": 3, "b": 5}
    assert migrated({"version": 2, "a": 5, "b": 6}, steps) == {"version": 3, "b": 6}
    assert migrated({"version": 3, "b": 7}, steps) == {"version": 3, "b": 7}


def with_data(**source: str) -> Project:
    return SetSource(source=TableFile(**source))(Project())


def only(problems: tuple[Problem, ...]) -> Problem:
    (problem,) = problems
    return problem


def test_data_that_is_there_and_the_same_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x\n1\n")
    now = fingerprint(tmp_path / "a.csv")
    assert data_problems(with_data(path="a.csv", fingerprint=now), tmp_path) == ()
    assert data_problems(with_data(path="a.csv"), tmp_path) == ()


def test_the_fingerprint_is_the_sha_256_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"abc")
    assert fingerprint(tmp_path / "a.csv") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("name", ["gone.csv", "../elsewhere/gone.csv", "."])
def test_data_that_has_moved_is_told_with_where_it_was_looked_for(tmp_path: Path, name: str) -> None:
    problem = only(data_problems(with_data(path=name), tmp_path))
    assert (problem.code, problem.severity) == ("data_missing", "error")
    assert f"The data file {name} is not there" in problem.message
    assert str(tmp_path) in problem.message


def test_a_project_without_data_is_told(tmp_path: Path) -> None:
    assert "names no data yet" in only(data_problems(Project(), tmp_path)).message


def test_changed_data_is_a_warning_that_can_be_accepted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x\n1\n")
    project = with_data(path="a.csv", fingerprint=fingerprint(tmp_path / "a.csv"))
    (tmp_path / "a.csv").write_bytes(b"x\n2\n")
    problem = only(data_problems(project, tmp_path))
    assert (problem.code, problem.severity) == ("data_changed", "warning")
    assert problem.fix is not None
    for edit in problem.fix.edits:
        project = edit(project)
    assert data_problems(project, tmp_path) == ()


@pytest.mark.parametrize(
    ("data", "before", "after", "expected"),
    [
        ("P.csv", "a", "b", "../a/P.csv"),
        ("../P.csv", "a/c", "a", "P.csv"),
        ("P.csv", "a", "a", "P.csv"),
        ("", "a", "b", ""),
        ("/tables/P.csv", "a", "b", "/tables/P.csv"),
        ("P.csv", "a", None, "ROOT/a/P.csv"),
        ("ROOT/a/P.csv", None, "b", "../a/P.csv"),
        ("P.csv", None, "b", "P.csv"),
    ],
)
def test_in_another_folder_a_project_names_the_same_data(
    tmp_path: Path, data: str, before: str | None, after: str | None, expected: str
) -> None:
    files = [None if name is None else tmp_path / name / "P.netloom" for name in (before, after)]
    found = in_file(with_data(path=data.replace("ROOT", str(tmp_path))), *files)
    assert found == with_data(path=expected.replace("ROOT", str(tmp_path)))


def test_a_folder_that_is_reached_by_a_link_is_the_one_it_is(tmp_path: Path) -> None:
    (tmp_path / "deep" / "real").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "real")
    found = in_file(with_data(path="P.csv"), tmp_path / "P.netloom", tmp_path / "link" / "P.netloom")
    assert found == with_data(path="../../P.csv")


def test_saving_tells_the_fingerprint_of_the_file(tmp_path: Path) -> None:
    assert save(Project(), tmp_path / "P.netloom") == fingerprint(tmp_path / "P.netloom")
