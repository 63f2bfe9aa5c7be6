"""The part of the page about the columns that the answers rest on."""

from netloom.evaluation.axes import fitted
from netloom.evaluation.importance import Importance
from netloom.evaluation.line_charts import importance_bar
from netloom.evaluation.markup import Section, element, named, section, table
from netloom.reports.parts import ColumnImportance
from netloom.reports.wording import difference

SHOWN = 25


def importance_section(found: Importance) -> Section:
    """What shuffling each column costs."""
    shown = found.columns[:SHOWN]
    ends = [end for one in shown for end in (one.drop - one.deviation, one.drop + one.deviation)]
    scale = fitted([0.0, *ends], (0, 300), margin=0.02)
    rows = ([named(one.column), importance_bar(one.drop, one.deviation, scale), _figures(found, one)] for one in shown)
    verb = "falls" if found.metric.larger_is_better else "rises"
    more = (
        f"and {len(found.columns) - len(shown):,} more, all of them in the JSON file" if found.columns[SHOWN:] else None
    )
    return section(
        "Important columns",
        element("p", found.note, class_="about note") if found.note else None,
        element("div", table(["Column", "", f"{found.metric.title} {verb} by"], rows, texts=2), class_="importance"),
        element("p", more, class_="about") if more else None,
        lead=found.sentence,
        about=found.about,
    )


def _figures(found: Importance, one: ColumnImportance) -> str:
    unit = found.metric.unit
    drop = difference(unit, one.drop)
    return f"{drop} ± {difference(unit, one.deviation).removeprefix('−')}" if found.repeats > 1 else drop
