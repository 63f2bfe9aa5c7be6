"""The figures of an epoch. They are summed up on the device, and read from it once."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from netloom.data.targets import TargetScale
from netloom.events import Measured
from netloom.planning import PlannedOutput
from netloom.settings.metrics import ACCURACY, MAE, RMSE

STEPS_WAITING = 512
LOGITS_WAITING = 2**20

Finish = Callable[[float, int], float]


@dataclass(frozen=True)
class Measure:
    """What one Output is measured by beside its loss.

    `sums` takes logits [rows, width] and targets as the loss compares them, and returns the sum over the rows for each
    figure, in float64; the figure's `Finish` turns sum and rows into what is shown.
    """

    figures: tuple[tuple[str, Finish], ...]
    sums: Callable[[Tensor, Tensor], Tensor]


def measure_of(output: PlannedOutput, scale: TargetScale | None) -> Measure:
    """Accuracy for classes (of yes or no the more probable); MAE and RMSE in original units where there is a scale."""
    if scale is not None:
        return Measure(
            ((MAE.name, _mean), (RMSE.name, _root_mean)), lambda logits, target: _misses(scale, logits, target)
        )
    right = _right_class if output.loss.activation == "softmax" else _right_side
    return Measure(((ACCURACY.name, _mean),), lambda logits, target: right(logits, target).sum().double()[None])


def _right_class(logits: Tensor, target: Tensor) -> Tensor:
    return logits.argmax(1) == target


def _right_side(logits: Tensor, target: Tensor) -> Tensor:
    return (logits > 0) == (target > 0.5)  # a logit above 0 is a probability above one half


def _misses(scale: TargetScale, logits: Tensor, target: Tensor) -> Tensor:
    miss = _restored(scale, logits) - _restored(scale, target)
    return torch.stack([miss.abs().sum(), miss.square().sum()])


def _restored(scale: TargetScale, scaled: Tensor) -> Tensor:
    """As `scale.restored`, on the device."""
    amounts = scaled.double() * scale.spread + scale.center
    return torch.expm1(amounts) if scale.log else amounts


def _mean(total: float, rows: int) -> float:
    return total / rows


def _root_mean(total: float, rows: int) -> float:
    return math.sqrt(total / rows)


class Outcome(NamedTuple):
    """What one step gave, still on the device.

    `means` are the loss with penalty, then the loss of each Output if there are several, then the penalty if there is
    one, each the mean over the rows of the step.
    """

    means: tuple[Tensor, ...]
    logits: tuple[Tensor, ...]
    targets: tuple[Tensor, ...]

    @property
    def rows(self) -> int:
        return len(self.targets[0])


@dataclass(frozen=True)
class Figures:
    """All that is measured in an epoch: the name of each sum and how it is finished, in the order of the sums."""

    measures: tuple[Measure, ...]
    finishes: tuple[tuple[str, Finish], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What each figure is called, without a prefix."""
        return tuple(name for name, _ in self.finishes)

    def finished(self, sums: list[float], rows: int, prefix: str = "") -> tuple[Measured, ...]:
        """The figures of so many rows."""
        return tuple(
            Measured(name=prefix + name, value=finish(total, rows))
            for (name, finish), total in zip(self.finishes, sums, strict=True)
        )


def figures_of(outputs: tuple[PlannedOutput, ...], scales: Mapping[str, TargetScale], *, penalized: bool) -> Figures:
    """`loss`, `penalty` and the metrics; with several Outputs also the loss of each, and its attribute before all."""
    measures = tuple(measure_of(output, scales.get(output.id)) for output in outputs)
    prefixes = [f"{output.attribute}_" for output in outputs] if len(outputs) > 1 else [""]
    losses = ["loss", *(f"{prefix}loss" for prefix in prefixes if prefix), *(["penalty"] if penalized else [])]
    metrics = [
        (prefix + name, finish)
        for prefix, measure in zip(prefixes, measures, strict=True)
        for name, finish in measure.figures
    ]
    return Figures(measures, (*((name, _mean) for name in losses), *metrics))


class Totals:
    """Sums over the rows seen so far. `sums` is the only wait for the device."""

    def __init__(self, figures: Figures) -> None:
        self.rows = 0
        self._measures = figures.measures
        self._waiting: list[Outcome] = []
        self._logits_waiting = 0
        self._settled: Tensor | None = None

    def add(self, outcome: Outcome) -> None:
        """Takes in one step. Little is computed yet: one sum over many steps costs less than many sums."""
        self.rows += outcome.rows
        self._waiting.append(outcome)
        self._logits_waiting += sum(logits.numel() for logits in outcome.logits)
        if len(self._waiting) >= STEPS_WAITING or self._logits_waiting >= LOGITS_WAITING:
            self._settle()

    def sums(self) -> list[float]:
        """The sums so far, in the order of `Figures.finishes`; there must be a step. Waits for the device."""
        self._settle()
        assert self._settled is not None  # for the type checker: there was a step
        return self._settled.tolist()

    def _settle(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting, self._logits_waiting = self._waiting, [], 0
        sums = torch.cat([_sums_of_means(waiting), *self._sums_of_measures(waiting)])
        self._settled = sums if self._settled is None else self._settled + sums

    def _sums_of_measures(self, outcomes: list[Outcome]) -> list[Tensor]:
        logits = zip(*(outcome.logits for outcome in outcomes), strict=True)
        targets = zip(*(outcome.targets for outcome in outcomes), strict=True)
        return [
            measure.sums(torch.cat(answers), torch.cat(rights))
            for measure, answers, rights in zip(self._measures, logits, targets, strict=True)
        ]


def _sums_of_means(outcomes: list[Outcome]) -> Tensor:
    means = torch.stack([mean for outcome in outcomes for mean in outcome.means]).view(len(outcomes), -1)
    rows = torch.tensor([outcome.rows for outcome in outcomes], dtype=torch.float64, device=means.device)
    return rows @ means.double()
