"""What is different in one project from another is told in sentences: all of it, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netloom import storage
from netloom.blocks import Dense, Dropout, Input, Output, UnknownBlock
from netloom.edits import (
    AddBlock,
    AddNote,
    Arrange,
    Connect,
    Difference,
    Disconnect,
    InsertBlock,
    MakeGroup,
    Mute,
    RemoveBlocks,
    Rename,
    RenameProject,
    ReplaceBlock,
    SetColumn,
    SetData,
    SetRole,
    SetSettings,
    SetSplit,
    SetTraining,
    with_setting,
)
from netloom.edits.change_words import told_changes
from netloom.edits.difference import sharing
from netloom.errors import Edit, EditError
from netloom.project import Comment, Node, Position, Project, Wire
from netloom.settings.columns import Number
from netloom.settings.optimizers import OPTIMIZERS, SGD, Adam
from netloom.settings.splits import RandomSplit
from netloom.settings.training import EarlyStopping
from networks import COLUMNS
from random_edits import Drawn, beginning, edit_of


def edited(project: Project, *edits: Edit) -> Project:
    for edit in edits:
        project = edit(project)
    return project


def line() -> Project:
    """Input → Dense → Dense → Output, of a table with columns."""
    project = Project()
    for block in (Input(), Dense(), Dense(), Output()):
        project = AddBlock(block=block, at=(0, 0))(project)
    for source, target in (("input_1", "dense_1"), ("dense_1", "dense_2"), ("dense_2", "output_1")):
        project = Connect(wire=Wire(source=source, target=target))(project)
    return SetData(data=project.data.model_copy(update={"columns": COLUMNS}))(project)


LINE = line()
FIRST, SECOND = COLUMNS[0].name, COLUMNS[1].name


def told(after: Project, before: Project = LINE) -> list[str]:
    """The sentences of what matters to training."""
    return [change.sentence for change in told_changes(before, after) if change.part != "canvas"]


def trained(**training: object) -> Project:
    return SetTraining(training=type(LINE.training)(**dict(LINE.training) | training))(LINE)


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (SetSettings(node="dense_2", settings=(("units", 64),))(LINE), ["units of Dense 2: 32 → 64"]),
        (
            InsertBlock(block=Dropout(), wire=LINE.wires[1])(LINE),
            ["Dropout 1 added between Dense 1 and Dense 2.", "Wire from Dense 1 to Dense 2 removed."],
        ),
        (
            RemoveBlocks(nodes=("dense_2",), reconnect=True)(LINE),
            ["Dense 2 removed.", "Wire from Dense 1 to Output 1 added."],
        ),
        (Disconnect(wire=LINE.wires[0])(LINE), ["Wire from Input 1 to Dense 1 removed."]),
        (Rename(node="dense_1", name="wide")(LINE), ["name of Dense 1: none → wide"]),
        (Mute(nodes=("dense_1",), muted=True)(LINE), ["Dense 1 is muted."]),
        (ReplaceBlock(node="dense_1", block=Dropout())(LINE), ["Dense 1 became Dropout (dense_1)."]),
        (trained(epochs=20), ["epochs: 50 → 20"]),
        (trained(optimizer=Adam(learning_rate=0.01)), ["learning rate of the optimizer: 0.001 → 0.01"]),
        (
            trained(optimizer=SGD()),
            ["optimizer: Adam → SGD", "learning rate of the optimizer: 0.001 → 0.01"],
        ),
        (trained(early_stopping=None), ["early stopping: on → off"]),
        (trained(early_stopping=EarlyStopping(patience=3)), ["patience of early stopping: 10 → 3 epochs"]),
        (trained(batch_size="all"), ["batch size: 32 → all rows"]),
        (SetSplit(split=RandomSplit(test=0.3))(LINE), ["split: Stratified → Random", "test of the split: 0.2 → 0.3"]),
        (SetRole(columns=(FIRST,), role="ignored")(LINE), [f"role of column {FIRST}: feature → ignored"]),
        (
            with_setting(LINE, f"data.columns.{FIRST}.transform.scale", "robust"),
            [f"scale of transform of column {FIRST}: standard → robust"],
        ),
        (with_setting(LINE, "data.source.path", "other.csv"), ["path of the table: none → other.csv"]),
        (
            SetData(data=LINE.data.model_copy(update={"columns": COLUMNS[1:]}))(LINE),
            [f"Column {FIRST} removed."],
        ),
        (
            SetData(data=LINE.data.model_copy(update={"columns": (COLUMNS[1], COLUMNS[0], *COLUMNS[2:])}))(LINE),
            ["The columns come in another order."],
        ),
        (
            MakeGroup(nodes=("dense_1",), name="part")(LINE),
            [
                "Group part added, of 3 blocks.",
                "part (group_1) added between Input 1 and Dense 2.",
                "Dense 1 removed.",
            ],
        ),
    ],
    ids=lambda value: value[0][:40] if isinstance(value, list) else "",
)  # fmt: skip  # a table reads best as one row a case
def test_each_change_is_told_in_a_sentence(after: Project, sentences: list[str]) -> None:
    assert told(after) == sentences


def test_what_changes_inside_a_group_says_where() -> None:
    grouped = MakeGroup(nodes=("dense_1", "dense_2"), name="part")(LINE)
    assert told(SetSettings(node="dense_2", settings=(("units", 8),))(grouped), grouped) == [
        "units of Dense 2 in group part: 32 → 8"
    ]


def test_what_training_does_not_see_is_told_apart() -> None:
    after = edited(
        LINE,
        RenameProject(name="houses"),
        Arrange(positions=(Position(node="dense_1", x=5, y=5),)),
        AddNote(note=Comment(x=0, y=0, text="look")),
    )
    found = told_changes(LINE, after)
    assert {change.part for change in found} == {"canvas"}
    assert [change.sentence for change in found][:3] == [
        "The project has another name.", "Blocks stand elsewhere on the canvas.", "Comments are others."
    ]  # fmt: skip  # sentences read best together


def test_values_that_read_alike_are_told_apart() -> None:
    long = [SetColumn(column=COLUMNS[0].model_copy(update={"why": "x" * 200 + end}))(LINE) for end in "ab"]
    (sentence,) = told(long[1], long[0])
    assert sentence.endswith("→ another one that begins alike")
    (sentence,) = told(trained(optimizer=Adam(learning_rate=0.1 + 2e-17)), trained(optimizer=Adam(learning_rate=0.1)))
    assert sentence == "learning rate of the optimizer: 0.1 → 0.10000000000000002"


def test_what_only_a_newer_version_knows_is_compared_too() -> None:
    odd = [
        LINE.model_copy(update={"nodes": (*LINE.nodes, Node(id="odd_1", block=UnknownBlock(type="odd", size=size)))})
        for size in (1, 2)
    ]
    assert told(odd[1], odd[0]) == ["size of odd 1: 1 → 2"]


def test_a_name_that_is_no_word_is_shown_as_it_is() -> None:
    assert told(Rename(node="dense_1", name="<b>x</b>")(LINE)) == ["name of Dense 1: none → <b>x</b>"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_difference_is_told_where_projects_are_equal_and_only_there(data: Drawn) -> None:
    before = after = beginning()
    for _ in range(data.draw(st.integers(1, 6))):
        before, after = after, _any_edit(after, data)
    read = storage.from_text(storage.to_text(before), "read")  # shares nothing with what it was written from
    assert told_changes(before, read) == ()
    assert (told_changes(read, after) == ()) == (before == after)
    assert (told_changes(after, read) == ()) == (before == after)
    assert (
        Difference.between(before, sharing(before, storage.from_text(storage.to_text(after), "after")))(before) == after
    )


def _any_edit(project: Project, data: Drawn) -> Project:
    """An edit of the network, of training, or of data."""
    try:
        return data.draw(st.sampled_from((_network_edit, _training_edit, _data_edit)))(project, data)
    except EditError:
        return project


def _network_edit(project: Project, data: Drawn) -> Project:
    return edit_of(project, data)(project)


def _training_edit(project: Project, data: Drawn) -> Project:
    optimizer = OPTIMIZERS[data.draw(st.sampled_from(list(OPTIMIZERS)))]
    chosen = {
        "optimizer": optimizer(learning_rate=data.draw(st.sampled_from((0.001, 0.01)))),
        "early_stopping": data.draw(st.sampled_from((None, EarlyStopping(), EarlyStopping(patience=2)))),
        "batch_size": data.draw(st.sampled_from((1, "all"))),
        "seed": data.draw(st.integers(0, 2)),
    }
    return SetTraining(training=type(project.training)(**dict(project.training) | chosen))(project)


def _data_edit(project: Project, data: Drawn) -> Project:
    columns = data.draw(st.permutations(COLUMNS))[: data.draw(st.integers(0, len(COLUMNS)))]
    changed = [
        column.model_copy(update={"transform": Number(log=data.draw(st.booleans()))})
        if isinstance(column.transform, Number)
        else column
        for column in columns
    ]
    split = data.draw(st.sampled_from((RandomSplit(), RandomSplit(seed=1), project.data.split)))
    name = data.draw(st.sampled_from(("", "other")))
    project = SetData(data=project.data.model_copy(update={"columns": tuple(changed), "split": split}))(project)
    return RenameProject(name=name)(project)
