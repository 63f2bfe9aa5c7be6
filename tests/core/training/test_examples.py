"""Rows on the device: shuffled and cut into batches."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from netloom.training.examples import CHUNK_BYTES, Examples, epoch_seeds, shuffled_batches


def examples(rows: int, width: int = 1) -> Examples:
    """Rows that hold their own number everywhere."""
    numbers = torch.arange(rows, dtype=torch.float32)
    return Examples((numbers[:, None].expand(rows, width).contiguous(),), (numbers.long(),), (numbers,))


@given(rows=st.integers(1, 200), size=st.integers(1, 250), seed=st.integers(0, 2**32 - 1))
def test_an_epoch_has_every_row_once_and_only_its_last_batch_is_short(rows: int, size: int, seed: int) -> None:
    batches = list(shuffled_batches(examples(rows), size, seed))
    assert sorted(torch.cat([batch.targets[0] for batch in batches]).tolist()) == list(range(rows))
    assert [batch.rows for batch in batches[:-1]] == [size] * (len(batches) - 1)
    assert 1 <= batches[-1].rows <= size


def test_all_tensors_of_a_row_stay_together() -> None:
    for inputs, targets, weights in shuffled_batches(examples(50), 7, seed=1):
        assert inputs[0].ravel().tolist() == targets[0].tolist() == weights[0].tolist()


def test_rows_that_do_not_fit_into_one_gathering_are_all_there() -> None:
    wide = examples(400, width=CHUNK_BYTES // 400)
    rows = torch.cat([batch.targets[0] for batch in shuffled_batches(wide, 32, seed=1)])
    assert sorted(rows.tolist()) == list(range(400))


def test_the_order_depends_on_the_seed_alone() -> None:
    def order(seed: int) -> list[int]:
        return torch.cat([batch.targets[0] for batch in shuffled_batches(examples(100), 10, seed)]).tolist()

    assert order(1) == order(1) != order(2)


def test_every_epoch_has_seeds_of_its_own() -> None:
    seeds = {seed for run in (0, 1) for epoch in range(100) for seed in epoch_seeds(run, epoch)}
    assert len(seeds) == 400
