"""The Keras source reads as a student of Keras would write it, runs as it is, and is the same model."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import pytest
import torch

from keras_models import all_weights, assert_the_same_model, executed, keras_text
from netloom.blocks import (
    Activation,
    BatchNormalization,
    Block,
    Dense,
    Dropout,
    GaussianNoise,
    Input,
    LayerNormalization,
    Output,
)
from netloom.codegen import keras_source, source
from netloom.compile import module
from netloom.errors import PlanError
from netloom.planning import plan
from netloom.settings.activations import ACTIVATIONS
from netloom.settings.initializers import INITIALIZERS
from netloom.settings.optimizers import SGD, Adam
from netloom.settings.schedules import ExponentialDecay, ReduceOnPlateau
from netloom.settings.training import Clipping, EarlyStopping, Training
from networks import chain, in_line, node, project_of


def test_a_network_reads_as_one_would_write_it() -> None:
    blocks = (Dense(units=8, activation="relu", l2=0.001), BatchNormalization(), Dropout(rate=0.5), Dense(units=3))
    training = Training(optimizer=Adam(learning_rate=0.01))
    project = in_line(*blocks).model_copy(update={"training": training})
    expected = '''\
"""A neural network made with Netloom, in Keras 3. It needs keras and one of its backends: TensorFlow, JAX, PyTorch."""

import keras
from keras import layers, optimizers, regularizers


input_1 = keras.Input(shape=(7,), name="input_1")  # 3 columns as 7 numbers
block_1 = layers.Dense(8, activation="relu", kernel_regularizer=regularizers.L2(0.001), name="block_1")(input_1)  # (8,)
block_2 = layers.BatchNormalization(name="block_2")(block_1)  # (8,)
block_3 = layers.Dropout(0.5, name="block_3")(block_2)  # (8,)
block_4 = layers.Dense(3, activation="softmax", name="block_4")(block_3)  # (3,)

model = keras.Model(inputs=input_1, outputs=block_4)
model.compile(
    optimizer=optimizers.Adam(learning_rate=0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
callbacks = [keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)]
model.summary()

# model.fit(x, y, batch_size=32, epochs=50, validation_data=(x_validation, y_validation), callbacks=callbacks)
'''
    assert keras_text(project) == expected


def test_the_source_runs_with_keras_alone(tmp_path: Path) -> None:
    file = tmp_path / "model.py"
    file.write_text(keras_text(in_line(Dense(units=8, l1=0.01), Dense(units=3))), encoding="utf-8")
    program = "import runpy, sys; runpy.run_path('model.py'); print(*({'netloom', 'tensorflow'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip  # a program is run in one line
    assert run.returncode == 0, run.stderr
    assert "Total params: 91" in run.stdout
    assert run.stdout.splitlines()[-1] == ""


def test_a_plan_with_errors_has_no_source() -> None:
    with pytest.raises(PlanError, match="has 3 classes"):
        keras_source(plan(in_line(Dense(units=2))))


@pytest.mark.parametrize(
    ("block", "spelled"),
    [
        (
            Dense(units=4, use_bias=False, l1=0.5),
            "layers.Dense(4, use_bias=False, kernel_regularizer=regularizers.L1(0.5), ",
        ),
        (Dense(l1=0.1, l2=0.2), "layers.Dense(32, kernel_regularizer=regularizers.L1L2(l1=0.1, l2=0.2), "),
        (Dense(kernel_initializer="he_normal"), 'layers.Dense(32, kernel_initializer="he_normal", '),
        (Activation(function="gelu"), 'layers.Activation("gelu", '),
        (BatchNormalization(momentum=0.9, scale=False), "layers.BatchNormalization(momentum=0.9, scale=False, "),
        (GaussianNoise(), "layers.GaussianNoise(0.1, "),
        (LayerNormalization(), "layers.LayerNormalization(name="),
    ],
    ids=repr,
)
def test_only_what_differs_from_keras_is_spelled_out(block: Block, spelled: str) -> None:
    assert f"block_1 = {spelled}" in keras_text(in_line(block, Dense(units=3)))


@pytest.mark.parametrize("function", ACTIVATIONS)
def test_an_activation_is_that_of_keras(function: str) -> None:
    block = Dense(units=6, activation=function)
    assert_the_same_model(plan(in_line(block, Activation(function=function), Dense(units=3))))


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_keras_knows_every_initializer(initializer: str) -> None:
    found = plan(in_line(Dense(units=4000, kernel_initializer=initializer), Dense(units=3)))
    keras.utils.set_random_seed(0)
    theirs = all_weights(executed(found)["model"])["block_1"][0]
    torch.manual_seed(0)
    ours = module(source(found)).block_1.weight.detach().numpy()
    assert theirs.std() == pytest.approx(ours.std(), rel=0.1)
    assert abs(theirs).max() == pytest.approx(abs(ours).max(), rel=0.25)


def test_noise_larger_than_keras_takes_is_scaled() -> None:
    found = plan(in_line(GaussianNoise(stddev=5.0), Dense(units=3)))
    model = assert_the_same_model(found)
    noise = keras.ops.convert_to_numpy(model.get_layer("block_1")(torch.ones(1000, 7), training=True)) - 1
    assert noise.std() == pytest.approx(5.0, rel=0.1)


# How a model ends


@pytest.mark.parametrize(
    ("last", "ending"),
    [
        (Dense(units=3), 'block_1 = layers.Dense(3, activation="softmax", name='),
        (Dense(units=3, activation="softmax"), 'block_1 = layers.Dense(3, activation="softmax", name='),
        (BatchNormalization(), 'output_1 = layers.Activation("softmax", name="output_1")(block_2)'),
    ],
    ids=repr,
)  # fmt: skip  # one case a line
def test_the_last_layer_has_the_activation_of_its_output(last: Block, ending: str) -> None:
    before = () if isinstance(last, Dense) else (Dense(units=3),)
    project = in_line(*before, last)
    written = keras_text(project)
    assert ending in written
    assert_the_same_model(plan(project))


def test_a_last_activation_of_its_own_takes_the_outputs_place() -> None:
    project = in_line(Dense(units=1), Activation(function="sigmoid"), target="churn")
    assert 'block_2 = layers.Activation("sigmoid", name="block_2")(block_1)' in keras_text(project)
    assert_the_same_model(plan(project))


def test_logits_that_something_else_uses_stay_logits() -> None:
    nodes = [node("input_1", Input()), node("scores", Dense(units=3)), node("output_1", Output(target="animal"))]
    nodes += [node("amount", Dense(units=1)), node("output_2", Output(target="price"))]
    project = project_of(nodes, chain("input_1", "scores", "output_1") + chain("scores", "amount", "output_2"))
    written = keras_text(project)
    assert 'scores = layers.Dense(3, name="scores")(input_1)' in written
    assert 'output_1 = layers.Activation("softmax", name="output_1")(scores)' in written
    assert_the_same_model(plan(project))


def test_several_outputs_are_told_apart_by_the_names_of_their_layers() -> None:
    nodes = [node("input_1", Input()), node("a", Dense(units=3), "kind"), node("b", Dense(units=1), "worth")]
    nodes += [node("output_1", Output(target="animal")), node("output_2", Output(target="price", weight=0.5))]
    project = project_of(nodes, chain("input_1", "a", "output_1") + chain("input_1", "b", "output_2"))
    written = keras_text(project)
    assert '        "kind": "sparse_categorical_crossentropy",\n        "worth": "mean_squared_error",\n' in written
    assert '    loss_weights={\n        "kind": 1.0,\n        "worth": 0.5,\n    },\n' in written
    assert '"worth": ["mae", keras.metrics.RootMeanSquaredError(name="rmse")],' in written
    assert_the_same_model(plan(project))


def test_two_outputs_may_stand_behind_one_block_or_behind_an_input() -> None:
    nodes = [node("input_1", Input(columns=("income",))), node("a", Dense(units=1))]
    nodes += [node(f"output_{at}", Output(target="price")) for at in (1, 2, 3)]
    wires = chain("input_1", "a", "output_1") + chain("a", "output_2") + chain("input_1", "output_3")
    model = assert_the_same_model(plan(project_of(nodes, wires)))
    assert model.output_names == ["output_1", "output_2", "output_3"]


# Training


@pytest.mark.parametrize(
    ("training", "spelled"),
    [
        ({}, 'optimizer="adam",'),
        ({"optimizer": SGD(momentum=0.9, nesterov=True)}, "optimizer=optimizers.SGD(momentum=0.9, nesterov=True),"),
        ({"early_stopping": None}, "callbacks = []\n"),
        ({"early_stopping": EarlyStopping(patience=0, restore_best=False)}, "[keras.callbacks.EarlyStopping()]"),
        (
            {"early_stopping": EarlyStopping(monitor="validation_accuracy", min_delta=0.1)},
            'EarlyStopping(monitor="val_accuracy", min_delta=0.1, patience=10, mode="max", restore_best_weights=True)',
        ),
        (
            {"early_stopping": EarlyStopping(monitor="loss", mode="max")},
            'EarlyStopping(monitor="loss", patience=10, mode="max", restore_best_weights=True)',
        ),
        ({"early_stopping": EarlyStopping(monitor="validation_penalty")}, "callbacks = []  # Keras has no figure for"),
        ({"clipping": Clipping(by="value", limit=0.5)}, "optimizer=optimizers.Adam(clipvalue=0.5),"),
        (
            {"clipping": Clipping(), "schedule": ExponentialDecay()},
            "optimizer=optimizers.Adam(learning_rate=Rate(), global_clipnorm=1.0),",
        ),
        ({"schedule": ExponentialDecay()}, "steps = 100  # in an epoch: change it to yours, the training rows / 32"),
        ({"schedule": ExponentialDecay(), "batch_size": "all"}, "steps = 1  # in an epoch\n\n\nclass Rate("),
        (
            {"schedule": ReduceOnPlateau(minimum=0.1), "early_stopping": None},
            'callbacks = [keras.callbacks.ReduceLROnPlateau(min_lr=0.1, monitor="val_loss")]\n',
        ),
        (
            {"schedule": ReduceOnPlateau(warm_up=1.0, monitor="validation_accuracy")},
            'ReduceLROnPlateau(monitor="val_accuracy", mode="max")]  # Keras cannot warm up a rate that a callback',
        ),
        ({"batch_size": "all", "epochs": 7}, "# model.fit(x, y, batch_size=len(x), epochs=7, "),
        (
            {"class_weights": "balanced"},
            "sample_weight=weights, callbacks=callbacks)\n# weights: for each row, ",
        ),
    ],
    ids=repr,
)
def test_it_is_trained_as_the_project_says(training: dict[str, Any], spelled: str) -> None:
    assert spelled in keras_text(in_line(Dense(units=3)).model_copy(update={"training": Training(**training)}))
