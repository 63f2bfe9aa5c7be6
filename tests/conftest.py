"""What all tests share."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from forks import ADDRESS, quick_starts

os.environ["KERAS_BACKEND"] = "torch"  # before anything imports keras: no TensorFlow is needed, nor looked for
os.environ.pop("COLUMNS", None)  # the width of a terminal, which tests that run side by side do not have
# The full bars hold on a busy machine as well: what is slow is not wrong.
settings.register_profile("soak", deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session", autouse=True)
def forks() -> Iterator[None]:
    """Engines and commands that tests start are forked from a process that has loaded what they need, where that is
    possible."""
    if sys.platform == "linux":
        with TemporaryDirectory() as folder, quick_starts(Path(folder)):  # of few letters, as a socket's name must be
            yield
    else:
        yield


@pytest.fixture
def real_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of how processes start, load, hang and end: each is one of its own from the very beginning."""
    monkeypatch.delenv(ADDRESS, raising=False)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real tables with reference scores, beside the checkout; its tests are skipped without it."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the real tables are not beside this checkout ({folder.name} is missing)")
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if (
        os.name != "posix"
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode
    ):
        pytest.skip("a disk cannot be mounted here (that takes root)")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.fixture
def full_disk(small_disk: Path) -> Path:
    """One on which nothing more can be written, of which a single file `filled` takes all."""
    room = os.statvfs(small_disk)
    (small_disk / "filled").write_bytes(bytes(room.f_bavail * room.f_frsize))
    return small_disk
