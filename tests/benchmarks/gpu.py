"""Steps on a GPU: run one by one, and replayed as a CUDA graph."""

import tempfile
from pathlib import Path

import torch
from tests.benchmarks.contenders.common import Job
from tests.benchmarks.markdown import table
from tests.benchmarks.material import write_small
from tests.benchmarks.rounds import Contender, Measured, in_turns
from tests.benchmarks.sizes import Sizes

from netloom.training.device import choose_device

PROGRAM = "on_device.py"


def section(sizes: Sizes) -> str:
    """Rows a second of networks of several sizes, or in a sentence why there are none."""
    device = choose_device("auto")
    if device.name != "cuda":
        return f"Nothing was measured, since there is no GPU to train on: {device.reason}."
    contenders = _contenders()
    rows = [
        [_network(sizes, hidden), str(batch), *_row(sizes, hidden, batch, contenders)] for batch, hidden in sizes.gpu
    ]
    return "\n\n".join(
        [_measured(sizes, device.reason), table(["network", "batch", *(c.name for c in contenders)], rows)]
    )


def _measured(sizes: Sizes, name: str) -> str:
    return (
        f"Training rows a second on {name}, each epoch with its validation: the median of the epochs after the first, "
        f"and the median of {sizes.repeats} processes. Adam, ReLU, softmax."
    )


def _contenders() -> list[Contender]:
    """The CPU, the GPU with each step run, with steps replayed, and with fewer digits where it knows them."""
    found = [
        Contender("CPU", PROGRAM, environment={"DEVICE": "cpu", "PRECISION": "float32"}),
        Contender("GPU, run", PROGRAM, environment={"DEVICE": "cuda", "PRECISION": "float32", "EAGER": "1"}),
        Contender("GPU, replayed", PROGRAM, environment={"DEVICE": "cuda", "PRECISION": "float32"}),
    ]
    if torch.cuda.is_bf16_supported(including_emulation=False):
        short = {"DEVICE": "cuda", "PRECISION": "bfloat16"}
        found.append(Contender("GPU, replayed, bfloat16", PROGRAM, environment=short))
    return found


def _network(sizes: Sizes, hidden: tuple[int, ...]) -> str:
    return "-".join(map(str, (sizes.columns, *hidden, 10)))


def _row(sizes: Sizes, hidden: tuple[int, ...], batch: int, contenders: list[Contender]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        write_small(Path(folder), sizes.training_rows, sizes.columns, hidden)
        measured = in_turns(contenders, Job(folder, batch, "adam", sizes.gpu_epochs, 0), sizes.repeats)
    return [_rows_a_second(sizes, each) for each in measured.values()]


def _rows_a_second(sizes: Sizes, measured: Measured) -> str:
    return f"{sizes.training_rows * 7 // 10 / measured.seconds:,.0f}"  # the others are for validation and test
