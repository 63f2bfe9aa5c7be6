"""What any network must beat, on the same columns and rows: a constant, a linear model and gradient-boosted trees.

They learn from the training and the validation rows together. The network needed the validation rows too, to know
when to stop; these models keep no rows aside, so that each side has seen all that is not kept for the test.

The protocol: a missing number becomes the median, numbers are brought to mean 0 and deviation 1, categories become 0/1
columns (levels with fewer than five rows count as one). Work is bounded by counting it, not by a clock, so that the
same table always gives the same baselines; what was cut short is told.
"""

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from netloom.data.words import counted
from netloom.evaluation.scores import Array
from netloom.settings.losses import Task

Name = Literal["constant", "linear", "trees"]
Rows = NDArray[np.int64]

CELLS = 50_000_000  # of training features, for each class that needs trees of its own: 400 MB
LINEAR_WORK = 5_000_000_000  # cells times steps: about 20 s at worst
TREE_WORK = 2_000_000_000  # cells looked at by all trees: about 20 s at worst
LINEAR_STEPS, TREE_ROUNDS, FEWEST_ROUNDS = 1000, 100, 5
LEVELS = 250  # 0/1 columns of one category
_LEAVES, _LEAF_ROWS = 31, 20  # scikit-learn's defaults
_SPLIT_COST = 330  # what choosing a split costs beside reading cells: a histogram is as long for few rows


@dataclass(frozen=True)
class Columns:
    """Raw columns: `numbers` [rows, columns], NaN being missing, and `texts` [rows, columns], "" being missing."""

    numbers: Array
    texts: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.numbers)

    def take(self, rows: Rows) -> "Columns":
        """Some of the rows."""
        return Columns(self.numbers[rows], self.texts[rows])


@dataclass(frozen=True)
class Lesson:
    """What baselines learn: from the columns of the learning rows their truth, class numbers or amounts [rows].

    `classes` is how many classes there are (0 for a regression); `balanced` weighs each class alike, as the network
    was asked to.
    """

    task: Task
    columns: Columns
    truth: NDArray[Any]
    classes: int = 0
    balanced: bool = False


@dataclass(frozen=True)
class Baseline:
    """A baseline's answers for the test rows: probabilities [rows, classes] or values [rows].

    None if there are none, and then `note` says why; otherwise it says what was cut short, if anything.
    """

    name: Name
    answers: Array | None
    note: str = ""


def baselines(lesson: Lesson, asked: Columns) -> tuple[Baseline, ...]:
    """The constant, the linear model and the trees, taught the lesson and asked for the given columns."""
    return (_constant(lesson, len(asked)), *_models(lesson, asked))


def _constant(lesson: Lesson, rows: int) -> Baseline:
    if lesson.task == "regression":
        return Baseline("constant", np.full(rows, lesson.truth.mean()))
    shares = np.bincount(lesson.truth, minlength=lesson.classes) / len(lesson.truth)
    return Baseline("constant", np.tile(shares, (rows, 1)))


def _models(lesson: Lesson, asked: Columns) -> tuple[Baseline, ...]:
    if reason := _unteachable(lesson):
        return Baseline("linear", None, reason), Baseline("trees", None, reason)
    from threadpoolctl import threadpool_limits  # with scikit-learn slow to import

    # One thread: beside a busy process a second one makes small trees up to fifty times slower.
    with warnings.catch_warnings(), np.errstate(all="ignore"), threadpool_limits(1):
        warnings.simplefilter("ignore")  # what matters of them is told in the notes
        lesson, cut = _within_memory(lesson)
        features = Features(lesson.columns)
        learnt = features(lesson.columns)
        models = (_linear(lesson, learnt), _trees(lesson, learnt))
        return tuple(_answers(model, lesson, features, asked, cut) for model in models)


def _unteachable(lesson: Lesson) -> str:
    if lesson.task != "regression" and len(np.unique(lesson.truth)) < 2:
        return "The rows to learn from hold only one class."
    if not lesson.columns.numbers.shape[1] + lesson.columns.texts.shape[1]:
        return "There are no columns to learn from."
    return ""


def _within_memory(lesson: Lesson) -> tuple[Lesson, str]:
    """The lesson on as many of its rows, drawn by chance, as fit; and what that left out, in words."""
    columns, rows = lesson.columns, len(lesson.columns)
    texts = sum(min(len(set(column)), LEVELS) for column in columns.texts.T)
    most = CELLS // ((columns.numbers.shape[1] + texts) * _trees_a_round(lesson))
    if rows <= most:
        return lesson, ""
    chosen = np.sort(np.random.default_rng(0).choice(rows, size=max(most, 1), replace=False))
    part = Lesson(lesson.task, columns.take(chosen), lesson.truth[chosen], lesson.classes, lesson.balanced)
    return part, f"Learnt from {most:,} of {counted(rows, 'row')}, to keep the time short."


