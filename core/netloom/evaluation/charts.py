"""The report's charts as inline SVG: colours come from the page's style sheet, names are escaped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netloom.evaluation.axes import Axis, fitted
from netloom.evaluation.markup import Markup, element, joined
from netloom.reports.background import Curve
from netloom.reports.parts import Miss

_WIDTH = 460.0
_ROW = 26.0
_CURVE_POINTS = 400
_BARS = 30
_UNITS = "(units of the target)"


@dataclass(frozen=True)
class Frame:
    """The size of a plot, the room around it that its ticks and names take, and about how many ticks it has."""

    width: float = _WIDTH
    height: float = 280.0
    left: float = 58.0
    right: float = 14.0
    top: float = 12.0
    bottom: float = 42.0
    ticks: int = 5

    @property
    def x(self) -> tuple[float, float]:
        """Where it begins and ends from left to right."""
        return self.left, self.width - self.right

    @property
    def y(self) -> tuple[float, float]:
        """Where it begins and ends from the bottom up."""
        return self.height - self.bottom, self.top


WIDE = Frame()


@dataclass(frozen=True)
class Dot:
    """One model in a chart of dots: its value with its interval, and the value as it is written."""

    label: str
    value: float
    low: float
    high: float
    text: str
    strong: bool


def dot_chart(title: str, dots: Sequence[Dot], *, shares: bool) -> Markup:
    """Dots with intervals, one model a row, the network set off by its colour; `shares` are written as percentages."""
    axis = fitted([end for dot in dots for end in (dot.low, dot.high)], (118, 378), shares=shares)
    bottom = _ROW * len(dots) + 6
    grid = [
        joined(
            element("line", class_="grid", x1=axis(tick), x2=axis(tick), y1=2.0, y2=bottom),
            element("text", text, class_="tick", x=axis(tick), y=bottom + 15, text_anchor="middle"),
        )
        for tick in axis.ticks(4)
        for text in (axis.text(tick),)
    ]
    rows = [_dot_row(dot, axis, _ROW * (number + 0.5) + 3) for number, dot in enumerate(dots)]
    spoken = "; ".join(f"{dot.label} {dot.text}" for dot in dots)
    return svg(f"{title}: {spoken}", _WIDTH, bottom + 22, *grid, *rows)


def _dot_row(dot: Dot, axis: Axis, y: float) -> Markup:
    return element(
        "g",
        element("text", dot.label, class_="label", x=106.0, y=y + 4, text_anchor="end"),
        element("line", class_="interval", x1=axis(dot.low), x2=axis(dot.high), y1=y, y2=y),
        element("circle", class_="dot", cx=axis(dot.value), cy=y, r=5.5 if dot.strong else 4.5),
        element("text", dot.text, class_="label", x=_WIDTH - 4, y=y + 4, text_anchor="end"),
        class_="network" if dot.strong else "baseline",
    )


def curve_chart(training: Curve, validation: Curve | None, best_epoch: int) -> Markup:
    """A figure over the epochs, on the training and the validation rows, with the best epoch marked."""
    curves = [curve for curve in (training, validation) if curve is not None]
    x = fitted([epoch for curve in curves for epoch, _ in curve.points], WIDE.x, "epoch", margin=0.01)
    y = fitted([value for curve in curves for _, value in curve.points], WIDE.y, training.title)
    lines = [_line(curve, x, y, kind) for curve, kind in zip(curves, ("training", "validation"), strict=False)]
    known = any(epoch == best_epoch for epoch, _ in training.points)
    mark = upright(x(best_epoch), WIDE) if known else None
    return plot(f"{training.title} over the epochs", WIDE, (x, y), mark, *lines)


def _line(curve: Curve, x: Axis, y: Axis, kind: str) -> Markup:
    stride = -(-len(curve.points) // _CURVE_POINTS)
    shown = [*curve.points[:-1:stride], *curve.points[-1:]]
    places = " ".join(f"{x(epoch):.1f},{y(value):.1f}" for epoch, value in shown if np.isfinite(value))
    return element("polyline", class_=f"curve {kind}", points=places)


def agreement_chart(misses: Sequence[Miss]) -> Markup:
    """Answers against the truth; on the diagonal they agree."""
    both = [value for miss in misses for value in (miss.actual, miss.predicted)]
    x, y = fitted(both, WIDE.x, f"actual {_UNITS}"), fitted(both, WIDE.y, f"predicted {_UNITS}")
    diagonal = element("line", class_="mark", x1=x(x.low), y1=y(x.low), x2=x(x.high), y2=y(x.high))
    dots = (_point(x(miss.actual), y(miss.predicted)) for miss in misses)
    return plot("Predicted against actual", WIDE, (x, y), diagonal, *dots)


def residual_chart(misses: Sequence[Miss]) -> Markup:
    """Residuals against the answers; a pattern in them is something the network has not learnt."""
    x = fitted([miss.predicted for miss in misses], WIDE.x, f"predicted {_UNITS}")
    y = fitted([0.0, *(miss.residual for miss in misses)], WIDE.y, f"residual {_UNITS}")
    zero = level(y(0), WIDE)
    dots = (_point(x(miss.predicted), y(miss.residual)) for miss in misses)
    return plot("Residual against predicted", WIDE, (x, y), zero, *dots)


def residual_bars(misses: Sequence[Miss]) -> Markup:
    """How often a residual is how large."""
    residuals = np.array([miss.residual for miss in misses])
    x = fitted(residuals, WIDE.x, f"residual {_UNITS}", margin=0.02)
    counts, edges = np.histogram(residuals, bins=_BARS, range=(x.low, x.high))
    y = Axis(0, 1.05 * max(int(counts.max()), 1), *WIDE.y, "rows")
    bars = (
        element("rect", class_="bar", x=x(left) + 0.5, y=y(count), width=x(right) - x(left) - 1, height=y(0) - y(count))
        for count, left, right in zip(counts, edges[:-1], edges[1:], strict=True)
        if count
    )
    zero = upright(x(0), WIDE) if x.low < 0 < x.high else None
    return plot("Residuals", WIDE, (x, y), *bars, zero)


def _point(x: float, y: float) -> Markup:
    return element("circle", class_="point", cx=round(x, 1), cy=round(y, 1), r=2.2)


def upright(x: float, frame: Frame) -> Markup:
    """A dashed line from the bottom to the top."""
    return element("line", class_="mark", x1=x, x2=x, y1=frame.top, y2=frame.height - frame.bottom)


def level(y: float, frame: Frame) -> Markup:
    """A dashed line from the left to the right."""
    return element("line", class_="mark", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y)


def plot(title: str, frame: Frame, axes: tuple[Axis, Axis], *marks: Markup | None) -> Markup:
    """Axes with ticks and names around the marks."""
    x, y = axes
    bottom, right = frame.height - frame.bottom, frame.width - frame.right
    along = [
        joined(
            element("line", class_="grid", x1=x(tick), x2=x(tick), y1=frame.top, y2=bottom),
            element("text", x.text(tick), class_="tick", x=x(tick), y=bottom + 15, text_anchor="middle"),
        )
        for tick in x.ticks(frame.ticks)
    ]
    up = [
        joined(
            element("line", class_="grid", x1=frame.left, x2=right, y1=y(tick), y2=y(tick)),
            element("text", y.text(tick), class_="tick", x=frame.left - 6, y=y(tick) + 4, text_anchor="end"),
        )
        for tick in y.ticks(frame.ticks)
    ]
    return svg(title, frame.width, frame.height, *along, *up, *_names(frame, x.name, y.name), *marks)


def _names(frame: Frame, x: str, y: str) -> tuple[Markup, Markup]:
    """What the axes measure."""
    across, up = sum(frame.x) / 2, sum(frame.y) / 2
    turned = f"rotate(-90 12 {up:.0f})"
    return (
        element("text", x, class_="axis", x=across, y=frame.height - 6, text_anchor="middle"),
        element("text", y, class_="axis", x=12.0, y=up, text_anchor="middle", transform=turned),
    )


def svg(title: str, width: float, height: float, *children: Markup | None) -> Markup:
    """A picture with what it shows in words, in units that the page scales."""
    box = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", *children, viewBox=box, role="img", aria_label=title, class_="chart")
