"""A file is written all or nothing, keeps what it was, and what cannot be written is told in words."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netloom.errors import ExportError, InputError
from netloom.files import (
    LineFile,
    is_being_written,
    make_folder,
    put_aside,
    remove_file,
    remove_folder,
    sweep_leftovers,
    whole_lines,
    write_atomically,
    write_folder_atomically,
)

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only: permissions, limits and mounts are others elsewhere")
LIMIT = 40_000  # bytes: more than any buffer on the way to the disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kept.bin"
    file.write_bytes(b"old")
    return file


def refused(path: Path, content: bytes = b"new") -> str:
    with pytest.raises(InputError) as caught:
        write_atomically(path, content)
    return str(caught.value)


def test_a_new_file_has_the_content(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.bin", b"content")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("new.bin", b"content")]


def test_an_old_file_is_replaced(path: Path) -> None:
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_permissions_are_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    write_atomically(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_obeys_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new.bin", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.bin").stat().st_mode) == 0o640


@posix
def test_a_symbolic_link_stays_one_and_its_target_is_written(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "link.bin"
    link.symlink_to(path)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert list(elsewhere.iterdir()) == [link]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "is not there" in refused(tmp_path / "gone" / "new.bin")


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    assert "is a folder; a file was expected" in refused(tmp_path)


@posix
def test_a_device_is_not_written_over() -> None:
    assert "is a device; a file was expected" in refused(Path("/dev/null"))


@pytest.mark.parametrize("name", ["a\0b", "half of a pair \ud800"])
def test_a_name_that_no_system_takes_is_told(tmp_path: Path, name: str) -> None:
    assert "no file name may hold" in refused(tmp_path / name)


def test_a_name_that_is_too_long_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    assert "was not written" in refused(tmp_path / ("n" * 300))
    assert not list(tmp_path.iterdir())


@posix
def test_a_full_disk_keeps_the_old_file(small_disk: Path) -> None:
    path = small_disk / "kept.bin"
    write_atomically(path, b"old" * 1000)
    message = refused(path, b"new" * 1_000_000)
    assert "the disk is full. 3,000,000 bytes are needed" in message
    assert path.read_bytes() == b"old" * 1000
    assert list(small_disk.iterdir()) == [path]


@posix
def test_a_read_only_disk_is_told(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert "is not allowed" in refused(small_disk / "new.bin")


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_what_is_read_only_stays_as_it_is(path: Path) -> None:
    path.chmod(0o444)
    assert "is read-only" in refused(path)
    path.parent.chmod(0o555)
    assert "is not allowed" in refused(path.parent / "new.bin")
    path.parent.chmod(0o755)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    import resource  # is not there on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@posix
def test_a_file_that_may_not_grow_keeps_its_content(path: Path) -> None:
    with files_of_at_most(LIMIT):
        message = refused(path, b"n" * 2 * LIMIT)
    assert "80,000 bytes are more than a file may hold" in message
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def killed_while_writing(folder: Path) -> list[Path]:
    """What a program leaves that is killed as soon as the file it writes is seen, half-written."""
    program = (
        "import pathlib, sys; from netloom.files import write_atomically\n"
        "while True: write_atomically(pathlib.Path(sys.argv[1]), bytes(50_000_000))"
    )
    with subprocess.Popen([sys.executable, "-c", program, folder / "large.bin"]) as process:
        while not half_written(folder):
            assert process.poll() is None
        process.kill()
    return half_written(folder)


def half_written(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.name != "large.bin"]


def test_only_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    leftovers = next(found for _ in range(20) if (found := killed_while_writing(tmp_path)))
    start, machine, _, token = leftovers[0].name.split("-")
    ours = tmp_path / f"{start}-{machine}-{os.getpid()}-{token}"
    ours.write_bytes(b"being written")
    (tmp_path / "notes.tmp").write_bytes(b"of somebody else")
    sweep_leftovers(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} - {"large.bin"} == {ours.name, "notes.tmp"}


def test_lines_are_there_as_soon_as_they_are_added(tmp_path: Path) -> None:
    with LineFile(tmp_path / "lines") as file:
        file.add("one")
        assert (tmp_path / "lines").read_bytes() == b"one\n"
        file.add("zwei ü")
    assert whole_lines((tmp_path / "lines").read_bytes()) == [b"one", "zwei ü".encode()]


@pytest.mark.parametrize("torn", [b"", b"tw", b"\0\0\0\0", b"\0\0\0\nthree\n"])
def test_what_did_not_reach_the_disk_is_left_out_and_never_added_to(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "lines").write_bytes(b"one\n" + torn)
    assert whole_lines(b"one\n" + torn) == [b"one"]
    with LineFile(tmp_path / "lines") as file:
        file.add("two")
    assert (tmp_path / "lines").read_bytes() == b"one\ntwo\n"


@posix
def test_a_line_that_does_not_fit_is_told_and_the_next_one_is_whole(tmp_path: Path) -> None:
    with LineFile(tmp_path / "lines") as file, files_of_at_most(LIMIT):
        file.add("one")
        with pytest.raises(InputError, match="lines cannot be written any more: 80,001 bytes are more than"):
            file.add("n" * 2 * LIMIT)
        file.add("two")
    assert (tmp_path / "lines").read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("torn", [b"", b"thr"])
def test_lines_are_cut_off_and_others_follow(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "lines").write_bytes(b"one\ntwo\n" + torn)
    with LineFile(tmp_path / "lines") as file:
        assert file.lines == 2
        file.cut(1)
        file.add("other")
        assert file.lines == 2
    assert (tmp_path / "lines").read_bytes() == b"one\nother\n"


def test_more_lines_than_there_are_cannot_be_kept(tmp_path: Path) -> None:
    with LineFile(tmp_path / "lines") as file:
        file.add("one")
        with pytest.raises(InputError, match="lines is damaged: 2 lines were expected"):
            file.cut(2)
    assert (tmp_path / "lines").read_bytes() == b"one\n"


HOLDER = "import sys\nfrom pathlib import Path\nfrom netloom.files import LineFile\n"
HOLDER += "file = LineFile(Path(sys.argv[1]))\nprint(flush=True)\nsys.stdin.read()"


def test_lines_are_added_by_one_process_at_a_time_and_a_kill_frees_them(tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    command = [sys.executable, "-c", HOLDER, str(lines)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert is_being_written(lines)
        with pytest.raises(InputError, match=r"is being written by another process. Wait for its end, or stop it"):
            LineFile(lines)
        holder.kill()
    assert not is_being_written(lines)
    with LineFile(lines) as file:
        file.add("one")


def test_a_folder_is_removed_with_all_that_it_holds(tmp_path: Path) -> None:
    (tmp_path / "gone" / "inner").mkdir(parents=True)
    (tmp_path / "gone" / "inner" / "file").write_text("text")
    remove_folder(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="gone was not removed"):
        remove_folder(tmp_path / "gone")


def test_a_file_is_removed_if_it_is_there(path: Path) -> None:
    remove_file(path)
    remove_file(path)
    assert not path.exists()
    with pytest.raises(InputError, match="was not removed"):
        remove_file(path.parent)


def test_a_folder_is_made_once_with_those_it_lies_in(tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b")
    assert not make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_a_file_is_put_aside_under_a_name_that_none_has(path: Path) -> None:
    assert put_aside(path, ".damaged").name == "kept.bin.damaged"
    path.write_bytes(b"next")
    assert put_aside(path, ".damaged").name == "kept.bin.damaged1"
    assert (path.parent / "kept.bin.damaged").read_bytes() == b"old"
    with pytest.raises(InputError, match="was not put aside"):
        put_aside(path, ".damaged")


def test_a_file_in_the_way_of_a_folder_is_told(path: Path) -> None:
    with pytest.raises(InputError, match=r"kept.bin is in the way: it is a file"):
        make_folder(path)
    with pytest.raises(InputError, match="was not made: the folder"):
        make_folder(path / "inside")


# folders


def test_a_folder_is_written_as_a_whole_and_checked_before_it_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "folder"

    def check(written: Path) -> str:
        assert not folder.exists()
        return (written / "inner" / "b").read_text("utf-8")

    contents = {"a": b"1", "inner/b": b"2"}
    assert write_folder_atomically(folder, contents, check, known=contents) == "2"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert (folder / "a").read_bytes() == b"1"


def test_a_folder_that_fails_its_check_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder_atomically(folder, {"a": b"1"}, str, known=("a",))

    def refuse(written: Path) -> None:
        raise ExportError(f"not {written.name}")

    with pytest.raises(ExportError):
        write_folder_atomically(folder, {"a": b"2"}, refuse, known=("a",))
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert (folder / "a").read_bytes() == b"1"


def test_a_folder_is_replaced_only_where_all_in_it_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder_atomically(folder, {"a": b"1", "b": b"1"}, str, known=())
    write_folder_atomically(folder, {"a": b"2"}, str, known=("a", "b"))
    assert [path.name for path in folder.iterdir()] == ["a"]
    (folder / "mine").write_bytes(b"3")
    with pytest.raises(InputError, match=r"folder holds mine, which would be lost. Choose another name"):
        write_folder_atomically(folder, {"a": b"4"}, str, known=("a", "b"))
    assert (folder / "a").read_bytes() == b"2"


def test_a_folder_where_none_can_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"was not written: the folder .*nowhere is not there"):
        write_folder_atomically(tmp_path / "nowhere" / "folder", {"a": b"1"}, str, known=())


def test_a_folder_left_by_a_killed_writer_is_swept(tmp_path: Path) -> None:
    leftover = next(found for _ in range(20) if (found := killed_while_writing(tmp_path)))[0]
    leftover.unlink()
    (leftover / "inner").mkdir(parents=True)
    sweep_leftovers(tmp_path)
    assert not leftover.exists()
