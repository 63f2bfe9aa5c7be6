"""How well a model puts the rows of a class before all others, whatever threshold is chosen: ROC and precision-recall.

Of two classes the second is looked at; of more each one against the rest, and their mean. A model's points come from
scikit-learn and are thinned to what can be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netloom.evaluation.scores import Array
from netloom.reports.parts import ClassRanking, Points, Ranking
from netloom.reports.wording import written

CLASSES = 50  # more are represented by those with most rows
CELLS = 10_000_000  # probabilities looked at; more rows are represented by a part of them
POINTS = 120
_GRID = np.linspace(0, 1, 101)
_SOME_RECALL = np.maximum(_GRID, 1e-9)  # at none at all there is no precision


@dataclass(frozen=True)
class Rankings:
    """The second of two classes; or the mean of several, and each. Empty where the rows do not define it.

    `rows` is how many were looked at.
    """

    rows: int
    mean: ClassRanking | None
    classes: tuple[ClassRanking, ...]

    @property
    def main(self) -> ClassRanking | None:
        """What a model is judged by."""
        return self.mean or next(iter(self.classes), None)

    @property
    def lead(self) -> str:
        """The figures of the network."""
        if self.main is None:
            return "These rows do not define how they are ordered: a class is missing."
        network = self.main.models[0]
        areas = (written("score", area) for area in (network.roc_auc, network.average_precision))
        return "ROC AUC {}, average precision {}.".format(*areas)

    @property
    def about(self) -> str:
        """What is looked at."""
        if self.mean is not None:
            return f"Each class against the rest, and the mean of {len(self.classes)} classes, each counting alike."
        names = f"of {self.classes[0].name!r} " if self.classes else ""
        return f"How well the rows {names}are put before the others, whatever the threshold."


def rankings(classes: tuple[str, ...], truth: NDArray[np.int64], models: Mapping[str, Array]) -> Rankings:
    """The curves of models that give probabilities [rows, classes] for class numbers [rows]."""
    chosen = _some_rows(len(truth), len(models) * min(len(classes), CLASSES))
    counts = np.bincount(truth[chosen], minlength=len(classes))
    numbers = [1] if len(classes) == 2 else np.argsort(-counts, kind="stable")[:CLASSES].tolist()
    defined = sorted(number for number in numbers if 0 < counts[number] < len(chosen))
    whole = {
        number: [_ranking(name, truth[chosen] == number, chances[chosen, number]) for name, chances in models.items()]
        for number in defined
    }
    each = tuple(
        ClassRanking(classes[number], counts[number] / len(chosen), tuple(map(_thinned, whole[number])))
        for number in defined
    )
    mean = _mean(each, whole.values()) if len(each) > 1 else None
    return Rankings(len(chosen), mean, each)


def _some_rows(rows: int, columns: int) -> NDArray[np.int64]:
    most = max(CELLS // columns, 1)
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(0).choice(rows, size=most, replace=False))


@dataclass(frozen=True)
class _Whole:
    """A model's curves with all their points: each [2, points], of the first axis rising."""

    model: str
    roc: Array
    precision_recall: Array
    roc_auc: float
    average_precision: float


def _ranking(model: str, member: NDArray[np.bool_], chances: Array) -> _Whole:
    from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve

    false, true, _ = roc_curve(member, chances)
    precision, recall, _ = precision_recall_curve(member, chances, drop_intermediate=True)
    falling = np.stack([recall[-2::-1], precision[-2::-1]])  # the last point is no threshold's
    areas = (auc(false, true), average_precision_score(member, chances))
    return _Whole(model, np.stack([false, true]), falling, *(round(float(area), 12) for area in areas))


def _thinned(whole: _Whole) -> Ranking:
    roc, precision_recall = thinned(whole.roc), thinned(whole.precision_recall)
    return Ranking(whole.model, whole.roc_auc, whole.average_precision, roc, precision_recall)


def thinned(curve: Array, most: int = POINTS) -> Points:
    """At most so many points of a curve [2, points], its ends among them, evenly along its way."""
    if curve.shape[1] > most:
        way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve)))])
        curve = curve[:, np.unique(np.searchsorted(way, np.linspace(0, way[-1], most)))]
    return tuple((float(x), float(y)) for x, y in curve.T)


def _mean(each: tuple[ClassRanking, ...], whole: Iterable[list[_Whole]]) -> ClassRanking:
    """The mean of the classes: of the areas, and of the curves at the same rate or recall."""
    models = tuple(_mean_of_model(of_classes) for of_classes in zip(*whole, strict=True))
    return ClassRanking("", float(np.mean([one.share for one in each])), models)


def _mean_of_model(classes: tuple[_Whole, ...]) -> Ranking:
    roc = np.mean([np.interp(_GRID, *one.roc) for one in classes], axis=0)
    precision = np.mean([_at_recall(one.precision_recall) for one in classes], axis=0)
    return Ranking(
        classes[0].model,
        float(np.mean([one.roc_auc for one in classes])),
        float(np.mean([one.average_precision for one in classes])),
        ((0.0, 0.0), *thinned(np.stack([_GRID, roc]))),  # every curve starts in the corner, and may rise there
        thinned(np.stack([_GRID, precision])),
    )


def _at_recall(curve: Array) -> Array:
    """The precision at which each recall of the grid is reached: a step, since between two rows there is no other."""
    recall, precision = curve
    reached = np.searchsorted(recall, _SOME_RECALL, side="left").clip(max=len(recall) - 1)
    return np.asarray(precision[reached], dtype=np.float64)
