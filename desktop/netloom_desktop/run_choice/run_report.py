"""The report of a run as its folder has it by now, whoever wrote it."""

from pathlib import Path

from netloom.errors import NetloomError
from netloom.reports.document import ReportDocument
from netloom.reports.reading import DOCUMENT, read_report


class RunReport:
    """Of one run at a time: its `document`, None where it is not measured yet, or in words why it cannot be read."""

    def __init__(self) -> None:
        self.run: Path | None = None
        self.document: ReportDocument | None = None
        self.trouble = ""
        self._seen: tuple[Path | None, int] | None = None

    def look(self, run: Path | None) -> bool:
        """Look at the report of a run, which is read only where it is another than before; says whether it is."""
        seen = run, _written_at(run)
        if seen == self._seen:
            return False
        self.run, self._seen = run, seen
        self.document, self.trouble = None, ""
        try:
            self.document = read_report(run) if run is not None else None
        except NetloomError as error:
            self.trouble = str(error)
        return True


def _written_at(run: Path | None) -> int:
    """When the report of a run was written; 0 where there is none."""
    try:
        return (run / DOCUMENT).stat().st_mtime_ns if run is not None else 0
    except OSError:
        return 0
