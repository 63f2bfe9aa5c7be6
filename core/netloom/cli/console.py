"""How the command line speaks: plain words and tables on stdout, one JSON document if asked, messages on stderr."""

import json
import math
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Console

    from netloom import Problem

PIPE_WIDTH = 120  # columns, where the output is no terminal and nobody said how wide it is
COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def terminal(*, stderr: bool = False) -> "Console":
    """A console that takes every text as it is: names of columns and blocks are never read as markup."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say(text: str = "") -> None:
    """Prints a line as it is."""
    print(shown(text))


def complain(text: str) -> None:
    """Prints a message for the user on stderr."""
    print(shown(text), file=sys.stderr)


def item(text: str) -> None:
    """Prints a sentence of a list; in a terminal its words are not broken."""
    if sys.stdout.isatty():
        text = textwrap.fill(text, shutil.get_terminal_size().columns - 4, subsequent_indent="    ")
    say(f"  {text}")


def emit(document: Any) -> None:
    """Prints one JSON document, in UTF-8 on every system; a figure that is not finite becomes null."""
    text = json.dumps(_finite(document), ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.buffer.write(text.encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


def shown(text: str) -> str:
    """The text without what a terminal would obey: a column's name may hold anything."""
    return "".join(character if character.isprintable() or character == "\n" else "�" for character in text)


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> None:
    """Prints a table; the columns named in `numbers` are set to the right, and those in `whole` are never broken."""
    from rich import box
    from rich.table import Table

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        side: Literal["left", "right"] = "right" if heading in numbers else "left"
        grid.add_column(heading, justify=side, overflow="fold", no_wrap=heading in whole)
    for row in rows:
        grid.add_row(*(shown(str(cell)) for cell in row))
    terminal().print(grid, soft_wrap=False)


def tell(problems: "Iterable[Problem]", *, stderr: bool = False) -> None:
    """Prints problems, each with its severity and, if one change would mend it, that change."""
    for problem in problems:
        remark(problem.severity, problem.message, stderr=stderr)
        if problem.fix is not None:
            (complain if stderr else say)(f"  fix: {problem.fix.label}")


def remark(severity: str, message: str, *, stderr: bool = False) -> None:
    """Prints a message after its severity, which is coloured in a terminal."""
    console = terminal(stderr=stderr)
    console.print(severity, style=COLOURS[severity], end="")
    console.print(": " + shown(message))


def count(number: int, word: str) -> str:
    """`1 row`, `7,043 rows`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def figure(value: float | None) -> str:
    """A figure with four significant digits, or more before the point: 0.8437, 51,566."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def written(unit: str, value: float | None) -> str:
    """A metric's value in its unit: `80.1 %`, 0.845, 51,566."""
    if value is None or unit == "target":
        return figure(value)
    return f"{100 * value:.1f} %" if unit == "share" else f"{value:.3f}"
