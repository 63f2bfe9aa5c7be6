"""An engine's training told to wait, to go on, to end, or to leave nothing; and one that ended, to go on."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from engines import EngineProcess
from netloom import protocol, storage
from netloom.engine.giving_way import NICENESS
from netloom.protocol import Done, Failed, SeriesMeasured, Trained, is_training
from netloom.runs import open_run
from netloom.series import open_series
from small_trainings import project_file


@pytest.fixture(scope="module")
def engine() -> Iterator[EngineProcess]:
    with EngineProcess() as running:
        yield running


@pytest.fixture
def endless(tmp_path: Path) -> protocol.Train:
    path = project_file(tmp_path, epochs=1_000_000, early_stopping=None)
    return protocol.Train(project=storage.load(path), path=str(path), threads=1)


def test_it_waits_and_goes_on_and_ends_while_it_waits(endless: protocol.Train, engine: EngineProcess) -> None:
    id = engine.send(endless)
    run = Path(engine.event("run_started").run)
    assert engine.ask(protocol.Pause(request=id)) == Done()
    waits = engine.event("paused")
    assert is_training(run)
    assert engine.ask(protocol.Continue(request=id)) == Done()
    goes_on = engine.event("continued")
    assert (goes_on.epoch, goes_on.step) == (waits.epoch, waits.step)
    engine.event("epoch_finished")
    engine.ask(protocol.Pause(request=id))
    engine.event("paused")
    assert engine.ask(protocol.Cancel(request=id)) == Done()
    reply = engine.final(id)
    assert isinstance(reply, Trained)
    assert (reply.run, reply.reason) == (str(run), "stopped")
    assert not is_training(run)

    resumed = engine.send(protocol.Resume(run=reply.run))
    first = engine.event("run_resumed")
    assert (first.epoch, first.epochs) == (open_run(run).state.epochs + 1, 1_000_000)
    engine.ask(protocol.Cancel(request=resumed))
    assert engine.final(resumed).reason == "stopped"


def niceness(engine: EngineProcess) -> set[int]:
    """That of all its threads."""
    threads = psutil.Process(engine.process.pid).threads()
    return {os.getpriority(os.PRIO_PROCESS, thread.id) for thread in threads}


@pytest.mark.usefixtures("real_starts")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process has one priority, or a class of it")
@pytest.mark.skipif(os.name == "posix" and os.nice(0) >= NICENESS, reason="the tests give way themselves")
def test_it_lets_what_people_wait_for_go_first(endless: protocol.Train) -> None:
    with EngineProcess() as engine:
        engine.ask(protocol.Warm(what="training"))
        assert niceness(engine) == {os.nice(0)}
        id = engine.send(endless)
        engine.event("run_started")
        assert niceness(engine) == {NICENESS}
        engine.ask(protocol.Cancel(request=id))
        engine.final(id)


def test_what_is_to_be_discarded_leaves_nothing_behind(endless: protocol.Train, engine: EngineProcess) -> None:
    id = engine.send(endless)
    run = Path(engine.event("run_started").run)
    assert engine.ask(protocol.Cancel(request=id, discard=True)) == Done()
    reply = engine.final(id)
    assert isinstance(reply, Trained)
    assert reply.reason == "discarded"
    assert list(run.parent.iterdir()) == []


def test_a_series_waits_too(endless: protocol.Train, engine: EngineProcess) -> None:
    id = engine.send(protocol.TrainSeries(project=endless.project, path=endless.path, of="repeat", count=2, threads=1))
    engine.event("run_started")
    engine.ask(protocol.Pause(request=id))
    engine.event("paused")
    engine.ask(protocol.Cancel(request=id))
    reply = engine.final(id)
    assert isinstance(reply, SeriesMeasured)
    assert open_series(Path(reply.series)).status == "stopped"


@pytest.mark.parametrize("request_", [protocol.Pause(request=0), protocol.Continue(request=0)], ids=repr)
def test_where_nothing_is_trained_there_is_nothing_to_tell(request_: protocol.Request, engine: EngineProcess) -> None:
    reply = engine.ask(request_)
    assert isinstance(reply, Failed)
    assert (reply.message, reply.exit_status) == ("The request 0 trains nothing, or has not begun to.", 2)


def test_a_run_that_cannot_be_resumed_says_why(tmp_path: Path, engine: EngineProcess) -> None:
    reply = engine.ask(protocol.Resume(run=str(tmp_path)))
    assert isinstance(reply, Failed)
    assert "is no run" in reply.message
