"""Predicts the rows of a CSV file: python predict.py rows.csv predictions.csv [--weights trained.safetensors]

Written are the rows as they are, and beside them `prediction` (a class, or an amount in its own units) and for classes
`probability_<class>`. Where something is amiss with the cells, that is told.
"""

import argparse
import sys
from pathlib import Path

import torch
from torch import Tensor

import settings
from model import Network
from netloom.exporting.standalone.examples import ROWS_AT_ONCE, inputs_of
from netloom.exporting.standalone.features import load_features
from netloom.exporting.standalone.outputs import Answers, with_predictions
from netloom.exporting.standalone.tables import DataError, read_table, write_table
from netloom.exporting.standalone.weights import load_weights

FOLDER = Path(__file__).parent


@torch.inference_mode()
def answers(network: Network, inputs: tuple[Tensor, ...]) -> list[Answers]:
    """What the network answers at each Output to each row: probabilities, or an amount as it is scaled."""
    network.eval()
    pieces = []
    for batch in zip(*(torch.split(tensor, ROWS_AT_ONCE) for tensor in inputs), strict=True):
        given = network.answer(*(tensor.to(settings.DEVICE) for tensor in batch))
        pieces.append(given if isinstance(given, tuple) else (given,))
    return [torch.cat(parts).tolist() for parts in zip(*pieces, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, help="a CSV file: UTF-8, commas, the columns' names in the first line")
    parser.add_argument("predictions", type=Path, help="the CSV file to write")
    parser.add_argument("--weights", type=Path, default=FOLDER / "weights.safetensors", help="whose weights to use")
    wanted = parser.parse_args()
    features, table = load_features(FOLDER / "features.json"), read_table(wanted.rows)
    network = Network()
    network.load_state_dict(load_weights(wanted.weights))
    answered = answers(network.to(settings.DEVICE), inputs_of(features, table))
    for remark in features.remarks(table):
        print(f"{table.name}: {remark}", file=sys.stderr)
    write_table(wanted.predictions, with_predictions(table, features.outputs, answered))
    print(f"{len(table.rows)} rows predicted: {wanted.predictions}")


if __name__ == "__main__":
    try:
        main()
    except (DataError, OSError) as error:
        sys.exit(f"error: {error}")
