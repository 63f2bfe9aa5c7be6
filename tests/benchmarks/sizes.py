"""How large everything is: as it is measured, and as small as `--quick` needs to show that all commands work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The rows, columns, blocks, epochs and repeats of all sections."""

    training_rows: int = 60_000
    validation_rows: int = 10_000
    columns: int = 784
    batches: tuple[int, ...] = (32, 128, 1024)
    rows_in_all_epochs: int = 240_000  # so many rows after the first epoch, which warms up, and two epochs at least
    repeats: int = 5
    scaled_rows: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    scaled_columns: tuple[int, ...] = (10, 100, 1_000)
    scaled_blocks: tuple[int, ...] = (10, 100, 1_000)
    rows_beside: int = 10_000  # where columns grow; a fifth of them where blocks do
    large_rows: int = 1_000_000
    edits: int = 50
    window_blocks: tuple[tuple[int, int], ...] = ((1_000, 1_500), (5_000, 7_500))  # with so many wires
    plotted_runs: int = 10
    plotted_epochs: int = 10_000
    plotted_seconds: float = 8.0
    gpu: tuple[tuple[int, tuple[int, ...]], ...] = ((128, (32,)), (1024, (512, 512)), (8192, (2048, 2048)))  # batches
    gpu_epochs: int = 4

    def epochs(self, batch_size: int) -> int:
        """One epoch to warm up and those that count: more of them where they are short."""
        return 1 + max(2, self.rows_in_all_epochs * (1 + batch_size // 256) // self.training_rows)


FULL = Sizes()
QUICK = Sizes(
    training_rows=300,
    validation_rows=60,
    columns=12,
    batches=(32,),
    rows_in_all_epochs=600,
    repeats=1,
    scaled_rows=(100, 1_000),
    scaled_columns=(3, 30),
    scaled_blocks=(3, 30),
    rows_beside=200,
    large_rows=2_000,
    edits=3,
    window_blocks=((40, 60), (80, 120)),
    plotted_runs=2,
    plotted_epochs=100,
    plotted_seconds=0.2,
    gpu=((32, (8,)),),
    gpu_epochs=3,
)
