"""Columns used in another way: the network follows, so that what fitted before fits afterwards."""

import pytest

from netloom.blocks import Activation, Dense, Dropout, Input, Output
from netloom.edits import AddBlock, SetSettings, SetTraining, UseColumns
from netloom.errors import EditError
from netloom.planning import plan
from netloom.project import Project
from netloom.settings.columns import Column, Role
from netloom.settings.training import EarlyStopping, Training
from networks import in_line

HIDDEN = Dense(units=8, activation="relu")


def use(project: Project, *names: str, role: Role) -> Project:
    columns = (project.data.column(name).model_copy(update={"role": role}) for name in names)
    return UseColumns(columns=tuple(columns))(project)


def roles(project: Project) -> dict[str, str]:
    return {column.name: column.role for column in project.data.columns}


def block(project: Project, id: str) -> Dense:
    found = project.node(id).block
    assert isinstance(found, Dense)
    return found


def test_features_are_ignored_and_back() -> None:
    project = in_line(HIDDEN, Dense(units=3))
    ignored = use(project, "age", "income", role="ignored")
    assert [column.name for column in ignored.data.features] == ["city"]
    assert use(ignored, "age", "income", role="feature") == project
    assert ignored.nodes == project.nodes


@pytest.mark.parametrize("named", ["animal", ""])
@pytest.mark.parametrize(("target", "units"), [("price", 1), ("churn", 1)])
def test_another_target_is_answered_by_as_many_units_as_it_needs(target: str, units: int, named: str) -> None:
    project = use(in_line(HIDDEN, Dense(units=3), target=named), target, role="target")
    assert roles(project)["animal"] == "feature"
    assert [column.name for column in project.data.targets] == [target]
    assert block(project, "block_2").units == units
    assert block(project, "block_1") == HIDDEN
    assert plan(project).errors == ()


def test_from_an_amount_to_classes_and_back() -> None:
    project = use(in_line(HIDDEN, Dense(units=1), target="churn"), "churn", role="target")
    classes = use(project, "animal", role="target")
    assert block(classes, "block_2").units == 3
    assert plan(classes).outputs[0].loss.id == "categorical_crossentropy"
    amount = use(classes, "price", role="target")
    assert plan(amount).outputs[0].loss.id == "mean_squared_error"
    assert plan(amount).errors == ()


def test_a_last_activation_follows_the_target() -> None:
    in_dense = use(in_line(Dense(units=3, activation="softmax")), "churn", role="target")
    assert (block(in_dense, "block_1").units, block(in_dense, "block_1").activation) == (1, "sigmoid")
    assert block(use(in_dense, "price", role="target"), "block_1").activation == "linear"
    behind = use(in_line(Dense(units=3), Activation(function="softmax")), "price", role="target")
    assert behind.node("block_2").block == Activation(function="linear")
    assert block(behind, "block_1").units == 1


def test_two_units_for_yes_or_no_stay_two() -> None:
    project = in_line(Dense(units=2, activation="softmax"), target="")
    assert block(use(project, "churn", role="target"), "block_1") == Dense(units=2, activation="softmax")


def test_a_loss_that_does_not_fit_is_chosen_anew_and_one_that_fits_stays() -> None:
    project = in_line(HIDDEN, Dropout(rate=0.1), Dense(units=3))
    chosen = SetSettings(node="output_1", settings=(("loss", "categorical_crossentropy"), ("activation", "softmax")))
    project = chosen(project)
    amount = use(project, "price", role="target").node("output_1").block
    assert isinstance(amount, Output)
    assert (amount.target, amount.loss, amount.activation) == ("", "auto", "auto")
    same = project.data.column("animal").model_copy(update={"why": "mine"})
    assert UseColumns(columns=(same,))(project).node("output_1") == project.node("output_1")


def test_what_is_watched_and_how_classes_count_follows() -> None:
    training = Training(class_weights="balanced", early_stopping=EarlyStopping(monitor="validation_accuracy"))
    project = SetTraining(training=training)(in_line(Dense(units=3)))
    amount = use(project, "price", role="target").training
    assert amount.class_weights == "none"
    assert amount.early_stopping == EarlyStopping(monitor="validation_loss")
    assert use(project, "churn", role="target").training == training


def test_an_input_that_names_its_columns_follows() -> None:
    named = SetSettings(node="input_1", settings=(("columns", ("age", "income")),))
    project = named(in_line(Dense(units=3)))
    fewer = use(project, "income", role="ignored")
    assert fewer.node("input_1").block == Input(columns=("age",))
    assert use(fewer, "income", role="feature").node("input_1").block == Input(columns=("age", "income"))
    with pytest.raises(EditError, match="input_1: no column would enter here any more"):
        use(project, "age", "income", role="ignored")


def test_one_answer_has_one_target() -> None:
    project = in_line(Dense(units=3))
    with pytest.raises(EditError, match="2 columns were chosen as the target, and the network has one answer"):
        use(project, "price", "churn", role="target")
    two = AddBlock(block=Output())(project)
    assert len(use(two, "price", role="target").data.targets) == 2


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(EditError, match=r"no column 'agee'\. Did you mean age\?"):
        UseColumns(columns=(Column(name="agee", kind="number"),))(in_line(Dense()))


def test_thousands_of_columns_are_one_edit() -> None:
    project = in_line(Dense(units=3))
    many = tuple(Column(name=f"x{number}", kind="number") for number in range(10_000))
    data = project.data.model_copy(update={"columns": (*project.data.columns, *many)})
    project = project.model_copy(update={"data": data})
    ignored = UseColumns(columns=tuple(column.model_copy(update={"role": "ignored"}) for column in many))(project)
    assert sum(column.role == "ignored" for column in ignored.data.columns) == 10_002
