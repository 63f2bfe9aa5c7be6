"""What is wrong with the data or should be known of it before training, asked whenever it could be different."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netloom.capacity import too_few_rows
from netloom.errors import NetloomError, Problem
from netloom.profiles import Profile
from netloom.project import Data, Project
from netloom.protocol import CheckData, Failed, FindMistakes, PartSizes, Problems, Reply
from netloom.settings.training import Training
from netloom.storage import data_problems
from netloom_desktop.data.asked_table import TableState
from netloom_desktop.data.question import Question
from netloom_desktop.data.split_sizes import ends_of
from netloom_desktop.data.table import OpenTable
from netloom_desktop.editor import Change, Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.planned import PlannedProject, without_layout

PAUSE: Final = 300  # milliseconds after an edit: who drags or types is not followed at every step
_WORST_FIRST: Final = ("error", "warning", "note")


class DataChecks(QObject):
    """Two questions: whether the data is there and the same, and, once the table is read, what in it would mislead a
    network. Until it is begun the engine is asked nothing, and only a file that is not there is told.

    `changed(problems)` tells all that is known, of the plan as well.
    """

    changed = Signal(object)

    def __init__(self, editor: Editor, engines: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.problems: tuple[Problem, ...] = ()
        self._table: OpenTable | None = None
        self._profile: Profile | None = None
        self._sizes: PartSizes | None = None
        self._has_begun = self._is_read = False
        self._still = StillWrong()
        self._there, self._mistakes = _Answer(engines, self._tell, self), _Answer(engines, self._tell, self)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._ask)
        editor.project_changed.connect(self._follow)
        editor.plan_changed.connect(lambda _: self._tell())
        editor.file_changed.connect(lambda _: self._look())
        self._look()

    def follow_table(self, table: OpenTable) -> None:
        """Look more closely once this table is read, and again when it is another one."""
        if table is not self._table:
            self._table = table
            table.changed.connect(self._show_table)
            self._show_table(table.state)

    def _show_table(self, state: TableState) -> None:
        self._has_begun = self._has_begun or state.state != "none"
        if state.is_profiled != self._is_read:
            self._is_read = state.is_profiled
            for answer in (self._there, self._mistakes):
                answer.question.forget()
        self._profile = state.profile
        self._tell()
        self._timer.start()

    def show_sizes(self, sizes: PartSizes | None) -> None:
        """How many rows there are to learn from is known; None: no more."""
        self._sizes = sizes
        self._tell()

    # Asking

    def _follow(self, change: Change) -> None:
        if not change.opened and without_layout(change.before) == without_layout(change.after):
            return
        if change.opened:
            self._mistakes.forget()
        if change.opened or change.before.data.source != change.after.data.source:
            self._look()
        self._tell()
        self._timer.start()

    def _look(self) -> None:
        """Whether the file is there is seen at once."""
        self._there.forget()
        if self.editor.project.data.source.path:
            self._there.problems = data_problems(_without_fingerprint(self.editor.project), Path(self.editor.folder))
        self._tell()
        self._timer.start()

    def _ask(self) -> None:
        project, folder = self.editor.project, self.editor.folder
        if not self._has_begun or not project.data.source.path:
            return
        plain = without_layout(project)
        self._there.question.ask((project.data.source, folder), lambda: CheckData(project=plain, folder=folder))
        if self._is_read:
            about = project.data, ends_of(project), project.training.class_weights, folder
            self._mistakes.question.ask(about, lambda: FindMistakes(project=plain, folder=folder))

    def _tell(self) -> None:
        checked = (*self._there.problems, *self._mistakes.problems, *self._few_rows())
        still = self._still.of(self.editor.project, checked)
        problems = gathered(self.editor.project, self.editor.planned, self._profile, still)
        if problems != self.problems:
            self.problems = problems
            self.changed.emit(problems)

    def _few_rows(self) -> Iterable[Problem]:
        """Told here: whoever changes units waits for no look at the data."""
        found = self.editor.planned.found
        return too_few_rows(self._sizes.training, found.parameters) if self._sizes and found else ()


class _Answer(QObject):
    """A question, and what was answered last."""

    def __init__(self, engines: EngineClient, tell: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()
        self.question = Question(engines, self)
        self.question.answered.connect(self._hear)
        self._changed = tell

    def forget(self) -> None:
        """It was about something else."""
        self.problems = ()
        self.question.forget()

    def _hear(self, reply: Reply) -> None:
        if isinstance(reply, Problems):
            self.problems = reply.problems
        elif isinstance(reply, Failed):
            self.problems = reply.problems or (Problem(code="data_unreadable", message=reply.message),)
        self._changed()


def _without_fingerprint(project: Project) -> Project:
    """To compare the content of a large file takes a while."""
    source = project.data.source.model_copy(update={"fingerprint": ""})
    return project.model_copy(update={"data": project.data.model_copy(update={"source": source})})


def gathered(
    project: Project, planned: PlannedProject, profile: Profile | None, still: Iterable[Problem]
) -> tuple[Problem, ...]:
    """All that is told of the data, the worst first, each once: by the engine, as far as it is `still` so, by the plan
    of columns, and what was odd about the file and about columns that are used."""
    ignored = {column.name for column in project.data.columns if column.role == "ignored"}
    of_columns = (problem for problem in planned.problems if problem.column)
    odd = (problem for problem in (profile.told if profile else ()) if problem.column not in ignored)
    every = (*still, *of_columns, *odd)
    told = {(problem.code, problem.column, problem.message): problem for problem in every}
    return tuple(sorted(told.values(), key=lambda problem: _WORST_FIRST.index(problem.severity)))


class StillWrong:
    """Which problems of the data are not mended yet. It is worked out once for each state of what they are about: an
    edit of the network alone waits for none of it."""

    def __init__(self) -> None:
        self._data: Data | None = None
        self._training: Training | None = None
        self._asked: tuple[Problem, ...] = ()
        self._found: tuple[Problem, ...] = ()

    def of(self, project: Project, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Those that a project still has."""
        same = project.data is self._data and project.training is self._training
        if not same or problems != self._asked:
            self._data, self._training, self._asked = project.data, project.training, problems
            self._found = tuple(problem for problem in problems if not _is_mended(project, problem))
        return self._found


def _is_mended(project: Project, problem: Problem) -> bool:
    """Whether the change that mends it has been made since: then nobody waits for the engine to find out."""
    if problem.fix is None:
        return False
    mended = project
    try:
        for edit in problem.fix.edits:
            mended = edit(mended)
    except NetloomError:
        return False
    return mended == project
