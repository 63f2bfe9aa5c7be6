"""Whatever happens to an engine or is said to it: an answer, or an end that is told; never silence, never an orphan."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from engines import EngineProcess, the_table
from netloom import limits, protocol, storage
from netloom.events import EpochFinished, Event, Progress, RunFinished
from netloom.project import Project
from netloom.protocol import Cancelled, Done, Failed, Happened, Problems, Rows, Trained
from netloom.runs import open_run
from netloom.series import open_series
from netloom.settings.sources import TableFile
from small_trainings import project_file

pytestmark = pytest.mark.usefixtures("real_starts")

CHECK = protocol.CheckData(project=Project(), folder=".")
PATIENCE = 30  # seconds, on a machine where much else runs


def rows(path: Path) -> protocol.ReadRows:
    return protocol.ReadRows(source=TableFile(path=path.name), folder=str(path.parent), count=2)


@pytest.fixture
def endless(tmp_path: Path) -> protocol.Train:
    path = project_file(tmp_path, epochs=1_000_000, early_stopping=None)
    return protocol.Train(project=storage.load(path), path=str(path))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table that takes seconds to read."""
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b,c\n" + b"12.5,hello,3\n" * 600_000)
    return path


def until_trained(engine: EngineProcess, epochs: int = 3) -> None:
    """Waits until so many epochs are over."""
    for heard in engine.hear():
        if isinstance(heard.reply, Happened) and isinstance(heard.reply.event, EpochFinished):
            epochs -= 1
            if not epochs:
                return
    raise AssertionError("it ended before")


RUBBISH = [
    b"\n", b"hello\n", b"\xff\xfe\x00\x01\n", b"{}\n", b"[]\n", b"null\n", b'{"id": 1001}\n', b"[" * 100_000 + b"\n",
    b'{"id": 1005, "request": {"type": "launch"}}\n', b'{"id": 1e999, "request": {"type": "detach"}}\n',
    b'{"id": 1002, "request": "' + b"x" * (limits.REQUEST_BYTES + 10) + b'"}\n',
    b'{"id": 99999999999999999999, "request": {"type": "detach"}}\n', b'{"id": 9999999999999999}\n',
    b"\x00" * 1000 + b"\n", b"\r\n",
]  # fmt: skip  # a list reads best in few lines


def test_rubbish_is_answered_line_by_line_and_then_all_goes_on() -> None:
    with EngineProcess() as engine:
        for line in RUBBISH:
            engine.write(line)
        assert isinstance(engine.ask(CHECK), Problems)
        engine.write(b'{"id": 77, "requ')  # and then it ends
        assert engine.process.stdin
        engine.process.stdin.close()
        list(engine.hear())
        answers = [line.partition(b',"reply":{"type":"failed",') for line in engine.conversation.odd]
        assert [id for id, _, message in answers if not message] == []
        assert sorted(id for id, _, _ in answers) == sorted(
            [b'{"id":1001', b'{"id":1002', b'{"id":1005', *[b'{"id":null'] * (len(RUBBISH) - 3)]
        )
        assert engine.logged() == ""
        assert engine.process.returncode == 0


def test_an_id_that_is_in_use_is_refused(large: Path) -> None:
    with EngineProcess() as engine:
        id = engine.send(rows(large))
        engine.write(protocol.RequestLine(id=id, request=CHECK).to_line())
        assert isinstance(engine.final(id), Rows)
        assert b"is that of a request that is not answered yet" in engine.conversation.odd[0]


PRINTS = """
import ctypes, os, threading, time
def printed():
    c = ctypes.CDLL(None)
    while os.fstat(1).st_ino != os.fstat(2).st_ino:
        time.sleep(0.01)  # until it serves
    for number in range(2000):
        c.puts(b'{"id": 1, "reply": {"type": "done"}}')
        c.fflush(None)
        os.write(1, b"half a line")
        print("from Python", flush=True)
threading.Thread(target=printed, daemon=True).start()
"""


@pytest.mark.skipif(os.name != "posix", reason="the C library has another name elsewhere")
def test_what_a_library_prints_goes_to_the_log(tmp_path: Path) -> None:
    table = the_table(tmp_path)
    with EngineProcess(PRINTS) as engine:
        for _ in range(200):
            assert isinstance(engine.ask(rows(table)), Rows)
        while "from Python" not in engine.logged():
            assert isinstance(engine.ask(CHECK), Problems)
        assert engine.conversation.odd == []


