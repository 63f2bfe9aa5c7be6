"""Events as a run tells them."""

from netloom.events import EpochFinished, Measured, RunStarted

STARTED = RunStarted(
    run="houses-runs/001", device="cpu", threads=1, seed=0, epochs=10, steps=4, training_rows=400, validation_rows=50,
    test_rows=100, parameters=9,
)  # fmt: skip  # an event reads best in few lines


def epoch(number: int, loss: float, validation: float, *, best: bool = False) -> EpochFinished:
    figures = (Measured(name="loss", value=loss), Measured(name="validation_loss", value=validation))
    return EpochFinished(epoch=number, seconds=2.0, figures=figures, best=best, learning_rate=0.01)
