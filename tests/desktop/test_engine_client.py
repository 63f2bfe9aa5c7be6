"""Whatever engines do, the window gets one final answer to each request, goes on, and leaves no process behind."""

import gc
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from hands import made
from processes import gone
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Input, Output
from netloom.project import Project
from netloom.protocol import (
    Cancelled,
    CheckData,
    DescribeRow,
    Failed,
    Happened,
    Planned,
    PlanProject,
    Problems,
    ProfileTable,
    Reply,
    ScoreTable,
    Train,
    Trained,
    Warm,
)
from netloom.settings.sources import TableFile
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.engine_lane import Manner

pytestmark = pytest.mark.usefixtures("real_starts")

MISBEHAVING = str(Path(__file__).with_name("misbehaving_engine.py"))
CHECK = CheckData(project=Project(), folder=".")
PATIENCE = 60_000  # milliseconds, on a machine where much else runs
TRAIN = Train(project=Project(), path="P.netloom")


class Listener:
    """Asks, and keeps what it heard."""

    def __init__(self, client: EngineClient, qtbot: QtBot) -> None:
        self.client, self.qtbot = client, qtbot
        self.heard: dict[int, list[Reply]] = {}
        self.troubles: list[str] = []
        client.troubled.connect(self.troubles.append)

    def ask(self, request: object) -> int:
        """Asks, and waits for nothing."""
        replies: list[Reply] = []
        number = self.client.ask(request, replies.append)  # type: ignore[arg-type]  # whatever is asked
        self.heard[number] = replies
        return number

    def final(self, number: int) -> Reply:
        """The last reply, which is waited for."""
        replies = self.heard[number]
        self.qtbot.waitUntil(lambda: any(reply.final for reply in replies), timeout=PATIENCE)
        assert [reply.final for reply in replies].index(True) == len(replies) - 1
        return replies[-1]

    def answer(self, request: object) -> Reply:
        """Asks, and waits for the final reply."""
        return self.final(self.ask(request))


