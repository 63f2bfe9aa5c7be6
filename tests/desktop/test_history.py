"""Undo and redo are a list of projects: exactly back, a step a deed, and no more memory than is allowed."""

from collections.abc import Sequence

import pytest

from netloom.blocks import Dense
from netloom.edits import AddBlock, Arrange, SetSettings
from netloom.project import Position, Project
from netloom_desktop.changes import touched
from netloom_desktop.history import BUDGET, History


def grown(blocks: int) -> Project:
    project = Project()
    for number in range(blocks):
        project = AddBlock(block=Dense(), at=(number * 260.0, 0.0))(project)
    return project


def with_units(project: Project, units: int) -> Project:
    return SetSettings(node="dense_1", settings=(("units", units),))(project)


def after(history: History, units: Sequence[int], merge: object = None) -> History:
    for number in units:
        history = history.done(f"Set units to {number}", with_units(history.project, number), merge=merge)
    return history


def test_undo_gives_back_the_very_project() -> None:
    first = grown(2)
    history = after(History.of(first), [1, 2, 3])
    assert history.moved(0).project is first
    assert history.moved(0).moved(3).project is history.project


def test_what_is_undone_and_done_again_has_a_name() -> None:
    history = after(History.of(grown(1)), [1, 2]).moved(1)
    assert history.undo_label == "Set units to 1"
    assert history.redo_label == "Set units to 2"
    assert history.moved(0).undo_label == ""
    assert history.moved(9).redo_label == ""


def test_a_deed_after_undo_forgets_what_was_undone() -> None:
    history = after(after(History.of(grown(1)), [1, 2]).moved(1), [7])
    assert [step.label for step in history.steps] == ["", "Set units to 1", "Set units to 7"]


def test_letters_typed_into_one_field_are_one_step() -> None:
    first = grown(1)
    history = after(History.of(first), [1, 12, 128], merge=("units", "dense_1"))
    assert len(history.steps) == 2
    assert history.moved(0).project is first
    assert history.project == with_units(first, 128)


def test_a_field_that_was_left_begins_a_step_of_its_own() -> None:
    key = ("units", "dense_1")
    history = after(after(History.of(grown(1)), [1], key).sealed(), [2], key)
    assert len(history.steps) == 3


def test_what_was_undone_to_does_not_merge() -> None:
    key = ("units", "dense_1")
    history = after(after(after(History.of(grown(1)), [1], key), [2]).moved(1), [3], key)
    assert [step.label for step in history.steps] == ["", "Set units to 1", "Set units to 3"]


def test_thousands_of_steps_of_a_thousand_blocks_are_kept() -> None:
    history = after(History.of(grown(1_000)), [number % 900 + 1 for number in range(500)])
    assert len(history.steps) == 501
    assert sum(step.bytes for step in history.steps) * 10 < BUDGET


@pytest.mark.parametrize("budget", [0, 30_000, 200_000])
def test_the_oldest_steps_are_forgotten_when_memory_is_short(budget: int) -> None:
    history = after(History.of(grown(100), budget=budget), range(1, 200))
    assert 2 <= len(history.steps) < 150
    assert history.project.find("dense_1").block == Dense(units=199)
    assert history.moved(history.place - 1).project.find("dense_1").block == Dense(units=198)
    assert sum(step.bytes for step in history.steps[1:]) <= max(budget, history.steps[-1].bytes)


def test_a_step_that_moves_much_counts_for_more() -> None:
    project = grown(500)
    one = Arrange(positions=(Position(node="dense_1", x=1, y=1),))(project)
    places = tuple(Position(node=node.id, x=1, y=1) for node in project.nodes)
    history = History.of(project)
    assert (
        history.done("", Arrange(positions=places)(project)).steps[1].bytes > 20 * history.done("", one).steps[1].bytes
    )


def test_what_a_step_touched_is_told() -> None:
    project = grown(3)
    assert touched(project, with_units(project, 9)).blocks == {"dense_1"}
    assert touched(with_units(project, 9), project).blocks == {"dense_1"}
    moved = Arrange(positions=(Position(node="dense_2", x=5, y=5),))(project)
    assert touched(project, moved).blocks == {"dense_2"}
    assert touched(project, project).blocks == set()
