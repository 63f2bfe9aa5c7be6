"""Any setting can be given as text, as the command line's `--set` does."""

import pytest

from netloom.blocks import Dense, Input, Reshape
from netloom.edits import AddBlock, MakeGroup, Rename, SetData, with_setting
from netloom.errors import EditError
from netloom.project import Data, Project
from netloom.settings.columns import Column, Number
from netloom.settings.optimizers import SGD
from netloom.settings.schedules import Cosine
from netloom.settings.training import EarlyStopping


@pytest.fixture(scope="module")
def project() -> Project:
    columns = [Column(name=name, kind="number", transform=Number()) for name in ("age", "a.b", "a.b.c")]
    project = SetData(data=Data(columns=tuple(columns)))(Project())
    for block in (Input(), Dense(), Dense(), Reshape()):
        project = AddBlock(block=block)(project)
    project = Rename(node="dense_1", name="first layer")(project)
    return MakeGroup(nodes=("dense_2",))(project)


def refused(project: Project, path: str, text: str) -> str:
    with pytest.raises(EditError) as caught:
        with_setting(project, path, text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("training.epochs", "20", 20),
        ("training.batch_size", "64", 64),
        ("training.batch_size", "all", "all"),
        ("training.class_weights", "none", "none"),
        ("training.optimizer", "sgd", SGD()),
        ("training.optimizer.learning_rate", "1e-2", 0.01),
        ("training.optimizer.learning_rate", ".5", 0.5),
        ("training.early_stopping", "none", None),
        ("training.early_stopping.patience", "3", 3),
        ("training.early_stopping.restore_best", "false", False),
        ("training.schedule", "cosine", Cosine()),
        ("training.schedule.warm_up", "2", 2.0),
        ("training.clipping.limit", "0.5", 0.5),
        ("training.clipping", "none", None),
        ("data.split.seed", "3", 3),
        ("data.split.test", "0.25", 0.25),
        ("data.source.delimiter", ";", ";"),
        ("data.source.delimiter", ",", ","),
        ("data.source.missing", "NA,?", ("NA", "?")),
        ("data.source.missing", '["NA", ","]', ("NA", ",")),
    ],
)
def test_a_setting_of_the_training_or_the_data(project: Project, path: str, text: str, value: object) -> None:
    found: object = with_setting(project, path, text)
    for name in path.split("."):
        found = getattr(found, name)
    assert found == value


def test_a_setting_of_a_block_by_its_id_by_its_name_and_inside_a_group(project: Project) -> None:
    assert with_setting(project, "dense_1.units", "128").find("dense_1").block == Dense(units=128)
    assert with_setting(project, "first layer.units", "128").find("dense_1").block == Dense(units=128)
    assert with_setting(project, "dense_2.activation", "relu").find("dense_2").block == Dense(activation="relu")
    assert with_setting(project, "input_1.columns", "age, city").find("input_1").block == Input(columns=("age", "city"))
    assert with_setting(project, "reshape_1.target_shape", "2,-1").find("reshape_1").block == Reshape(
        target_shape=(2, -1)
    )


def test_a_setting_of_a_column_whose_name_may_hold_dots(project: Project) -> None:
    after = with_setting(project, "data.columns.a.b.role", "ignored")
    assert [column.role for column in after.data.columns] == ["feature", "ignored", "feature"]
    after = with_setting(project, "data.columns.a.b.c.transform.log", "true")
    assert after.data.column("a.b.c").transform == Number(log=True)


def test_what_was_taken_away_is_set_up_again_by_its_first_setting(project: Project) -> None:
    without = with_setting(project, "training.early_stopping", "none")
    after = with_setting(without, "training.early_stopping.patience", "3")
    assert after.training.early_stopping == EarlyStopping(patience=3)


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("training.epoch", "20", "training.epoch: there is no setting 'epoch'. Did you mean epochs?"),
        ("training.epochs", "0", 'received "0", expected a whole number from 1 to 1,000,000'),
        ("training.epochs", "many", 'received "many", expected a whole number'),
        ("training.epochs.x", "1", "epochs has no settings of its own"),
        ("training.optimizer", "adamm", 'received "adamm", expected one of these types: sgd, rmsprop'),
        ("training.optimizer.type", "sgd", "there is no setting 'type'"),
        ("training.optimizer.learning_rate", "nan", "expected a number above 0 to 1,000"),
        ("training.optimizer.learning_rate", "1e999", "expected a number above 0 to 1,000"),
        ("training.seed", "9" * 5000, "expected a whole number from 0 below 4,294,967,296"),
        ("training.seed", "[" * 100_000, "expected a whole number from 0"),
        ("data.source.path", "a\0b", "must hold no control characters"),
        ("data.source.path", "half \ud800", "holds what is no character"),
        ("data.columns.ag.role", "target", "none of them has this name. Did you mean age?"),
        ("dense_1.unit", "3", "there is no setting 'unit'. Did you mean units?"),
        ("dense_1.activation", "rely", 'received "rely", expected one of linear, relu'),
        ("dens_1.units", "3", "called 'dens_1'. Did you mean dense_1?"),
        ("dense_1", "3", "'dense_1' names no setting. One is named with its part"),
        ("", "", "'' names no setting"),
    ],
)
def test_a_wrong_path_names_the_nearest_and_a_wrong_value_what_is_expected(
    project: Project, path: str, text: str, words: str
) -> None:
    assert words in refused(project, path, text)


def test_a_name_that_two_blocks_have_names_none(project: Project) -> None:
    twice = Rename(node="dense_2", name="first layer")(project)
    assert "2 blocks are called 'first layer'. Use the id of one: dense_1, dense_2" in refused(
        twice, "first layer.units", "3"
    )
