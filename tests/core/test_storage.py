"""A project file is read strictly, told about in words, and never lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hostile
from netloom import storage
from netloom.blocks import Dense, UnknownBlock
from netloom.errors import ProjectError
from netloom.project import Node, Project
from netloom.storage import from_text, load, to_text

RELEASED = sorted(hostile.RELEASED.iterdir())
CORPUS = sorted(hostile.CORPUS.iterdir())
SAMPLE = (hostile.RELEASED / "version_1.netloom").read_bytes()
soak = pytest.mark.soak
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only: forks, or sets limits")


def many_or(few: int, all: int) -> pytest.MarkDecorator:
    """A few in every run of the tests, all in the long one."""
    return pytest.mark.parametrize("count", [few, pytest.param(all, marks=soak)])


def refused(content: bytes | str) -> str:
    with pytest.raises(ProjectError) as caught:
        from_text(content, "P.netloom")
    return str(caught.value)


def outcome(content: bytes | str) -> Project | str:
    """The project, or the message."""
    try:
        return from_text(content, "P.netloom")
    except ProjectError as error:
        return str(error)


def project_text(**sections: object) -> str:
    return json.dumps({"format": "netloom", "version": 1, **sections})


def dense(**block: object) -> str:
    return project_text(nodes=[{"id": "dense_1", "block": {"type": "dense", **block}}])


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_a_file_of_every_released_version_opens(path: Path) -> None:
    project = load(path)
    assert project.name == "Kündigung"
    assert load(path) == from_text(to_text(project), "again")


def test_there_is_a_sample_of_every_version() -> None:
    assert {path.stem for path in RELEASED} == {f"version_{number}" for number in range(1, storage.VERSION + 1)}


def holds(after: object, before: object) -> bool:
    """Whether all that a document held is still there; objects may have gained settings of later versions."""
    if isinstance(before, dict) and isinstance(after, dict):
        return all(key in after and holds(after[key], entry) for key, entry in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return len(after) == len(before) and all(map(holds, after, before))
    return after == before and type(after) is type(before)


def test_nothing_in_a_file_is_lost_when_it_is_written_back() -> None:
    text = to_text(from_text(SAMPLE, "sample"))
    assert holds(json.loads(text), json.loads(SAMPLE))
    assert to_text(from_text(text, "again")) == text


def test_what_the_file_is_stands_at_its_top_and_a_newline_at_its_end() -> None:
    text = to_text(Project(name="déjà"))
    assert text.startswith('{\n  "format": "netloom",\n  "version": 1,\n  "name": "déjà",\n  "nodes": []')
    assert text.endswith("\n}\n")


def test_a_block_of_an_unknown_type_is_kept_as_it_is() -> None:
    odd = {"type": "someday:attention", "heads": 4, "mask": {"bias": [0.5, None, True, 1e-7]}}
    project = from_text(project_text(nodes=[{"id": "attention_1", "block": odd}]), "P.netloom")
    assert isinstance(project.nodes[0].block, UnknownBlock)
    assert json.loads(to_text(project))["nodes"][0]["block"] == odd


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_hostile_file_is_refused_with_one_message(path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        load(path)
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value)) < 3000


@pytest.mark.parametrize("name", hostile.LARGE)
def test_a_large_hostile_file_is_refused_with_one_message(name: str) -> None:
    assert len(refused(hostile.LARGE[name]())) < 3000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (dense(units="64"), 'nodes[0].block.units: received "64", expected a whole number from 1 to 2,147,483,648'),
        (dense(units=True), "units: received true, expected a whole number"),
        (dense(unitz=3), "unitz: is no known key. Did you mean units?"),
        (dense(activation="rely"), 'activation: received "rely", expected one of linear, relu,'),
        (project_text(training={"epohs": 3}), "training.epohs: is no known key. Did you mean epochs?"),
        (project_text(training={"batch_size": "some"}), "expected a whole number from 1 to 2,147,483,648, or all"),
        (project_text(training={"optimizer": {"type": "adamm"}}), 'the type "adamm", expected one of these types: sgd'),
        (project_text(nodes=[{"id": "a"}]), "nodes[0].block: is missing"),
        (project_text(nodes=[{"id": "a", "block": {}}]), "nodes[0].block: its type is missing"),
        (project_text(data={"source": {"type": "table", "path": "a\0"}}), "must hold no control characters"),
        (project_text(wires=[{"source": "a", "target": "b"}]), "a.output → b.input names a block that is not there"),
        (project_text(name="n" * 129), "name: received 129 characters, expected at most 128"),
        ('{"format": "netloom", "version": 1, "x": {"a": 1, "a": 2}}', "x.a: is there twice"),
        ('{"format": "netloom", "version": 1, "x": [0, 1e999]}', "x[1]: received 1e999, expected a number that is not"),
        ('{"format": "netloom", "version": 1, "x": NaN}', "x: received NaN"),
        (
            '{"format": "netloom", "version": 1, "x": 9007199254740993}',
            "x: received 9007199254740993, expected a whole",
        ),
        ('{"format": "netloom", "version": 1, "x": "\\ud800"}', "half of a surrogate pair"),
        ('{"format": "netloom", "version": 1, "x": "\ud800"}', "is no UTF-8"),
        ("[" * 65, "more than 64 deep"),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark"),
        ("{}".encode("utf-16"), "is UTF-16, expected UTF-8"),
        (b"{\n  oops", "line 2, column 3 is no JSON"),
        (b"[]", "is no Netloom project"),
        (b'{"format": "netloom"}', "version: received null"),
    ],
)
def test_a_refusal_says_where_what_was_received_and_what_was_expected(content: str | bytes, words: str) -> None:
    assert words in refused(content)


def test_a_refusal_names_the_line() -> None:
    text = to_text(Project(nodes=(Node(id="dense_1", block=Dense()),))).replace('"units": 32', '"units": -1')
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "-1" in line)
    assert f"line {line}, nodes[0].block.units: received -1" in refused(text)


def test_only_the_first_refusals_are_listed_and_the_rest_is_counted() -> None:
    message = refused(project_text(nodes=[{"id": "A", "block": {"type": "dense"}}] * 9))
    assert message.count("nodes[") == 5
    assert "… and 4 more" in message


@many_or(300, all=2000)
def test_a_mutated_file_opens_or_is_refused_with_one_message(count: int) -> None:
    outcomes = [outcome(content) for content in hostile.mutants(SAMPLE, count, seed=count)]
    messages = [each for each in outcomes if isinstance(each, str)]
    assert len(messages) > count / 2
    assert all(message.startswith("P.netloom ") for message in messages)
    for project in outcomes:
        assert isinstance(project, str) or from_text(to_text(project), "again") == project


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
SECTIONS = st.sampled_from(["name", "nodes", "wires", "groups", "data", "training", "layout", "numbering", "zzz"])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(SECTIONS, JSON, max_size=3))
def test_any_sections_open_or_are_refused(sections: dict[str, object]) -> None:
    opened = outcome(project_text(**sections))
    assert isinstance(opened, Project) or opened.startswith("P.netloom ")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_content_is_refused(content: bytes | str) -> None:
    assert refused(content)


@many_or(100, all=500)
def test_opening_hostile_files_does_nothing_else(count: int, tmp_path: Path) -> None:
    files = {path.stem: path.read_bytes() for path in CORPUS} | dict(hostile.harmless())
    files |= {f"mutant_{number}": content for number, content in enumerate(hostile.mutants(SAMPLE, count, seed=7))}
    for name, content in files.items():
        (tmp_path / f"{name}.netloom").write_bytes(content)
    program = Path(hostile.__file__).with_name("opening_under_audit.py")
    ran = subprocess.run([sys.executable, program, tmp_path], capture_output=True, text=True, check=True)
    found = json.loads(ran.stdout)
    assert found["watching"]
    assert found["seen"] == []
    assert found["refused"] > len(CORPUS)
    assert found["refused"] + found["opened"] == len(files)


@soak
@posix
def test_each_hostile_file_is_refused_within_three_seconds_and_a_gigabyte(tmp_path: Path) -> None:
    paths = [*CORPUS]
    for name, content in hostile.LARGE.items():
        paths.append(tmp_path / f"{name}.netloom")
        paths[-1].write_bytes(content())
    program = (
        "import sys, resource, pathlib; from netloom import storage, errors\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (3, 3))  # seconds\n"
        "try: storage.load(pathlib.Path(sys.argv[1]))\n"
        "except errors.ProjectError: sys.exit(2)"
    )
    for path in paths:
        assert subprocess.run([sys.executable, "-c", program, path], check=False).returncode == 2


@posix
@pytest.mark.parametrize("rounds", [40, pytest.param(500, marks=soak)])
def test_a_program_killed_while_it_saves_loses_nothing(rounds: int, tmp_path: Path) -> None:
    found = saved_until_killed(tmp_path, rounds)
    assert found.pop("saves") > rounds
    assert found == {"sound": rounds, "unreadable": 0, "older or mixed": 0, "leftovers": 0}


@soak
@posix
def test_a_careless_save_is_found_out(tmp_path: Path) -> None:
    assert saved_until_killed(tmp_path, 100, "plain")["unreadable"] > 0


def saved_until_killed(folder: Path, rounds: int, *how: str) -> dict[str, int]:
    program = Path(hostile.__file__).with_name("saving_until_killed.py")
    command = [sys.executable, program, folder, str(rounds), *how]
    found: dict[str, int] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found
