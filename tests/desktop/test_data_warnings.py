"""What to be careful about in the data is told by a real engine while one works, each with the button that mends it."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hands import LEFT
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense
from netloom.edits import AddBlock, Arrange, SetRole, SetSource, SetTraining
from netloom.errors import Fix, Problem
from netloom.profiles import Profile
from netloom.project import Position, Project
from netloom.protocol import FindMistakes, PartSizes, Planned, Request
from netloom.starter import new_project
from netloom.storage import save
from netloom_desktop.data import warnings_checks
from netloom_desktop.data.table import OpenTable
from netloom_desktop.data.warnings import WarningList
from netloom_desktop.data.warnings_checks import PAUSE, DataChecks, StillWrong, gathered
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.planned import PlannedProject
from netloom_desktop.problem_list.row import ProblemRow
from netloom_desktop.theme import LIGHT

PATIENCE = 60_000  # milliseconds, on a machine where much else runs
COPY = "<i>copy</i>"
HEAVY = Planned(
    answers=(),
    parameters=10_000,
    buffers=0,
    multiply_adds=0,
    memory=0,
    training_memory=0,
    networks=(),
    problems=(),
    code=(),
)


class Person:
    """Somebody who looks at the warnings of a project and clicks what mends them."""

    def __init__(self, folder: Path, engines: EngineClient, qtbot: QtBot) -> None:
        self.folder, self.engines, self.qtbot = folder, engines, qtbot
        self.editor = Editor()
        self.checks = DataChecks(self.editor, engines)
        self.table = OpenTable(self.editor, engines)
        self.checks.follow_table(self.table)
        self.list = WarningList(self.editor, LIGHT)
        self.checks.changed.connect(self.list.show_problems)
        self.list.resize(600, 500)
        self.list.show()
        qtbot.waitExposed(self.list)

    def opens(self, project: Project) -> None:
        """Opens a project, whose table is then read."""
        save(project, self.folder / "houses.netloom")
        self.editor.open(self.folder / "houses.netloom")
        self.table.begin()

    def row(self, code: str) -> ProblemRow:
        return next(row for row in self.list.rows if row.problem is not None and row.problem.code == code)

    def codes(self) -> list[str]:
        return [row.problem.code for row in self.list.rows if row.problem is not None]

    def sees(self, code: str) -> ProblemRow:
        """Waits until a problem is listed."""
        self.qtbot.waitUntil(lambda: code in self.codes(), timeout=PATIENCE)
        return self.row(code)

    def mends(self, code: str) -> None:
        QTest.mouseClick(self.row(code).fix, LEFT)

    def leaves(self) -> None:
        self.list.close()
        self.checks.deleteLater()
        self.table.deleteLater()
        self.list.deleteLater()
        self.editor.deleteLater()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A table of which one column copies the target, one names the rows, and one class is rare."""
    lines = [f"key,size,{COPY},sold"]
    for row in range(400):
        sold = "yes" if row % 40 == 0 else "no"
        lines.append(f"{row},{row * 37 % 101},{'j' if sold == 'yes' else 'n'},{sold}")
    (tmp_path / "houses.csv").write_text("\n".join(lines) + "\n")
    return tmp_path


@pytest.fixture(scope="module")
def engines(qapp: object) -> Iterator[EngineClient]:
    client = EngineClient()
    yield client
    client.close()
    client.deleteLater()


@pytest.fixture
def person(folder: Path, engines: EngineClient, qtbot: QtBot) -> Iterator[Person]:
    person = Person(folder, engines, qtbot)
    yield person
    person.leaves()


def careless(folder: Path) -> tuple[Project, Profile]:
    """The project of that table in which every column is used."""
    started = new_project(folder / "houses.csv", "sold", folder / "p.netloom")
    project = started.project
    key = project.data.column("key").model_copy(update={"transform": project.data.column("size").transform})
    columns = tuple(key if column.name == "key" else column for column in project.data.columns)
    project = project.model_copy(update={"data": project.data.model_copy(update={"columns": columns})})
    return SetRole(columns=("key", COPY), role="feature")(project), started.profile


def test_leak_identifier_and_rare_class_are_told_and_mended_by_a_click(person: Person, folder: Path) -> None:
    person.opens(careless(folder)[0])
    leak = person.sees("leak")
    assert leak.head.text() == f"Warning · column {COPY}"
    assert leak.head.textFormat() == Qt.TextFormat.PlainText
    assert leak.fix.text() == f"Ignore {COPY}"
    assert {"identifier_as_feature", "rare_class"} <= set(person.codes())
    for code in ("leak", "identifier_as_feature", "rare_class"):
        person.mends(code)
        assert code not in person.codes(), "at once, before the engine has looked again"
    data = person.editor.project.data
    assert [data.column(name).role for name in ("key", COPY, "size")] == ["ignored", "ignored", "feature"]
    assert person.editor.project.training.class_weights == "balanced"
    assert [step.label for step in person.editor.history.steps[1:]] == [
        f"Ignore {COPY}",
        "Ignore key",
        "Let classes count equally",
    ]
    person.editor.undo()
    person.sees("rare_class")


