"""Trains the network from scratch, as settings.py says: python train.py [trained.safetensors]

Each epoch prints a line; the weights are written at the end. Where it runs as the project did, they come out the same.
"""

import hashlib
import math
import sys
from pathlib import Path

import torch
from torch import Tensor

import settings
from clipping import clip
from model import Network
from netloom.exporting.standalone.examples import Examples, read_examples
from netloom.exporting.standalone.features import load_features
from netloom.exporting.standalone.objective import Totals, line, measure, outcome
from netloom.exporting.standalone.outputs import Amount, Classes
from netloom.exporting.standalone.tables import DataError
from netloom.exporting.standalone.weights import save_weights
from optimizer import optimizer_for

FOLDER = Path(__file__).parent


def train(
    network: Network, training: Examples, validation: Examples | None, outputs: list[Classes | Amount]
) -> dict[str, Tensor]:
    """Trains until the last epoch or until it stops early, and returns the weights that settings.py asks for."""
    optimizer = optimizer_for(network.parameters())
    rate = Rate(optimizer)
    best, best_epoch, best_weights = -math.inf if settings.LARGER_IS_BETTER else math.inf, 0, network.state_dict()
    for epoch in range(1, settings.EPOCHS + 1):
        figures = train_epoch(network, rate, training, outputs, epoch)
        if validation:
            figures |= measure(network, validation, outputs).figures("validation_")
        rate.follow(figures)
        value = figures[settings.MONITOR]
        if improved := gain(value, best) > settings.MIN_DELTA:
            best, best_epoch = value, epoch
            best_weights = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        print(f"epoch {epoch}/{settings.EPOCHS}  {line(figures)}{'  best' if improved else ''}", flush=True)
        if epoch - best_epoch >= settings.PATIENCE:
            print(f"Stopped early: {settings.MONITOR} did not improve for {epoch - best_epoch} epochs.")
            break
    last_weights: dict[str, Tensor] = network.state_dict()
    return best_weights if settings.RESTORE_BEST else last_weights


class Rate:
    """The learning rate of an optimizer at each step, as settings.py says."""

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self.optimizer = optimizer
        self.highest = float(optimizer.param_groups[0]["lr"])
        self.best, self.waited = math.nan, 0

    def set(self, step: int, steps: int) -> None:
        """Sets the rate for a step after so many others."""
        self.optimizer.param_groups[0]["lr"] = self.highest * settings.share(step, steps)

    def follow(self, figures: dict[str, float]) -> None:
        """Lowers the rate where the figure that it follows no longer improves."""
        if settings.PLATEAU is None:
            return
        monitor, larger, delta, patience, factor, minimum = settings.PLATEAU
        value = figures[monitor]
        improved = (value - self.best if larger else self.best - value) > delta
        if improved or (math.isnan(self.best) and not math.isnan(value)):
            self.best, self.waited = value, 0
        else:
            self.waited += 1
        if self.waited >= patience:
            self.highest, self.waited = max(self.highest * factor, min(minimum, self.highest)), 0


def train_epoch(
    network: Network, rate: Rate, training: Examples, outputs: list[Classes | Amount], epoch: int
) -> dict[str, float]:
    """Shows the network every training row once, and returns the figures."""
    network.train()
    totals, size = Totals(), settings.BATCH_SIZE or training.rows
    steps = math.ceil(training.rows / size)
    for step, batch in enumerate(training.batches(size, order_in(epoch, training.rows)), (epoch - 1) * steps):
        loss, sums = outcome(network, batch, outputs)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        if settings.CLIPPING is not None:
            clip([weight.grad for weight in network.parameters() if weight.grad is not None], *settings.CLIPPING)
        rate.set(step, steps)
        rate.optimizer.step()
        rate.optimizer.zero_grad()
        totals.add(batch.rows, sums)
    figures = totals.figures()
    if not math.isfinite(figures["loss"]):
        sys.exit(f"The loss of epoch {epoch} is no number any more. Try a smaller learning rate in optimizer.py.")
    return figures


def order_in(epoch: int, rows: int) -> Tensor:
    """The order of rows in an epoch; sets the random numbers of Dropout and noise too. Each epoch has its own seeds."""
    digest = hashlib.sha256(f"{settings.SEED} {epoch}".encode()).digest()
    torch.manual_seed(int.from_bytes(digest[4:8]))
    if settings.BATCH_SIZE is None or rows <= settings.BATCH_SIZE:
        return torch.arange(rows)
    return torch.randperm(rows, generator=torch.Generator().manual_seed(int.from_bytes(digest[:4])))


def gain(value: float, best: float) -> float:
    """How much better a figure is than the best so far."""
    return value - best if settings.LARGER_IS_BETTER else best - value


def main(out: Path) -> None:
    torch.set_num_threads(settings.THREADS)
    features = load_features(FOLDER / "features.json")
    training = read_examples(features, FOLDER / "data" / "training.csv", balanced=settings.BALANCED_CLASSES)
    watched = FOLDER / "data" / "validation.csv"
    validation = read_examples(features, watched) if watched.exists() else None
    torch.manual_seed(settings.SEED)
    network = Network().to(settings.DEVICE)
    weights = train(network, training, validation, features.outputs)
    save_weights(out, weights)
    print(f"Weights written: {out}. Measure them: python evaluate.py --weights {out}")


if __name__ == "__main__":
    try:
        main(Path(*sys.argv[1:2] or ["trained.safetensors"]))
    except (DataError, OSError) as error:
        sys.exit(f"error: {error}")
