"""The editor is the only editing state: all that edits goes through it, all that shows listens to it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Dropout, Group, GroupInput, GroupOutput, Input, Output
from netloom.edits import AddBlock, AddNote, Connect, MakeGroup, RemoveBlocks, Rename, SetSettings
from netloom.errors import ProjectError
from netloom.project import Frame, Project, Wire
from netloom.storage import load
from netloom_desktop.editor import Change, Editor, Selection


@pytest.fixture
def editor(qapp: object) -> Editor:
    """Input → Dense → Output."""
    editor = Editor()
    editor.do("Add", *(AddBlock(block=block, at=(0, 0)) for block in (Input(), Dense(), Output())))
    editor.do("Wire", Connect(wire=Wire(source="input_1", target="dense_1")))
    return editor


def ids(project: Project) -> list[str]:
    return [node.id for node in project.nodes]


def test_a_step_is_all_or_nothing_and_a_refusal_is_a_sentence(editor: Editor, qtbot: QtBot) -> None:
    before = editor.project
    bad = Connect(wire=Wire(source="output_1", target="dense_1"))
    with qtbot.waitSignal(editor.refused) as told:
        assert not editor.do("Both", AddBlock(block=Dense()), bad)
    assert "output_1 has no output" in told.args[0]
    assert editor.project is before


def test_a_step_that_changes_nothing_is_none(editor: Editor) -> None:
    before = editor.history
    assert editor.do("Set", SetSettings(node="dense_1", settings=(("units", 32),)))
    assert editor.history is before


def test_each_step_is_told_with_what_was_before(editor: Editor, qtbot: QtBot) -> None:
    before = editor.project
    with qtbot.waitSignal(editor.project_changed) as told:
        editor.do("Add", AddBlock(block=Dropout()))
    assert told.args[0] == Change(before, editor.project)


def test_undo_chooses_what_it_brought_back(editor: Editor) -> None:
    editor.do("Delete", RemoveBlocks(nodes=("dense_1",)))
    editor.undo()
    assert ids(editor.project) == ["input_1", "dense_1", "output_1"]
    assert editor.selection == Selection(blocks=frozenset({"dense_1"}))


def test_undo_of_a_wire_chooses_both_its_ends(editor: Editor) -> None:
    editor.undo()
    assert editor.selection.blocks == {"input_1", "dense_1"}


def test_undo_goes_to_the_group_where_it_was_done(editor: Editor) -> None:
    editor.do("Group", MakeGroup(nodes=("dense_1",), name="Part"))
    editor.enter("network_1")
    editor.do("Set", SetSettings(node="dense_1", settings=(("units", 5),)))
    editor.leave()
    editor.undo()
    assert editor.inside == "network_1"
    assert editor.selection.blocks == {"dense_1"}
    editor.undo()
    assert editor.inside == ""


def test_a_group_that_is_undone_is_left(editor: Editor) -> None:
    editor.do("Group", MakeGroup(nodes=("dense_1",)))
    editor.enter("network_1")
    editor.undo()
    assert editor.trail == ()


def test_groups_are_entered_one_within_the_other(editor: Editor) -> None:
    editor.do("Group", MakeGroup(nodes=("dense_1",)))
    editor.enter("network_1")
    editor.do("Group", MakeGroup(nodes=("dense_1",)))
    editor.enter("network_2")
    assert editor.trail == ("network_1", "network_2")
    assert {type(node.block) for node in editor.network.nodes} == {GroupInput, Dense, GroupOutput}
    editor.leave()
    assert any(isinstance(node.block, Group) for node in editor.network.nodes)
    editor.leave(2)
    assert editor.inside == ""


def test_only_what_is_shown_can_be_chosen(editor: Editor) -> None:
    editor.select({"dense_1", "nowhere"}, wires={Wire(source="a", target="b")})
    assert editor.selection == Selection(blocks=frozenset({"dense_1"}))
    editor.do("Delete", RemoveBlocks(nodes=("dense_1",)))
    assert not editor.selection


def test_all_that_is_shown_can_be_chosen(editor: Editor) -> None:
    editor.do("Frame", AddNote(note=Frame(x=0, y=0, width=10, height=10)))
    editor.select_all()
    assert editor.selection.blocks == {"input_1", "dense_1", "output_1"}
    assert editor.selection.notes == {"frame_1"}


def test_a_project_is_saved_when_the_file_holds_it(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "P.netloom"
    assert not editor.is_saved
    editor.save(path)
    assert editor.is_saved
    assert load(path) == editor.project
    editor.do("Rename", Rename(node="dense_1", name="hidden"))
    assert not editor.is_saved
    editor.undo()
    assert editor.is_saved
    editor.redo()
    editor.save()
    assert load(path) == editor.project


def test_a_file_is_opened_with_a_history_of_its_own(editor: Editor, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "P.netloom"
    editor.save(path)
    other = Editor()
    with qtbot.waitSignal(other.project_changed) as told:
        other.open(path)
    assert told.args[0].opened
    assert other.project == editor.project
    assert other.is_saved
    assert not other.history.undo_label


def test_a_file_that_is_refused_changes_nothing(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "P.netloom"
    path.write_text("{}", "utf-8")
    before = editor.project
    with pytest.raises(ProjectError):
        editor.open(path)
    assert editor.project is before


def test_a_project_without_a_file_is_not_saved(editor: Editor) -> None:
    editor.new(Project(name="Made by a wizard"))
    assert editor.path is None
    assert not editor.is_saved
    editor.new()
    assert editor.is_saved
