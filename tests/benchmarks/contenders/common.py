"""What every contender shares: its job, the arrays, a clock for epochs, and the one line of JSON that it answers with.

Contenders are programs of their own: they run in different environments and see nothing of one another.
"""

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

LEARNING_RATE = {"rmsprop": 0.001, "adam": 0.001, "sgd": 0.01}  # Keras's defaults
HIDDEN, CLASSES = 32, 10
VALIDATION_BATCH = 4096  # nothing is learnt there, so that everybody takes many rows at once


@dataclass(frozen=True)
class Job:
    """What is to be trained: the folder of the data, and how."""

    folder: str
    batch_size: int
    optimizer: str
    epochs: int
    threads: int

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Training inputs float32 [rows, columns] and classes int64 [rows], then those for validation."""
        names = ("training_inputs", "training_classes", "validation_inputs", "validation_classes")
        training_inputs, training_classes, *validation = (np.load(Path(self.folder, f"{name}.npy")) for name in names)
        return training_inputs, training_classes, validation[0], validation[1]


def job() -> Job:
    """The job that the command line names, as JSON."""
    return Job(**json.loads(sys.argv[1]))


@dataclass
class Clock:
    """Seconds of each epoch, on the wall and of the processor in all threads of this process."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    before: float = 0.0
    _since: tuple[float, float] = field(default_factory=lambda: (time.perf_counter(), time.process_time()))

    def start(self) -> None:
        """The first epoch begins; `before` is what came before it since the clock was made."""
        now = time.perf_counter(), time.process_time()
        self.before, self._since = now[0] - self._since[0], now

    def lap(self) -> None:
        """An epoch is over, and the next one begins."""
        now = time.perf_counter(), time.process_time()
        self.wall.append(now[0] - self._since[0])
        self.processor.append(now[1] - self._since[1])
        self._since = now


def answer(clock: Clock, threads: int, accuracy: float | None) -> None:
    """Tells the seconds of each epoch, the threads that computed, the last accuracy on the validation rows."""
    told: dict[str, Any] = {"wall": clock.wall, "processor": clock.processor, "before": clock.before}
    print(json.dumps(told | {"threads": threads, "accuracy": accuracy}), flush=True)
