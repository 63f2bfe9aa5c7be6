"""Charts of probabilities as inline SVG. Each model has its own colour and its own stroke: never colour alone."""

from collections.abc import Iterable, Sequence

from netloom.evaluation.axes import Axis, fitted
from netloom.evaluation.charts import WIDE, Frame, level, plot, upright
from netloom.evaluation.lift import Lift
from netloom.evaluation.markup import Markup, element, joined
from netloom.reports.document import ThresholdPart
from netloom.reports.parts import Bin, ClassRanking, Points, stepped
from netloom.reports.thresholds import AtThreshold

SQUARE = Frame(height=360)
SMALL = Frame(width=216, height=176, left=58, right=18, top=10, bottom=36, ticks=2)
_STRIP = Frame(height=120, top=18, ticks=2)
_EDGE = 0.02  # room around shares, so that a line along 0 or 1 is seen


def roc_chart(ranking: ClassRanking, chosen: ThresholdPart | None, frame: Frame = SQUARE) -> Markup:
    """How many rows of the class are found, against how many others are taken for it."""
    x, y = _share(frame.x, "false positive rate"), _share(frame.y, "true positive rate")
    lines = (_line(one.model, one.roc, x, y) for one in reversed(ranking.models))
    guessing = element("line", class_="mark", x1=x(0), y1=y(0), x2=x(1), y2=y(1))
    places = [(one.false_positive_rate, one.recall) for one in _marked(chosen)]
    return plot(f"ROC curve {ranking.name}".strip(), frame, (x, y), guessing, *lines, *_marks(places, x, y))


def precision_recall_chart(ranking: ClassRanking, chosen: ThresholdPart | None, frame: Frame = SQUARE) -> Markup:
    """How often a yes is right, against how many rows of the class are found."""
    x, y = _share(frame.x, "recall"), _share(frame.y, "precision")
    lines = (_line(one.model, stepped(one.precision_recall), x, y) for one in reversed(ranking.models))
    places = [(one.recall, one.precision) for one in _marked(chosen)]
    guessing = level(y(ranking.share), frame)
    title = f"Precision-recall curve {ranking.name}".strip()
    return plot(title, frame, (x, y), guessing, *lines, *_marks(places, x, y))


def calibration_chart(bins: Sequence[Bin], frame: Frame = SQUARE) -> Markup:
    """What happened against what was stated, with the interval of each bin; on the diagonal they agree."""
    x, y = _share(frame.x, "stated probability"), _share(frame.y, "share that came true")
    diagonal = element("line", class_="mark", x1=x(0), y1=y(0), x2=x(1), y2=y(1))
    bars = (
        element("line", class_="interval", x1=x(one.stated), x2=x(one.stated), y1=y(low), y2=y(high))
        for one in bins
        for low, high in (one.interval,)
    )
    dots = (element("circle", class_="dot", cx=x(one.stated), cy=y(one.happened), r=4.5) for one in bins)
    line = _line("network", [(one.stated, one.happened) for one in bins], x, y)
    marks = element("g", *bars, line, *dots, class_="network")
    return plot("Reliability curve", frame, (x, y), diagonal, marks)


def count_chart(bins: Sequence[Bin]) -> Markup:
    """How many rows are in each bin."""
    x = _share(_STRIP.x, "stated probability")
    y = Axis(0, 1.05 * max(one.rows for one in bins), *_STRIP.y, "rows")
    bars = (_count(one, x, y) for one in bins)
    return plot("Rows by stated probability", _STRIP, (x, y), *bars)


def _count(one: Bin, x: Axis, y: Axis) -> Markup:
    left, width = x(one.low) + 1, x(one.high) - x(one.low) - 2
    return joined(
        element("rect", class_="bar", x=left, width=width, y=y(one.rows), height=y(0) - y(one.rows)),
        element("text", f"{one.rows:,}", class_="tick", x=left + width / 2, y=y(one.rows) - 3, text_anchor="middle"),
    )


