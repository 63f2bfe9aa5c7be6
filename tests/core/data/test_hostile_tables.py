"""Files that are broken, meant to do harm, or no tables at all: read where they are sound, or refused in one line."""

import datetime
import os
import random
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netloom.data.profile import profile
from netloom.data.reading import read_table
from netloom.errors import DataError
from netloom.limits import CELL_LENGTH, COLUMNS
from netloom.settings.sources import TableFile
from workbooks import workbook

CORPUS = Path(__file__).with_name("hostile")


def refusal(path: Path, **source: str) -> str:
    with pytest.raises(DataError) as refused:
        read_table(path, TableFile(**source))  # type: ignore[arg-type]  # only texts are passed
    return str(refused.value)


def message_of(path: Path) -> str:
    """Why the file is refused; empty if it is read."""
    try:
        profile(read_table(path, TableFile()))
    except DataError as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("path", sorted((CORPUS / "refused").iterdir()), ids=lambda path: path.name)
def test_it_is_refused_in_one_line_that_names_it(path: Path) -> None:
    message = refusal(path)
    assert path.name in message
    assert "\n" not in message


@pytest.mark.parametrize("path", sorted((CORPUS / "read").iterdir()), ids=lambda path: path.name)
def test_it_is_read_in_spite_of_all(path: Path) -> None:
    assert profile(read_table(path, TableFile())).columns


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "nothing.csv")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_pipes_and_devices_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is a device or a pipe" in refusal(tmp_path / "pipe.csv")
    assert "is a device or a pipe" in refusal(Path(os.devnull))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n")
    path.chmod(0)
    assert "permission is denied" in refusal(path)


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "a\0b.csv")


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["c"] * 2 * COLUMNS) + "\n")
    assert f"has {2 * COLUMNS:,} columns" in refusal(path)


def test_a_cell_that_never_ends_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1,2\n3," + "x" * (CELL_LENGTH + 1) + "\n")
    assert "the cell that begins in line 3" in refusal(path)


def test_many_columns_of_one_name_are_renamed_quickly(tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text(",".join(["a"] * 20_000) + "\n" + ",".join(["1"] * 20_000) + "\n")
    assert len(set(read_table(path, TableFile(header="yes")).frame.columns)) == 20_000


@pytest.mark.parametrize("encoding", ["klingon", "hex", "zip"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n")
    assert f"{encoding!r} is no text encoding" in refusal(path, encoding=encoding)


def test_an_encoding_that_does_not_fit_is_told_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("a,b\n1,2\né,4\n".encode("latin-1"))
    assert "is not utf-8: line 3" in refusal(path, encoding="utf-8")


def test_one_mark_for_decimals_and_thousands_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a;b\n1,5;2\n")
    assert "both the decimal mark and the thousands separator" in refusal(path, decimal=",", thousands=",")


@given(content=st.binary(max_size=400) | st.text(alphabet="\"',;\t\r\n ab1.\ufeffé", max_size=200).map(str.encode))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    assert "\n" not in message_of(path)


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(4, 300))])
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "table.xlsx", random.Random(seed)
    rows = [["n", "s", "day"], *([n, f"x{n % 7}", datetime.date(2024, 1, 1 + n % 28)] for n in range(50))]
    damaged = bytearray(workbook(path, {"Data": rows}).read_bytes())
    for _ in range(chance.choice([1, 2, 10])):
        damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
    path.write_bytes(damaged)
    assert "\n" not in message_of(path)


# The peak of the process itself is not asked of getrusage, which starts with that of the process it was started from.
PEAKS = """
import resource, sys
from pathlib import Path
from netloom import DataError, read_table, settings
try:
    read_table(Path(sys.argv[1]), settings.sources.TableFile())
except DataError:
    own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(own.split()[1], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process by itself")
@pytest.mark.parametrize(
    "name", ["one_long_text_everywhere.xlsx", "rows_that_lie.xlsx", "cell_in_the_last_corner.xlsx", "bomb.ods"]
)
def test_a_workbook_never_takes_a_gigabyte(hostile: Path, name: str) -> None:
    path = hostile / "refused" / name
    ran = subprocess.run([sys.executable, "-c", PEAKS, str(path)], capture_output=True, text=True, check=True)
    own, apart = (int(kibibytes) * 1024 for kibibytes in ran.stdout.split())
    assert own < 10**9
    assert 10**7 < apart < 10**9  # a child there was


def test_damaged_parquet_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    frame = pl.DataFrame({"n": range(100), "s": [f"x{n % 7}" for n in range(100)], "f": [n / 7 for n in range(100)]})
    frame.with_columns(day=pl.col("n").cast(pl.Int32).cast(pl.Date)).write_parquet(path, compression="uncompressed")
    sound, chance = path.read_bytes(), random.Random(0)
    for _ in range(150):
        damaged = bytearray(sound)
        for _ in range(chance.choice([1, 2, 10])):
            damaged[chance.randrange(4, len(damaged) - 4)] = chance.randrange(256)
        path.write_bytes(damaged)
        assert "\n" not in message_of(path)
