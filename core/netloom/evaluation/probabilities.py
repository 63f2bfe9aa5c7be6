"""What a classifier's probabilities are worth: whether they are honest, how they order the rows, and what to do with
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netloom.evaluation.calibration import Calibration, Honesty, answer_calibration, class_calibrations, honesty
from netloom.evaluation.lift import Lift, lift
from netloom.evaluation.ranking import Rankings, rankings
from netloom.evaluation.thresholds import Practice, thresholds
from netloom.reports.document import ThresholdPart
from netloom.settings.costs import Costs


@dataclass(frozen=True)
class Decision:
    """What a threshold is chosen by: the user's costs, if there are some, and the rows to practise on, if any."""

    costs: Costs | None = None
    practice: Practice | None = None


@dataclass(frozen=True)
class ProbabilityDetails:
    """The probabilities of the network, and beside it of the baselines that learn.

    `calibration` is that of the second of two classes, or of the class that is answered; `class_calibrations` those
    of several classes one by one. `lift` and `thresholds` are there for two classes, where the rows define them.
    """

    calibration: Calibration
    class_calibrations: tuple[Calibration, ...]
    honesty: tuple[Honesty, ...]
    rankings: Rankings
    lift: Lift | None
    thresholds: ThresholdPart | None


def probability_details(
    classes: tuple[str, ...], truth: NDArray[np.int64], given: Mapping[str, NDArray[Any]], decision: Decision
) -> ProbabilityDetails:
    """The details of models that give probabilities [rows, classes] for class numbers [rows], the network first."""
    models = {name: np.asarray(chances, dtype=np.float64) for name, chances in given.items()}
    network = next(iter(models.values()))
    learning = {
        name: chances for name, chances in models.items() if name != "constant"
    }  # it puts no row before another
    yes_or_no = len(classes) == 2
    second = {name: chances[:, 1] for name, chances in learning.items()} if yes_or_no else {}
    found = (decision.costs, decision.practice, truth == 1, network[:, -1])
    return ProbabilityDetails(
        calibration=answer_calibration(classes, truth, network),
        class_calibrations=class_calibrations(classes, truth, network),
        honesty=honesty(classes, truth, models),
        rankings=rankings(classes, truth, learning),
        lift=lift(classes[1], truth == 1, second) if yes_or_no else None,
        thresholds=thresholds(classes, *found) if yes_or_no else None,
    )
