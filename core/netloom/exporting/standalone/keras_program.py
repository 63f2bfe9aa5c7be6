"""What a script does with its Keras model: it trains, measures and predicts."""

import json
import struct
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np

from model import build
from netloom.exporting.standalone.features import NUMBER, Features, load_features
from netloom.exporting.standalone.outputs import Answers, with_predictions
from netloom.exporting.standalone.tables import DataError, Table, read_table, write_table
from settings import BALANCED_CLASSES, BATCH_SIZE, EPOCHS, FILES, SEED


def train(features: Features) -> None:
    """Trains from scratch, measures on the test rows, and shows a few predictions.

    While it trains, Keras tells mae and rmse of amounts as they are scaled; afterwards they are in their own units.
    """
    keras.utils.set_random_seed(SEED)
    model, callbacks = build()
    model.summary()
    training = read_table(FILES / "training.csv")
    watched = FILES / "validation.csv"
    validation = read_table(watched) if watched.exists() else None
    model.fit(
        inputs(features, training),
        targets(features, training),
        sample_weight=weights(features, training) if BALANCED_CLASSES else None,
        batch_size=BATCH_SIZE or len(training.rows),
        epochs=EPOCHS,
        validation_data=(inputs(features, validation), targets(features, validation)) if validation else None,
        callbacks=callbacks,
        verbose=2,
    )
    evaluate(model, features)
    show(model, features)


def evaluate(model: keras.Model, features: Features) -> None:
    """Measures the model on the test rows, amounts in their own units."""
    table = read_table(FILES / "test.csv")
    x, y = inputs(features, table), targets(features, table)
    print(f"{len(table.rows)} test rows")
    print(f"  loss {model.evaluate(x, y, verbose=0, return_dict=True)['loss']:.6g}")
    measured = zip(features.outputs, answers(model, x), features.targets(table), strict=True)
    for output, answered, right in measured:
        for name, value in output.measured(answered, right).items():
            print(f"  {output.column}: {name} {value:.6g}")


def predict(model: keras.Model, features: Features, rows: Path, predictions: Path) -> None:
    """Writes the rows of a CSV file with the predictions beside them."""
    table = read_table(rows)
    for remark in features.remarks(table):
        print(f"{table.name}: {remark}", file=sys.stderr)
    answered = answers(model, inputs(features, table))
    write_table(predictions, with_predictions(table, features.outputs, answered))
    print(f"{len(table.rows)} rows predicted: {predictions}")


def show(model: keras.Model, features: Features) -> None:
    """Prints the first test rows: what is right, and what the model says."""
    test = read_table(FILES / "test.csv")
    first = Table(test.name, test.columns, test.rows[:5])
    predicted = with_predictions(first, features.outputs, answers(model, inputs(features, first)))
    columns = [*(output.column for output in features.outputs), *predicted.columns[len(test.columns) :]]
    for row in zip(*(predicted.cells(column) for column in columns), strict=True):
        print("  " + "  ".join(f"{column} {shortened(cell)}" for column, cell in zip(columns, row, strict=True)))


def shortened(cell: str) -> str:
    """A number with six digits; anything else as it is."""
    return f"{float(cell):.6g}" if NUMBER.fullmatch(cell) else cell


def inputs(features: Features, table: Table) -> Any:
    """What the model takes for the rows of a table: an array [rows, …] for each Input."""
    kinds = {"f": np.float32, "q": np.int64}
    values = features.values(table)
    return together([np.frombuffer(each, kinds[each.typecode]).reshape(len(table.rows), -1) for each in values])


def targets(features: Features, table: Table) -> Any:
    """What the model is to answer, an array [rows, 1] for each Output: class numbers, or scaled amounts."""
    return together([np.array(each, np.float32)[:, np.newaxis] for each in features.targets(table)])


def weights(features: Features, table: Table) -> Any:
    """How much each row counts for each Output [rows], so that rare classes count as much as common ones."""
    numbers = zip(features.outputs, features.targets(table), strict=True)
    return together([np.array(output.weights(each), np.float32) for output, each in numbers])


def together(arrays: list[Any]) -> Any:
    """As Keras takes them: several as a list, one by itself."""
    return arrays[0] if len(arrays) == 1 else arrays


def answers(model: keras.Model, x: Any) -> list[Answers]:
    """What the model answers at each Output to each row."""
    given = model.predict(x, batch_size=4096, verbose=0)
    return [np.asarray(each).tolist() for each in (given if isinstance(given, list) else [given])]


def load_weights(model: keras.Model, path: Path) -> None:
    """Gives the model the weights of a safetensors file: a header's length, the header in JSON, and the raw numbers."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])

    def values(name: str) -> Any:
        start, end = header[name]["data_offsets"]
        return np.frombuffer(content[8 + length :][start:end], np.float32).reshape(header[name]["shape"])

    for layer in model.layers:
        layer.set_weights([values(f"{layer.name}.{place}") for place in range(len(layer.get_weights()))])


def main() -> None:
    features = load_features(FILES / "features.json")
    match sys.argv[1:]:
        case []:
            train(features)
        case ["evaluate"]:
            evaluate(trained(), features)
        case ["predict", rows, predictions]:
            predict(trained(), features, Path(rows), Path(predictions))
        case _:
            sys.exit(__doc__)


def trained() -> keras.Model:
    """The model with the weights that came with it."""
    model, _ = build()
    load_weights(model, FILES / "weights.safetensors")
    return model


if __name__ == "__main__":
    try:
        main()
    except (DataError, OSError) as error:
        sys.exit(f"error: {error}")
