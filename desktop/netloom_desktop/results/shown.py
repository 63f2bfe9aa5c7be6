"""What a view of a report is made from."""

from dataclasses import dataclass
from pathlib import Path

from netloom.reports.document import OutputDocument
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.theme import Theme


@dataclass(frozen=True)
class Shown:
    """One Output of a report: its id, what was measured, what else was noticed, the run's folder, and the SHA-256 of
    the answers beside the report (empty where there are none)."""

    id: str
    output: OutputDocument
    noticed: tuple[str, ...]
    folder: Path
    answers: str
    engines: EngineClient
    theme: Theme
