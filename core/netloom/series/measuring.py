"""A trained run → the evidence for its network and for the baselines, on the rows that were held out from it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netloom.errors import Problem, RunError
from netloom.evaluation.baselines import Baseline
from netloom.evaluation.evaluating import question_of, taught
from netloom.evaluation.judging import TITLES, Question, evidence_of, phrase_of
from netloom.evaluation.material import Material, untouched_rows
from netloom.evaluation.scores import Evidence, scores
from netloom.events import Told
from netloom.runs import Run

NETWORK = "network"


@dataclass(frozen=True)
class Model:
    """One model on the rows of a question; without evidence where it gave no answers, and then `note` says why."""

    name: str
    title: str
    phrase: str
    evidence: Evidence | None
    note: str = ""


@dataclass(frozen=True)
class Measurement:
    """One Output of one run: what it was asked on the held-out rows, the models (the network first), and how many rows
    there were to learn from. `doubts` are what makes no score on these rows trustworthy, by the code of the problem.
    """

    question: Question
    learnt: int
    models: tuple[Model, ...]
    doubts: Mapping[str, str]

    def values(self, model: Model) -> dict[str, float]:
        """The metrics of a model by name; empty where it has no evidence, NaN where the rows do not define one."""
        return scores(self.question.task, model.evidence) if model.evidence is not None else {}


Measured = Mapping[str, Measurement]  # by the id of the Output


def measure(run: Run, like: Measured | None = None, *, baselines: bool = True) -> Measured:
    """Measures a run on its untouched test rows.

    Baselines are taken from `like`, a measurement on the same rows, where it is given: they know no seed. DataError if
    the data is not there any more, RunError if the network answers a row with something that is no number.
    """
    material = untouched_rows(run)
    answers = run.answers(material.table, material.rows)
    learnt = len(material.learning[1]) if material.learning else 0
    doubts = _doubts(run, material)
    found = {}
    for planned in run.plan.outputs:
        question, given = question_of(planned, answers[planned.id], material)
        if not np.isfinite(given).all():
            raise RunError(f"Run {run.name} answers some test rows with what is no number, and cannot be measured.")
        network = Model(NETWORK, "Network", "the network", evidence_of(question, given))
        others: tuple[Model, ...] = ()
        if like is not None:
            _check_same_rows(run, question, like[planned.id].question)
            others = like[planned.id].models[1:]
        elif baselines:
            others = tuple(_model(question, one) for one in taught(run.project, planned, material, question.rows))
        found[planned.id] = Measurement(question, learnt, (network, *others), doubts)
    return found


def _check_same_rows(run: Run, question: Question, before: Question) -> None:
    if not (np.array_equal(question.rows, before.rows) and np.array_equal(question.truth, before.truth)):
        raise RunError(
            f"Run {run.name} was scored on other rows than the runs before it: the data has changed meanwhile."
        )


def _doubts(run: Run, material: Material) -> dict[str, str]:
    """What training or reading the data told that no score can be trusted with; the first of each kind."""
    told: list[Problem | Told] = [*material.told, *(event for event in run.events() if isinstance(event, Told))]
    return {
        each.code: each.message
        for each in reversed(told)
        if each.severity == "warning" and each.code in material.doubts
    }


def _model(question: Question, baseline: Baseline) -> Model:
    evidence = None if baseline.answers is None else evidence_of(question, baseline.answers)
    return Model(baseline.name, TITLES[baseline.name], phrase_of(question, baseline), evidence, baseline.note)
