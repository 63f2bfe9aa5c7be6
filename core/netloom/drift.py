"""How unlike its training data a network finds a table, column by column, as values: the window shows them as they are.

Shares are of all rows. The stability index (PSI) is the usual one: below 0.1 rows are alike, from 0.25 on they are not.
"""

import datetime
from typing import Final, Literal

from pydantic import Field

from netloom.values import Frozen

Alarm = Literal["none", "moderate", "strong"]
DriftKind = Literal["number", "date", "category"]
_DAY_ZERO: Final = datetime.date(1970, 1, 1)
ALARMS: Final[tuple[Alarm, ...]] = ("none", "moderate", "strong")


class Finding(Frozen):
    """Something that is not as it was in training, as a sentence with what to do. Without an alarm it is a note."""

    code: Literal["absent", "no_values", "missing", "shifted", "beyond_range", "new_levels"]
    alarm: Alarm
    message: str


class Bar(Frozen):
    """One bar of a histogram: which share of the training rows it stood for, and which share of the rows it does."""

    name: str
    then: float
    now: float


class Figures(Frozen):
    """What one column looks like. Of dates, the figures are days since 1970; of categories there are none."""

    rows: int
    missing: int = Field(description="Rows without a value that can be read.")
    mean: float | None = None
    minimum: float | None = None
    quartiles: tuple[float, ...] = Field((), description="A quarter, a half and three quarters are below these.")
    maximum: float | None = None


class ColumnDrift(Frozen):
    """One column then, in training, and now; `now` is None where the table lacks it."""

    name: str
    kind: DriftKind
    stability_index: float | None = Field(None, description="What chance alone gives is taken off.")
    then: Figures
    now: Figures | None
    bars: tuple[Bar, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def alarm(self) -> Alarm:
        """The strongest alarm of what was found."""
        return ALARMS[max((ALARMS.index(finding.alarm) for finding in self.findings), default=0)]


class Drift(Frozen):
    """All columns that the network reads, those that are least like the training data first."""

    rows: int
    training_rows: int
    headline: str
    caveats: tuple[str, ...] = ()
    columns: tuple[ColumnDrift, ...]

    @property
    def alarmed(self) -> tuple[ColumnDrift, ...]:
        """The columns that are unlike the training data."""
        return tuple(column for column in self.columns if column.alarm != "none")


def amount(value: float, kind: DriftKind = "number") -> str:
    """A number with four significant digits or all before the point, a day as a date."""
    if kind == "date":
        return _date(value)
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        return f"{value:,.0f}" if abs(value) >= 1_000 or value == round(value) else f"{value:.4g}"
    return f"{value:.3g}"


def _date(days: float) -> str:
    try:
        return (_DAY_ZERO + datetime.timedelta(days=int(days // 1))).isoformat()
    except OverflowError:
        return f"day {days:,.0f}"
