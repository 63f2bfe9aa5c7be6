"""The parts of the page about acting on yes or no: how much an ordered list holds, and where to draw the line."""

from netloom.evaluation.html_details import matrix
from netloom.evaluation.html_probabilities import Titles, model_key, threshold_key
from netloom.evaluation.lift import Lift
from netloom.evaluation.line_charts import cost_chart, gain_chart, lift_chart
from netloom.evaluation.markup import Markup, Section, element, figure, section, table
from netloom.reports import captions
from netloom.reports.document import ThresholdPart
from netloom.reports.parts import TopRows
from netloom.reports.thresholds import PER, AtThreshold, at
from netloom.reports.wording import amount, percent

_OWN_COSTS = "Give your own: netloom evaluate RUN --cost-false-positive 1 --cost-false-negative 5."


def lift_section(lift: Lift, chosen: ThresholdPart | None, titles: Titles, rows: int) -> Section:
    """How much of a class the surest rows hold."""
    key = model_key({one.model: titles[one.model] for one in lift.models})
    headings = ["Surest", "Rows", f"Of them {lift.event!r}", "Precision", "In this part", "Gain", "Lift"]
    return section(
        "Lift and gain",
        threshold_key(chosen) if chosen else None,
        element(
            "div",
            figure("Gain", gain_chart(lift, chosen), key, reading=captions.GAIN),
            figure("Lift", lift_chart(lift), key, reading=captions.LIFT),
            class_="cards",
        ),
        table(headings, map(_top_rows, lift.parts)),
        lead=lift.sentence,
        about=lift.about(rows),
    )


def _top_rows(part: TopRows) -> list[str]:
    return [
        percent(part.share, 0),
        f"{part.rows:,.0f}",
        f"{part.hits:,.0f}",
        percent(part.precision),
        percent(part.here),
        percent(part.gain),
        f"{part.lift:.2f}",
    ]


def threshold_section(found: ThresholdPart) -> Section:
    """What each threshold costs, and which one to take."""
    return section(
        "Threshold by cost",
        element(
            "div",
            figure("Cost by threshold", threshold_key(found), cost_chart(found), reading=captions.COST),
            figure("At the best threshold and at 50 %", *_matrices(found)),
            class_="cards",
        ),
        _table(found),
        lead=found.sentence,
        about=" ".join((found.about, found.f1_sentence, *(() if found.given else (_OWN_COSTS,)))),
    )


def _matrices(found: ThresholdPart) -> tuple[Markup, ...]:
    return tuple(_matrix(found, one) for one in dict.fromkeys((found.best, found.usual)))


def _matrix(found: ThresholdPart, one: AtThreshold) -> Markup:
    counts = ((one.true_negatives, one.false_positives), (one.false_negatives, one.true_positives))
    title = f"{at(one.threshold)}: {amount(one.cost)} for {PER:,} rows"
    return element(
        "div", element("h4", title), element("div", matrix((found.other, found.event), counts), class_="bare")
    )


def _table(found: ThresholdPart) -> Markup:
    headings = ["Threshold", "Answered yes", "False alarms", "Missed", "Precision", "Recall", "F1", f"Cost of {PER:,}"]
    return table(headings, (_row(found, one) for one in found.table))


def _row(found: ThresholdPart, one: AtThreshold) -> list[str]:
    notes = ((found.best, "◆ chosen"), (found.best_f1, "best F1"), (found.usual, "○ usual"))
    marks = [note for marked, note in notes if marked.threshold == one.threshold]
    return [
        " ".join((at(one.threshold), *marks)),
        f"{one.answered_yes:,}",
        f"{one.false_positives:,}",
        f"{one.false_negatives:,}",
        *("–" if share is None else percent(share) for share in (one.precision, one.recall)),
        f"{one.f1:.3f}",
        amount(one.cost),
    ]
