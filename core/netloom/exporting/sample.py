"""Test rows of a run with what its trained network answers to them: what every export is measured by."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from netloom.data.prepared import read_source
from netloom.data.splits import split
from netloom.exporting.comparing import proof_rows
from netloom.exporting.proof import BATCHES, Tensors
from netloom.runs import Answer, Run


@dataclass(frozen=True)
class Sample:
    """Rows for the proof, raw and by column, and the answers by Output. If they are few they come repeatedly.

    `rows` is how many different ones there are.
    """

    rows: int
    feed: Tensors
    answers: Mapping[str, Answer]


def sample(run: Run) -> Sample:
    """Up to 300 test rows of a run. DataError where its data is gone."""
    table = read_source(run.project.data.source, run.project_folder)
    targets = [planned.target.column for planned in run.plan.outputs]
    test = split(run.project.data, table, targets).test
    chosen = proof_rows(test)
    rows = np.resize(chosen, max(len(chosen), *BATCHES))
    return Sample(len(chosen), run.preprocess.feed(run.project, table, rows), run.answers(table, rows))
