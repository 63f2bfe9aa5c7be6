"""A lock says who works on a file; one of the dead holds nobody up."""

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from netloom.files import Holder, Lock, take_lock, this_process

HOLDING = (
    "import pathlib, sys; from netloom.files import take_lock; "
    "print(type(take_lock(pathlib.Path(sys.argv[1]))).__name__, flush=True); sys.stdin.read()"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "P.netloom"


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def written(path: Path, **other: object) -> Holder:
    """A lock of a process like this one but for some of what it says."""
    holder = this_process().model_copy(update=other)
    lock_of(path).write_text(holder.model_dump_json(), "utf-8")
    return holder


@contextmanager
def held(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process holds the lock."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLDING, path], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "Lock\n"
        yield process
        process.kill()


def test_another_process_is_told_who_has_the_lock_until_that_is_killed(path: Path) -> None:
    with held(path) as process:
        holder = take_lock(path)
        assert isinstance(holder, Holder)
        assert (holder.process, holder.machine, holder.is_here) == (process.pid, platform.node(), True)
        process.kill()
        process.wait()
        assert isinstance(take_lock(path), Lock)


def test_a_released_lock_leaves_nothing(path: Path) -> None:
    lock = take_lock(path)
    assert isinstance(lock, Lock)
    assert lock_of(path).exists()
    assert isinstance(take_lock(path), Holder)
    lock.release()
    assert list(path.parent.iterdir()) == []
    assert isinstance(take_lock(path), Lock)


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 100, b"[]", b'{"process": 1}', b"x" * 100_000])
def test_an_empty_or_damaged_lock_is_taken_over(path: Path, content: bytes) -> None:
    lock_of(path).write_bytes(content)
    assert isinstance(take_lock(path), Lock)
    assert Holder.model_validate_json(lock_of(path).read_bytes()) == this_process()


def test_a_number_that_another_process_has_by_now_is_not_its_holder(path: Path) -> None:
    written(path, started=this_process().started - 1000)
    assert isinstance(take_lock(path), Lock)


@pytest.mark.parametrize("process", [-1, 2**31 - 1, 2**80])
def test_a_number_that_no_process_has_is_that_of_a_dead_one(path: Path, process: int) -> None:
    written(path, process=process)
    assert isinstance(take_lock(path), Lock)


def test_the_lock_of_another_machine_holds_until_force_is_used(path: Path) -> None:
    there = written(path, machine="elsewhere", process=2**31 - 1)
    assert take_lock(path) == there
    assert not there.is_here
    assert isinstance(take_lock(path, by_force=True), Lock)
    assert isinstance(take_lock(path), Holder)


def test_a_lock_that_was_taken_away_by_force_is_not_released(path: Path) -> None:
    lock = take_lock(path)
    assert isinstance(lock, Lock)
    other = written(path, machine="elsewhere")
    lock.release()
    assert take_lock(path) == other


def test_of_many_that_take_over_a_dead_lock_one_gets_it(path: Path) -> None:
    for _ in range(20):
        written(path, process=2**31 - 1)
        with ThreadPoolExecutor(8) as several:
            taken = list(several.map(take_lock, [path] * 8))
        assert sum(isinstance(lock, Lock) for lock in taken) == 1
        assert [each.name for each in path.parent.iterdir()] == [lock_of(path).name]


@pytest.mark.skipif(os.name != "posix", reason="POSIX only: links")
def test_two_names_of_a_file_have_one_lock(path: Path) -> None:
    path.touch()
    link = path.with_name("link.netloom")
    link.symlink_to(path)
    assert isinstance(take_lock(link), Lock)
    assert isinstance(take_lock(path), Holder)


@pytest.mark.parametrize("name", ["nowhere/P.netloom", "n" * 254])
def test_where_no_lock_can_be_written_one_works_all_the_same(tmp_path: Path, name: str) -> None:
    lock = take_lock(tmp_path / name)
    assert isinstance(lock, Lock)
    lock.release()


def test_a_read_only_folder_is_no_error(small_disk: Path) -> None:
    other = written(small_disk / "held.netloom", machine="elsewhere")
    lock_of(small_disk / "dead.netloom").touch()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert isinstance(take_lock(small_disk / "P.netloom"), Lock)
    assert isinstance(take_lock(small_disk / "dead.netloom"), Lock)
    assert take_lock(small_disk / "held.netloom") == other
