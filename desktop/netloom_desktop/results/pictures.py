"""The charts of a report, from its document. Shares are drawn in percent. Nothing here knows Qt."""

from collections.abc import Iterable, Sequence
from typing import Final

from netloom.reports import captions
from netloom.reports.document import OutputDocument, Reliability, ThresholdPart
from netloom.reports.parts import ClassRanking, Miss, Points, Ranking, stepped
from netloom.reports.thresholds import AtThreshold, best_words, usual_words
from netloom.reports.wording import written
from netloom_desktop.results.picture import LARGEST, Bar, Line, Mark, Picture, Scale, Spread, Stroke

_LOOKS: Final[dict[str, tuple[int, Stroke]]] = {
    "network": (0, "strong"),
    "linear": (1, "dashed"),
    "trees": (2, "mixed"),
    "constant": (3, "dotted"),
}
_OTHER: Final[tuple[int, Stroke]] = (4, "dotted")
_DIAGONAL: Final = Line("guessing", ((0.0, 0.0), (100.0, 100.0)), None, "guessing")
_EDGE: Final = 2.0  # percent of room around shares, so that a line along 0 or 100 is seen
BARS: Final = 30


def _shares(name: str) -> Scale:
    return Scale(f"{name} (%)", -_EDGE, 100 + _EDGE)


def _percent(points: Iterable[tuple[float, float]]) -> Points:
    return tuple((100 * x, 100 * y) for x, y in points)


def model_line(output: OutputDocument, model: str, points: Points, figure: str = "") -> Line:
    """The line of the network or of a baseline, each with a colour and a stroke of its own."""
    color, stroke = _LOOKS.get(model, _OTHER)
    return Line(f"{output.title(model)} {figure}".strip(), points, color, stroke)


def roc(output: OutputDocument, ranking: ClassRanking) -> Picture:
    """How many rows of the class are found, against how many others are taken for it."""
    lines = [_ranked(output, one, _percent(one.roc), one.roc_auc) for one in ranking.models]
    places = [(one, one.false_positive_rate, one.recall) for one in _marked(output, ranking)]
    return Picture(
        "roc",
        "ROC curve",
        captions.ROC,
        _shares("false positive rate"),
        _shares("true positive rate"),
        (*lines, _DIAGONAL),
        _marks(output, places),
    )


def precision_recall(output: OutputDocument, ranking: ClassRanking) -> Picture:
    """How often a yes is right, against how many rows of the class are found."""
    lines = [
        _ranked(output, one, _percent(stepped(one.precision_recall)), one.average_precision) for one in ranking.models
    ]
    guessing = Line("guessing", _percent(((0, ranking.share), (1, ranking.share))), None, "guessing")
    places = [(one, one.recall, one.precision) for one in _marked(output, ranking)]
    return Picture(
        "precision_recall",
        "Precision-recall curve",
        captions.PRECISION_RECALL,
        _shares("recall"),
        _shares("precision"),
        (*lines, guessing),
        _marks(output, places),
    )


def _ranked(output: OutputDocument, one: Ranking, points: Points, area: float) -> Line:
    return model_line(output, one.model, points, written("score", area))


def _marked(output: OutputDocument, ranking: ClassRanking) -> tuple[AtThreshold, ...]:
    found = output.thresholds
    return (found.usual, found.best) if found is not None and found.event == ranking.name else ()


def _marks(
    output: OutputDocument, places: Sequence[tuple[AtThreshold, float | None, float | None]]
) -> tuple[Mark, ...]:
    """A ring for the usual threshold, a diamond for the best one."""
    found = output.thresholds
    if found is None:
        return ()
    words = (usual_words(found.usual), best_words(found.best, given=found.given))
    shapes = zip(places, words, ("o", "d"), strict=False)
    return tuple(
        Mark((100 * x, 100 * y), said, "o" if symbol == "o" else "d")
        for (_, x, y), said, symbol in shapes
        if x is not None and y is not None
    )


def reliability(found: Reliability) -> Picture:
    """What happened against what was stated, with the interval of each bin; on the diagonal they agree."""
    points = _percent((one.stated, one.happened) for one in found.bins)
    return Picture(
        "reliability",
        "Reliability curve",
        captions.RELIABILITY,
        _shares("stated probability"),
        _shares("share that came true"),
        (Line("Network", points, 0, "strong", dots=True), Line("perfect", _DIAGONAL.points, None, "guessing")),
        spreads=tuple(Spread(100 * one.stated, 100 * one.interval.low, 100 * one.interval.high) for one in found.bins),
    )


