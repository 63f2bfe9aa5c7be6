"""Predicts the rows of a CSV file: python predict.py rows.csv predictions.csv [--weights trained.safetensors]

Written are the rows as they are, and beside them `prediction` (a class, or an amount in its own units) and for classes
`probability_<class>`. Where something is amiss with the cells, that is told.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

import settings
from model import Network
from netloom.exporting.standalone.examples import ROWS_AT_ONCE, inputs_of
from netloom.exporting.standalone.features import Amount, Classes, DataError, Features, Table, load_features, read_table
from netloom.exporting.standalone.weights import load_weights

FOLDER = Path(__file__).parent


@torch.inference_mode()
def answers(network: Network, inputs: tuple[Tensor, ...]) -> list[list[list[float]]]:
    """What the network answers at each Output to each row: probabilities, or an amount as it is scaled."""
    network.eval()
    pieces = []
    for batch in zip(*(torch.split(tensor, ROWS_AT_ONCE) for tensor in inputs), strict=True):
        given = network.answer(*(tensor.to(settings.DEVICE) for tensor in batch))
        pieces.append(given if isinstance(given, tuple) else (given,))
    return [torch.cat(parts).tolist() for parts in zip(*pieces, strict=True)]


def predictions(output: Classes | Amount, answered: list[list[float]]) -> Iterator[tuple[str, list[str]]]:
    """The columns that an Output adds, by name."""
    if isinstance(output, Amount):
        yield f"prediction{output.suffix}", [repr(output.restored(answer)) for (answer,) in answered]
        return
    one_unit = len(answered[0]) == 1  # the probability of the second class
    rows = [[1 - row[0], row[0]] if one_unit else row for row in answered]
    yield f"prediction{output.suffix}", [output.classes[row.index(max(row))] for row in rows]
    for place, name in enumerate(output.classes):
        yield f"probability{output.suffix}_{name}", [f"{row[place]:.9g}" for row in rows]


def predicted(network: Network, features: Features, table: Table) -> Table:
    """The table with the predictions beside its columns; a name that it already has gets a trailing `_`."""
    names, added = list(table.columns), []
    for output, answered in zip(features.outputs, answers(network, inputs_of(features, table)), strict=True):
        for name, cells in predictions(output, answered):
            while name in names:
                name += "_"
            names.append(name)
            added.append(cells)
    rows = [[*row, *more] for row, more in zip(table.rows, zip(*added, strict=True), strict=True)]
    return Table(table.name, names, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, help="a CSV file: UTF-8, commas, the columns' names in the first line")
    parser.add_argument("predictions", type=Path, help="the CSV file to write")
    parser.add_argument("--weights", type=Path, default=FOLDER / "weights.safetensors", help="whose weights to use")
    wanted = parser.parse_args()
    features, table = load_features(FOLDER / "features.json"), read_table(wanted.rows)
    network = Network()
    network.load_state_dict(load_weights(wanted.weights))
    found = predicted(network.to(settings.DEVICE), features, table)
    for remark in features.remarks(table):
        print(f"{table.name}: {remark}", file=sys.stderr)
    with wanted.predictions.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([found.columns, *found.rows])
    print(f"{len(found.rows)} rows predicted: {wanted.predictions}")


if __name__ == "__main__":
    try:
        main()
    except (DataError, OSError) as error:
        sys.exit(f"error: {error}")
