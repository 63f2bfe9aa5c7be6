"""Measures the network on rows it was not trained on: python evaluate.py [rows.csv] [--weights trained.safetensors]"""

import argparse
import sys
from pathlib import Path

import torch

import settings
from model import Network
from netloom.exporting.standalone.examples import read_examples
from netloom.exporting.standalone.features import load_features
from netloom.exporting.standalone.objective import measure
from netloom.exporting.standalone.tables import DataError
from netloom.exporting.standalone.weights import load_weights

FOLDER = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=Path, default=FOLDER / "data" / "test.csv", help="rows with targets")
    parser.add_argument("--weights", type=Path, default=FOLDER / "weights.safetensors", help="whose weights to use")
    wanted = parser.parse_args()
    torch.set_num_threads(settings.THREADS)
    features = load_features(FOLDER / "features.json")
    network = Network()
    network.load_state_dict(load_weights(wanted.weights))
    totals = measure(network.to(settings.DEVICE), read_examples(features, wanted.rows), features.outputs)
    print(f"{totals.rows} rows of {wanted.rows.name}")
    for name, value in totals.figures().items():
        print(f"  {name} {value:.6g}")


if __name__ == "__main__":
    try:
        main()
    except (DataError, OSError) as error:
        sys.exit(f"error: {error}")
