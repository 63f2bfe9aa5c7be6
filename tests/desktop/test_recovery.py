"""Unsaved work survives: nothing that was done more than two seconds ago is lost, and the next start offers it back."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableWidget
from pytestqt.qtbot import QtBot
from windows import act, child, chosen, file_named, mute_all, press, shown, small_project

from netloom.files import this_process
from netloom.project import Project
from netloom.storage import load, save, to_text
from netloom_desktop.file_on_disk import FileOnDisk, read
from netloom_desktop.main_window import MainWindow
from netloom_desktop.project_file.recovering import recovery_folder
from netloom_desktop.project_file.recovery import Recovery, keep
from netloom_desktop.project_file.recovery_offer import RecoveryOffer

PROGRAM = Path(__file__).with_name("editing_until_killed.py")
LOST = 2_000_000_000  # nanoseconds


def digest(project: Project) -> str:
    return hashlib.sha256(to_text(project).encode()).hexdigest()


def kept() -> list[Path]:
    return sorted(recovery_folder().glob("*"))


def left_behind(project: Project, file: FileOnDisk | None = None, **other: object) -> Path:
    """What a process that has ended left behind."""
    path = recovery_folder() / f"{len(kept())}.recovery"
    keep(path, project, file or FileOnDisk())
    dead = this_process().model_copy(update={"process": 2**31 - 1} | other)
    recovery = Recovery.model_validate_json(path.read_bytes()).model_copy(update={"holder": dead})
    path.write_bytes(recovery.model_dump_json().encode())
    return path


def offer_in(window: MainWindow, qtbot: QtBot) -> RecoveryOffer:
    """The dialog, which comes by itself."""
    qtbot.waitUntil(lambda: window.findChild(RecoveryOffer) is not None)
    return child(window, RecoveryOffer, "recovery_offer")


def offered(dialog: RecoveryOffer) -> list[list[str]]:
    table = child(dialog, QTableWidget, "recovery_table")
    return [[table.item(row, place).text() for place in (0, 1, 3)] for row in range(table.rowCount())]


# Killed while somebody edits


@contextmanager
def somebody_editing(path: Path, seed: int) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen([sys.executable, PROGRAM, path, str(seed)], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def steps_until_killed(path: Path, seed: int) -> tuple[list[str], int]:
    """The digests of all steps of a session, and the place of the last one that must not be lost."""
    with somebody_editing(path, seed) as process:
        assert process.stdout
        first = process.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            process.wait(random.Random(seed).uniform(0.2, 4))
        killed = time.monotonic_ns()
        process.kill()
        lines = [line.split() for line in (first, *process.stdout)]
    safe = [place for place, (when, _) in enumerate(lines) if int(when) <= killed - LOST]
    return [digest for _, digest in lines], max(safe, default=0)


@pytest.mark.parametrize("sessions", [2, pytest.param(50, marks=pytest.mark.soak)])
def test_a_kill_takes_at_most_the_last_two_seconds(qtbot: QtBot, tmp_path: Path, sessions: int) -> None:
    for seed in range(sessions):
        path = tmp_path / f"{seed}.netloom"
        save(small_project(), path)
        steps, safe = steps_until_killed(path, seed)
        with shown(qtbot) as window:
            if kept():
                press(offer_in(window, qtbot), "recovery_restore")
            else:
                window.open(path)
            assert digest(window.editor.project) in steps[safe:]
        assert not kept()


# Kept while one works


def test_work_is_kept_soon_after_a_change_until_it_is_saved(houses: MainWindow, qtbot: QtBot) -> None:
    assert not kept()
    mute_all(houses)
    qtbot.waitUntil(lambda: bool(kept()))
    (file,) = kept()
    recovery = Recovery.model_validate_json(file.read_bytes())
    assert recovery.project == to_text(houses.editor.project)
    assert recovery.path == str(houses.editor.path)
    act(houses, "save")
    qtbot.waitUntil(lambda: not kept())
    mute_all(houses)
    qtbot.waitUntil(lambda: bool(kept()))
    act(houses, "undo")
    qtbot.waitUntil(lambda: not kept())


def test_a_window_that_is_closed_without_saving_leaves_nothing(qtbot: QtBot) -> None:
    with shown(qtbot) as window:
        window.editor.new(small_project())
        qtbot.waitUntil(lambda: bool(kept()))
        chosen("discard")
        assert window.close()
        assert not kept()


def test_where_nothing_can_be_kept_that_is_told_until_it_can(houses: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    recovery_folder().parent.mkdir(parents=True)
    recovery_folder().write_text("in the way", "utf-8")
    mute_all(houses)
    qtbot.waitUntil(lambda: "autosave" in houses.file.notices.told())
    assert "Unsaved work cannot be kept" in houses.file.notices.told()["autosave"]
    recovery_folder().unlink()
    act(houses, "undo")
    mute_all(houses)
    qtbot.waitUntil(lambda: not houses.file.notices.told())


# Offered at the next start


def test_work_is_offered_though_the_file_is_newer_and_never_overwrites_it_unasked(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "houses.netloom"
    save(small_project(), path)
    _, file = read(path)
    left_behind(small_project(wired=False), file)
    path.write_bytes(path.read_bytes()[:100])  # a save of some other program that was cut off, and is newer
    with shown(qtbot) as window:
        dialog = offer_in(window, qtbot)
        assert offered(dialog) == [["houses.netloom", str(tmp_path), "3 blocks"]]
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert window.editor.project == small_project(wired=False)
        assert window.isWindowModified()
        qtbot.waitUntil(lambda: "changed" in window.file.notices.told())
        said = chosen("cancel")
        act(window, "save")
        assert "changed by another program" in said[0]
        assert path.stat().st_size == 100
        file_named(tmp_path / "rescued.netloom")
        act(window, "save_as")
        assert load(tmp_path / "rescued.netloom") == small_project(wired=False)
        qtbot.waitUntil(lambda: not kept())


def test_a_restored_project_is_kept_on_until_it_is_saved(qtbot: QtBot, tmp_path: Path) -> None:
    file = left_behind(small_project())
    with shown(qtbot) as window:
        press(offer_in(window, qtbot), "recovery_restore")
        assert window.windowTitle().startswith("Untitled")
        qtbot.waitUntil(lambda: Recovery.model_validate_json(file.read_bytes()).holder.is_running)
        with shown(qtbot) as second:
            act(second, "recover")
            assert "no_recovery" in second.file.notices.told()
        assert kept() == [file]
        file_named(tmp_path / "houses.netloom")
        act(window, "save")
        qtbot.waitUntil(lambda: not kept())


def test_each_is_offered_and_what_is_decided_later_is_offered_again(qtbot: QtBot, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    left_behind(small_project(wired=False), read(tmp_path / "houses.netloom")[1])
    left_behind(small_project(), machine="elsewhere")
    with shown(qtbot) as window:
        dialog = offer_in(window, qtbot)
        assert {name for name, _, _ in offered(dialog)} == {"houses.netloom", "houses"}
        press(dialog, "recovery_later")
        qtbot.waitUntil(lambda: window.findChild(RecoveryOffer) is None)
        act(window, "recover")
        dialog = offer_in(window, qtbot)
        for left in (1, 0):
            said = chosen("cancel", "discard")
            press(dialog, "recovery_discard")
            press(dialog, "recovery_discard")
            assert "Discard the unsaved work" in said[0]
            assert len(kept()) == left


def test_what_the_file_holds_by_now_is_not_offered(qtbot: QtBot, tmp_path: Path) -> None:
    save(small_project(), tmp_path / "houses.netloom")
    left_behind(small_project(), read(tmp_path / "houses.netloom")[1])
    with shown(qtbot) as window:
        qtbot.waitUntil(lambda: not kept())
        assert window.findChild(RecoveryOffer) is None


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 1000, b"{}", "cut", "no project"])
def test_damaged_work_is_told_and_put_aside(qtbot: QtBot, content: bytes | str) -> None:
    file = left_behind(small_project())
    whole = file.read_bytes()
    of_words = {"cut": whole[: len(whole) // 2], "no project": whole.replace(b"netloom", b"unknown", 3)}
    file.write_bytes(content if isinstance(content, bytes) else of_words[content])
    left_behind(small_project())
    with shown(qtbot) as window:
        dialog = offer_in(window, qtbot)
        assert len(offered(dialog)) == 1
        told = window.file.notices.told()["damaged_0"]
        assert file.with_name(f"{file.name}.damaged").exists()
        assert str(file.with_name(f"{file.name}.damaged")) in told
        press(dialog, "recovery_later")


def test_what_is_told_is_never_read_as_markup(qtbot: QtBot) -> None:
    left_behind(small_project())
    with shown(qtbot) as window:
        dialog = offer_in(window, qtbot)
        assert {label.textFormat() for label in dialog.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
        dialog.reject()
