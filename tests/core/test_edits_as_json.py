"""Edits travel as JSON and come back as the same: the fixes of a plan can be applied on the other side of a pipe."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from netloom import edits
from netloom.blocks import Dense, Flatten, Input, Output, Reshape
from netloom.declare import catalogue
from netloom.errors import Edit, Fix, Problem
from netloom.planning import plan
from netloom.project import Bookmark, Comment, Data, Frame, Position, Project, Wire
from netloom.settings.columns import Column
from netloom.settings.sources import TableFile
from netloom.settings.splits import TimeSplit
from netloom.settings.training import Training
from networks import COLUMNS, chain, node

WIRE = Wire(source="input_1", target="dense_1")
AGE = Column(name="age", kind="number")
ONE_OF_EACH: tuple[Edit, ...] = (
    edits.AddBlock(block=Dense(units=3), name="hidden", at=(1.5, -2.0)),
    edits.RemoveBlocks(nodes=("dense_1",), reconnect=True),
    edits.SetSettings(node="reshape_1", settings=(("target_shape", (2, 3)), ("name", "x"), ("rate", 0.5))),
    edits.ReplaceBlock(node="dense_1", block=Reshape(target_shape=(2, 3))),
    edits.Rename(node="dense_1", name="hidden"),
    edits.Mute(nodes=("dense_1",), muted=False),
    edits.Arrange(positions=(Position(node="dense_1", x=1.0, y=2.0),)),
    edits.SetData(data=Data(columns=(AGE,))),
    edits.SetSource(source=TableFile(path="a.csv", missing=("?",))),
    edits.SetSplit(split=TimeSplit()),
    edits.SetColumn(column=AGE),
    edits.SetRole(columns=("age",), role="target"),
    edits.UseColumns(columns=(AGE,)),
    edits.SetTraining(training=Training(epochs=3)),
    edits.RenameProject(name="other"),
    edits.MakeGroup(nodes=("dense_1",), name="residual"),
    edits.PlaceGroup(group="network_1", times=3),
    edits.RemoveGroup(group="network_1"),
    edits.Ungroup(node="group_1"),
    edits.Connect(wire=WIRE),
    edits.Disconnect(wire=WIRE),
    edits.InsertBlock(block=Flatten(), wire=WIRE, at=(0.0, 1.0)),
    edits.AddWired(block=Dense(), after=("input_1", "output"), before=("dense_1", "input")),
    edits.MoveWire(wire=WIRE, to=Wire(source="input_1", target="dense_2")),
    edits.PutOnWire(node="dense_2", wire=WIRE),
    edits.Paste(fragment=edits.Fragment(nodes=(node("dense_1", Dense()),)), by=(3.0, 4.0)),
    edits.AddBookmark(bookmark=Bookmark(name="Encoder", x=1.0, y=2.0, scale=0.5)),
    edits.RemoveBookmark(name="Encoder"),
    edits.BendWires(wires=((WIRE, ((1.0, 2.0),)),)),
    edits.Detach(nodes=("dense_1",)),
    edits.Difference.between(Project(), Project(nodes=(node("dense_1", Dense()),), data=Data(columns=(AGE,)))),
    edits.AddNote(note=Comment(id="comment_1", text="why", x=1.0, y=2.0)),
    edits.SetNotes(frames=(Frame(id="frame_1", x=1.0, y=2.0, width=3.0, height=4.0),)),
    edits.RemoveNotes(notes=("comment_1",)),
)


def travelled(fix: Fix) -> Fix:
    return Fix.model_validate_json(fix.model_dump_json())


def test_there_is_one_of_each_here() -> None:
    assert {edit.type for edit in ONE_OF_EACH} == set(catalogue(Edit))
    assert {type(edit).__name__ for edit in ONE_OF_EACH} == {
        name for name in edits.__all__ if name[0].isupper() and issubclass(getattr(edits, name), Edit)
    }


@pytest.mark.parametrize("edit", ONE_OF_EACH, ids=lambda edit: edit.type)
def test_an_edit_comes_back_as_it_was(edit: Edit) -> None:
    assert travelled(Fix(label="Mend it", edits=(edit,))).edits == (edit,)


def test_the_fix_of_a_problem_mends_it_after_its_journey() -> None:
    nodes = (node("input_1", Input()), node("dense_1", Dense(units=5)), node("output_1", Output()))
    project = Project(nodes=nodes, wires=chain("input_1", "dense_1", "output_1"), data=Data(columns=COLUMNS))
    (problem,) = plan(project).problems
    came = Problem.model_validate_json(problem.model_dump_json())
    assert came == problem
    assert came.fix
    for edit in came.fix.edits:
        project = edit(project)
    assert plan(project).problems == ()


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"type": "launch"}, "there is no edit of the type 'launch'; there are: add_block, "),
        ({"node": "dense_1"}, "there is no edit of the type None"),
        ({"type": "rename", "node": "dense_1"}, "name"),
        ({"type": "rename", "node": "dense_1", "name": 3}, "valid string"),
        (3, "should be an object"),
    ],
)
def test_what_is_no_edit_is_refused(document: Any, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Fix.model_validate_json(json.dumps({"label": "Mend it", "edits": [document]}))