def gain_chart(lift: Lift, chosen: ThresholdPart | None) -> Markup:
    """The share of the class that is held by the rows that a model is surest of."""
    x, y = _share(SQUARE.x, "share of all rows, the surest first"), _share(SQUARE.y, f"share of all {lift.event!r}")
    chance = element("line", class_="mark", x1=x(0), y1=y(0), x2=x(1), y2=y(1))
    perfect = _line("perfect", [(0, 0), (lift.share, 1), (1, 1)], x, y)
    lines = (_line(one.model, one.points, x, y) for one in reversed(lift.models))
    places = [(_answered(one), one.recall) for one in _marked(chosen)]
    return plot("Gain", SQUARE, (x, y), chance, perfect, *lines, *_marks(places, x, y))


def lift_chart(lift: Lift) -> Markup:
    """How many times more of the class the surest rows hold than as many by chance."""
    curves = {one.model: [(share, gain / share) for share, gain in one.points if share] for one in lift.models}
    x = _share(SQUARE.x, "share of all rows, the surest first")
    y = fitted([0.0, 1.0, *(value for points in curves.values() for _, value in points)], SQUARE.y, "lift (times)")
    lines = (_line(name, points, x, y) for name, points in reversed(curves.items()))
    return plot("Lift", SQUARE, (x, y), level(y(1), SQUARE), *lines)


def cost_chart(found: ThresholdPart) -> Markup:
    """What each threshold costs on the test rows."""
    costs = [one.cost for one in found.curve]
    x = _share(WIDE.x, f"threshold: above it, the answer is {found.event!r}")
    y = fitted(costs, WIDE.y, "cost of 1,000 rows")
    line = _line("network", [(one.threshold, one.cost) for one in found.curve], x, y)
    zero = level(y(0), WIDE) if y.low < 0 < y.high else None
    places = [(one.threshold, one.cost) for one in _marked(found)]
    return plot(
        "Cost by threshold", WIDE, (x, y), zero, upright(x(found.best.threshold), WIDE), line, *_marks(places, x, y)
    )


def _answered(one: AtThreshold) -> float:
    return one.answered_yes / (one.answered_yes + one.false_negatives + one.true_negatives)


def _share(span: tuple[float, float], name: str) -> Axis:
    return Axis(-_EDGE, 1 + _EDGE, *span, name, shares=True)


def _line(model: str, points: Points | Sequence[tuple[float, float]], x: Axis, y: Axis) -> Markup:
    places = " ".join(f"{x(across):.1f},{y(up):.1f}" for across, up in points)
    return element("polyline", class_=f"line {model}", points=places)


def _marked(chosen: ThresholdPart | None) -> tuple[AtThreshold, ...]:
    """The thresholds that are marked: the usual one, and the best."""
    return (chosen.usual, chosen.best) if chosen else ()


def _marks(places: Iterable[tuple[float | None, float | None]], x: Axis, y: Axis) -> list[Markup]:
    """A ring for the usual threshold, a diamond for the best one."""
    shapes = zip(places, (_ring, _diamond), strict=False)
    return [shape(x(across), y(up)) for (across, up), shape in shapes if across is not None and up is not None]


def _ring(x: float, y: float) -> Markup:
    return element("circle", class_="ring", cx=x, cy=y, r=6.0)


def _diamond(x: float, y: float) -> Markup:
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0)))
    return element("polygon", class_="diamond", points=points)


def importance_bar(drop: float, deviation: float, scale: Axis) -> Markup:
    """What shuffling a column costs as a bar from zero, with one standard deviation to each side."""
    start, end = sorted((scale(0), scale(drop)))
    low, high = scale(drop - deviation), scale(drop + deviation)
    height = 22.0
    spread = element("line", class_="spread", x1=low, x2=high, y1=height / 2, y2=height / 2) if deviation else None
    zero = element("line", class_="mark", x1=scale(0), x2=scale(0), y1=0.0, y2=height)
    bar = element("rect", class_="bar", x=start, y=4.0, width=max(end - start, 0.5), height=height - 8)
    box = f"0 0 {scale.end:.0f} {height:.0f}"
    return element("svg", zero, bar, spread, viewBox=box, class_="chart", aria_hidden="true")
