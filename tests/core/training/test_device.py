"""Where training runs, and that it leaves torch as it was."""

from collections.abc import Generator

import pytest
import torch

from netloom.errors import InputError
from netloom.training.device import MULTIPLY_ADDS_PER_THREAD, apart, choose_device, random_state_kept, threads_for


def test_the_cpu_can_always_be_asked_for() -> None:
    assert choose_device("cpu").name == "cpu"


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_auto_says_why_there_is_no_cuda() -> None:
    found = choose_device("auto")
    assert found.name == "cpu"
    assert "CUDA" in found.reason or "NVIDIA" in found.reason


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_cuda_asked_for_in_vain_is_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match=r"cuda was asked for, but .*Use --device cpu"):
        choose_device("cuda")


def test_small_steps_get_one_thread_and_none_gets_more_than_there_are() -> None:
    assert threads_for(0) == 1
    assert threads_for(MULTIPLY_ADDS_PER_THREAD) == 1
    assert threads_for(10**15) == torch.get_num_threads()


def numbers(seed: int) -> Generator[float, None, None]:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    while True:
        yield float(torch.rand(()))


def test_a_generator_apart_and_its_caller_do_not_disturb_each_other() -> None:
    torch.manual_seed(7)
    alone = torch.rand(3).tolist()
    threads = torch.get_num_threads()

    torch.manual_seed(7)
    inside, outside = [], []
    for number in apart(numbers(1)):
        assert torch.get_num_threads() == threads
        inside.append(number)
        outside.append(float(torch.rand(())))
        if len(inside) == 3:
            break

    assert outside == alone
    with random_state_kept():
        undisturbed = numbers(1)
        assert inside == [next(undisturbed) for _ in range(3)]
    assert torch.get_num_threads() == threads
