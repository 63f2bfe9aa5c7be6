"""The columns of the table of runs: what each says of a run, and how runs are ordered by it. No Qt here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from netloom_desktop.runs.rows import Row
from netloom_desktop.training.wording import figure_title, figure_words

Key = tuple[int, float, str]  # what is no number comes after all numbers
NOTE, TAGS = "note", "tags"
EDITED: Final = (NOTE, TAGS)
_NOTHING: Final[Key] = (2, 0.0, "")


@dataclass(frozen=True)
class Column:
    """A column: its id, its heading, what it is, the text of a run, and its number, if it is one."""

    id: str
    title: str
    about: str
    text: Callable[[Row], str]
    number: Callable[[Row], float | None] | None = None

    def key(self, row: Row) -> Key:
        """What runs are ordered by."""
        text = self.text(row)
        number = self.number(row) if self.number is not None else None
        if number is not None and number == number:
            return 0, number, ""
        return (1, 0.0, text.casefold()) if text else _NOTHING


def columns_of(rows: Sequence[Row]) -> tuple[Column, ...]:
    """All columns in which some of these runs say something, those first that every run has."""
    found = (
        Column("run", "Run", "The name of its folder; a tick draws its curves.", lambda row: row.name, _number_of_name),
        Column(TAGS, "Tags", "Words that runs are found by.", lambda row: ", ".join(row.tags)),
        Column(NOTE, "Note", "What was noted of it.", lambda row: " ".join(row.note.split())),
        Column("started", "Started", "When its training began.", lambda row: row.started),
        Column("ended", "Ended", "How its training ended.", lambda row: row.ended),
        Column("epochs", "Epochs", "How many epochs it has learnt.", _counted("epochs"), lambda row: row.epochs),
        Column("best", "Best", "The best epoch.", _counted("best_epoch"), lambda row: row.best_epoch or None),
        *_figures(rows),
        *_scores(rows),
        Column("series", "Series", "Of which series it is a part; ★: it stands for it.", lambda row: row.series),
        *_settings(rows),
    )
    return tuple(column for column in found if column.id != "series" or any(map(column.text, rows)))


def _counted(name: str) -> Callable[[Row], str]:
    return lambda row: f"{getattr(row, name):,}" if getattr(row, name) else ""


def _number_of_name(row: Row) -> float | None:
    name = row.folder.name if row.folder is not None else ""
    return float(name) if name.isdecimal() else None


def _figures(rows: Iterable[Row]) -> list[Column]:
    names = dict.fromkeys(name for row in rows for name in row.figures)
    return [_figure(name) for name in names]


def _figure(name: str) -> Column:
    about = f"{figure_title(name)} of the best epoch, on the validation rows where there are any."
    return Column(
        f"figure {name}",
        figure_title(name),
        about,
        lambda row: figure_words(row.figures.get(name)),
        lambda row: row.figures.get(name),
    )


def _scores(rows: Iterable[Row]) -> list[Column]:
    known = dict.fromkeys((score.target, score.metric) for row in rows for score in row.scores)
    several = len({target for target, _ in known}) > 1
    return [_score(target, metric, several=several) for target, metric in known]


def _score(target: str, metric: str, *, several: bool) -> Column:
    def value(row: Row) -> float | None:
        found = (score.value for score in row.scores if (score.target, score.metric) == (target, metric))
        return next(found, None)

    title = f"Test {figure_title(metric).lower() if metric not in ('mae', 'rmse') else metric.upper()}"
    about = f"{figure_title(metric)} for {target} on rows that it has never seen, from its report."
    return Column(
        f"score {target} {metric}",
        f"{title} ({target})" if several else title,
        about,
        lambda row: figure_words(value(row)),
        value,
    )


def _settings(rows: Iterable[Row]) -> list[Column]:
    known = {path: setting.title for row in rows for path, setting in row.settings.items()}
    return [_setting(path, title) for path, title in known.items()]


def _setting(path: str, title: str) -> Column:
    def text(row: Row) -> str:
        return row.settings[path].value if path in row.settings else ""

    def number(row: Row) -> float | None:
        try:
            return float(text(row))
        except ValueError:
            return None

    heading = title[:1].upper() + title[1:]
    return Column(f"setting {path}", heading, f"{heading}, as it was set when the run began.", text, number)


def measured_columns(columns: Iterable[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Those by whose number runs can be told apart."""
    return tuple(
        column
        for column in columns
        if column.number is not None and column.id != "run" and any(column.number(row) is not None for row in rows)
    )