EVENTS = """
import os, sys
from netloom.engine.wire import Wire
from netloom.events import Progress
from netloom.protocol import Cancelled, Happened
wire = Wire()
next(wire.lines())
for step in range({count}):
    wire.send(1, Happened(event=Progress(epoch=1, step=step, loss=0.5, rows_per_second=1.0)))
    if step % 1000 == 0:
        os.write(1, b"rubbish")
wire.send(1, Cancelled())
sys.exit()
"""


@pytest.mark.parametrize("count", [10_000, pytest.param(50_000, marks=pytest.mark.soak)])
def test_of_many_events_in_a_row_none_is_lost(count: int) -> None:
    with EngineProcess(EVENTS.format(count=count)) as engine:
        id = engine.send(protocol.Train(project=Project(), path=""))
        assert engine.final(id) == Cancelled()
        events = [reply.event for reply in engine.replies(id) if isinstance(reply, Happened)]
        assert [event.step for event in events if isinstance(event, Progress)] == list(range(count))
        assert engine.conversation.odd == []


DYING = "import ctypes, os, signal, threading\nthreading.Timer(0.3, lambda: {how}).start()"


@pytest.mark.skipif(os.name != "posix", reason="signals are others elsewhere")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "memory ran out"),
        ("ctypes.string_at(0)", "crashed (SIGSEGV)"),
        ("os.abort()", "crashed (SIGABRT)"),
        ("os._exit(3)", "with the status 3"),
        ("os._exit(0)", "has ended"),
    ],
)
@pytest.mark.parametrize("times", [1, pytest.param(20, marks=pytest.mark.soak)])
def test_the_death_of_an_engine_is_an_answer_in_words(how: str, words: str, times: int, large: Path) -> None:
    for _ in range(times):
        with EngineProcess(DYING.format(how=how)) as engine:
            for id in (engine.send(rows(large)), engine.send(CHECK)):
                reply = engine.final(id)
                assert isinstance(reply, Failed)
                assert words in reply.message


@pytest.mark.skipif(os.name != "posix", reason="signals are others elsewhere")
def test_one_that_never_answers_is_killed_and_that_is_an_answer() -> None:
    with EngineProcess() as engine:
        assert isinstance(engine.ask(CHECK), Problems)
        engine.process.send_signal(signal.SIGSTOP)
        id = engine.send(CHECK)
        assert id in engine.conversation.waiting
        engine.process.kill()
        assert isinstance(engine.final(id), Failed)


@pytest.mark.skipif(os.name != "posix", reason="memory is limited in other ways elsewhere")
def test_running_out_of_memory_is_told(large: Path) -> None:
    large.write_bytes(large.read_bytes() * 4)
    with EngineProcess(memory_limit=350_000_000) as engine:
        reply = engine.ask(rows(large))
        assert isinstance(reply, Failed)
        assert "emory ran out" in reply.message or "crashed (SIGABRT)" in reply.message  # as the library takes it


def test_a_cancelled_request_is_given_up_and_the_next_is_answered(large: Path) -> None:
    large.write_bytes(large.read_bytes() * 4)
    with EngineProcess() as engine:
        assert isinstance(engine.ask(protocol.Warm(what="data")), Done)
        profile = protocol.ProfileTable(source=TableFile(path=large.name), folder=str(large.parent))
        running, waiting = engine.send(profile), engine.send(profile)
        time.sleep(0.3)  # by now it reads
        for id in (waiting, running):
            assert engine.ask(protocol.Cancel(request=id)) == Done()
        assert engine.final(waiting) == Cancelled()
        assert engine.final(running) == Cancelled()
        assert isinstance(engine.ask(CHECK), Problems)
        assert engine.ask(protocol.Cancel(request=running)) == Done()
        assert isinstance(engine.ask(CHECK), Problems)


def test_killing_the_engine_of_a_data_request_kills_nothing_else(large: Path) -> None:
    with EngineProcess() as planning, EngineProcess() as data:
        reading = data.send(rows(large))
        data.process.kill()
        assert isinstance(data.final(reading), Failed)
        assert isinstance(planning.ask(CHECK), Problems)
        assert planning.process.poll() is None


def closed(engine: EngineProcess) -> float:
    """Closes an engine's stdin; how many seconds it then lives."""
    assert engine.process.stdin
    engine.process.stdin.close()
    start = time.perf_counter()
    engine.process.wait(PATIENCE)
    return time.perf_counter() - start