Start = Callable[..., Listener]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The file in which a misbehaving engine notes what it was asked."""
    path = tmp_path / "notes.txt"
    path.write_text("")
    return path


@pytest.fixture
def start(qtbot: QtBot, notes: Path) -> Iterator[Start]:
    """Starts a client of engines that behave in some way, or of real ones."""
    clients: list[EngineClient] = []

    def started(*how: str, plans: Manner | None = None) -> Listener:
        command = (sys.executable, MISBEHAVING, *how, str(notes)) if how else ()
        client = EngineClient(command=command, **({"plans": plans} if plans else {}))
        clients.append(client)
        return Listener(client, qtbot)

    yield started
    for client in clients:
        running = client.processes()
        client.close()
        assert not [id for id in running if psutil.pid_exists(id)]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_text("age,late\n" + "".join(f"{row},{'yes' if row % 3 else 'no'}\n" for row in range(60)))
    return path


def rows(path: Path) -> ProfileTable:
    return ProfileTable(source=TableFile(path=path.name), folder=str(path.parent))


# Real engines


def test_plans_and_data_are_answered_by_processes_of_their_own(start: Start, table: Path) -> None:
    listener = start()
    assert listener.client.processes() == []
    plan = listener.ask(PlanProject(project=made(Input(), Dense(), Output())))
    data = listener.ask(rows(table))
    assert type(listener.final(data)).__name__ == "Profiled"
    assert isinstance(listener.final(plan), Planned)
    assert len(set(listener.client.processes())) == 2
    failed = listener.answer(rows(table.with_name("missing.csv")))
    assert isinstance(failed, Failed)
    assert "missing.csv" in failed.message


def test_an_engine_that_is_killed_is_started_again_and_asked_again(start: Start, table: Path) -> None:
    listener = start()
    listener.answer(Warm(what="data"))
    first = listener.client.processes()
    number = listener.ask(rows(table))
    psutil.Process(first[0]).kill()
    assert type(listener.final(number)).__name__ == "Profiled"
    assert listener.client.processes() != first
    assert listener.troubles == []


def test_training_has_a_process_that_ends_with_it_and_a_spare_is_taken(start: Start, tmp_path: Path) -> None:
    listener = start()
    listener.client.have_a_spare()
    spare = listener.client.processes()
    failed = listener.answer(Train(project=Project(), path=str(tmp_path / "P.netloom")))
    assert isinstance(failed, Failed)
    assert len(spare) == 1
    listener.qtbot.waitUntil(
        lambda: not listener.client.processes() and not psutil.pid_exists(spare[0]), timeout=10_000
    )


# Engines that misbehave


def test_a_spare_that_was_taken_for_a_training_which_is_given_up_meanwhile_ends(start: Start) -> None:
    listener = start("late", "0.3")
    listener.client.have_a_spare()
    number = listener.ask(TRAIN)
    listener.client.cancel(number)
    assert isinstance(listener.final(number), Cancelled)
    listener.qtbot.waitUntil(lambda: not listener.client.processes(), timeout=PATIENCE)


def test_requests_are_answered_in_their_order(start: Start) -> None:
    listener = start("well")
    numbers = [listener.ask(CHECK) for _ in range(20)]
    assert all(isinstance(listener.final(number), Problems) for number in numbers)


def test_of_plans_only_the_newest_waits(start: Start, notes: Path) -> None:
    listener = start("late", "0.3")
    numbers = [listener.ask(PlanProject(project=Project())) for _ in range(10)]
    final = [listener.final(number) for number in numbers]
    assert [type(reply) for reply in final[1:-1]] == [Cancelled] * 8
    assert notes.read_text().splitlines() == ["started", "plan", "plan"]


def test_an_answer_that_never_comes_ends_in_words(start: Start, notes: Path) -> None:
    listener = start("never", plans=Manner("works out the network", seconds=0.5, grace=0.1))
    reply = listener.answer(PlanProject(project=Project()))
    assert isinstance(reply, Failed)
    assert "gave no answer within 0.5 seconds" in reply.message
    assert notes.read_text().splitlines() == ["started", "plan"]
    assert listener.client.processes() == []


def test_what_makes_no_sense_is_passed_over_and_counted(start: Start) -> None:
    listener = start("rubbish")
    assert isinstance(listener.answer(CHECK), Problems)
    assert isinstance(listener.answer(CHECK), Problems)
    assert listener.client.odd_lines() == 2 * 8


def test_an_answer_of_the_wrong_kind_is_a_failure(start: Start) -> None:
    reply = start("wrong").answer(CHECK)
    assert isinstance(reply, Failed)
    assert "does not fit" in reply.message


def test_a_request_during_which_the_engine_ends_is_asked_once_more(start: Start, notes: Path) -> None:
    listener = start("dies", "2")
    assert isinstance(listener.answer(CHECK), Problems)
    assert notes.read_text().splitlines() == ["started", "data_problems"] * 2


def test_an_engine_that_keeps_dying_is_told_of_and_nothing_is_asked_for_ever(start: Start, notes: Path) -> None:
    listener = start("dies", "5")
    first, second = listener.ask(CHECK), listener.ask(CHECK)
    for number in (first, second):
        reply = listener.final(number)
        assert isinstance(reply, Failed)
        assert "status 3" in reply.message
    assert notes.read_text().count("started") == 4
    assert "3 times in a row" in listener.troubles[0]
    assert isinstance(listener.answer(CHECK), Problems)
    assert listener.troubles[-1] == ""


def test_a_program_that_does_not_exist_is_told(qtbot: QtBot) -> None:
    client = EngineClient(command=("/no/such/program",))
    reply = Listener(client, qtbot).answer(CHECK)
    assert isinstance(reply, Failed)
    assert "could not be started" in reply.message
    client.close()


def test_a_row_is_asked_for_while_a_long_file_is_answered(start: Start, notes: Path, qtbot: QtBot) -> None:
    listener = start("never")
    for request in (ScoreTable(run="r", data="long.csv"), DescribeRow(run="r")):
        listener.ask(request)
    qtbot.waitUntil(lambda: {"score", "row"} <= set(notes.read_text().splitlines()), timeout=PATIENCE)


def test_a_cancelled_request_that_does_not_end_takes_only_its_own_process(start: Start, notes: Path) -> None:
    listener = start("never")
    plan = listener.ask(PlanProject(project=Project()))
    first, second, third = (listener.ask(CHECK) for _ in range(3))
    listener.qtbot.waitUntil(lambda: notes.read_text().count("\n") == 4, timeout=PATIENCE)
    before = listener.client.processes()
    listener.client.cancel(second)
    assert isinstance(listener.final(second), Cancelled)
    assert listener.client.processes() == before
    listener.client.cancel(first)
    assert isinstance(listener.final(first), Cancelled)
    listener.qtbot.waitUntil(lambda: notes.read_text().count("started") == 3, timeout=PATIENCE)
    assert listener.client.processes()[0] == before[0]
    assert not listener.heard[plan]
    assert not listener.heard[third]
    listener.client.cancel(12_345)  # what is over, or never was, is nobody's loss


def test_closing_ends_engines_that_do_not_want_to(start: Start, notes: Path) -> None:
    listener = start("stubborn")
    listener.ask(CHECK)
    listener.ask(TRAIN)
    listener.qtbot.waitUntil(lambda: notes.read_text().count("\n") == 4, timeout=PATIENCE)
    running = listener.client.processes()
    assert len(running) == 2
    listener.client.close()
    assert not [id for id in running if psutil.pid_exists(id)]
    assert listener.client.processes() == []


def test_a_training_that_is_cancelled_twice_is_killed(start: Start, notes: Path) -> None:
    listener = start("stubborn")
    number = listener.ask(TRAIN)
    listener.qtbot.waitUntil(lambda: "train" in notes.read_text(), timeout=PATIENCE)
    listener.client.cancel(number)
    listener.qtbot.waitUntil(lambda: "cancel" in notes.read_text(), timeout=PATIENCE)
    assert not listener.heard[number]
    listener.client.cancel(number)
    assert isinstance(listener.final(number), Cancelled)
    assert listener.client.processes() == []


def test_a_flood_of_events_loses_none_and_keeps_memory_flat(start: Start) -> None:
    listener = start("floods", "50000")
    counted: Counter[type[Reply]] = Counter()
    process, sizes = psutil.Process(), []
    for times in (1, 2, 3):
        listener.client.ask(TRAIN, lambda reply: counted.update([type(reply)]))
        listener.qtbot.waitUntil(lambda times=times: counted[Trained] == times, timeout=PATIENCE)  # type: ignore[misc]  # a default binds it
        assert counted[Happened] == 50_000 * times
        gc.collect()
        sizes.append(process.memory_info().rss)
    assert sizes[-1] - sizes[0] < 20 * 2**20


WINDOW = """
import sys
from netloom.project import Project
from netloom.protocol import CheckData, Warm
from netloom_desktop.application import application_of
from netloom_desktop.engine_client import EngineClient

application = application_of(["netloom-desktop"])
client = EngineClient()
client.ask(Warm(what="plan"), lambda _: None)  # which takes a while
client.ask(CheckData(project=Project(), folder="."), lambda _: print(*client.processes(), flush=True))
sys.exit(application.exec())
"""


@pytest.mark.parametrize(
    ("times", "seconds"), [(2, 10.0), pytest.param(50, 1.0, marks=(pytest.mark.soak, pytest.mark.alone))]
)
def test_a_window_that_is_killed_leaves_no_engine_behind(times: int, seconds: float) -> None:
    for _ in range(times):
        window = subprocess.Popen([sys.executable, "-c", WINDOW], stdout=subprocess.PIPE, text=True)
        assert window.stdout
        engines = [int(id) for id in window.stdout.readline().split()]
        assert len(engines) == 2
        window.kill()
        window.wait()
        window.stdout.close()
        assert gone(engines, seconds)
