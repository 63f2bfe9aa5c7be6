"""A run as one Keras script, run against the trained network before it is written where Keras is there to run it."""

import math
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import safetensors.numpy

from netloom.codegen import keras_function, keras_weights
from netloom.data.progress import Reached, Tell, nobody
from netloom.errors import InputError
from netloom.exporting.canonical import canonical_csv
from netloom.exporting.exported import Exported
from netloom.exporting.keras.inlining import joined_imports, parts_of
from netloom.exporting.predicting import Proof, prove_program
from netloom.exporting.refitting import Refitted, features_json, refitted
from netloom.files import temporary_folder, write_atomically, write_folder_atomically
from netloom.runs import Run
from netloom.settings.exports import export_format

MODULES: Final = ("keras_program.py", "outputs.py", "features.py", "tables.py")
FILES: Final = ("features.json", "test.csv", "training.csv", "validation.csv", "weights.safetensors")
LIBRARIES: Final = ("jax", "keras", "numpy", "tensorflow", "torch")
_MARK: Final = "made with Netloom: it trains, measures and predicts"

_SCRIPT: Final = '''\
"""A network in Keras 3, {mark}.

    python {script}
        trains from scratch, measures on the test rows, and shows some predictions
    python {script} evaluate
        measures the weights that Netloom trained
    python {script} predict rows.csv predictions.csv
        predicts new rows with these weights

It needs keras with one of its backends (TensorFlow, JAX or PyTorch; KERAS_BACKEND says which), numpy, and beside it
the folder {files}: the rows, what was fitted of their columns, and the weights. Rows are CSV in UTF-8 with
commas, the names of the columns in the first line, decimal points, and dates such as 2024-02-29 or 2024-02-29 18:30.
"""

from __future__ import annotations

{standard}

if "KERAS_BACKEND" not in os.environ:  # the first that is installed
    for backend in ("tensorflow", "jax", "torch"):
        if importlib.util.find_spec(backend):
            os.environ["KERAS_BACKEND"] = backend
            break

{others}

FILES = Path(__file__).with_name("{files}")
SEED = {seed}  # another one starts with other weights and another order of rows
EPOCHS = {epochs}
BATCH_SIZE = {batch_size}  # rows for each step; None: all at once
BALANCED_CLASSES = {balanced}  # True: rare classes count as much as common ones


{model}


{body}


{end}'''

_NEEDED: Final = ("import importlib.util", "import os")  # by the script itself


def export_keras(run: Run, path: Path, tell: Tell = nobody) -> Exported:
    """Write a run as a script that trains, measures and predicts with Keras 3 and numpy, and what it needs beside it.

    The model is that of `keras_source`, compiled as it is trained here. `<name>-files/` beside `<name>.py` holds the
    rows as plain CSV, what was fitted of their columns, and the trained weights as Keras's layers take them.
    DataError where the data is gone or has changed, InputError for a name that cannot be taken.

    Where Keras is installed, the script is run on up to 300 test rows first. ExportError, and nothing written, where
    an answer is off by more than 1e-5·max(1, |y|) in probabilities or scaled units.
    """
    _check_name(path)
    tell(Reached("Reading the rows of the run"))
    found = refitted(run)
    tell(Reached("Writing the script, and running it where Keras is installed"))
    folder = path.with_name(_files_beside(path.name))
    script, files = _script(run, found, path.name).encode(), _files(run, found)
    together = {path.name: script, **{f"{folder.name}/{name}": content for name, content in files.items()}}
    proof = _proof(run, found, path.name, together) if find_spec("keras") else None
    write_folder_atomically(folder, files, str, known=FILES)
    write_atomically(path, script)
    return Exported(path, proof.largest_difference if proof else None, proof.rows if proof else 0, files=folder)


def _files_beside(name: str) -> str:
    """The name of the folder of files beside a script of that name."""
    _, files = export_format("keras").written(Path(name))
    return files.name


def _check_name(path: Path) -> None:
    if path.suffix != ".py":
        raise InputError(f"{path.name} is no name of a script: a name that ends with .py was expected.")
    if any(mark in path.name for mark in '"\\\n\r'):
        raise InputError(f"{path.name!r} is no plain name for a script. Choose one without quotes and backslashes.")
    if path.stem in (*sys.stdlib_module_names, *LIBRARIES):
        raise InputError(f"A script named {path.name} would stand in for the module {path.stem}. Choose another name.")
    if path.is_file() and _MARK.encode() not in path.read_bytes():
        raise InputError(f"{path} is there already, and no such export. Choose another name.")


def _proof(run: Run, found: Refitted, name: str, contents: Mapping[str, bytes]) -> Proof:
    """Runs the script in a place of its own."""
    with temporary_folder(contents) as place:
        return prove_program(run, found, place / name, "predict")


def _files(run: Run, found: Refitted) -> Mapping[str, bytes]:
    """The content of every file beside the script, by its name."""
    parts = {"training": found.parts.training, "validation": found.parts.validation, "test": found.parts.test}
    weights = keras_weights(run.plan, run.network().state_dict())
    arrays = {
        f"{layer}.{place}": np.ascontiguousarray(array)
        for layer, arrays in weights.items()
        for place, array in enumerate(arrays)
    }
    return {
        **{f"{name}.csv": canonical_csv(run, found.table, rows) for name, rows in parts.items() if len(rows)},
        "features.json": features_json(run, found),
        "weights.safetensors": safetensors.numpy.save(arrays),
    }


def _script(run: Run, found: Refitted, name: str) -> str:
    training, parts = run.project.training, parts_of(MODULES, within=("model", "settings"))
    rows, size = len(found.parts.training), training.batch_size
    steps = 1 if size == "all" else math.ceil(rows / size)
    imports, _, model = keras_function(run.plan, steps).text.partition("\n\n\n")
    lines = [*_NEEDED, *imports.splitlines(), *parts.imports]
    standard = [line for line in lines if line.split()[1].partition(".")[0] in sys.stdlib_module_names]
    return _SCRIPT.format(
        mark=_MARK,
        script=name,
        files=_files_beside(name),
        standard="\n".join(joined_imports(standard)),
        others="\n".join(joined_imports([line for line in lines if line not in standard])),
        seed=training.seed,
        epochs=run.state.epochs_wanted or training.epochs,
        batch_size=None if training.batch_size == "all" else training.batch_size,
        balanced=training.class_weights == "balanced",
        model=model.strip(),
        body=parts.body,
        end=parts.end,
    )
