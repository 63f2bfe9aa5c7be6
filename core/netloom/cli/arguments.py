"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

ProjectFile = Annotated[Path, Argument(metavar="PROJECT", help="A project file (.netloom).")]
RunFolder = Annotated[Path, Argument(metavar="RUN", help="A run's folder, or a project: its latest run.")]
Sheet = Annotated[
    str,
    Option(
        metavar="NAME",
        help="Which sheet of a workbook, if not the one trained on or the first with a table.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, Option("--json", help="Print one JSON document and nothing else.")]