def test_a_click_goes_to_the_column(person: Person, folder: Path) -> None:
    person.opens(careless(folder)[0])
    row = person.sees("leak")
    with person.qtbot.waitSignal(person.list.column_wanted) as wanted:
        QTest.mouseClick(row.body, LEFT)
    assert wanted.args == [COPY]


def test_data_that_has_changed_or_is_gone_is_told(person: Person, folder: Path) -> None:
    project, _ = careless(folder)
    with (folder / "houses.csv").open("a") as table:
        table.write("400,5,n,no\n")
    person.opens(project)
    person.sees("data_changed")
    person.mends("data_changed")
    assert "data_changed" not in person.codes()
    elsewhere = project.data.source.model_copy(update={"path": "gone.csv"})
    person.editor.do("Read another file", SetSource(source=elsewhere))
    assert "gone.csv is not there" in person.sees("data_missing").body.text()


def test_a_table_that_does_not_fit_the_project_is_told_in_one_line(person: Person, folder: Path) -> None:
    project, _ = careless(folder)
    (folder / "houses.csv").write_text("key,size\n1,2\n2,3\n")
    person.opens(project)
    assert "sold" in person.sees("data_does_not_fit").body.text()


def test_of_a_new_project_nothing_of_the_one_before_is_told(person: Person, folder: Path) -> None:
    person.opens(careless(folder)[0])
    person.sees("leak")
    person.editor.new()
    assert person.codes() == []
    assert person.list.summary.text() == "Nothing about the data stands out."


def test_more_units_are_weighed_against_the_rows_without_another_look_at_the_data(
    person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(person.engines, "ask", partial(noted, asked, person.engines.ask))
    person.opens(careless(folder)[0])
    person.sees("leak")
    person.checks.show_sizes(PartSizes(training=280, validation=60, test=60, left_out=0))
    assert "too_few_rows" not in person.codes()
    looks = asked.count(FindMistakes)
    person.editor.set_planned(PlannedProject(found=HEAVY))
    assert "280 training rows for 10,000 parameters" in person.row("too_few_rows").body.text()
    person.qtbot.wait(2 * PAUSE)  # nothing else tells that nothing is asked
    assert asked.count(FindMistakes) == looks == 1


def noted(asked: list[object], ask: Callable[..., int], request: Request, *rest: object) -> int:
    asked.append(type(request))
    return ask(request, *rest)


def test_blocks_that_are_only_moved_gather_nothing_anew(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    gathering: list[object] = []
    monkeypatch.setattr(warnings_checks, "gathered", lambda *of: gathering.append(of) or ())
    person.editor.do("Add", AddBlock(block=Dense()))
    assert gathering
    gathering.clear()
    person.editor.do("Move", Arrange(positions=(Position(node="dense_1", x=70, y=80),)))
    assert gathering == []


# What is gathered


def told(code: str, column: str = "", severity: str = "warning", fix: Fix | None = None) -> Problem:
    return Problem(code=code, message=f"{code} {column}", severity=severity, column=column, fix=fix)  # type: ignore[arg-type]  # a severity


def test_each_problem_is_told_once_the_worst_first(folder: Path) -> None:
    project, profile = careless(folder)
    project = SetRole(columns=("size",), role="ignored")(project)
    odd = profile.model_copy(update={"told": (told("column_codes", "key", "note"), told("column_mixed", "size"))})
    plan = PlannedProject(problems=(told("unknown_column", "sold", "error"), told("dense", severity="error")))
    found = gathered(project, plan, odd, (told("leak", "key"), told("leak", "key")))
    assert [problem.code for problem in found] == ["unknown_column", "leak", "column_codes"]


def test_what_is_mended_already_is_told_no_more(folder: Path) -> None:
    project, _ = careless(folder)
    balanced = project.training.model_copy(update={"class_weights": "balanced"})
    rare = told("rare_class", "sold", fix=Fix(label="Mend", edits=(SetTraining(training=balanced),)))
    still = StillWrong()
    assert still.of(project, (rare,)) == (rare,)
    assert still.of(SetTraining(training=balanced)(project), (rare,)) == ()
    assert still.of(project, (rare,)) == (rare,)
