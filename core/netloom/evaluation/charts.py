"""The report's charts as inline SVG: colours come from the page's style sheet, names are escaped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netloom.evaluation.axes import Axis, fitted, tick_text
from netloom.evaluation.background import Curve
from netloom.evaluation.details import Miss
from netloom.evaluation.markup import Markup, element, joined

_WIDTH, _HEIGHT = 460.0, 280.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 54.0, 12.0, 12.0, 40.0
_ROW = 26.0
_CURVE_POINTS = 400
_BARS = 30


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
    axis = fitted([end for dot in dots for end in (dot.low, dot.high)], 118, 378)
    bottom = _ROW * len(dots) + 6
    grid = [
        joined(
            element("line", class_="grid", x1=axis(tick), x2=axis(tick), y1=2.0, y2=bottom),
            element("text", text, class_="tick", x=axis(tick), y=bottom + 15, text_anchor="middle"),
        )
        for tick in axis.ticks(4)
        for text in (f"{100 * tick:.3g} %" if shares else tick_text(tick),)
    ]
    rows = [_dot_row(dot, axis, _ROW * (number + 0.5) + 3) for number, dot in enumerate(dots)]
    spoken = "; ".join(f"{dot.label} {dot.text}" for dot in dots)
    return _svg(f"{title}: {spoken}", _WIDTH, bottom + 22, *grid, *rows)


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
    x = fitted([epoch for curve in curves for epoch, _ in curve.points], _LEFT, _WIDTH - _RIGHT, margin=0.01)
    y = fitted([value for curve in curves for _, value in curve.points], _HEIGHT - _BOTTOM, _TOP)
    lines = [_line(curve, x, y, kind) for curve, kind in zip(curves, ("training", "validation"), strict=False)]
    known = any(epoch == best_epoch for epoch, _ in training.points)
    mark = element("line", class_="mark", x1=x(best_epoch), x2=x(best_epoch), y1=_TOP, y2=_HEIGHT - _BOTTOM)
    return _plot(f"{training.title} over the epochs", x, y, ("epoch", ""), mark if known else None, *lines)


def _line(curve: Curve, x: Axis, y: Axis, kind: str) -> Markup:
    stride = -(-len(curve.points) // _CURVE_POINTS)
    shown = [*curve.points[:-1:stride], *curve.points[-1:]]
    places = " ".join(f"{x(epoch):.1f},{y(value):.1f}" for epoch, value in shown if np.isfinite(value))
    return element("polyline", class_=f"curve {kind}", points=places)


def agreement_chart(misses: Sequence[Miss]) -> Markup:
    """Answers against the truth; on the diagonal they agree."""
    both = [value for miss in misses for value in (miss.actual, miss.predicted)]
    x, y = fitted(both, _LEFT, _WIDTH - _RIGHT), fitted(both, _HEIGHT - _BOTTOM, _TOP)
    diagonal = element("line", class_="mark", x1=x(x.low), y1=y(x.low), x2=x(x.high), y2=y(x.high))
    dots = (_point(x(miss.actual), y(miss.predicted)) for miss in misses)
    return _plot("Predicted against actual", x, y, ("actual", "predicted"), diagonal, *dots)


def residual_chart(misses: Sequence[Miss]) -> Markup:
    """Residuals against the answers; a pattern in them is something the network has not learnt."""
    x = fitted([miss.predicted for miss in misses], _LEFT, _WIDTH - _RIGHT)
    y = fitted([0.0, *(miss.residual for miss in misses)], _HEIGHT - _BOTTOM, _TOP)
    zero = element("line", class_="mark", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y(0), y2=y(0))
    dots = (_point(x(miss.predicted), y(miss.residual)) for miss in misses)
    return _plot("Residual against predicted", x, y, ("predicted", "residual"), zero, *dots)


def residual_bars(misses: Sequence[Miss]) -> Markup:
    """How often a residual is how large."""
    residuals = np.array([miss.residual for miss in misses])
    x = fitted(residuals, _LEFT, _WIDTH - _RIGHT, margin=0.02)
    counts, edges = np.histogram(residuals, bins=_BARS, range=(x.low, x.high))
    y = Axis(0, 1.05 * max(int(counts.max()), 1), _HEIGHT - _BOTTOM, _TOP)
    bars = (
        element("rect", class_="bar", x=x(left) + 0.5, y=y(count), width=x(right) - x(left) - 1, height=y(0) - y(count))
        for count, left, right in zip(counts, edges[:-1], edges[1:], strict=True)
        if count
    )
    zero = (
        element("line", class_="mark", x1=x(0), x2=x(0), y1=_TOP, y2=_HEIGHT - _BOTTOM) if x.low < 0 < x.high else None
    )
    return _plot("Residuals", x, y, ("residual", "rows"), *bars, zero)


def _point(x: float, y: float) -> Markup:
    return element("circle", class_="point", cx=round(x, 1), cy=round(y, 1), r=2.2)


def _plot(title: str, x: Axis, y: Axis, names: tuple[str, str], *marks: Markup | None) -> Markup:
    """Axes with ticks and names around the marks."""
    along = [
        joined(
            element("line", class_="grid", x1=x(tick), x2=x(tick), y1=_TOP, y2=_HEIGHT - _BOTTOM),
            element("text", tick_text(tick), class_="tick", x=x(tick), y=_HEIGHT - _BOTTOM + 15, text_anchor="middle"),
        )
        for tick in x.ticks()
    ]
    up = [
        joined(
            element("line", class_="grid", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y(tick), y2=y(tick)),
            element("text", tick_text(tick), class_="tick", x=_LEFT - 6, y=y(tick) + 4, text_anchor="end"),
        )
        for tick in y.ticks()
    ]
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    turned = f"rotate(-90 12 {middle:.0f})"
    labels = (
        element("text", names[0], class_="axis", x=(_LEFT + _WIDTH - _RIGHT) / 2, y=_HEIGHT - 6, text_anchor="middle"),
        element("text", names[1], class_="axis", x=12.0, y=middle, text_anchor="middle", transform=turned),
    )
    return _svg(title, _WIDTH, _HEIGHT, *along, *up, *labels, *marks)


def _svg(title: str, width: float, height: float, *children: Markup | None) -> Markup:
    box = f"0 0 {width:.0f} {height:.0f}"
    return element("svg", *children, viewBox=box, role="img", aria_label=title, class_="chart")
