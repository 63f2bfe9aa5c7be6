"""The parts of the page that lie behind the figures: classes one by one, residuals."""

from collections.abc import Iterator, Sequence

from netloom.evaluation.charts import agreement_chart, residual_bars, residual_chart
from netloom.evaluation.details import POINTS, ClassDetails
from netloom.evaluation.markup import Markup, Section, element, figure, joined, named, section, table
from netloom.reports import captions
from netloom.reports.parts import Mistake, ValueDetails
from netloom.reports.wording import amount, percent

_FEW, _MANY = 4, 9  # classes up to which the tables stand side by side, and from which the matrix is drawn small


_DARK = 0.8  # share of a row from which a cell's shade needs light letters


def class_section(details: ClassDetails) -> Section:
    """How well each class is found, and which are mixed up."""
    parts = [_confusion(details)] if details.confusion else []
    pair = element("div", *parts, _classes(details), class_="pair" if len(details.classes) <= _FEW else None)
    mistakes = _mistakes(details.mistakes) if details.mistakes and len(details.classes) > 2 else None
    return section("Classes", pair, mistakes)


def _confusion(details: ClassDetails) -> Markup:
    names = [score.name for score in details.classes]
    return _part(
        "Confusion matrix", captions.CONFUSION, element("div", matrix(names, details.confusion), class_="scroll")
    )


def _part(title: str, about: str, content: Markup) -> Markup:
    note = element("p", about, class_="about") if about else None
    return element("div", element("h3", title), note, content, class_="part")


def matrix(names: Sequence[str], confusion: Sequence[Sequence[int]]) -> Markup:
    """A confusion matrix: rows as they are, columns as they are answered."""
    corner = element("th", "actual ↓ predicted →", class_="corner")
    head = element("tr", corner, *(element("th", named(name), scope="col") for name in names))
    body = (
        element("tr", element("th", named(name), scope="row"), *_cells(number, row))
        for number, (name, row) in enumerate(zip(names, confusion, strict=True))
    )
    kind = "matrix small" if len(names) >= _MANY else "matrix"
    return element("table", element("thead", head), element("tbody", *body), class_=kind)


def _cells(number: int, row: Sequence[int]) -> Iterator[Markup]:
    total = max(sum(row), 1)
    for column, count in enumerate(row):
        share = count / total
        kind = ("right" if column == number else "wrong" if count else "none") + (" full" if share > _DARK else "")
        shown = joined(f"{count:,}", element("small", percent(share))) if count else "0"
        yield element("td", shown, class_=kind, style=f"--share:{share:.3f}")


def _mistakes(mistakes: tuple[Mistake, ...]) -> Markup:
    rows = ([named(mistake.true), named(mistake.predicted), f"{mistake.rows:,}"] for mistake in mistakes)
    return _part("Most frequent mistakes", "", table(["Actual", "Predicted", "Rows"], rows, texts=2))


def _classes(details: ClassDetails) -> Markup:
    rows = (
        [named(score.name), f"{score.support:,}", _share(score.precision), _share(score.recall), _share(score.f1)]
        for score in details.classes
    )
    return _part("Class by class", captions.CLASSES, table(["Class", "Rows", "Precision", "Recall", "F1"], rows))


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def value_sections(details: ValueDetails) -> Iterator[Section]:
    """How far off a regression is, and where."""
    yield _plots(details)
    yield _worst(details)


def _plots(details: ValueDetails) -> Section:
    plots = (
        ("Predicted against actual", agreement_chart(details.points), captions.AGREEMENT),
        ("Residual against predicted", residual_chart(details.points), captions.PATTERN),
        ("Residuals", residual_bars(details.points), captions.SPREAD),
    )
    figures = (figure(title, chart, reading=reading) for title, chart, reading in plots)
    about = captions.RESIDUALS.format(rows=POINTS)
    return section("Residuals", element("div", *figures, _quantiles(details), class_="cards"), about=about)


def _quantiles(details: ValueDetails) -> Markup:
    rows = [
        *((captions.QUANTILES[percent], amount(value)) for percent, value in details.quantiles),
        ("Mean", amount(details.mean)),
        ("Standard deviation", amount(details.deviation)),
    ]
    facts = (element("div", element("dt", name), element("dd", value)) for name, value in rows)
    return figure("How far off", element("dl", *facts, class_="lines"))


def _worst(details: ValueDetails) -> Section:
    rows = (
        [f"{miss.row:,}", *(amount(value, 6) for value in (miss.actual, miss.predicted, miss.residual))]
        for miss in details.worst
    )
    return section("Furthest off", table(["Row", "Actual", "Predicted", "Residual"], rows), about=captions.WORST)
