"""How unlike the training rows the rows of a table are: each column, what was found of it, and all in a sentence.

An alarm needs two things: a difference that matters, and one that is not due to chance. The sizes are the usual ones of
the stability index; chance may ring an alarm of any kind for one file in a thousand that is like the training data.
"""

from typing import Final

import numpy as np

from netloom.data.drift import bins, chance, wording
from netloom.data.drift.cells import Amounts, Names, cells_by_column
from netloom.data.drift.sketch import Sketch, Sketches, figures_of
from netloom.data.progress import Reached, Tell, nobody
from netloom.data.reading import Table
from netloom.data.words import nearest
from netloom.drift import ALARMS, Alarm, ColumnDrift, Drift, Figures, Finding
from netloom.project import Project
from netloom.settings.columns import Column, Date

_FALSE_ALARMS: Final = 1e-3  # files that are like the training data, and of which something else is said
_KINDS: Final = 3  # of differences in each column: of its values, of its gaps, of what was never seen
# From which size on a difference is moderate, and from which on strong.
_INDEX: Final = (0.1, 0.25)
_MISSING: Final = (0.05, 0.25)  # of the rows, more or fewer than before
_NEVER_SEEN: Final = (0.01, 0.1)  # of the rows


def measure(project: Project, then: Sketches, table: Table, tell: Tell = nobody) -> Drift:
    """Compares the rows of a table with the training rows of a project, of which `then` tells.

    A column that the table lacks is a finding, no error.
    """
    known = {sketch.name: sketch for sketch in then.columns}
    columns = [column for column in project.data.columns if column.name in known]
    here = [column for column in columns if column.name in table.frame.columns]
    allowed = _FALSE_ALARMS / (_KINDS * max(len(columns), 1))
    found = [_absent(known[column.name], table) for column in columns if column not in here]
    for place, (column, cells) in enumerate(cells_by_column(here, table)):
        tell(Reached("Comparing with the training data", place, len(here), "columns"))
        found.append(_compared(column, known[column.name], cells, allowed))
    worst_first = sorted(found, key=_how_bad, reverse=True)
    rows = table.frame.height
    return Drift(
        rows=rows,
        training_rows=then.rows,
        headline=wording.headline(worst_first, rows),
        caveats=wording.caveats(rows),
        columns=tuple(worst_first),
    )


def _how_bad(column: ColumnDrift) -> tuple[bool, int, int, float]:
    return column.now is None, ALARMS.index(column.alarm), len(column.findings), column.stability_index or 0.0


def _absent(then: Sketch, table: Table) -> ColumnDrift:
    message = wording.absent(then.name, nearest(then.name, table.frame.columns))
    finding = Finding(code="absent", alarm="strong", message=message)
    return ColumnDrift(name=then.name, kind=then.kind, then=then.figures, now=None, findings=(finding,))


def _compared(column: Column, then: Sketch, cells: Amounts | Names, allowed: float) -> ColumnDrift:
    now = figures_of(cells)
    index, findings = None, _gaps(then, now, allowed)
    if now.missing < now.rows and then.known:
        index, of_values = _of_values(cells, then, allowed)
        findings += [] if _is_season_alone(column) else of_values
    return ColumnDrift(
        name=then.name,
        kind=then.kind,
        stability_index=index,
        then=then.figures,
        now=now,
        bars=bins.bars(then, cells),
        findings=tuple(findings),
    )


def _is_season_alone(column: Column) -> bool:
    """Whether of a date the network sees only where in the year and in the week it is: it may well be a later one."""
    return isinstance(column.transform, Date) and not column.transform.elapsed


def _alarm(size: float, sizes: tuple[float, float], by_chance: float, allowed: float) -> Alarm:
    """How much a difference of that size matters, if it is not due to chance."""
    moderate, strong = sizes
    if by_chance > allowed or size < moderate:
        return "none"
    return "strong" if size >= strong else "moderate"


def _gaps(then: Sketch, now: Figures, allowed: float) -> list[Finding]:
    before, after = then.figures.missing / max(then.figures.rows, 1), now.missing / max(now.rows, 1)
    by_chance = chance.of_missing(then.figures.missing, then.figures.rows, now.missing, now.rows)
    alarm = _alarm(abs(after - before), _MISSING, by_chance, allowed)
    if now.rows and now.missing == now.rows and (alarm != "none" or before < _MISSING[0]):
        return [Finding(code="no_values", alarm=alarm, message=wording.no_values(then.name, then.figures, now))]
    if alarm == "none":
        return []
    return [Finding(code="missing", alarm=alarm, message=wording.missing(then.name, then.figures, now))]


def _of_values(cells: Amounts | Names, then: Sketch, allowed: float) -> tuple[float, list[Finding]]:
    """The stability index of the values that there are, and what was found of them."""
    return _of_amounts(cells, then, allowed) if isinstance(cells, Amounts) else _of_names(cells, then, allowed)


def _of_amounts(cells: Amounts, then: Sketch, allowed: float) -> tuple[float, list[Finding]]:
    now, known = figures_of(cells), len(cells.known)
    index, findings = bins.stability_index(*bins.tenths(then, cells)), []
    by_chance = chance.of_distance(bins.distance(then, cells), then.known, known)
    if (alarm := _alarm(index, _INDEX, by_chance, allowed)) != "none":
        message = wording.shifted_amounts(then.name, then.kind, then.figures, now)
        findings.append(Finding(code="shifted", alarm=alarm, message=message))
    low, high = then.points[0], then.points[-1]
    if beyond := int(((cells.known < low) | (cells.known > high)).sum()):
        alarm = _alarm(beyond / now.rows, _NEVER_SEEN, chance.of_beyond(beyond, then.known, known), allowed)
        furthest = [value for value in cells.known[[0, -1]].tolist() if not low <= value <= high]
        message = wording.beyond_range(then, beyond, now.rows, furthest)
        findings.append(Finding(code="beyond_range", alarm=alarm, message=message))
    return index, findings


def _of_names(cells: Names, then: Sketch, allowed: float) -> tuple[float, list[Finding]]:
    counts = bins.by_level(then, cells)
    index, findings = bins.stability_index(*counts), []
    if (alarm := _alarm(index, _INDEX, chance.of_counts(*counts), allowed)) != "none":
        findings.append(Finding(code="shifted", alarm=alarm, message=_most_changed(then, counts)))
    listed = {level.value for level in then.levels}
    new = {} if then.unlisted else {name: count for name, count in cells.counts.items() if name not in listed}
    if new:
        count = sum(new.values())
        by_chance = chance.of_new_levels(count, then.once, then.known, cells.known)
        alarm = _alarm(count / cells.rows, _NEVER_SEEN, by_chance, allowed)
        message = wording.new_levels(then.name, new, cells.rows)
        findings.append(Finding(code="new_levels", alarm=alarm, message=message))
    return index, findings


def _most_changed(then: Sketch, counts: tuple[bins.Counts, bins.Counts]) -> str:
    before, after = (each / max(each.sum(), 1) for each in counts)
    place = int(np.abs(after - before).argmax())
    level = then.levels[place].value if place < len(before) - 1 else ""
    return wording.shifted_levels(then.name, level, float(before[place]), float(after[place]))
