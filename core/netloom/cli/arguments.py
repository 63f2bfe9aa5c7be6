"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

import netloom

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
TrainingDevice = Annotated[netloom.DeviceName, Option(help="auto takes CUDA where there is one.")]
TrainingThreads = Annotated[
    int | None, Option(min=1, help="Instead of the number chosen from the network's size.", show_default=False)
]
AllEvents = Annotated[bool, Option("--events", help="Print each event as a line of JSON instead of the bar.")]
