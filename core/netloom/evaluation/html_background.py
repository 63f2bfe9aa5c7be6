"""The parts of the page about the run behind the figures: learning curves, data, network, settings."""

from collections.abc import Container, Iterator

from netloom.data.words import counted
from netloom.evaluation.charts import curve_chart
from netloom.evaluation.markup import TABLE_ROWS, Section, element, figure, named, section, table
from netloom.reports.background import VALIDATION, Background

_READING = (
    "A figure after each epoch, that is, each time all training rows have been seen. Where the line of the validation "
    "rows turns while the other one goes on, the network begins to learn its rows by heart."
)


def background_sections(background: Background, known: Container[str]) -> Iterator[Section]:
    """How the network learnt, from what, what it is made of and how it was trained, but for `known` messages."""
    if background.curves:
        yield _curves(background)
    yield _data(background)
    if background.ignored:
        yield _ignored(background)
    if told := [problem for problem in background.told if problem.message not in known]:
        items = (element("li", problem.message, class_=problem.severity) for problem in told)
        yield section("What was noticed about the data", element("ul", *items, class_="told"))
    yield _network(background)
    yield _settings(background)


def _curves(background: Background) -> Section:
    by_name = {curve.name: curve for curve in background.curves}
    figures = (
        figure(curve.title, curve_chart(curve, by_name.get(VALIDATION + name), background.best_epoch))
        for name, curve in by_name.items()
        if not name.startswith(VALIDATION)
    )
    keys = (
        ("training", "training rows"),
        ("validation", "validation rows"),
        ("mark", f"epoch {background.best_epoch}, whose weights are used"),
    )
    legend = element("p", *(element("span", text, class_=f"key line {kind}") for kind, text in keys), class_="legend")
    return section(
        "Learning curves", legend, element("div", *figures, class_="cards"), lead=background.ended, about=_READING
    )


def _data(background: Background) -> Section:
    parts = (
        ("training", background.training_rows),
        ("validation", background.validation_rows),
        ("test", background.test_rows),
    )
    bar = (element("div", class_=name, style=f"flex-grow:{rows}") for name, rows in parts if rows)
    legend = (element("span", f"{name} {counted(rows, 'row')}", class_=f"key {name}") for name, rows in parts)
    shown = background.features[:TABLE_ROWS]
    columns = (element("div", element("dt", kind), element("dd", named(name))) for name, kind in shown)
    more = f"and {len(background.features) - len(shown):,} more" if len(background.features) > len(shown) else None
    return section(
        "Data",
        element("div", *bar, class_="parts", role="img", aria_label="How the rows are divided"),
        element("p", *legend, class_="legend"),
        element("h3", f"{counted(len(background.features), 'column')} seen by the network"),
        element("dl", *columns),
        element("p", more, class_="about") if more else None,
    )


def _ignored(background: Background) -> Section:
    rows = ([named(column.column), column.kind, column.why or "chosen in the project"] for column in background.ignored)
    return section("Columns that were ignored", table(["Column", "Kind", "Why"], rows, texts=3))


def _network(background: Background) -> Section:
    rows = ([named(layer.name), layer.type, layer.shape, f"{layer.parameters:,}"] for layer in background.layers)
    about = f"{counted(background.parameters, 'parameter')} in all. Shapes are those of one row."
    return section("Network", table(["Block", "Type", "Output shape", "Parameters"], rows, texts=3), about=about)


def _settings(background: Background) -> Section:
    facts = (
        element("div", element("dt", name), element("dd", named(value)))
        for name, value in (*background.settings, *background.machine)
    )
    return section("Settings and versions", element("dl", *facts))
