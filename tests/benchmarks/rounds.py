"""Contenders in turns: A B C A B C …, each time a process of its own, so that a busy moment hits all alike."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.contenders.common import Job

PROGRAMS = Path(__file__).parent / "contenders"


@dataclass(frozen=True)
class Contender:
    """A program, the Python that runs it, its number of threads (0: its own choice), and what is set for it."""

    name: str
    program: str
    python: str = sys.executable
    threads: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Measured:
    """What the repeats of a contender gave: the median epoch of each, in seconds."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    threads: int = 0
    accuracy: float | None = None

    @property
    def seconds(self) -> float:
        return median(self.wall)

    def add(self, told: Mapping[str, Any]) -> None:
        """Takes in one repeat, without the first epoch, which warms up."""
        self.wall.append(median(told["wall"][1:]))
        self.processor.append(median(told["processor"][1:]))
        self.threads, self.accuracy = told["threads"], told["accuracy"]


def in_turns(contenders: Iterable[Contender], job: Job, repeats: int) -> dict[str, Measured]:
    """Lets each contender do the job once a round; what they measured, by name."""
    measured = {contender.name: Measured() for contender in contenders}
    for number in range(1, repeats + 1):
        for contender in contenders:
            told = _run(contender, job)
            measured[contender.name].add(told)
            seconds = measured[contender.name].wall[-1]
            print(f"  round {number}, batch {job.batch_size}: {contender.name} {seconds:.3f} s an epoch", flush=True)
    return measured


def _run(contender: Contender, job: Job) -> dict[str, Any]:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    request = json.dumps(asdict(job) | {"threads": contender.threads})
    ran = subprocess.run(
        [contender.python, str(PROGRAMS / contender.program), request],
        env=environment | dict(contender.environment),
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(f"{contender.name} failed:\n{ran.stderr}")
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def ratios(ours: list[float], theirs: list[float]) -> tuple[float, float, float]:
    """How many times longer the others take: the ratio of medians, then the smallest and largest of one round."""
    each = [their / our for our, their in zip(ours, theirs, strict=True)]
    return median(theirs) / median(ours), min(each), max(each)
