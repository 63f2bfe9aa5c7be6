"""The parts of the page about probabilities: how they order the rows, and whether they are honest."""

from collections.abc import Iterator, Mapping

from netloom.evaluation.calibration import Calibration
from netloom.evaluation.line_charts import (
    SMALL,
    calibration_chart,
    count_chart,
    precision_recall_chart,
    roc_chart,
)
from netloom.evaluation.markup import Markup, Section, element, figure, named, section, table
from netloom.evaluation.probabilities import ProbabilityDetails
from netloom.evaluation.ranking import Rankings
from netloom.reports import captions
from netloom.reports.document import ThresholdPart
from netloom.reports.parts import ClassRanking
from netloom.reports.thresholds import best_words, usual_words
from netloom.reports.wording import percent, written

DRAWN = 12  # classes whose curves are drawn one by one

Titles = Mapping[str, str]


def ranking_sections(details: ProbabilityDetails, titles: Titles) -> Iterator[Section]:
    """ROC and precision-recall, where the rows define them."""
    found, chosen = details.rankings, details.thresholds
    if found.main is None:
        return
    yield section(
        "ROC and precision-recall",
        threshold_key(chosen) if chosen else None,
        element(
            "div",
            figure(
                "ROC curve", roc_chart(found.main, chosen), _legend(found.main, titles, "roc_auc"), reading=captions.ROC
            ),
            figure(
                "Precision-recall curve",
                precision_recall_chart(found.main, chosen),
                _legend(found.main, titles, "average_precision"),
                reading=captions.PRECISION_RECALL,
            ),
            class_="cards",
        ),
        *(_one_by_one(found) if found.mean else ()),
        lead=found.lead,
        about=found.about,
    )


def _score(value: float) -> str:
    return written("score", value)


def _legend(ranking: ClassRanking, titles: Titles, area: str) -> Markup:
    return model_key({one.model: f"{titles[one.model]} {_score(getattr(one, area))}" for one in ranking.models})


def model_key(texts: Mapping[str, str]) -> Markup:
    """Which line is which model's."""
    return element(
        "p", *(element("span", text, class_=f"key line {model}") for model, text in texts.items()), class_="legend"
    )


def threshold_key(chosen: ThresholdPart) -> Markup:
    """What the ring and the diamond in a chart mean."""
    keys = (
        element("span", "○ ", usual_words(chosen.usual), class_="key-text"),
        element("span", "◆ ", best_words(chosen.best, given=chosen.given), class_="key-text"),
    )
    return element("p", *keys, class_="legend")


def _one_by_one(found: Rankings) -> Iterator[Markup]:
    drawn = sorted(found.classes, key=lambda one: -one.share)[:DRAWN]
    names = {one.name for one in drawn}
    cards = (_class_card(one) for one in found.classes if one.name in names)
    yield element("h3", "One class against the rest", class_="inner")
    yield element("div", *cards, class_="cards")
    if len(found.classes) > len(drawn):
        text = f"Drawn are the {DRAWN} classes with most rows; the JSON file has {len(found.classes)}."
        yield element("p", text, class_="about")


def _class_card(one: ClassRanking) -> Markup:
    network = one.models[0]
    facts = f"ROC AUC {_score(network.roc_auc)} · average precision {_score(network.average_precision)}"
    alone = ClassRanking(one.name, one.share, one.models[:1])
    charts = element("div", roc_chart(alone, None, SMALL), precision_recall_chart(alone, None, SMALL), class_="two")
    title = element("figcaption", named(one.name))
    return element("figure", title, element("p", facts, class_="about"), charts, class_="card")


def calibration_section(details: ProbabilityDetails, titles: Titles) -> Section:
    """Whether the probabilities can be taken at their word."""
    whole = details.calibration
    return section(
        "Calibration",
        element(
            "div",
            figure("Reliability curve", calibration_chart(whole.bins), reading=captions.RELIABILITY),
            element("div", _counts(whole), _honesty(details, titles), class_="stack"),
            class_="cards",
        ),
        *(_calibrations(details.class_calibrations) if details.class_calibrations else ()),
        lead=whole.sentence,
        about=whole.about,
    )


def _counts(whole: Calibration) -> Markup:
    return figure("Rows behind each dot", count_chart(whole.bins), reading=captions.COUNTS)


def _honesty(details: ProbabilityDetails, titles: Titles) -> Markup:
    rows = (
        [titles[one.model], percent(one.expected_calibration_error), written("score", one.brier)]
        for one in details.honesty
    )
    return figure(
        "Beside the baselines", table(["", "Calibration error", "Brier score"], rows), reading=captions.HONESTY
    )


def _calibrations(found: tuple[Calibration, ...]) -> Iterator[Markup]:
    yield element("h3", "Class by class", class_="inner")
    cards = (
        element(
            "figure",
            element("figcaption", named(one.event)),
            element("p", f"calibration error {percent(one.expected_calibration_error)}", class_="about"),
            calibration_chart(one.bins, SMALL),
            class_="card",
        )
        for one in found
    )
    yield element("div", *cards, class_="cards tiny")
