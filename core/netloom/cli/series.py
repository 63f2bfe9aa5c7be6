"""Several runs of one project on the command line: `netloom train --repeats` and `--folds`, and what came of them."""

from __future__ import annotations  # types are named without loading what they come from

from collections.abc import Iterable

import netloom
from netloom.cli.console import count, figure, item, say, table, written


def print_series(series: netloom.Series) -> None:
    """Prints each metric with its spread over the runs, beside the other models, and what follows from it."""
    stands = f" Run {series.representative} stands for them." if series.representative else ""
    say(f"\n{series.message}{stands}")
    for output in series.outputs:
        _print_output(series, output)
    say(f"\nThe whole series: {series.folder}")


def _print_output(series: netloom.Series, output: netloom.SeriesOutput) -> None:
    runs = count(len(output.models[0].spreads[0].values), series.kind)
    say(f"\n{output.target}: {output.task}, {count(output.rows, 'test row')}, {runs}\n")
    models = [model for model in output.models if any(spread.mean is not None for spread in model.spreads)]
    rows = [
        (
            own.title,
            with_spread(own),
            *(written(own.unit, end) for end in (own.minimum, own.maximum)),
            *(with_spread(model.spreads[place]) for model in models[1:]),
        )
        for place, own in enumerate(models[0].spreads)
    ]
    headings = (models[0].title, "lowest", "highest", *(model.title for model in models[1:]))
    table(("", *headings), rows, numbers=headings)
    say(f"\n{output.headline}")
    for sentence in (*output.findings, *output.caveats):
        item(sentence)


def with_spread(spread: netloom.Spread) -> str:
    """`80.3 ± 0.4 %`: the mean and the standard deviation, if there is one."""
    value = written(spread.unit, spread.mean)
    if spread.deviation is None:
        return value
    return f"{value.removesuffix(' %')} ± {_deviation(spread.unit, spread.deviation)}"


def _deviation(unit: str, value: float) -> str:
    """With as many decimals as the mean has, or with what it takes to show that it is not zero."""
    if unit == "target":
        return figure(float(f"{value:.2g}"))
    text = f"{100 * value:.1f}" if unit == "share" else f"{value:.3f}"
    if value and not float(text):
        text = f"{100 * value:.1g}" if unit == "share" else f"{value:.1g}"
    return f"{text} %" if unit == "share" else text


def print_series_lines(found: Iterable[netloom.Series]) -> None:
    """Prints each series in a line: how it ended, by what its Outputs are judged, and which run stands for it."""
    for place, series in enumerate(found):
        judged = [
            f"{output.target}: {spread.title} {with_spread(spread)}."
            for output in series.outputs
            for spread in output.models[0].spreads
            if spread.metric == output.judged_by
        ]
        stands = [f"* Run {series.representative} stands for it."] if series.representative else []
        ending = f"{series.name}: {series.message or 'Not finished.'}"
        say(("" if place else "\n") + " ".join([ending, *judged, *stands]))
