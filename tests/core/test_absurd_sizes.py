"""Absurd sizes are refused by the declaration or told by the plan, before anything is allocated."""

import math
from typing import Any

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from netloom.blocks import Dense, Dropout, Embedding, Repeat, Reshape
from netloom.planning import plan
from netloom.project import Project
from netloom.settings.training import Training
from networks import in_line

TELLING = {"absurd_size", "too_much_memory", "shape_misfit", "too_many_blocks"}
SPARE = 256 * 2**20  # bytes that a plan may need for itself


def grown(project: Project) -> tuple[set[str], int]:
    """The codes of the errors and warnings of a plan, and by how many bytes the process grew."""
    process = psutil.Process()
    before = process.memory_info().rss
    codes = {problem.code for problem in plan(project).problems}
    return codes, process.memory_info().rss - before


@pytest.mark.parametrize("units", [10**20, -1, 0, True, 64.0, "64", math.nan])
def test_no_declaration_takes_such_units(units: Any) -> None:
    with pytest.raises(ValidationError, match="units"):
        Dense(units=units)


@pytest.mark.parametrize("rate", [math.nan, math.inf, -0.1, 1.0, "0.5", True])
def test_no_declaration_takes_such_a_rate(rate: Any) -> None:
    with pytest.raises(ValidationError, match="rate"):
        Dropout(rate=rate)


@pytest.mark.parametrize("batch_size", [0, -1, 10**20, True, "some", 1.5])
def test_no_training_takes_such_a_batch(batch_size: Any) -> None:
    with pytest.raises(ValidationError, match="batch_size"):
        Training(batch_size=batch_size)


@pytest.mark.parametrize(
    "project",
    [
        in_line(Dense(units=10**9), Dense(units=3)),
        in_line(Dense(units=2**31), Dense(units=3)),
        in_line(Dense(units=2**31), Dense(units=2**31), Dense(units=3)),
        in_line(*[Dense(units=10**5) for _ in range(200)], Dense(units=3)),
        in_line(Reshape(target_shape=(2**31, 2**31, 2**31)), Dense(units=3)),
        in_line(Dense(units=10**5), Dense(units=3)).model_copy(update={"training": Training(batch_size=10**6)}),
        in_line(Embedding(output_dim=2**31), Dense(units=3)),
    ],
    ids=["10^9 units", "2^31 units", "2^31 twice", "200 layers", "axes", "rows", "vectors"],
)
def test_the_plan_tells_what_no_machine_holds(project: Project) -> None:
    codes, growth = grown(project)
    assert codes & (TELLING | {"numbers_into_indices"})
    assert growth < SPARE


UNITS = st.lists(st.integers(1, 2**31), min_size=1, max_size=6)


def assert_told(units: list[int], rows: int, times: int) -> None:
    project = in_line(*[Dense(units=each) for each in units], Repeat(times=times), Dense(units=3))
    codes, growth = grown(project.model_copy(update={"training": Training(batch_size=rows)}))
    assert growth < SPARE
    if max(units) * 4 * 4 > psutil.virtual_memory().total:
        assert codes & TELLING


@settings(max_examples=100, deadline=None)
@given(UNITS, st.integers(1, 2**31), st.integers(1, 10_000))
def test_any_sizes_are_planned_without_allocating_them(units: list[int], rows: int, times: int) -> None:
    assert_told(units, rows, times)


@pytest.mark.soak
@settings(max_examples=500, deadline=None)
@given(UNITS, st.integers(1, 2**31), st.integers(1, 10_000))
def test_five_hundred_sizes_are_planned_without_allocating_them(units: list[int], rows: int, times: int) -> None:
    assert_told(units, rows, times)
