"""Writes the folder of a series while its runs are trained: what is complete is there at every moment."""

from pathlib import Path
from time import time

from netloom.data.words import counted
from netloom.errors import RunError
from netloom.events import RunFinished
from netloom.run_folders import runs_folder
from netloom.runs import open_run
from netloom.series.folder import write_series
from netloom.series.measuring import Measured
from netloom.series.opponents import Opponent
from netloom.series.order import Order, runs_in_time
from netloom.series.summary import outputs_of
from netloom.series.values import Member, Series, SeriesStatus
from netloom.training.record import next_run_folder
from netloom.training.state import iso_time

PREFIX = "series-"
STOPPED = "Stopped by hand."


class SeriesRecord:
    """Writes one series. `measured` are the runs that count, by number."""

    def __init__(self, order: Order, opponent: Opponent | None) -> None:
        self.order, self.opponent = order, opponent
        self.folder = next_run_folder(runs_folder(order.path), PREFIX)
        self.measured: dict[int, Measured] = {}
        self._members: dict[int, Member] = {}
        self._series = Series(
            name=self.folder.name,
            folder=str(self.folder),
            kind=order.kind,
            count=order.count,
            seed=order.seed(1),
            started=iso_time(time()),
            against=opponent.name if opponent else "",
        )
        write_series(self._series)

    def started(self, number: int, run: Path) -> None:
        """A run has its folder."""
        seed = self.order.seed(number)
        self._member(Member(number=number, run=run.name, seed=seed, status="stopped", message=STOPPED, counts=False))

    def ended(self, number: int, event: RunFinished) -> None:
        """The training of a run is over."""
        self._change(number, status=event.reason, message=event.message)

    def has_said(self, number: int, message: str) -> bool:
        """Whether a run has ended with these words."""
        return number in self._members and self._members[number].message == message

    def failed(self, number: int, message: str) -> None:
        """A run does not count, and why."""
        if number not in self._members:
            self.started(number, Path())
        self._change(number, message=message)

    def counts(self, number: int, measured: Measured) -> None:
        """A run is complete and measured."""
        self.measured[number] = measured
        self._change(number, counts=True)

    def run_folder(self, number: int) -> Path:
        return self.folder.parent / self._members[number].run

    def finish(self, status: SeriesStatus, message: str = "") -> Series:
        """Sums up the runs that count."""
        members = tuple(self._members.values())
        in_time = runs_in_time(self.order.project)
        return self._update(
            status=status,
            message=message or self._ending(status),
            representative=self._representative(),
            outputs=outputs_of(self.order.kind, self.measured, members, self.opponent, in_time=in_time),
        )

    def _ending(self, status: SeriesStatus) -> str:
        complete = f"{len(self.measured)} of {counted(self.order.count, self.order.kind)}"
        return f"Stopped by hand with {complete} complete." if status == "stopped" else f"{complete} complete."

    def _representative(self) -> str:
        if self.order.kind == "fold":
            return ""
        try:
            return open_run(self.folder).name
        except RunError:
            return ""

    def _member(self, member: Member) -> None:
        self._members[member.number] = member
        self._update(members=tuple(self._members.values()))

    def _change(self, number: int, **changes: object) -> None:
        self._member(Member(**(dict(self._members[number]) | changes)))

    def _update(self, **changes: object) -> Series:
        self._series = Series(**(dict(self._series) | changes))
        write_series(self._series)
        return self._series
