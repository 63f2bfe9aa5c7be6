"""Each request, asked of a real engine, is answered as the command line answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import netloom
from engines import EngineProcess, the_table
from netloom import protocol, storage
from netloom.blocks import Dense
from netloom.edits import RemoveBlocks, SetSettings
from netloom.events import EpochFinished, RunFinished, RunStarted, to_line
from netloom.planning import plan, training_memory
from netloom.project import Project
from netloom.protocol import Failed, Happened, Planned, Reply, Started, Trained
from netloom.settings.sources import TableFile


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    the_table(folder)
    return folder


@pytest.fixture(scope="module")
def started(engine: EngineProcess, folder: Path) -> Started:
    request = protocol.NewProject(data=str(folder / "table.csv"), target="late", out=str(folder / "P.netloom"))
    reply = answered(engine, request, Started)
    storage.save(reply.project, folder / "P.netloom")
    return reply


@pytest.fixture(scope="module")
def project(started: Started) -> Project:
    """A project that is trained in a moment."""
    training = started.project.training.model_copy(update={"epochs": 3, "early_stopping": None})
    return started.project.model_copy(update={"training": training})


@pytest.fixture(scope="module")
def trained(engine: EngineProcess, project: Project, folder: Path) -> Trained:
    return answered(engine, protocol.Train(project=project, path=str(folder / "P.netloom")), Trained)


def answered(engine: EngineProcess, request: protocol.Request, kind: type[Any]) -> Any:
    reply = engine.ask(request)
    assert isinstance(reply, kind), reply
    return reply


def refused(engine: EngineProcess, request: protocol.Request) -> Failed:
    return answered(engine, request, Failed)


@pytest.mark.parametrize("what", ["plan", "data", "training"])
def test_warming_is_done_and_says_nothing(engine: EngineProcess, what: Any) -> None:
    assert engine.ask(protocol.Warm(what=what)) == protocol.Done()


def test_a_starter_project_is_the_one_of_the_command_line(started: Started, folder: Path) -> None:
    own = netloom.new_project(folder / "table.csv", "late", folder / "P.netloom")
    assert (started.project, started.profile, started.decisions) == (own.project, own.profile, own.decisions)


def test_a_plan_has_all_that_is_shown_of_it(engine: EngineProcess, project: Project) -> None:
    request = protocol.PlanProject(project=project, code=("pytorch", "keras"))
    reply, own = answered(engine, request, Planned), plan(project)
    (network,) = reply.networks
    assert [block.id for block in network.blocks] == [node.id for node in project.nodes]
    for block, step in zip(network.blocks, own.steps, strict=True):
        assert (block.inputs, block.outputs, block.attribute) == (step.inputs, step.outputs, step.attribute)
        assert block.parameters == step.cost.parameters
    assert (reply.parameters, reply.multiply_adds) == (own.parameters, own.cost.multiply_adds)
    assert reply.training_memory == training_memory(own, project.training.batch_size)
    assert [(answer.target, answer.loss) for answer in reply.answers] == [("late", "binary_crossentropy")]
    for code, written in zip(reply.code, (netloom.source(own), netloom.keras_source(own)), strict=True):
        assert (code.text, code.blocks) == (written.text, written.blocks)
        assert len(code.blocks) == len(code.text.splitlines())
        assert set(code.blocks) - {""} <= {node.id for node in project.nodes}
    assert [code.language for code in reply.code] == ["pytorch", "keras"]


def test_groups_are_planned_for_each_shape_that_enters_them(engine: EngineProcess, project: Project) -> None:
    hidden = next(node.id for node in project.nodes if isinstance(node.block, Dense))
    grouped = netloom.edits.MakeGroup(nodes=(hidden,), name="hidden layer")(project)
    top, inside = answered(engine, protocol.PlanProject(project=grouped), Planned).networks
    assert (inside.group, inside.name) == (grouped.groups[0].id, "HiddenLayer")
    assert hidden in {block.id for block in inside.blocks}
    assert [block.networks for block in top.blocks if block.networks] == [("HiddenLayer",)]


def test_what_is_wrong_comes_with_a_fix_that_mends_it_here(engine: EngineProcess, project: Project) -> None:
    last = project.nodes[-2].id
    broken = SetSettings(node=last, settings=(("units", 5),))(project)
    reply = answered(engine, protocol.PlanProject(project=broken, code=("pytorch",)), Planned)
    assert reply.problems == plan(broken).problems
    assert reply.code == ()
    assert reply.problems[0].fix
    for edit in reply.problems[0].fix.edits:
        broken = edit(broken)
    mended = answered(engine, protocol.PlanProject(project=broken), Planned)
    assert (mended.problems, mended.code) == ((), ())


def test_a_plan_of_nothing_tells_what_is_missing(engine: EngineProcess) -> None:
    reply = answered(engine, protocol.PlanProject(project=Project()), Planned)
    assert reply.problems == plan(Project()).problems
    assert reply.networks[0].blocks == ()


def test_a_table_is_profiled_and_its_source_filled_in(engine: EngineProcess, folder: Path) -> None:
    request = protocol.ProfileTable(source=TableFile(path="table.csv"), folder=str(folder))
    reply = answered(engine, request, protocol.Profiled)
    own = netloom.read_table(folder / "table.csv", TableFile(path="table.csv"))
    assert reply.source == own.source
    assert reply.profile == netloom.profile(own)
    assert sum(reply.profile.column("days").histogram) == 210


def test_rows_come_window_by_window(engine: EngineProcess, folder: Path) -> None:
    source = TableFile(path="table.csv")

    def rows(**window: int) -> protocol.Rows:
        return answered(engine, protocol.ReadRows(source=source, folder=str(folder), **window), protocol.Rows)

    window = rows(start=207, count=100)
    assert window.names == ("id", "days", "late")
    assert window.cells == (("207", "4", "yes"), ("208", "5", "yes"), ("209", "6", "yes"))
    assert (window.rows, window.columns) == (210, 3)
    assert rows(start=1, count=1, first_column=1, columns=1).cells == (("1",),)
    assert rows(start=500).cells == ()
    assert rows(first_column=3).names == ()


def test_a_table_that_has_changed_is_read_again(engine: EngineProcess, tmp_path: Path) -> None:
    request = protocol.ReadRows(source=TableFile(path="a.csv"), folder=str(tmp_path))
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    assert answered(engine, request, protocol.Rows).cells == (("1", "2"),)
    (tmp_path / "a.csv").write_text("x,y\n1,\n3,4\n")
    assert answered(engine, request, protocol.Rows).cells == (("1", None), ("3", "4"))
    (tmp_path / "a.csv").unlink()
    assert "There is no file" in refused(engine, request).message


def test_the_parts_have_the_sizes_with_which_it_trains(
    engine: EngineProcess, project: Project, folder: Path, trained: Trained
) -> None:
    reply = answered(engine, protocol.SplitRows(project=project, folder=str(folder)), protocol.PartSizes)
    first = netloom.open_run(Path(trained.run)).events()[0]
    assert isinstance(first, RunStarted)
    assert (reply.training, reply.validation, reply.test) == (
        first.training_rows,
        first.validation_rows,
        first.test_rows,
    )
    assert (reply.training + reply.validation + reply.test, reply.left_out) == (210, 0)


def test_the_parts_of_a_project_that_has_no_network_yet_are_those_of_its_targets(
    engine: EngineProcess, project: Project, folder: Path
) -> None:
    request = protocol.SplitRows(project=Project(data=project.data), folder=str(folder))
    whole = protocol.SplitRows(project=project, folder=str(folder))
    assert engine.ask(request) == engine.ask(whole)


def test_data_that_is_not_there_is_told(engine: EngineProcess, project: Project, folder: Path, tmp_path: Path) -> None:
    here = protocol.CheckData(project=project, folder=str(folder))
    assert answered(engine, here, protocol.Problems).problems == ()
    there = protocol.CheckData(project=project, folder=str(tmp_path))
    assert answered(engine, there, protocol.Problems).problems == netloom.data_problems(project, tmp_path)


def test_what_should_be_known_before_training_is_asked_without_training(
    engine: EngineProcess, project: Project, folder: Path
) -> None:
    """The days alone tell whether it is late: that is a leak, and ignoring it mends the project."""
    request = protocol.FindMistakes(project=project, folder=str(folder), parameters=50_000)
    found = {problem.code: problem for problem in answered(engine, request, protocol.Problems).problems}
    assert set(found) >= {"leak", "too_few_rows"}
    assert found["leak"].column == "days"
    elsewhere = protocol.FindMistakes(project=project, folder=str(folder / "elsewhere"))
    assert "There is no file" in refused(engine, elsewhere).message


def test_training_tells_its_events_as_they_are_in_the_run(engine: EngineProcess, trained: Trained) -> None:
    id = next(heard.id for heard in engine.heard if isinstance(heard.request, protocol.Train))
    told = [reply.event for reply in engine.replies(id) if isinstance(reply, Happened)]
    assert [to_line(event) for event in told] == (Path(trained.run) / "events.jsonl").read_text().splitlines()
    assert sum(isinstance(event, EpochFinished) for event in told) == 3
    assert isinstance(told[-1], RunFinished)
    assert (trained.reason, trained.message) == (told[-1].reason, told[-1].message)


def test_a_run_is_evaluated_exported_and_predicts(engine: EngineProcess, trained: Trained, folder: Path) -> None:
    report = answered(engine, protocol.Evaluate(run=trained.run), protocol.Evaluated)
    assert Path(report.page).read_text().startswith("<!doctype html>")
    assert Path(report.document).read_text().startswith("{")
    table, out = str(folder / "table.csv"), folder / "out.csv"
    predicted = answered(engine, protocol.Predict(run=trained.run, data=table, out=str(out)), protocol.Predicted)
    assert (predicted.rows, predicted.path, predicted.neutralised) == (210, str(out), 0)
    assert len(out.read_text().splitlines()) == 211
    exported = answered(engine, protocol.Export(run=trained.run, out=str(folder / "m.onnx")), protocol.Exported)
    assert Path(exported.path).stat().st_size > 1000
    assert Path(exported.examples).exists()
    assert exported.largest_difference is not None
    assert exported.largest_difference < 1e-4


@pytest.mark.parametrize(
    ("format", "out", "files"), [("pytorch", "folder", ""), ("keras", "script.py", "script-files")]
)
def test_a_run_is_exported_as_code(
    format: str, out: str, files: str, engine: EngineProcess, trained: Trained, folder: Path
) -> None:
    request = protocol.Export(run=trained.run, out=str(folder / out), format=format)  # type: ignore[arg-type]  # one of them
    exported = answered(engine, request, protocol.Exported)
    assert exported.path == str(folder / out)
    assert exported.files == (str(folder / files) if files else "")
    assert exported.largest_difference is not None
    assert exported.largest_difference < 1e-5


def test_runs_are_listed_with_what_was_noted_of_them(engine: EngineProcess, trained: Trained, folder: Path) -> None:
    netloom.note_run(Path(trained.run), netloom.noted("the first", ["good"]))
    listed = answered(engine, protocol.ListRuns(project=str(folder / "P.netloom")), protocol.RunsListed)
    assert listed.runs == netloom.runs_of(folder / "P.netloom")
    assert (listed.runs[0].note, listed.runs[0].tags) == ("the first", ("good",))


def test_a_run_is_shown_as_programs_that_ask_its_onnx_file(engine: EngineProcess, trained: Trained) -> None:
    written = answered(engine, protocol.WriteSnippets(run=trained.run, file="points.onnx"), protocol.Snippets)
    assert [each.language for each in written.snippets] == ["python", "javascript"]
    assert all('"points.onnx"' in each.text for each in written.snippets)


def test_an_evaluation_takes_what_the_command_line_takes(engine: EngineProcess, trained: Trained, folder: Path) -> None:
    costs = netloom.Costs(false_negative=20)
    request = protocol.Evaluate(run=trained.run, data=str(folder / "table.csv"), costs=costs, importance_seconds=0)
    report = answered(engine, request, protocol.Evaluated)
    assert Path(report.document).name == "report-table.json"
    own = netloom.evaluate(netloom.open_run(Path(trained.run)), folder / "table.csv", costs=costs, importance_seconds=0)
    assert Path(report.document).read_text() == own.to_json()


def test_costs_that_say_nothing_are_refused(engine: EngineProcess, trained: Trained) -> None:
    costs = {"false_positive": 0, "false_negative": 0}
    request = {"type": "evaluate", "run": trained.run, "costs": costs}
    asked = engine.conversation.ask(protocol.Evaluate(run=trained.run))
    engine.write(json.dumps({"id": asked.id, "request": request}).encode() + b"\n")
    reply = engine.final(asked.id)
    assert isinstance(reply, Failed)
    assert "All costs and gains are 0" in reply.message
    assert reply.exit_status == 2


def test_a_series_is_trained_and_measured_again(engine: EngineProcess, project: Project, folder: Path) -> None:
    request = protocol.TrainSeries(project=project, path=str(folder / "P.netloom"), of="repeat", count=2)
    id = engine.send(request)
    reply = engine.final(id)
    assert isinstance(reply, protocol.SeriesMeasured)
    kinds = [said.event.kind for said in engine.replies(id) if isinstance(said, Happened)]
    assert (kinds[0], kinds[-1], kinds.count("run_finished")) == ("series_started", "series_finished", 2)
    series = netloom.open_series(Path(reply.series))
    assert (series.kind, series.status, len(series.members)) == ("repeat", "finished", 2)
    before = Path(reply.document).read_text()
    again = protocol.EvaluateSeries(series=reply.series)
    assert answered(engine, again, protocol.SeriesMeasured) == reply
    assert Path(reply.document).read_text() == before


def test_a_network_that_cannot_be_built_fails_with_its_problems(
    engine: EngineProcess, project: Project, folder: Path
) -> None:
    broken = RemoveBlocks(nodes=(project.nodes[1].id,))(project)
    reply = refused(engine, protocol.Train(project=broken, path=str(folder / "P.netloom")))
    assert reply.exit_status == 2
    assert reply.problems == plan(broken).errors


@pytest.mark.parametrize(
    ("request_of", "why"),
    [
        (lambda folder: protocol.Evaluate(run=str(folder / "gone")), "There is no"),
        (lambda folder: protocol.Export(run=str(folder), out="x.onnx"), "is no run: it holds no run.json"),
        (lambda folder: protocol.Predict(run=str(folder), data="x", out="y"), "is no run"),
        (lambda folder: protocol.NewProject(data=str(folder / "x.csv"), target="y", out="z"), "There is no file"),
        (lambda folder: protocol.ProfileTable(source=TableFile(), folder=str(folder)), "is a folder"),
        (lambda folder: protocol.ProfileTable(source=TableFile(path="x"), folder="\0"), "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_told_as_on_the_command_line(
    engine: EngineProcess, tmp_path: Path, request_of: Any, why: str
) -> None:
    reply = refused(engine, request_of(tmp_path))
    assert why in reply.message
    assert reply.exit_status == 2


def test_nothing_but_what_was_asked_for_was_said(engine: EngineProcess) -> None:
    assert engine.conversation.odd == []
    assert not engine.conversation.waiting
    assert all(isinstance(heard.reply, Reply) for heard in engine.heard)
    assert "Traceback" not in engine.logged()