def _trees_a_round(lesson: Lesson) -> int:
    return lesson.classes if lesson.task == "multiclass" else 1


class Features:
    """The protocol, fitted on columns: called with columns, it gives their features [rows, width]."""

    def __init__(self, columns: Columns) -> None:
        from sklearn.impute import SimpleImputer
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler

        imputer = SimpleImputer(strategy="median", keep_empty_features=True)
        encoder = OneHotEncoder(
            min_frequency=5, max_categories=LEVELS, handle_unknown="infrequent_if_exist", sparse_output=False
        )
        parts = ((make_pipeline(imputer, StandardScaler()), "numbers"), (encoder, "texts"))
        self._fitted = [
            (part.fit(getattr(columns, kind)), kind) for part, kind in parts if getattr(columns, kind).shape[1]
        ]

    def __call__(self, columns: Columns) -> Array:
        return np.hstack([part.transform(getattr(columns, kind)) for part, kind in self._fitted])


@dataclass(frozen=True)
class _Model:
    """A fitted estimator of scikit-learn, or None, and what there is to tell about it."""

    name: Name
    estimator: Any
    note: str = ""


def _linear(lesson: Lesson, features: Array) -> _Model:
    from sklearn.linear_model import LogisticRegression, Ridge

    if lesson.task == "regression":
        return _Model("linear", Ridge().fit(features, lesson.truth))
    steps = int(np.clip(LINEAR_WORK // (features.size * _trees_a_round(lesson)), 20, LINEAR_STEPS))
    weights = "balanced" if lesson.balanced else None
    estimator = LogisticRegression(max_iter=steps, class_weight=weights).fit(features, lesson.truth)
    stopped = estimator.n_iter_.max() >= steps
    return _Model("linear", estimator, f"Stopped after {steps:,} steps, before it settled." if stopped else "")


def _trees(lesson: Lesson, features: Array) -> _Model:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    rounds = TREE_WORK // (_tree_work(*features.shape) * _trees_a_round(lesson))
    if rounds < FEWEST_ROUNDS:
        return _Model("trees", None, "Too many classes and columns for trees in a reasonable time.")
    options = {"max_iter": min(rounds, TREE_ROUNDS), "random_state": 0, "early_stopping": _may_stop_early(lesson)}
    if lesson.task == "regression":
        estimator = HistGradientBoostingRegressor(**options)
    else:
        estimator = HistGradientBoostingClassifier(**options, class_weight="balanced" if lesson.balanced else None)
    cut = f"Only {rounds} of {TREE_ROUNDS} rounds, to keep the time short." if rounds < TREE_ROUNDS else ""
    return _Model("trees", estimator.fit(features, lesson.truth), cut)


def _tree_work(rows: int, columns: int) -> int:
    leaves = min(_LEAVES, max(2, rows // _LEAF_ROWS))
    return columns * (rows + leaves * _SPLIT_COST)


def _may_stop_early(lesson: Lesson) -> bool:
    """As scikit-learn does by itself, above 10,000 rows; but it fails on a class with a single row."""
    if len(lesson.truth) <= 10_000:
        return False
    return lesson.task == "regression" or bool(np.unique(lesson.truth, return_counts=True)[1].min() > 1)


def _answers(model: _Model, lesson: Lesson, features: Features, asked: Columns, cut: str) -> Baseline:
    note = " ".join(filter(None, (cut, model.note)))
    if model.estimator is None:
        return Baseline(model.name, None, note)
    step = max(1, CELLS // max(1, model.estimator.n_features_in_))
    parts = [np.arange(start, min(start + step, len(asked))) for start in range(0, len(asked), step)]
    answers = np.concatenate([_ask(model.estimator, lesson, features(asked.take(part))) for part in parts])
    if not np.isfinite(answers).all():
        return Baseline(model.name, None, "Its answers are not numbers: the amounts are too large for it.")
    return Baseline(model.name, answers, note)


def _ask(estimator: Any, lesson: Lesson, features: Array) -> Array:
    if lesson.task == "regression":
        return np.asarray(estimator.predict(features), dtype=np.float64)
    probabilities = np.zeros((len(features), lesson.classes))
    probabilities[:, estimator.classes_] = estimator.predict_proba(features)
    return probabilities
