"""How long a window waits for its engines: `python -m tests.benchmarks.engine` prints a table of medians."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from netloom.blocks import Dense, Input, Output
from netloom.edits import SetSettings
from netloom.project import Data, Node, Project, Wire
from netloom.protocol import (
    Conversation,
    Failed,
    PlanProject,
    ProfileTable,
    ReadRows,
    Reply,
    Request,
    Warm,
    engine_command,
    engine_environment,
)
from netloom.settings.columns import Category, Column, Number
from netloom.settings.sources import TableFile

BLOCKS = (10, 100, 1_000)
ROWS = 100_000
REPETITIONS = 9

Ask = Callable[[Request], Reply]


def chain_of(blocks: int) -> Project:
    """Input, Dense blocks in a row, Output."""
    middle = [Node(id=f"dense_{number}", block=Dense(units=32, activation="relu")) for number in range(1, blocks - 1)]
    last = Node(id="last", block=Dense(units=1))
    nodes = (Node(id="input_1", block=Input()), *middle[:-1], last, Node(id="output_1", block=Output()))
    wires = tuple(Wire(source=one.id, target=other.id) for one, other in pairwise(nodes))
    columns = (
        Column(name="x", kind="number", transform=Number()),
        Column(name="y", kind="yes_no", role="target", transform=Category(levels=("no", "yes"))),
    )
    return Project(nodes=nodes, wires=wires, data=Data(columns=columns))


@contextmanager
def engine() -> Iterator[Ask]:
    """Asks an engine of its own, and waits for the answer."""
    environment = engine_environment(os.environ)
    with subprocess.Popen(engine_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin
        assert process.stdout
        conversation, pipe = Conversation(), process.stdout.fileno()

        def ask(request: Request) -> Reply:
            assert process.stdin
            process.stdin.write(conversation.ask(request).line)
            process.stdin.flush()
            while content := os.read(pipe, 2**20):
                for heard in conversation.hear(content):
                    if isinstance(heard.reply, Failed):
                        sys.exit(heard.reply.message)
                    if heard.reply.final:
                        return heard.reply
            sys.exit("The engine has ended.")

        yield ask
        process.stdin.close()


def seconds(ask: Ask, request: Request) -> float:
    start = time.perf_counter()
    ask(request)
    return time.perf_counter() - start


def plans(ask: Ask) -> Iterator[tuple[str, float]]:
    """Each project is planned once, then again and again with the units of one block changed."""
    for blocks in BLOCKS:
        project = chain_of(blocks)
        yield f"plan of {blocks:,} blocks, the first time", seconds(ask, PlanProject(project=project))
        times, shown = [], []
        for repetition in range(REPETITIONS):
            edit = SetSettings(node="dense_2", settings=(("units", 40 + repetition),))
            changed = edit(project)
            times.append(seconds(ask, PlanProject(project=changed)))
            shown.append(seconds(ask, PlanProject(project=changed, code=("pytorch",))))
        yield f"plan of {blocks:,} blocks after an edit", statistics.median(times)
        yield f"plan of {blocks:,} blocks after an edit, with its source", statistics.median(shown)


def tables(ask: Ask, folder: Path) -> Iterator[tuple[str, float]]:
    (folder / "table.csv").write_text("a,b,c\n" + "".join(f"{row},{row % 97},x{row % 7}\n" for row in range(ROWS)))
    source = TableFile(path="table.csv")
    yield f"profile of {ROWS:,} rows", seconds(ask, ProfileTable(source=source, folder=str(folder)))
    windows = [ReadRows(source=source, folder=str(folder), start=start) for start in range(0, ROWS, ROWS // 20)]
    yield "a window of 100 rows", statistics.median(seconds(ask, window) for window in windows)


def main() -> None:
    print("| what | ms |\n|---|---|")
    with engine() as ask, TemporaryDirectory() as folder:
        print(f"| an engine that is ready to plan | {1000 * seconds(ask, Warm(what='plan')):,.0f} |")
        ask(Warm(what="data"))
        for what, took in (*plans(ask), *tables(ask, Path(folder))):
            print(f"| {what} | {1000 * took:,.1f} |", flush=True)


if __name__ == "__main__":
    main()
