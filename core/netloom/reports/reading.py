"""A report of a run, read from its folder. What lies there may come from anywhere, and is checked."""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from netloom import limits
from netloom.errors import NetloomError, RunError
from netloom.reports.document import ReportDocument

DOCUMENT: Final = "report.json"
PAGE: Final = "report.html"


def read_report(folder: Path) -> ReportDocument | None:
    """The report on a run's own test rows; None where it was not measured yet. RunError if it cannot be read."""
    file = folder / DOCUMENT
    try:
        with file.open("rb") as opened:
            content = opened.read(limits.REPORT_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror}. Measure the run again.") from error
    if len(content) > limits.REPORT_BYTES:
        raise RunError(f"{file} has more than {limits.REPORT_BYTES // 2**20} MB. Measure the run again.")
    try:
        return ReportDocument.model_validate_json(content)
    except (ValidationError, NetloomError) as error:
        raise RunError(
            f"{file} is no report of this version of Netloom, or damaged ({_where(error)}). Measure the run again."
        ) from error


def _where(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"]))
    return f"{where}: {first['msg']}" if where else first["msg"]