def test_training_ends_with_what_it_has_learnt_when_it_is_cancelled_and_when_nobody_asks_any_more(
    endless: protocol.Train,
) -> None:
    with EngineProcess() as engine:
        id = engine.send(endless)
        until_trained(engine)
        assert engine.ask(protocol.Cancel(request=id)) == Done()
        reply = engine.final(id)
        assert isinstance(reply, Trained)
        last = engine.replies(id)[-2]
        assert isinstance(last, Happened)
        check_stopped(Path(reply.run), last.event)
        check_series_stops(engine, endless)
        engine.send(endless)
        until_trained(engine)
        assert closed(engine) < PATIENCE
        assert engine.process.returncode == 0
        last_run = engine.replies(engine.heard[-1].id)[0]
    assert isinstance(last_run, Happened)
    check_stopped(Path(last_run.event.run))


def check_series_stops(engine: EngineProcess, training: protocol.Train) -> None:
    """A series that is cancelled is summed up as far as it came."""
    id = engine.send(protocol.TrainSeries(project=training.project, path=training.path, of="repeat", count=3))
    until_trained(engine)
    assert engine.ask(protocol.Cancel(request=id)) == Done()
    reply = engine.final(id)
    assert isinstance(reply, protocol.SeriesMeasured)
    assert open_series(Path(reply.series)).status == "stopped"


def check_stopped(run: Path, last: Event | None = None) -> None:
    """A run that was stopped can be used, and says so at its end."""
    event = open_run(run).events()[-1]
    assert isinstance(event, RunFinished)
    assert event.reason == "stopped"
    assert last in (event, None)
    open_run(run).network()


def test_when_nobody_asks_any_more_waiting_requests_are_not_begun(large: Path) -> None:
    with EngineProcess() as engine:
        for _ in range(100):
            engine.send(rows(large))
        assert closed(engine) < PATIENCE


OWNER = """
import os, subprocess, sys, time
from netloom.protocol import *
from netloom.settings.sources import TableFile
engine = subprocess.Popen(engine_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
conversation = Conversation()
request = ReadRows(source=TableFile(path="large.csv"), folder=sys.argv[1])
engine.stdin.write(b"".join(conversation.ask(request).line for _ in range(50)))
engine.stdin.flush()
engine.stdout.read(1)  # it is in the midst of it
print(engine.pid, flush=True)
time.sleep(1000)
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are told apart in other ways elsewhere")
@pytest.mark.parametrize("times", [1, pytest.param(50, marks=pytest.mark.soak)])
def test_an_engine_does_not_outlive_its_owner(times: int, large: Path) -> None:
    for _ in range(times):
        command = [sys.executable, "-c", OWNER, str(large.parent)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:
            assert owner.stdout
            engine = psutil.Process(int(owner.stdout.readline()))
            owner.kill()
        engine.wait(PATIENCE)
        assert not engine.is_running()


def test_a_training_that_is_left_alone_goes_on_until_it_is_stopped(endless: protocol.Train) -> None:
    with EngineProcess() as engine:
        id = engine.send(endless)
        until_trained(engine)
        assert engine.ask(protocol.Detach()) == Done()
        started = next(reply.event for reply in engine.replies(id) if isinstance(reply, Happened))
        run, pipes = Path(started.run), (engine.process.stdin, engine.process.stdout)
        for pipe in filter(None, pipes):
            pipe.close()
        with pytest.raises(subprocess.TimeoutExpired):
            engine.process.wait(1.5)
        protocol.stop_training(run)
        assert engine.process.wait(PATIENCE) == 0
    check_stopped(run)


def test_there_is_nothing_to_leave_alone_where_nothing_is_trained() -> None:
    with EngineProcess() as engine:
        reply = engine.ask(protocol.Detach())
        assert isinstance(reply, Failed)
        assert "Nothing is being trained" in reply.message
        assert closed(engine) < PATIENCE


BROKEN = """
from netloom.engine import answering
from netloom.protocol import CheckData
@answering.answer.register(CheckData)
def _(request, desk):
    raise {error}
"""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ('ZeroDivisionError("a fault\\n of ours")', "should not have happened (ZeroDivisionError: a fault of ours)"),
        ("MemoryError()", "Memory ran out"),
        ("SystemExit(3)", "should not have happened (SystemExit: 3)"),
        ('OSError(28, "No space left on device", "/data/x")', "/data/x: No space left on device"),
    ],
)
def test_a_fault_of_ours_is_one_sentence_and_in_the_log(error: str, words: str) -> None:
    with EngineProcess(BROKEN.format(error=error)) as engine:
        for _ in range(2):
            reply = engine.ask(CHECK)
            assert isinstance(reply, Failed)
            assert words in reply.message
            assert "\n" not in reply.message
        assert ("Traceback" in engine.logged()) == ("should not" in words)
