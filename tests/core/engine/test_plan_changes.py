"""A plan that is said by what differs from one before is the plan that the whole project has."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import EngineProcess
from netloom.blocks import Dense
from netloom.edits import Difference, InsertBlock, MakeGroup, RemoveBlocks, SetSettings
from netloom.engine.plans import Plans
from netloom.errors import EditError, InputError
from netloom.planning import plan
from netloom.project import Project
from netloom.protocol import Failed, PlanChange, PlanChanged, Planned, PlanProject, RequestLine
from networks import COLUMNS
from random_edits import Drawn, beginning, edit_of

WITH_DATA = beginning().model_copy(update={"data": beginning().data.model_copy(update={"columns": COLUMNS})})
UNITS = SetSettings(node="dense_1", settings=(("units", 7),))


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as started:
        yield started


def whole(engine: EngineProcess, project: Project, version: int) -> Planned:
    reply = engine.ask(PlanProject(project=project, code=("pytorch", "keras"), version=version))
    assert isinstance(reply, Planned), reply
    return reply


def change(before: Project, after: Project, base: int, version: int) -> PlanChange:
    difference = Difference.between(before, after)
    return PlanChange(base=base, version=version, change=difference, code=("pytorch", "keras"))


@pytest.mark.parametrize(
    "edit",
    [
        UNITS,
        SetSettings(node="dense_1", settings=(("units", 0),)),
        RemoveBlocks(nodes=("add_1",), reconnect=True),
        RemoveBlocks(nodes=("input_1",)),
        InsertBlock(block=Dense(), wire=WITH_DATA.wires[0]),
        MakeGroup(nodes=("dense_1", "dropout_1"), name="Part"),
    ],
    ids=lambda edit: edit.type,
)
def test_an_edit_and_its_undoing_are_answered_by_what_they_change(engine: EngineProcess, edit: SetSettings) -> None:
    first = whole(engine, WITH_DATA, 1)
    try:
        after = edit(WITH_DATA)
    except EditError:
        return
    reply = engine.ask(change(WITH_DATA, after, 1, 2))
    assert isinstance(reply, PlanChanged), reply
    assert reply.after(first) == whole(engine, after, 3)
    back = engine.ask(change(after, WITH_DATA, 2, 4))
    assert isinstance(back, PlanChanged), back
    assert back.after(reply.after(first)) == first


def test_little_travels_for_a_little_edit(engine: EngineProcess) -> None:
    project = WITH_DATA
    for _ in range(200):
        project = InsertBlock(block=Dense(), wire=project.wires[0])(project)
    whole(engine, project, 1)
    request = change(project, UNITS(project), 1, 2)
    reply = engine.ask(request)
    assert isinstance(reply, PlanChanged), reply
    asked = RequestLine(id=1, request=PlanProject(project=UNITS(project))).to_line()
    assert len(RequestLine(id=1, request=request).to_line()) < len(asked) / 20
    assert sum(len(network.blocks) for network in reply.networks) < 20
    assert sum(len(code.lines) for code in reply.code) < 30


def test_a_version_that_is_not_known_is_told_and_the_whole_can_be_asked(engine: EngineProcess) -> None:
    reply = engine.ask(change(WITH_DATA, UNITS(WITH_DATA), 999, 1_000))
    assert isinstance(reply, Failed)
    assert reply.exit_status == 2
    assert "999 is not known here. Ask with the whole project" in reply.message
    assert whole(engine, WITH_DATA, 1_001).problems == plan(WITH_DATA).problems


def test_only_the_latest_versions_are_kept(engine: EngineProcess) -> None:
    for version in range(2_000, 2_010):
        whole(engine, WITH_DATA, version)
    assert isinstance(engine.ask(change(WITH_DATA, UNITS(WITH_DATA), 2_000, 2_010)), Failed)
    assert isinstance(engine.ask(change(WITH_DATA, UNITS(WITH_DATA), 2_009, 2_011)), PlanChanged)


def test_a_difference_to_another_project_is_refused(engine: EngineProcess) -> None:
    larger = InsertBlock(block=Dense(), wire=WITH_DATA.wires[0])(WITH_DATA)
    whole(engine, Project(), 3_000)
    reply = engine.ask(change(larger, UNITS(larger), 3_000, 3_001))
    assert isinstance(reply, Failed)
    assert "made from another project" in reply.message


def test_a_version_without_a_number_is_not_kept() -> None:
    plans = Plans()
    plans.whole(PlanProject(project=WITH_DATA))
    with pytest.raises(InputError):
        plans.change(change(WITH_DATA, UNITS(WITH_DATA), 0, 1))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.data())
def test_whatever_is_edited_the_answers_add_up_to_that_of_the_whole(data: Drawn) -> None:
    plans, project = Plans(), WITH_DATA
    said = plans.whole(PlanProject(project=project, code=("pytorch",), version=0))
    for version in range(1, 12):
        try:
            after = edit_of(project, data)(project)
        except EditError:
            after = project
        request = change(project, after, version - 1, version)
        said = PlanChanged.model_validate_json(plans.change(request).model_dump_json()).after(said)
        assert said == Plans().whole(PlanProject(project=after, code=("pytorch", "keras")))
        assert plan(after, before=plan(project)) == plan(after)
        project = after
