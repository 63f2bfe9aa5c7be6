"""What is asked of a table that a run answers for: how it compares, windows of its rows. The last one stays open."""

from pathlib import Path
from typing import TYPE_CHECKING

from netloom import protocol
from netloom.engine.tables import Stamp, stamp_of, window_of
from netloom.settings.sources import TableFile

if TYPE_CHECKING:
    from netloom.data.progress import Tell
    from netloom.prediction import OneRow, Scoring

_Asked = tuple[str, str, TableFile, Stamp | None, Stamp | None]


class OpenScoring:
    """At most one run with a table, opened again where others are asked for or one of them has changed."""

    def __init__(self) -> None:
        self._asked: _Asked | None = None
        self._scoring: Scoring | None = None

    def get(self, request: protocol.ScoreTable | protocol.ScoreRows, tell: "Tell") -> "Scoring":
        """What the request is about; DataError or RunError if it cannot be read."""
        from netloom.prediction import scoring
        from netloom.runs import open_run

        run, data = Path(request.run), Path(request.data)
        asked = request.run, request.data, request.source, stamp_of(run), stamp_of(data)
        if self._scoring is None or asked != self._asked:
            self._scoring = None  # two tables at once may be more than memory holds
            self._scoring = scoring(open_run(run), data, request.source, tell)
            self._asked = asked
        return self._scoring.at(request.threshold) if isinstance(request, protocol.ScoreRows) else self._scoring


class OpenRow:
    """At most one run that is asked for single rows, opened again where another is asked for or it has changed."""

    def __init__(self) -> None:
        self._asked: tuple[str, Stamp | None] | None = None
        self._row: OneRow | None = None

    def get(self, run: str) -> "OneRow":
        """The run in a folder, or of a project's file; RunError if it cannot be read."""
        from netloom.prediction import one_row
        from netloom.runs import open_run

        asked = run, stamp_of(Path(run))
        if self._row is None or asked != self._asked:
            self._row, self._asked = one_row(open_run(Path(run))), asked
        return self._row


def scored(scoring: "Scoring", tell: "Tell") -> protocol.Scored:
    """How the table compares with the training data, and what its windows have."""
    drift, no_drift = scoring.drift(tell)
    return protocol.Scored(
        source=scoring.table.source,
        rows=scoring.table.frame.height,
        columns=len(scoring.columns),
        added=scoring.added,
        event=scoring.event,
        lacking=scoring.reading.lacking,
        told=(*scoring.run.told, *scoring.told),
        drift=drift,
        no_drift=no_drift,
    )


def scored_rows(scoring: "Scoring", request: protocol.ScoreRows) -> protocol.Rows:
    """The window that is asked for."""
    window = scoring.window(request.start, request.count, request.first_column, request.columns)
    place = request.start, request.first_column
    found = window_of(scoring.table, window, request.longest, place)
    return found.model_copy(update={"columns": len(scoring.columns)})