def counts(found: Reliability) -> Picture:
    """How many rows are in each bin."""
    bars = tuple(Bar(100 * one.low, 100 * one.high, one.rows) for one in found.bins)
    return Picture(
        "counts", "Rows behind each dot", captions.COUNTS, _shares("stated probability"), Scale("rows", 0), bars=bars
    )


def gain(output: OutputDocument) -> Picture:
    """The share of the class that is held by the rows that a model is surest of."""
    found = output.lift
    assert found is not None
    lines = [model_line(output, one.model, _percent(one.points)) for one in found.models]
    perfect = Line("best possible", _percent(((0, 0), (found.share, 1), (1, 1))), None, "thin")
    chosen = output.thresholds
    marked = (
        [(one, one.answered_yes / max(one.rows, 1), one.recall) for one in (chosen.usual, chosen.best)]
        if chosen
        else []
    )
    return Picture(
        "gain",
        "Gain",
        captions.GAIN,
        _shares("share of all rows, the surest first"),
        _shares(f"share of all {found.event!r}"),
        (*lines, perfect, Line("by chance", _DIAGONAL.points, None, "guessing")),
        _marks(output, marked),
    )


def lift(output: OutputDocument) -> Picture:
    """How many times more of the class the surest rows hold than as many by chance."""
    found = output.lift
    assert found is not None
    lines = [
        model_line(output, one.model, tuple((100 * share, held / share) for share, held in one.points if share))
        for one in found.models
    ]
    chance = Line("by chance", ((0.0, 1.0), (100.0, 1.0)), None, "guessing")
    return Picture(
        "lift",
        "Lift",
        captions.LIFT,
        _shares("share of all rows, the surest first"),
        Scale("lift (times)", 0),
        (*lines, chance),
    )


def cost(found: ThresholdPart, priced: Sequence[AtThreshold], best: AtThreshold, usual: AtThreshold) -> Picture:
    """What each threshold costs on the test rows."""
    points = tuple((100 * one.threshold, one.cost) for one in priced)
    marks = (
        Mark((100 * usual.threshold, usual.cost), "threshold 50 %", "o"),
        Mark((100 * best.threshold, best.cost), "the best", "d"),
    )
    x = _shares(f"threshold: above it, the answer is {found.event!r}")
    return Picture(
        "cost", "Cost by threshold", captions.COST, x, Scale("cost of 1,000 rows"), (Line("Network", points),), marks
    )


def agreement(misses: Sequence[Miss]) -> Picture:
    """Answers against the truth; on the diagonal they agree."""
    both = _drawn(value for miss in misses for value in (miss.actual, miss.predicted)) or [0.0, 1.0]
    ends = ((min(both), min(both)), (max(both), max(both)))
    points = tuple((miss.actual, miss.predicted) for miss in misses)
    return Picture(
        "agreement",
        "Predicted against actual",
        captions.AGREEMENT,
        Scale("actual"),
        Scale("predicted"),
        (Line("rows", points, 0, "strong", dots=True), Line("right", ends, None, "guessing")),
    )


def residuals(misses: Sequence[Miss]) -> Picture:
    """Residuals against the answers; a pattern in them is something the network has not learnt."""
    points = tuple((miss.predicted, miss.residual) for miss in misses)
    answers = _drawn(miss.predicted for miss in misses) or [0.0, 1.0]
    zero = Line("right", ((min(answers), 0.0), (max(answers), 0.0)), None, "guessing")
    return Picture(
        "residuals",
        "Residual against predicted",
        captions.PATTERN,
        Scale("predicted"),
        Scale("residual"),
        (Line("rows", points, 0, "strong", dots=True), zero),
    )


def residual_bars(misses: Sequence[Miss]) -> Picture:
    """How often a residual is how large."""
    values = _drawn(miss.residual for miss in misses)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    width = (high - low) / BARS or max(abs(low), 1.0) / BARS
    heights = [0] * BARS
    for value in values:
        heights[min(int((value - low) / width), BARS - 1)] += 1
    bars = tuple(
        Bar(low + place * width, low + (place + 1) * width, height) for place, height in enumerate(heights) if height
    )
    x = Scale("residual")
    return Picture("residual_bars", "Residuals", captions.SPREAD, x, Scale("rows", 0), bars=bars)


def _drawn(values: Iterable[float]) -> list[float]:
    return [value for value in values if abs(value) < LARGEST]
