"""How a column, a file and what is saved of it are told in words."""

from pathlib import Path
from typing import Final

from netloom.drift import Alarm, ColumnDrift, Figures, amount
from netloom.protocol import Predicted, Scored
from netloom.settings.sources import WRITABLE, TableFile
from netloom_desktop.run_choice.chosen_run import TOLD
from netloom_desktop.words import counted

_STANDING: Final[dict[Alarm, str]] = {
    "none": "✓ like the training data",
    "moderate": "▲ unlike the training data",
    "strong": "▲▲ very unlike the training data",
}
_NAMED: Final = 8
_TOLD: Final = 4  # lines: the rows need room
_DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}


def standing_words(column: ColumnDrift) -> str:
    """How a column compares, with a sign before it: never by colour alone."""
    if column.now is None:
        return "✗ not in the file"
    if column.alarm == "none" and column.findings:
        return "✓ mostly like the training data"
    return _STANDING[column.alarm]


def index_words(column: ColumnDrift) -> str:
    """The stability index, as it is known in the field."""
    return "" if column.stability_index is None else f"PSI {column.stability_index:.2f}"


def figure_lines(column: ColumnDrift) -> list[tuple[str, str, str]]:
    """What is compared: its name, what it was in training, what it is now."""
    now = column.now or Figures(rows=0, missing=0)
    lines = [("Rows", f"{column.then.rows:,}", f"{now.rows:,}"), ("Missing", _missing(column.then), _missing(now))]
    for name in ("minimum", "median", "mean", "maximum"):
        values = [_value(each, name) for each in (column.then, now)]
        if any(value is not None for value in values):
            then, shown = ("–" if value is None else amount(value, column.kind) for value in values)
            lines.append((name.capitalize(), then, shown))
    return lines


def _missing(figures: Figures) -> str:
    return f"{100 * figures.missing / figures.rows:.1f} %" if figures.rows else "–"


def _value(figures: Figures, name: str) -> float | None:
    if name == "median":
        return figures.quartiles[1] if figures.quartiles else None
    found: float | None = getattr(figures, name)
    return found


def proposed_name(data: Path) -> str:
    """`<file>-predictions.<suffix>`, in the format of the file where that can be written."""
    name = data.name.lower()
    suffix = max((each for each in WRITABLE if name.endswith(each)), key=len, default="")
    if suffix:
        return f"{data.name[: -len(suffix)]}-predictions{suffix}"
    is_workbook = data.suffix.lower() in (".xls", ".xlsm", ".xlsb", ".ods")
    return f"{data.stem}-predictions{'.xlsx' if is_workbook else '.csv'}"


def dialect_words(source: TableFile) -> str:
    """How a text file is written, where that is not with commas and points in UTF-8; else empty."""
    said = [
        f"{_DELIMITERS.get(source.delimiter, source.delimiter)}s between cells" if source.delimiter != "," else "",
        "decimal commas" if source.decimal == "," else "",
        source.encoding if source.encoding != "utf-8" else "",
    ]
    return ", ".join(filter(None, said)) if source.delimiter else ""


def lacking_words(scored: Scored) -> str:
    """Which columns the file lacks that the network reads, and what to do."""
    if not scored.lacking:
        return ""
    named = ", ".join(f"‘{name}’" for name in scored.lacking[:_NAMED])
    more = f" and {len(scored.lacking) - _NAMED:,} more" if len(scored.lacking) > _NAMED else ""
    what = f"{counted(len(scored.lacking), 'column')} that the network reads {_are(scored.lacking)}"
    return (
        f"Nothing can be predicted: {what} not in the file: {named}{more}. Add what is missing, or give it the name "
        "that it had in training; if the file looks wrong below, change its import options."
    )


def _are(names: tuple[str, ...]) -> str:
    return "is" if len(names) == 1 else "are"


def told_words(scored: Scored, *, warnings: bool) -> str:
    """What is odd about the file, in a line each: what must not be missed, or what is good to know."""
    told = [each for each in scored.told if each.code != TOLD]
    said = [each.message for each in told if (each.severity != "note") == warnings]
    lines = list(dict.fromkeys(said))
    more = [f"… and {len(lines) - _TOLD:,} more"] if len(lines) > _TOLD else []
    return "\n".join([*lines[:_TOLD], *more])


def saved_words(predicted: Predicted) -> str:
    """What was written."""
    cells = counted(predicted.neutralised, "cell")
    runs = (
        f" {cells} would have run in a spreadsheet and now begin with an apostrophe." if predicted.neutralised else ""
    )
    by = "".join(f" {each.message}" for each in predicted.told if each.code == "threshold")
    return f"✓ {counted(predicted.rows, 'row')} saved with their predictions: {Path(predicted.path).name}.{by}{runs}"
