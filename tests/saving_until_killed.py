"""Saves ever newer versions of a project in a child that is killed at a random moment, again and again.

A program of its own, since it forks: `saving_until_killed.py FOLDER ROUNDS [plain]`. It prints, as JSON, how many
versions were acknowledged, and how often the file was unreadable, mixed, or older than the last acknowledged version
afterwards. `plain` writes the file as one would without care: what the counts are for.
"""

import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from netloom import storage
from netloom.blocks import Dense
from netloom.errors import ProjectError
from netloom.files import sweep_leftovers
from netloom.project import Node, Project

Save = Callable[[Project, Path], object]


def version(number: int) -> Project:
    return Project(nodes=tuple(Node(id=f"dense_{place}", block=Dense(units=number)) for place in range(1, 101)))


def save_plainly(project: Project, path: Path) -> None:
    path.write_text(storage.to_text(project))


def save_for_ever(save: Save, path: Path, first: int, acknowledge: int) -> None:
    for number in itertools.count(first):
        save(version(number), path)
        os.write(acknowledge, f"{number}\n".encode())


def acknowledged_versions(save: Save, path: Path, first: int, seconds: float) -> list[int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        save_for_ever(save, path, first, writing)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as lines:
        return [int(line) for line in lines]


def verdict(path: Path, acknowledged: int) -> str:
    try:
        units = {node.block.units for node in storage.load(path).nodes if isinstance(node.block, Dense)}
    except ProjectError:
        return "unreadable"
    return "sound" if len(units) == 1 and min(units) >= acknowledged else "older or mixed"


def main(folder: Path, rounds: int, save: Save) -> None:
    moments = random.Random(0)
    path = folder / "P.netloom"
    save(version(1), path)
    found = {"saves": 0, "sound": 0, "unreadable": 0, "older or mixed": 0, "leftovers": 0}
    acknowledged = [1]
    for round in range(1, rounds + 1):
        new = acknowledged_versions(save, path, round * 10_000, moments.uniform(0.01, 0.12))
        acknowledged = new or acknowledged
        found["saves"] += len(new)
        found[verdict(path, acknowledged[-1])] += 1
        sweep_leftovers(folder)
        found["leftovers"] += len(list(folder.iterdir())) - 1
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), save_plainly if sys.argv[3:] == ["plain"] else storage.save)
