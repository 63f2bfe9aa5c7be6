"""Dates as people write them: ISO, day or month first, with month names, with a time of day."""

from typing import Any, Final, Literal

import numpy as np
import polars as pl

_TIME: Final = (
    r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"\s*(?P<half>(?i:[ap]))?\.?(?i:m)?\.?\s*(?i:Z|UTC|GMT)?\s*(?:[+-][0-9]{2}:?(?:[0-9]{2})?)?)?"
)
_WEEKDAY: Final = r"(?i:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED: Final = (
    r"(?i:(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|tember|t|ober|ember)?)\.?"
)
_DAY: Final = r"(?P<day>[0-9]{1,2})"
_ORDINAL: Final = rf"{_DAY}(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>[0-9]{4})"
_SHORT_YEAR: Final = r"(?P<year>[0-9]{4}|[0-9]{2})"
_GAP: Final = r"[\s\-/.,]+"

DAY_OR_MONTH_FIRST: Final = rf"^(?P<first>[0-9]{{1,2}})(?P<mark>[-/.])(?P<other>[0-9]{{1,2}})[-/.]{_SHORT_YEAR}{_TIME}$"
_PATTERNS: Final = (
    rf"^{_YEAR}[-/.](?P<month>[0-9]{{1,2}})(?:[-/.]{_DAY})?{_TIME}$",
    DAY_OR_MONTH_FIRST,
    rf"^(?P<year>1[89][0-9][0-9]|2[01][0-9][0-9])(?P<month>[0-9][0-9])(?P<day>[0-9][0-9]){_TIME}$",
    rf"^{_WEEKDAY}{_ORDINAL}{_GAP}{_NAMED}{_GAP}{_SHORT_YEAR}{_TIME}$",
    rf"^{_WEEKDAY}{_NAMED}\s+{_ORDINAL}{_GAP}{_YEAR}{_TIME}$",
    rf"^{_NAMED}{_GAP}{_YEAR}{_TIME}$",
    rf"^{_YEAR}{_GAP}{_NAMED}(?:{_GAP}{_DAY})?{_TIME}$",
)

DayFirst = Literal["look", "yes", "no"]
Numbers = np.ndarray[Any, np.dtype[np.float64]]


def to_days(cells: pl.Series, day_first: DayFirst) -> pl.Series:
    """Days since 1970-01-01 with the time of day as fraction; null where no date. Zones are not applied."""
    bare = cells.str.strip_chars()
    days = pl.Series(cells.name, np.full(len(cells), np.nan)).fill_nan(None)
    left = bare.str.contains(r"^[a-zA-Z, ]*[0-9]").fill_null(False).arg_true()
    for pattern in _PATTERNS:
        if not len(left):
            break
        parts = bare.gather(left).str.extract_groups(pattern).struct.unnest()
        found = parts["year"].is_not_null().arg_true()
        if len(found):
            days = days.scatter(left.gather(found), _counted(parts[found], day_first))
            left = left.filter(parts["year"].is_null())
    return days


def _counted(parts: pl.DataFrame, day_first: DayFirst) -> pl.Series:
    year, month, day = _calendar(parts, day_first)
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - first).astype(np.int64)
    seconds = _seconds(parts)
    valid = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= length) & (seconds <= 86_400)
    days = first.astype(np.int64) + day - 1 + seconds / 86_400
    return pl.Series(np.where(valid, days, np.nan)).fill_nan(None)


def _calendar(parts: pl.DataFrame, day_first: DayFirst) -> tuple[Numbers, Numbers, Numbers]:
    year = _whole(parts["year"])
    short = (parts["year"].str.len_bytes() == 2).to_numpy()
    year = np.where(short, year + np.where(year < 69, 2000, 1900), year)  # as POSIX has it
    if "first" in parts.columns:
        first, other = _whole(parts["first"]), _whole(parts["other"])
        days_lead = (first > 12).any() if day_first == "look" else day_first == "yes"
        return year, np.where(days_lead, other, first), np.where(days_lead, first, other)
    month = _month_of(parts["name"]) if "name" in parts.columns else _whole(parts["month"])
    return year, month, _whole(parts["day"], nothing=1) if "day" in parts.columns else np.ones_like(year)


def leading_day_votes(cells: pl.Series) -> int:
    """How clearly such dates begin with the day (above 0) or the month (below 0); 0 where both are possible.

    Numbers above 12 are days. Where there are none, rows in the order of time tell: a wrong reading jumps about.
    """
    parts = cells.str.strip_chars().str.extract_groups(DAY_OR_MONTH_FIRST).struct.unnest().drop_nulls("first")
    first, other = _whole(parts["first"]), _whole(parts["other"])
    if votes := int((first > 12).sum()) - int((other > 12).sum()):
        return votes
    return _steps_back(_counted(parts, "no")) - _steps_back(_counted(parts, "yes"))


def _steps_back(days: pl.Series) -> int:
    steps = days.diff()
    return min(int((steps < 0).sum()), int((steps > 0).sum()))


def _seconds(parts: pl.DataFrame) -> Numbers:
    hour, minute, second = (_whole(parts[name], nothing=0) for name in ("hour", "minute", "second"))
    fraction = ("0." + parts["fraction"]).cast(pl.Float64, strict=False).fill_null(0.0).to_numpy()
    half = parts["half"].str.to_lowercase()
    hour = np.where((half == "p").fill_null(False).to_numpy() & (hour < 12), hour + 12, hour)
    hour = np.where((half == "a").fill_null(False).to_numpy() & (hour == 12), 0, hour)
    impossible = (hour > 24) | (minute > 59) | (second > 60)
    return np.where(impossible, np.inf, hour * 3600 + minute * 60 + second + fraction)


def _whole(digits: pl.Series, nothing: int = 0) -> Numbers:
    return digits.cast(pl.Int64).fill_null(nothing).to_numpy()


def _month_of(names: pl.Series) -> Numbers:
    numbers = {name: number for number, name in enumerate(_MONTHS, start=1)}
    return names.str.to_lowercase().replace_strict(numbers, return_dtype=pl.Int64).to_numpy()
