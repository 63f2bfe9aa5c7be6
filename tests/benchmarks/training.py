"""Epochs of one network beside those of others, in one run and in turns."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.contenders.common import Job
from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.material import write_mlp
from tests.benchmarks.rounds import PROGRAMS, Contender, Measured, in_turns, ratios
from tests.benchmarks.sizes import Sizes

NETLOOM, LEAN, KERAS = "Netloom", "by hand, lean", "Keras on TensorFlow"
TARGETS = {
    KERAS: (4.0, (32, 128)),
    "by hand": (0.95, (32, 128, 1024)),
}  # how many times Netloom's epoch, at which batches
HEADINGS = ("", "threads", "epoch", "processor time", "× Netloom's epoch", "smallest … largest", "accuracy")


def section(sizes: Sizes, optimizer: str, frameworks: str) -> str:
    """All batch sizes; `frameworks` is the Python that has Keras, skorch and Lightning, or empty."""
    with tempfile.TemporaryDirectory() as folder:
        write_mlp(Path(folder), sizes)
        parts = [
            _batch(Job(folder, size, optimizer, sizes.epochs(size), 0), sizes, frameworks) for size in sizes.batches
        ]
    return "\n\n".join([_measured(sizes, optimizer), *parts])


def _measured(sizes: Sizes, optimizer: str) -> str:
    return (
        f"The network {sizes.columns}-32-10 (ReLU, softmax, {optimizer}) on {sizes.training_rows:,} rows made to look "
        f"like MNIST, and {sizes.validation_rows:,} rows for validation after each epoch. Everybody measures loss and "
        "accuracy on both, except “lean”, which measures nothing and has no validation rows. Netloom is "
        "`netloom.train` as the command line runs it: events taken, lines and weights written. Keras, skorch and "
        "Lightning are used as their documentation shows, silently; at validation everybody takes thousands of rows at "
        "once. “By hand” is the best loop in plain torch that we know, with one thread and with one a core. "
        f"Each contender runs in a process of its own, one after the other, {sizes.repeats} times over; an epoch is "
        "the median of those after the first of a process, and the figures below are medians of the repeats. Accuracy "
        "is that on the validation rows after the last epoch."
    )


def _contenders(batch_size: int, frameworks: str) -> list[Contender]:
    cores = os.cpu_count() or 1
    threads = 1 if batch_size < 1024 else cores  # what suits torch best, as the hand-written loop shows
    counts = sorted({1, cores})
    found = [
        Contender(NETLOOM, "in_netloom.py"),
        *(Contender(f"by hand, {count} thread{'s' * (count > 1)}", "by_hand.py", threads=count) for count in counts),
        Contender(LEAN, "by_hand.py", threads=1, environment={"LEAN": "1"}),
    ]
    if frameworks:
        found += [
            Contender(KERAS, "in_keras.py", frameworks),
            Contender("skorch", "in_skorch.py", frameworks, threads),
            Contender("Lightning", "in_lightning.py", frameworks, threads),
        ]
    return found


def _batch(job: Job, sizes: Sizes, frameworks: str) -> str:
    measured = in_turns(_contenders(job.batch_size, frameworks), job, sizes.repeats)
    rows = [_row(name, each, measured[NETLOOM]) for name, each in measured.items()]
    verdicts = list(_verdicts(job, measured))
    short = any("short" in verdict for verdict in verdicts)
    parts = [f"### Batch size {job.batch_size}", table(HEADINGS, rows), *verdicts, *([_profile(job)] if short else [])]
    return "\n\n".join(parts)


def _row(name: str, each: Measured, ours: Measured) -> list[str]:
    ratio, least, most = ratios(ours.wall, each.wall)
    accuracy = "–" if each.accuracy is None else f"{each.accuracy:.3f}"
    figures = (seconds(each.seconds), seconds(sorted(each.processor)[len(each.processor) // 2]))
    return [name, str(each.threads), *figures, f"{ratio:.2f}", f"{least:.2f} … {most:.2f}", accuracy]


def _verdicts(job: Job, measured: dict[str, Measured]) -> Iterator[str]:
    """In words, how Netloom's speed stands to what it is to reach."""
    for name, (target, batches) in TARGETS.items():
        found = {other: each for other, each in measured.items() if other.startswith(name) and other != LEAN}
        if not found or job.batch_size not in batches:
            continue
        best_name = min(found, key=lambda other: found[other].seconds)
        ratio = found[best_name].seconds / measured[NETLOOM].seconds
        reached = "reached" if ratio >= target else "short of it"
        yield f"{ratio:.2f} times the speed of {best_name}; to reach: {target}: **{reached}**."


def _profile(job: Job) -> str:
    """Where the time of Netloom's epochs goes."""
    call = [sys.executable, str(PROGRAMS / "in_netloom.py"), json.dumps(asdict(job) | {"epochs": 2})]
    ran = subprocess.run(call, env=os.environ | {"PROFILE": "1"}, capture_output=True, text=True, check=True)
    return f"Where the time of two epochs goes, by torch's profiler:\n\n```\n{ran.stdout.strip()}\n```"
