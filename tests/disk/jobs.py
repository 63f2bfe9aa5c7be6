"""What is saved, and how to tell whether what is left of it is sound.

A job is prepared in an empty folder, then done: it says aloud what it promises has been kept. Its `fault` says what is
wrong with the files that a cut or a failing disk left, given what had been said; nothing if they are sound.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import torch

from netloom import storage
from netloom.blocks import Dense, Input, Output
from netloom.errors import NetloomError, RunError
from netloom.evaluation import evaluate
from netloom.events import EpochFinished, RunFinished
from netloom.exporting.formats import export
from netloom.files import LineFile, whole_lines, write_atomically, write_folder_atomically
from netloom.prediction import predict
from netloom.project import Project
from netloom.run_folders import PROJECT
from netloom.runs import Run, open_run
from netloom.training.record import RunRecord, next_run_folder, project_bytes
from netloom.training.state import RunState, iso_time
from netloom.training.train import train
from networks import COLUMNS, chain, node
from small_trainings import project_file, train_file

Say = Callable[[str], None]
OLD, NEW = b"old" * 1000, b"new" * 1500
LINES = [f'{{"line": {number}}}' for number in range(4)]


class Job(NamedTuple):
    prepare: Callable[[Path], object]
    act: Callable[[Path, Say], object]
    fault: Callable[[Path, Sequence[str]], str]


def write_file(folder: Path, say: Say) -> None:
    write_atomically(folder / "kept.bin", NEW)
    say("new")


def write_old(folder: Path) -> None:
    (folder / "kept.bin").write_bytes(OLD)


def file_fault(folder: Path, said: Sequence[str]) -> str:
    content = (folder / "kept.bin").read_bytes() if (folder / "kept.bin").exists() else b"nothing"
    if content not in (OLD, NEW):
        return f"neither old nor new: {content[:20]!r}"
    return "older than acknowledged" if said and content != NEW else ""


def new_file_fault(folder: Path, said: Sequence[str]) -> str:
    return file_fault(folder, said) if said or (folder / "kept.bin").exists() else ""


def write_plainly(folder: Path, say: Say) -> None:
    (folder / "kept.bin").write_bytes(NEW)
    say("new")


def write_and_rename(folder: Path, say: Say, *, sync: bool = False) -> None:
    with (folder / "kept.new").open("wb") as file:
        file.write(NEW)
        file.flush()
        if sync:
            os.fsync(file.fileno())
    (folder / "kept.new").rename(folder / "kept.bin")
    say("new")


def save_project(folder: Path, say: Say) -> None:
    for name in ("2", "3"):
        storage.save(Project(name=name), folder / "P.netloom")
        say(name)


def project_fault(folder: Path, said: Sequence[str]) -> str:
    try:
        name = storage.load(folder / "P.netloom").name
    except NetloomError as error:
        return str(error)
    return "" if int(name) >= int(said[-1] if said else 1) else "older than acknowledged"


def add_lines(folder: Path, say: Say) -> None:
    with LineFile(folder / "events.jsonl") as file:
        for line in LINES[1:]:
            file.add(line)
    say("closed")


def torn_lines(folder: Path) -> None:
    (folder / "events.jsonl").write_text(LINES[0] + '\n{"lin')


def add_first_lines(folder: Path, say: Say) -> None:
    with LineFile(folder / "events.jsonl") as file:
        for line in LINES:
            file.add(line)
    say("closed")


def lines_fault(folder: Path, said: Sequence[str]) -> str:
    path = folder / "events.jsonl"
    found = [line.decode() for line in whole_lines(path.read_bytes() if path.exists() else b"")]
    if found != LINES[: len(found)]:
        return f"other lines: {found}"
    return "lines lost that were acknowledged" if said and found != LINES else ""


PARTS = ("a", "inner/b")


def write_folder(folder: Path, say: Say) -> None:
    write_folder_atomically(folder / "kept", dict.fromkeys(PARTS, NEW), str, known=())
    say("new")


def folder_fault(folder: Path, said: Sequence[str]) -> str:
    if not (folder / "kept").exists():
        return "less than acknowledged" if said else ""
    whole = all((folder / "kept" / part).is_file() and (folder / "kept" / part).read_bytes() == NEW for part in PARTS)
    return "" if whole else "there, but not whole"


NETWORK = Project(
    nodes=(node("input_1", Input()), node("dense_1", Dense(units=3)), node("output_1", Output())),
    wires=chain("input_1", "dense_1", "output_1"),
    data=Project().data.model_copy(update={"columns": COLUMNS}),
)
NOTHING = {"device_reason": "", "threads": 1, "seed": 0, "versions": ()}


def keep_checkpoints(folder: Path, say: Say) -> None:
    run = next_run_folder(folder / "P-runs")
    state = RunState(started=iso_time(0), project_folder="..", data="", device="cpu", **NOTHING)
    record = RunRecord(run, state, {PROJECT: project_bytes(NETWORK)})
    for epoch in (1, 2, 3):
        weights = {"dense_1.weight": torch.full((3, 7), float(epoch)), "dense_1.bias": torch.full((3,), float(epoch))}
        record.save({"last": (epoch, weights), "best": (epoch, weights)}, epochs=epoch)
        say(str(epoch))
    record.close()


def checkpoint_fault(folder: Path, said: Sequence[str]) -> str:
    try:
        run = open_run(folder / "P-runs" / "001")
        found = {value for which in ("last", "best") for value in run.network(which).dense_1.weight.unique().tolist()}
    except RunError as error:
        return str(error) if said else ""
    return "" if not said or min(found) >= int(said[-1]) else "older than acknowledged"


def small_project(folder: Path) -> Path:
    return project_file(folder, epochs=2, batch_size=64)


def train_small(folder: Path, say: Say) -> None:
    path = folder / "points.netloom"
    for event in train(storage.load(path), path):
        if isinstance(event, EpochFinished):
            say("weights")
    say("finished")


def training_fault(folder: Path, said: Sequence[str]) -> str:
    try:
        run = open_run(folder / "points-runs" / "001")
        run.network()
        events = run.events()
    except RunError as error:
        return str(error) if said else ""
    if said[-1:] == ("finished",) and not (run.state.status == "finished" and isinstance(events[-1], RunFinished)):
        return f"ended, but it says {run.state.status} and holds {len(events)} events"
    return ""


@cache
def trained() -> Path:
    folder = Path(tempfile.mkdtemp())
    train_file(small_project(folder))
    return folder


REPORT = tuple(f"points-runs/001/report{rest}" for rest in (".html", ".json", "-answers.safetensors"))


def small_run(folder: Path) -> None:
    shutil.copytree(trained(), folder, dirs_exist_ok=True)
    for name in ("out.csv", "out.onnx", "examples.json", *REPORT):
        (folder / name).write_bytes(OLD)


def of_run(act: Callable[[Run, Path], object], *written: str) -> Job:
    """A job that makes files of a run: each is old, or whole and new."""

    def fault(folder: Path, said: Sequence[str]) -> str:
        contents = [(folder / name).read_bytes() for name in written]
        odd = [content for content in contents if content != OLD and (content.startswith(b"old") or len(content) < 100)]
        return f"torn: {odd[0][:20]!r}" if odd else "older than acknowledged" if said and OLD in contents else ""

    def done(folder: Path, say: Say) -> None:
        act(open_run(folder / "points.netloom"), folder)
        say("done")

    return Job(small_run, done, fault)


JOBS = {
    "file": Job(write_old, write_file, file_fault),
    "new_file": Job(lambda _: None, write_file, new_file_fault),
    "folder": Job(lambda _: None, write_folder, folder_fault),
    "project": Job(lambda folder: storage.save(Project(name="1"), folder / "P.netloom"), save_project, project_fault),
    "lines": Job(torn_lines, add_lines, lines_fault),
    "new_lines": Job(lambda _: None, add_first_lines, lines_fault),
    "checkpoint": Job(lambda _: None, keep_checkpoints, checkpoint_fault),
    "training": Job(small_project, train_small, training_fault),
    "predict": of_run(lambda run, folder: predict(run, folder / "data.csv", folder / "out.csv"), "out.csv"),
    "export": of_run(lambda run, folder: export(run, folder / "out.onnx"), "out.onnx", "examples.json"),
    "evaluate": of_run(lambda run, _: evaluate(run), *REPORT),
    "plain": Job(write_old, write_plainly, file_fault),
    "renamed": Job(write_old, write_and_rename, file_fault),
    "synced": Job(write_old, lambda folder, say: write_and_rename(folder, say, sync=True), file_fault),
}
