"""The tabs of the Results step. Another one is another entry here; each is loaded when it is first made."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtWidgets import QWidget

from netloom_desktop.parts import Parts


class Tab(NamedTuple):
    """One tab: its id, its name, what it shows, and what makes it."""

    id: str
    title: str
    about: str
    make: Callable[[Parts], QWidget]


def _report(parts: Parts) -> QWidget:
    from netloom_desktop.results.report_tab import ReportTab

    return ReportTab(parts)


def _runs(parts: Parts) -> QWidget:
    from netloom_desktop.runs.tab import RunsTab

    return RunsTab(parts)


TABS: Final = (
    Tab("report", "Report", "How good a run is on rows that it has never seen.", _report),
    Tab("runs", "Runs", "All runs: find, note, draw, compare, restore and delete them.", _runs),
)
