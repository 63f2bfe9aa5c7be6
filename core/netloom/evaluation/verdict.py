"""What the figures mean, in plain words: whether the network is really better, and what to be careful about."""

from collections.abc import Iterable, Iterator, Sequence

from netloom.data.words import counted, some
from netloom.evaluation.details import ClassDetails
from netloom.evaluation.report import Comparison, Estimate, ModelScore, Verdict
from netloom.evaluation.scores import Metric, metrics_of
from netloom.reports.parts import ClassScore, Finding, Standing
from netloom.reports.wording import listed, percent, told_apart, written
from netloom.settings.losses import Task

FEW_ROWS = 100
WIDE = 0.1  # of an interval: absolute for shares and scores, relative for amounts
IMBALANCE = 0.7
ALMOST_PERFECT = 0.999

SHORT = {"constant": "a constant", "linear": "the linear model", "trees": "gradient-boosted trees"}
STANDING: dict[Standing, str] = {"better": "better than", "undecided": "no better than", "worse": "worse than"}
_ADVICE = {
    ("undecided", "constant"): "So far it has learnt nothing that helps.",
    ("undecided", "linear"): "Use the simpler one.",
    ("undecided", "trees"): "The trees are quicker to train.",
    ("worse", "constant"): "Something is wrong: look at the learning curves and at the data.",
    ("worse", "linear"): "Use the linear model, or change the network.",
    ("worse", "trees"): "Use the trees, or change the network.",
}


def verdict(
    task: Task, models: tuple[ModelScore, ...], comparisons: tuple[Comparison, ...], caveats: Iterable[str]
) -> Verdict:
    """The verdict of a network, the first of the models, by the metric that its task is judged by."""
    metric = judged_by(task, models[0])
    judged = [comparison for comparison in comparisons if comparison.metric == metric]
    phrases = {model.name: model.phrase for model in models}
    findings = tuple(Finding(one.standing, _sentence(one, phrases[one.baseline])) for one in judged)
    standings = [(SHORT[one.baseline], one.standing) for one in judged]
    return Verdict(headline(standings), findings, tuple(caveats))


def judged_by(task: Task, network: ModelScore) -> Metric:
    """The first metric of the task that these rows define."""
    metrics = metrics_of(task)
    return next((metric for metric in metrics if network.estimate(metric).value is not None), metrics[0])


def headline(standings: Sequence[tuple[str, Standing]]) -> str:
    """How the network stands against each other model, by what a sentence calls it, in one sentence."""
    if not standings:
        return "There is no baseline to compare the network with."
    by_standing = {
        words: [name for name, found in standings if found == standing] for standing, words in STANDING.items()
    }
    parts = [f"{words} {listed(names)}" for words, names in by_standing.items() if names]
    turn = ", but " if by_standing["better than"] else ", and "
    return f"The network is {turn.join(filter(None, (', '.join(parts[:-1]), *parts[-1:])))}."


def _sentence(comparison: Comparison, phrase: str) -> str:
    unit = comparison.metric.unit
    network, other = told_apart(unit, comparison.network, comparison.other)
    figures = f"{comparison.metric.title} {network} against {other}"
    start = f"{STANDING[comparison.standing].capitalize()} {phrase}: {figures}, "
    if comparison.standing == "undecided":
        end = "which is the same." if network == other else "and the difference may be chance."
    else:
        end = "and the difference is more than chance."
    return " ".join(filter(None, (start + end, _ADVICE.get((comparison.standing, comparison.baseline)))))


def class_caveats(
    rows: int, network: ModelScore, comparisons: tuple[Comparison, ...], details: ClassDetails
) -> Iterator[str]:
    """What to be careful about with a classifier's figures."""
    yield from _common_caveats("binary" if len(details.classes) == 2 else "multiclass", rows, network)
    largest = max(details.classes, key=lambda score: score.support)
    if largest.support >= IMBALANCE * rows and largest.support < rows:
        yield _imbalance(largest, rows, comparisons)
    if absent := [score.name for score in details.classes if not score.support]:
        yield f"No test row is of the class {some(absent)}: nothing is measured about it."
    if unused := [score.name for score in details.classes if score.support and score.precision is None]:
        yield f"The network never answers {some(unused)}."


def _imbalance(largest: ClassScore, rows: int, comparisons: tuple[Comparison, ...]) -> str:
    share = percent(largest.support / rows)
    accuracy = next((c for c in comparisons if c.baseline == "constant" and c.metric.name == "accuracy"), None)
    start = f"{share} of the test rows are {largest.name!r}"
    if accuracy is not None and accuracy.standing != "better":
        return (
            f"{start}, and the network's accuracy is no better than always answering that. Try balanced class weights."
        )
    return f"{start}, so accuracy flatters: balanced accuracy and the table of classes tell more."


def value_caveats(rows: int, network: ModelScore) -> Iterator[str]:
    """What to be careful about with a regression's figures."""
    yield from _common_caveats("regression", rows, network)
    r2 = next(estimate for estimate in network.estimates if estimate.metric.name == "r2")
    if r2.value is not None and r2.value < 0:
        yield "R² is below zero: the mean of the test rows would be a better answer than the network's."


def _common_caveats(task: Task, rows: int, network: ModelScore) -> Iterator[str]:
    judged = network.estimate(judged_by(task, network))
    if rows < FEW_ROWS:
        yield f"The figures rest on {counted(rows, 'row')} only: other rows could give quite different ones."
    elif _is_wide(judged):
        low, high = (written(judged.metric.unit, end) for end in judged.interval or ())
        yield f"{judged.metric.title} is known only roughly, from {low} to {high}: more test rows would tell more."
    if undefined := [estimate.metric.title for estimate in network.estimates if estimate.value is None]:
        why = "the target does not vary, or an answer is out of range" if task == "regression" else "a class is missing"
        yield f"These rows do not define {listed(undefined)}: {why}."
    best = [estimate.value for estimate in network.estimates if estimate.metric.name in ("roc_auc", "r2")]
    if any(value is not None and value >= ALMOST_PERFECT for value in best):
        yield "Almost perfect, which is rare on real data: make sure that no column gives the answer away."


def _is_wide(judged: Estimate) -> bool:
    if judged.interval is None or judged.value is None:
        return False
    scale = abs(judged.value) if judged.metric.unit == "target" else 1.0
    return judged.interval.high - judged.interval.low > WIDE * scale
