"""Rows of a report with their answers. Those that were chosen last stay at hand: a window of them is soon asked for."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from netloom import protocol
from netloom.engine.tables import Stamp, stamp_of, window_of
from netloom.errors import RunError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from netloom.answers import Answered
    from netloom.data.reading import Table
    from netloom.engine.answering import Desk


@dataclass(frozen=True)
class _Found:
    """The table of a run, what was answered, and the places of the answers that are chosen [chosen]."""

    table: "Table"
    answered: "Answered"
    chosen: "NDArray[np.int64]"


class OpenAnswers:
    """At most one run's answers, read again where others are asked for or a file has changed."""

    def __init__(self) -> None:
        self._known: tuple[protocol.ReadAnswers, Stamp | None] | None = None
        self._found: _Found | None = None

    def window(self, request: protocol.ReadAnswers, desk: "Desk") -> protocol.AnsweredRows:
        """The window that is asked for. RunError or DataError if the answers or the table cannot be read."""
        found = self._of(request, desk)
        shown = found.chosen[request.start : request.start + request.count]
        rows = found.answered.rows[shown]
        names = found.table.frame.columns[request.first_column : request.first_column + request.columns]
        cells = found.table.frame.select(names)[rows]
        chances = found.answered.chance[shown] if len(found.answered.chance) else shown[:0]
        place = request.start, request.first_column
        return protocol.AnsweredRows(
            numbers=tuple((rows + 1).tolist()),
            actual=tuple(found.answered.truth[shown].tolist()),
            predicted=tuple(found.answered.answer[shown].tolist()),
            chances=tuple(chances.tolist()),
            rows=window_of(found.table, cells, request.longest, place, len(found.chosen)),
        )

    def _of(self, request: protocol.ReadAnswers, desk: "Desk") -> _Found:
        from netloom.training.folder import read_project, read_state

        folder = Path(request.run)
        state = read_state(folder)
        source, home = read_project(folder, state).data.source, folder / state.project_folder
        table = desk.table_of(source, str(home))
        known = request.model_copy(update={"start": 0, "count": 0, "first_column": 0}), stamp_of(home / source.path)
        if self._found is None or self._found.table is not table or self._known != known:
            self._known, self._found = None, _found(request, table, home / source.path)
            self._known = known
        return self._found


def _found(request: protocol.ReadAnswers, table: "Table", path: Path) -> _Found:
    from netloom.answers import read_answers
    from netloom.storage import fingerprint

    folder = Path(request.run)
    answered = read_answers(folder, request.output, request.answers, fingerprint(path))
    if len(answered.rows) and not 0 <= answered.rows.min() <= answered.rows.max() < table.frame.height:
        raise RunError(f"The answers of {folder.name} are about rows that the table does not have. Measure it again.")
    return _Found(table, answered, answered.chosen(request.choice))
