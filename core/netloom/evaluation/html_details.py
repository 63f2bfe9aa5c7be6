"""The parts of the page that lie behind the figures: classes one by one, residuals."""

from collections.abc import Iterator

from netloom.evaluation.charts import agreement_chart, residual_bars, residual_chart
from netloom.evaluation.details import POINTS, ClassDetails, Mistake, ValueDetails
from netloom.evaluation.markup import Markup, element, joined, named, section, table
from netloom.evaluation.wording import amount, percent

_FEW, _MANY = 4, 9  # classes up to which the tables stand side by side, and from which the matrix is drawn small

_DARK = 0.8  # share of a row from which a cell's shade needs light letters
_QUANTILES = {
    0: "Lowest",
    5: "5 % are below",
    25: "A quarter is below",
    50: "Half is below",
    75: "Three quarters are below",
    95: "95 % are below",
    100: "Highest",
}


def class_sections(details: ClassDetails) -> Iterator[Markup]:
    """How well each class is found, and which are mixed up."""
    parts = [_confusion(details)] if details.confusion else []
    side_by_side = len(details.classes) <= _FEW
    yield element("div", *parts, _classes(details), class_="pair" if side_by_side else None)
    if details.mistakes and len(details.classes) > 2:
        yield _mistakes(details.mistakes)


def _confusion(details: ClassDetails) -> Markup:
    names = [score.name for score in details.classes]
    corner = element("th", "actual ↓ predicted →", class_="corner")
    head = element("tr", corner, *(element("th", named(name), scope="col") for name in names))
    body = (
        element("tr", element("th", named(name), scope="row"), *_cells(number, row))
        for number, (name, row) in enumerate(zip(names, details.confusion, strict=True))
    )
    kind = "matrix small" if len(names) >= _MANY else "matrix"
    whole = element("table", element("thead", head), element("tbody", *body), class_=kind)
    about = (
        "Each row is a class as it is, each column what the network answers; shaded by the share of the row. "
        "The diagonal is right."
    )
    return section("Confusion matrix", element("div", whole, class_="scroll"), about=about)


def _cells(number: int, row: tuple[int, ...]) -> Iterator[Markup]:
    total = max(sum(row), 1)
    for column, count in enumerate(row):
        share = count / total
        kind = ("right" if column == number else "wrong" if count else "none") + (" full" if share > _DARK else "")
        shown = joined(f"{count:,}", element("small", percent(share))) if count else "0"
        yield element("td", shown, class_=kind, style=f"--share:{share:.3f}")


def _mistakes(mistakes: tuple[Mistake, ...]) -> Markup:
    rows = ([named(mistake.true), named(mistake.predicted), f"{mistake.rows:,}"] for mistake in mistakes)
    return section("Most frequent mistakes", table(["Actual", "Predicted", "Rows"], rows, texts=2))


def _classes(details: ClassDetails) -> Markup:
    rows = (
        [named(score.name), f"{score.support:,}", _share(score.precision), _share(score.recall), _share(score.f1)]
        for score in details.classes
    )
    about = "Precision: how often the answer is right when it is this class. Recall: how much of this class is found."
    return section("Classes", table(["Class", "Rows", "Precision", "Recall", "F1"], rows), about=about)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def value_sections(details: ValueDetails) -> Iterator[Markup]:
    """How far off a regression is, and where."""
    yield _plots(details)
    yield _worst(details)


def _plots(details: ValueDetails) -> Markup:
    plots = (
        ("Predicted against actual", agreement_chart(details.points)),
        ("Residual against predicted", residual_chart(details.points)),
        ("Residuals", residual_bars(details.points)),
    )
    figures = (element("figure", element("figcaption", title), chart, class_="card") for title, chart in plots)
    about = f"A residual is the answer minus the truth, in the target's units. At most {POINTS:,} rows are drawn."
    return section("Residuals", element("div", *figures, _quantiles(details), class_="cards"), about=about)


def _quantiles(details: ValueDetails) -> Markup:
    rows = [
        *((_QUANTILES[percent], amount(value)) for percent, value in details.quantiles),
        ("Mean", amount(details.mean)),
        ("Standard deviation", amount(details.deviation)),
    ]
    facts = (element("div", element("dt", name), element("dd", value)) for name, value in rows)
    return element("figure", element("figcaption", "How far off"), element("dl", *facts, class_="lines"), class_="card")


def _worst(details: ValueDetails) -> Markup:
    rows = (
        [f"{miss.row:,}", *(amount(value, 6) for value in (miss.actual, miss.predicted, miss.residual))]
        for miss in details.worst
    )
    about = "Rows count from 1 in the order of the file, its header not counted."
    return section("Furthest off", table(["Row", "Actual", "Predicted", "Residual"], rows), about=about)
