"""The report as one page: it needs no script, no network and no other file, and prints as it looks."""

from collections.abc import Iterator, Sequence
from importlib.resources import files

from netloom.data.words import counted
from netloom.evaluation.bootstrap import FEWEST_DISAGREEMENTS, RESAMPLES, ROWS
from netloom.evaluation.charts import Dot, dot_chart
from netloom.evaluation.details import ClassDetails
from netloom.evaluation.html_background import background_sections
from netloom.evaluation.html_decisions import lift_section, threshold_section
from netloom.evaluation.html_details import class_section, value_sections
from netloom.evaluation.html_importance import importance_section
from netloom.evaluation.html_probabilities import calibration_section, ranking_sections
from netloom.evaluation.markup import Markup, Section, element, joined, named, section, table
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.report import Estimate, ModelScore, OutputReport, Report
from netloom.evaluation.scores import Metric
from netloom.reports import captions
from netloom.reports.wording import difference, written

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded and nothing runs, whatever a name says


def page(report: Report) -> str:
    """The report as an HTML document."""
    background = report.background
    style = files("netloom_resources").joinpath("report.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", f"{background.project}: report of run {background.run}"),
        element("style", Markup(style)),
    )
    main = element("main", _header(report), *map(_verdict, report.outputs), *_body(report), _method())
    return "<!doctype html>\n" + element("html", head, element("body", main), lang="en") + "\n"


def _body(report: Report) -> Iterator[Markup]:
    """The contents, and the parts that they list: of each Output, then of the run."""
    known = {caveat for output in report.outputs for caveat in output.verdict.caveats}
    groups = [(output.target, tuple(_output_sections(output))) for output in report.outputs]
    groups.append(("The run", tuple(background_sections(report.background, known))))
    numbered = [
        (title, [(f"part-{first}-{second}", part) for second, part in enumerate(parts, 1)])
        for first, (title, parts) in enumerate(groups, 1)
    ]
    yield element(
        "nav", *(_listed(title, parts) for title, parts in numbered), class_="contents", aria_label="Contents"
    )
    for title, parts in numbered:
        if len(report.outputs) > 1:
            yield element("h2", named(title), class_="group")
        yield from (part.markup(id) for id, part in parts)


def _listed(title: str, parts: Sequence[tuple[str, Section]]) -> Markup:
    links = (element("li", element("a", part.title, href=f"#{id}")) for id, part in parts)
    return element("div", element("p", named(title), class_="eyebrow"), element("ul", *links))


def _header(report: Report) -> Markup:
    background = report.background
    columns = counted(len(background.features), "column")
    rows = counted(report.outputs[0].rows, "row")
    return element(
        "header",
        element("p", f"Netloom report · run {background.run}", class_="eyebrow"),
        element("h1", named(background.project)),
        element(
            "p", f"Learnt from {columns} of ", named(background.data), f". Scored on {rows}: {background.evaluated}."
        ),
    )


def _output_sections(output: OutputReport) -> Iterator[Section]:
    yield _figures(output)
    if output.comparisons:
        yield _differences(output)
    if isinstance(output.details, ClassDetails):
        yield class_section(output.details)
    else:
        yield from value_sections(output.details)
    if output.probabilities is not None:
        yield from _probability_sections(output, output.probabilities)
    if output.importance is not None:
        yield importance_section(output.importance)


def _probability_sections(output: OutputReport, details: ProbabilityDetails) -> Iterator[Section]:
    titles = {model.name: model.title for model in (output.network, *output.baselines)}
    yield from ranking_sections(details, titles)
    yield calibration_section(details, titles)
    if details.lift is not None:
        yield lift_section(details.lift, details.thresholds, titles, output.rows)
    if details.thresholds is not None:
        yield threshold_section(details.thresholds)


