"""The report of a run as a file of its own."""

from pathlib import Path

from netloom.data.progress import Reached, Tell, nobody
from netloom.evaluation import evaluate
from netloom.exporting.exported import Exported
from netloom.files import write_atomically
from netloom.reports.reading import PAGE
from netloom.run_folders import STATE
from netloom.runs import Run


def export_report(run: Run, path: Path, tell: Tell = nobody) -> Exported:
    """Write the report of a run as one page: that which lies in its folder, measured first unless it is there.

    DataError where the run's data is gone and it has to be measured.
    """
    write_atomically(path, report_page(run, tell))
    return Exported(path, None, 0)


def report_page(run: Run, tell: Tell = nobody) -> bytes:
    """The page of the report; of a run that has trained since it was measured, a new one."""
    page, state = run.folder / PAGE, run.folder / STATE
    if not page.exists() or page.stat().st_mtime_ns < state.stat().st_mtime_ns:
        tell(Reached("Measuring the run beside simpler models"))
        page = evaluate(run).page
    return page.read_bytes()
