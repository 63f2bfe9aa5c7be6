"""The way from a project file to the first step, stage by stage: prints the seconds of each as JSON."""

import json
import sys
import time
from pathlib import Path

found: dict[str, float] = {}
since = time.perf_counter()


def stage(name: str) -> None:
    """The stage of that name is over."""
    global since
    now = time.perf_counter()
    found[name], since = now - since, now


import netloom.cli  # noqa: E402  # imports are what is measured

stage("imports for the command line")
import torch  # noqa: E402  # as above

stage("importing torch")
import netloom.training.train  # noqa: E402  # as above

stage("other imports for training")

from netloom.data.prepared import prepare, read_source  # noqa: E402  # as above
from netloom.training.loop import batches, take_step  # noqa: E402  # as above
from netloom.training.setup import fit_for  # noqa: E402  # as above

path = Path(sys.argv[1])
project = netloom.load(path)
stage("loading the project")
plan = netloom.plan(project)
stage("planning")
table = read_source(project.data.source, path.parent)
stage("reading the table")
prepared = prepare(project, path.parent, table=table)
stage("fitting and computing features")
torch.set_num_threads(1)
fit = fit_for(plan, netloom.source(plan), prepared, "cpu")
stage("network, optimizer, rows")
take_step(fit, next(iter(batches(fit, 1))))
stage("first step")
print(json.dumps(found))