def _verdict(output: OutputReport) -> Markup:
    findings = (
        element(
            "li",
            element("span", captions.SIGNS[finding.standing], class_="sign"),
            element("span", finding.sentence),
            class_=finding.standing,
        )
        for finding in output.verdict.findings
    )
    caveats = [element("li", caveat) for caveat in output.verdict.caveats]
    return element(
        "section",
        element("p", "Predicts ", named(output.target), f", {captions.TASKS[output.task]}", class_="eyebrow"),
        element("h2", output.verdict.headline, class_="headline"),
        element("ul", *findings, class_="verdict"),
        element("div", element("h3", "Be careful"), element("ul", *caveats), class_="caveats") if caveats else None,
        class_="answer",
    )


def _figures(output: OutputReport) -> Section:
    models = (output.network, *output.baselines)
    cards = (_card(metric, models) for metric in output.metrics)
    notes = [element("p", f"{model.title}: {model.note}", class_="about") for model in models if model.note]
    return section("Key figures", element("div", *cards, class_="cards"), *notes, about=captions.FIGURES)


def _card(metric: Metric, models: tuple[ModelScore, ...]) -> Markup:
    estimate = models[0].estimate(metric)
    return element(
        "article",
        element("h3", metric.title),
        element(
            "p",
            element("strong", written(metric.unit, estimate.value)),
            element("span", _ends(estimate)),
            class_="figure",
        ),
        _dots(metric, models),
        element("p", metric.about, class_="about"),
        class_="card",
    )


def _ends(estimate: Estimate) -> str:
    if estimate.interval is None:
        return ""
    low, high = (written(estimate.metric.unit, end) for end in estimate.interval)
    return f"{low} to {high}"


def _dots(metric: Metric, models: tuple[ModelScore, ...]) -> Markup | None:
    dots = [_dot(model, estimate) for model in models if (estimate := model.estimate(metric)).value is not None]
    return dot_chart(metric.title, dots, shares=metric.unit == "share") if dots else None


def _dot(model: ModelScore, estimate: Estimate) -> Dot:
    value = estimate.value or 0.0
    low, high = estimate.interval or (value, value)
    text = written(estimate.metric.unit, value)
    return Dot(model.title, value, low, high, text, strong=model.name == "network")


def _differences(output: OutputReport) -> Section:
    rows = (
        [model.title, *(_difference(output, model.name, metric) for metric in output.metrics)]
        for model in output.baselines
        if model.estimates
    )
    headings = ["Better by", *(metric.title for metric in output.metrics)]
    return section("The network beside each baseline", table(headings, rows), about=captions.DIFFERENCES)


def _difference(output: OutputReport, baseline: str, metric: Metric) -> Markup | str:
    found = (one for one in output.comparisons if (one.baseline, one.metric) == (baseline, metric))
    comparison = next(found, None)
    if comparison is None:
        return "–"
    low, high = (difference(metric.unit, end) for end in comparison.interval)
    return joined(
        element(
            "span",
            f"{captions.SIGNS[comparison.standing]} {difference(metric.unit, comparison.gain)}",
            class_=comparison.standing,
        ),
        element("small", f"{low} to {high}"),
    )


def _method() -> Markup:
    return element("footer", element("p", _INTERVALS), element("p", _PROTOCOL))


_INTERVALS = (
    f"Intervals are bootstrap percentile intervals at 95 %: the rows are drawn again {RESAMPLES:,} times (from at most "
    f"{ROWS:,} of them). They say how far a figure would vary with other rows, not with another training. A difference "
    "counts as more than chance if its whole interval lies on one side of zero and, where answers are counted "
    f"(accuracy, balanced accuracy, F1), at least {FEWEST_DISAGREEMENTS} rows are answered rightly by only one of them."
)
_PROTOCOL = (
    "The baselines see the same columns as the network. They learn from the training and the validation rows together, "
    "since the network needed both: missing numbers become the median, numbers are brought to mean 0 and deviation 1, "
    "categories become 0/1 columns. The constant answers the mean or the shares of the classes; the linear model is a "
    "logistic or ridge regression; the trees are histogram gradient boosting; all by scikit-learn, as it comes."
)
