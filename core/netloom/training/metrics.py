"""The figures of an epoch. They are summed up on the device, and read from it once."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor

from netloom.data.targets import TargetScale
from netloom.events import Measured
from netloom.planning import PlannedOutput
from netloom.settings.metrics import ACCURACY, MAE, PENALIZED, RMSE

STEPS_WAITING = 64  # few, since a look at the figures takes in those that wait each time
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

    `means` are the loss with penalty, then the loss of each Output if there are several, then, if there is a penalty,
    the loss without it and the penalty, each the mean over the rows of the step.
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

    @property
    def with_validation(self) -> tuple[str, ...]:
        """The same, and again for the validation rows."""
        return (*self.names, *(f"validation_{name}" for name in self.names))

    def finished(self, sums: list[float], rows: int, prefix: str = "") -> tuple[Measured, ...]:
        """The figures of so many rows."""
        return tuple(
            Measured(name=prefix + name, value=finish(total, rows))
            for (name, finish), total in zip(self.finishes, sums, strict=True)
        )


def figures_of(outputs: tuple[PlannedOutput, ...], scales: Mapping[str, TargetScale], *, penalized: bool) -> Figures:
    """`loss`, then `loss_without_penalty` and `penalty` if there is one, and the metrics.

    With several Outputs also the loss of each, and its attribute before all that is of one.
    """
    measures = tuple(measure_of(output, scales.get(output.id)) for output in outputs)
    prefixes = [f"{output.attribute}_" for output in outputs] if len(outputs) > 1 else [""]
    losses = ["loss", *(f"{prefix}loss" for prefix in prefixes if prefix), *(PENALIZED if penalized else ())]
    metrics = [
        (prefix + name, finish)
        for prefix, measure in zip(prefixes, measures, strict=True)
        for name, finish in measure.figures
    ]
    return Figures(measures, (*((name, _mean) for name in losses), *metrics))


class Totals:
    """Sums over the rows seen so far. `sums` is the only wait for the device.

    What is added up together depends on the steps alone, never on when somebody looks, so that the same steps give the
    same sums to the bit.
    """

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
            self._settled = self._so_far()
            self._waiting, self._logits_waiting = [], 0

    def sums(self) -> list[float]:
        """The sums so far, in the order of `Figures.finishes`; there must be a step. Waits for the device."""
        so_far = self._so_far()
        assert so_far is not None  # for the type checker: there was a step
        return so_far.tolist()

    def tensors(self) -> dict[str, Tensor]:
        """All that it holds but `rows`, by names for `restore`."""
        settled = {} if self._settled is None else {"settled": self._settled}
        return settled | (_packed(self._waiting) if self._waiting else {})

    def restore(self, rows: int, tensors: Mapping[str, Tensor]) -> None:
        """Makes it what it was when it gave these tensors."""
        self.rows = rows
        self._settled = tensors.get("settled")
        self._waiting = _unpacked(tensors) if "means" in tensors else []
        self._logits_waiting = sum(logits.numel() for outcome in self._waiting for logits in outcome.logits)

    def _so_far(self) -> Tensor | None:
        if not self._waiting:
            return self._settled
        sums = torch.cat([_sums_of_means(self._waiting), *self._sums_of_measures(self._waiting)])
        return sums if self._settled is None else self._settled + sums

    def _sums_of_measures(self, outcomes: list[Outcome]) -> list[Tensor]:
        logits, targets = _by_output(outcomes)
        return [
            measure.sums(torch.cat(answers), torch.cat(rights))
            for measure, answers, rights in zip(self._measures, logits, targets, strict=True)
        ]


def _by_output(outcomes: list[Outcome]) -> tuple[Iterable[tuple[Tensor, ...]], Iterable[tuple[Tensor, ...]]]:
    """Logits and targets of all steps for each Output."""
    logits = zip(*(outcome.logits for outcome in outcomes), strict=True)
    return logits, zip(*(outcome.targets for outcome in outcomes), strict=True)


def _sums_of_means(outcomes: list[Outcome]) -> Tensor:
    means = torch.stack([mean for outcome in outcomes for mean in outcome.means]).view(len(outcomes), -1)
    rows = torch.tensor([outcome.rows for outcome in outcomes], dtype=torch.float64, device=means.device)
    return rows @ means.double()


def _packed(outcomes: list[Outcome]) -> dict[str, Tensor]:
    """Steps as few tensors: means [steps, means], rows [steps], logits and targets of each Output [rows, …]."""
    means = torch.stack([torch.stack(outcome.means) for outcome in outcomes])
    packed = {"means": means, "rows": torch.tensor([outcome.rows for outcome in outcomes])}
    for name, each in zip(("logits", "targets"), _by_output(outcomes), strict=True):
        packed |= {f"{name}.{output}": torch.cat(tensors) for output, tensors in enumerate(each)}
    return packed


def _unpacked(packed: Mapping[str, Tensor]) -> list[Outcome]:
    rows = packed["rows"].tolist()
    logits, targets = (
        [torch.split(packed[f"{name}.{output}"], rows) for output in range(_outputs(packed))]
        for name in ("logits", "targets")
    )
    return [
        Outcome(tuple(means), answers, rights)
        for means, answers, rights in zip(
            packed["means"], zip(*logits, strict=True), zip(*targets, strict=True), strict=True
        )
    ]


def _outputs(packed: Mapping[str, Tensor]) -> int:
    return sum(name.startswith("logits.") for name in packed)
