"""Where training runs: on which device and why, with how many threads, and with a random state of its own."""

import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch

from netloom.devices import DeviceName
from netloom.errors import InputError, Problem
from netloom.settings.training import Precision

# One thread for each so many multiply-adds of the heaviest block of a step: torch divides each block's work by itself,
# so that a thousand small ones are no work for two. Below, a second thread gains less than a quarter at best, and
# beside another busy process it costs up to eight times as much as it gains.
MULTIPLY_ADDS_PER_THREAD = 8_000_000


@dataclass(frozen=True)
class Device:
    """A device by torch's name, and in words why it was taken."""

    name: str
    reason: str


def choose_device(wanted: DeviceName) -> Device:
    """The device that is asked for; `auto` takes CUDA where there is one. InputError if CUDA is asked for in vain."""
    if wanted == "cpu":
        return Device("cpu", "asked for")
    missing = _why_not_cuda()
    if not missing:
        return Device("cuda", torch.cuda.get_device_name())
    if wanted == "auto":
        return Device("cpu", missing)
    raise InputError(f"The device cuda was asked for, but {missing}. Use --device cpu, or auto to take what there is.")


def _why_not_cuda() -> str:
    """In words, or empty where CUDA can be used."""
    if torch.version.cuda is None:
        return "this build of torch knows no CUDA"
    with warnings.catch_warnings(record=True) as told:  # torch warns here of drivers that are too old
        warnings.simplefilter("always")
        available = torch.cuda.is_available()
    if available:
        return ""
    said = f" ({str(told[0].message).splitlines()[0]})" if told else ""
    return f"torch finds no NVIDIA GPU with a driver that fits{said}"


def threads_of_this_machine() -> int:
    """The most threads that a step ever takes here: those that torch uses by itself, which follow the cores and
    `OMP_NUM_THREADS`."""
    return torch.get_num_threads()


def precision_problems(precision: Precision, device: str) -> tuple[Problem, ...]:
    """What is to be told of computing with fewer digits on a device. InputError where that cannot do it."""
    if precision == "float32":
        return ()
    if device == "cuda" and not torch.cuda.is_bf16_supported(including_emulation=False):
        raise InputError(
            f"bfloat16 was asked for, and {torch.cuda.get_device_name()} does not know it: GPUs do from compute "
            "capability 8.0 on. Use training.precision float32."
        )
    if device == "cuda":
        return ()
    message = "bfloat16 gains nothing on a CPU, and most are slower with it. It is meant for GPUs; float32 is exact."
    return (Problem(code="bfloat16_on_cpu", severity="note", message=message),)


def threads_for(multiply_adds: int) -> int:
    """The threads for a step whose heaviest block has so many multiply-adds: a fixed rule, so that one project always
    trains alike. Never more than there are on this machine.
    """
    return max(1, min(threads_of_this_machine(), multiply_adds // MULTIPLY_ADDS_PER_THREAD))


@dataclass(frozen=True)
class RandomState:
    """torch's random numbers, on the CPU and on each GPU that is in use."""

    cpu: torch.Tensor
    cuda: tuple[torch.Tensor, ...] = ()

    @staticmethod
    def now() -> "RandomState":
        used = torch.cuda.is_initialized()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        return RandomState(torch.get_rng_state(), tuple(torch.cuda.get_rng_state_all()) if used else ())

    def restore(self) -> None:
        torch.set_rng_state(self.cpu)
        if self.cuda:
            torch.cuda.set_rng_state_all(list(self.cuda))


@dataclass(frozen=True)
class _State:
    """What is global in torch: its random numbers and its threads."""

    random: RandomState
    threads: int

    @staticmethod
    def now() -> "_State":
        return _State(RandomState.now(), torch.get_num_threads())

    def restore(self) -> None:
        self.random.restore()
        if torch.get_num_threads() != self.threads:
            torch.set_num_threads(self.threads)


Item = TypeVar("Item")


def apart(items: Generator[Item, None, None]) -> Generator[Item, None, None]:
    """The items of a generator that has torch's random numbers and threads to itself.

    While it runs, also when it is closed, it sees only what it set itself; whoever takes its items finds his own again
    at each of them.
    """
    own = _State.now()
    try:
        while True:
            outside = _State.now()
            own.restore()
            try:
                item = next(items)
            except StopIteration:
                return
            finally:
                own = _State.now()
                outside.restore()
            yield item
    finally:
        with random_state_kept():
            own.restore()
            items.close()


def set_seed(seed: int) -> None:
    """`torch.manual_seed`, which on a machine without CUDA takes 1.5 ms to note who called it."""
    torch.default_generator.manual_seed(seed)
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]  # torch leaves it so
        torch.cuda.manual_seed_all(seed)


@contextmanager
def random_state_kept() -> Iterator[None]:
    """Leaves torch's random numbers and threads as they were."""
    before = _State.now()
    try:
        yield
    finally:
        before.restore()
