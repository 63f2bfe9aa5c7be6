"""Requests and replies as lines: what comes back is what was sent, and what is none is told with its number."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.declare import Signal, catalogue
from netloom.errors import Problem
from netloom.events import Progress, RunStarted
from netloom.project import Project
from netloom.protocol import (
    CheckData,
    Failed,
    Happened,
    Lines,
    PlannedBlock,
    PlanProject,
    RefusedLine,
    Reply,
    ReplyLine,
    Request,
    RequestLine,
)

LONGEST = 10_000


def refused(line: bytes) -> RefusedLine:
    with pytest.raises(RefusedLine) as caught:
        RequestLine.from_line(line, LONGEST)
    return caught.value


def test_a_request_comes_back_as_it_was() -> None:
    asked = RequestLine(id=3, request=PlanProject(project=Project(name="ü\n\u2028")))
    line = asked.to_line()
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert RequestLine.from_line(line[:-1], LONGEST) == asked


@pytest.mark.parametrize(
    "reply",
    [
        Failed(message="No.", problems=(Problem(code="cycle", message="A circle."),)),
        Happened(event=Progress(epoch=1, step=2, loss=float("nan"), rows_per_second=3.5)),
        Happened(
            event=RunStarted(
                run="r", device="cpu", threads=1, seed=0, epochs=1, steps=1,
                training_rows=1, validation_rows=0, test_rows=0, parameters=2**60,
            )
        ),
    ],
)  # fmt: skip  # a list reads best in few lines
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    line = ReplyLine(id=1, reply=reply).to_line()
    assert ReplyLine.from_line(line[:-1], LONGEST).to_line() == line
    assert type(ReplyLine.from_line(line[:-1], LONGEST).reply) is type(reply)


def test_shapes_come_back_as_shapes() -> None:
    cost = {"parameters": 1, "buffers": 0, "multiply_adds": 2, "memory": 4}
    block = PlannedBlock(id="a", attribute="a", inputs=(Signal((3, 4), "indices", 7),), outputs=(), used=True, **cost)
    assert PlannedBlock.model_validate_json(block.model_dump_json()) == block
    assert str(PlannedBlock.model_validate_json(block.model_dump_json()).inputs[0]) == "(3, 4)"


@pytest.mark.parametrize("request_class", catalogue(Request).values())
def test_each_request_says_what_it_asks_for_and_names_the_reply_that_ends_it(request_class: type[Request]) -> None:
    assert request_class.__doc__
    assert request_class.reply.final
    assert request_class.reply in catalogue(Reply).values()


@pytest.mark.parametrize(
    ("line", "id", "why"),
    [
        (b"", None, "no line of JSON"),
        (b"hello", None, "no line of JSON"),
        (b"\xff\xfe\x00", None, "no line of JSON"),
        (b'{"id": 7, "request": {"type": "plan"', 7, "no line of JSON: EOF"),
        (b'{"id": 7, "request": ' + b"[" * 5000, 7, "recursion limit"),
        (b"[1]", None, "expected an object"),
        (b"{}", None, "id: is missing; expected a whole number from 0"),
        (b'{"id": 7}', 7, "request: is missing; expected one of these types: warm, plan, plan_change"),
        (b'{"id": -1, "request": {"type": "detach"}}', None, "id: received -1, expected a whole number from 0"),
        (b'{"id": true, "request": {"type": "detach"}}', None, "id: received true"),
        (b'{"id": 7, "request": "plan"}', 7, 'request: received "plan", expected one of these types'),
        (b'{"id": 7, "request": {"type": "explode"}}', 7, 'received the type "explode", expected one of'),
        (b'{"id": 7, "request": {"type": "plan"}}', 7, "request.project: is missing"),
        (b'{"id": 7, "request": {"type": "detach", "x": 1}}', 7, "request.x: is no known key"),
        (b'{"id": 7, "request": {"type": "rows", "source": {"type": "table"}, "folder": "", "count": -1}}', 7, "count"),
        (b'{"id": 7, "request": {"type": "data_problems", "project": {"name": 3}, "folder": ""}}', 7, "project.name"),
        (b'{"id": 7, "request": "' + b"x" * LONGEST, 7, "may have 10,000 bytes, and this one has more"),
    ],
)
def test_what_is_no_request_is_refused_in_words_with_the_number_it_carries(line: bytes, id: int, why: str) -> None:
    assert why in str(refused(line))
    assert refused(line).id == id


def test_a_project_in_a_request_is_read_as_strictly_as_a_file() -> None:
    document = {"id": 1, "request": {"type": "data_problems", "folder": "", "project": {"training": {"epochs": "20"}}}}
    assert "request.project.training.epochs: received" in str(refused(json.dumps(document).encode()))
    document["request"]["project"] = {"wires": [{"source": "a", "target": "b"}]}
    assert "a block that is not there" in str(refused(json.dumps(document).encode()))
    document["request"]["project"] = {}
    assert isinstance(RequestLine.from_line(json.dumps(document).encode(), LONGEST).request, CheckData)


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=8), st.data())
def test_lines_come_out_whole_however_the_pipe_cuts_them(lines: list[bytes], data: st.DataObject) -> None:
    content = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(content)), max_size=5)))
    pieces = [content[start:end] for start, end in zip([0, *cuts], [*cuts, len(content)], strict=True)]
    reader = Lines(30)
    assert [line for piece in pieces for line in reader.feed(piece)] == lines


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_of_a_line_that_is_too_long_only_the_beginning_is_kept(size: int) -> None:
    content = b"a" * 5000 + b"\nshort\n" + b"b" * 101 + b"\nlast\n"
    reader = Lines(100)
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    lines = [line for piece in pieces for line in reader.feed(piece)]
    assert lines == [b"a" * 101, b"short", b"b" * 101, b"last"]
