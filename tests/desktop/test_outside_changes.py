"""What other programs and windows do to the file is told, and nothing is overwritten silently."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import act, chosen, in_dialogs, mute_all, names, picks, press, says_yes, shown, small_project

from netloom.edits import RenameProject
from netloom.files import this_process
from netloom.storage import VERSION, load, save
from netloom_desktop.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
OTHERS = RenameProject(name="another program's")(small_project())


def path_of(window: MainWindow) -> Path:
    assert window.editor.path is not None
    return window.editor.path


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def told(window: MainWindow, qtbot: QtBot, about: str) -> str:
    """What the bar says, which comes by itself."""
    qtbot.waitUntil(lambda: about in window.file.notices.told())
    return window.file.notices.told()[about]


def answer(window: MainWindow, about: str, id: str) -> None:
    press(window.file.notices, f"{about}_{id}")
    assert about not in window.file.notices.told()


# Changed by another program


def test_a_changed_file_is_told_and_can_be_read_again_which_can_be_undone(houses: MainWindow, qtbot: QtBot) -> None:
    mute_all(houses)
    mine = houses.editor.project
    save(OTHERS, path_of(houses))
    assert told(houses, qtbot, "changed").startswith("houses.netloom was changed by another program.")
    answer(houses, "changed", "reload")
    assert houses.editor.project == OTHERS
    assert not houses.isWindowModified()
    act(houses, "undo")
    assert houses.editor.project == mine
    assert houses.isWindowModified()


def test_mine_can_be_kept_and_saved_then(houses: MainWindow, qtbot: QtBot) -> None:
    save(OTHERS, path_of(houses))
    told(houses, qtbot, "changed")
    answer(houses, "changed", "keep")
    assert houses.isWindowModified()
    act(houses, "save")
    assert load(path_of(houses)) == small_project()
    assert not houses.isWindowModified()


def test_a_change_after_mine_was_kept_is_told_again(houses: MainWindow, qtbot: QtBot) -> None:
    save(OTHERS, path_of(houses))
    told(houses, qtbot, "changed")
    answer(houses, "changed", "keep")
    save(RenameProject(name="again")(OTHERS), path_of(houses))
    assert told(houses, qtbot, "changed")


@pytest.mark.parametrize(("id", "remains"), [("cancel", OTHERS), ("overwrite", None)])
def test_saving_asks_before_a_change_is_overwritten(houses: MainWindow, id: str, remains: object) -> None:
    mute_all(houses)
    save(OTHERS, path_of(houses))
    said = chosen(id)
    QTest.keyClick(houses.canvas, Qt.Key.Key_S, CONTROL)
    assert "houses.netloom was changed by another program" in said[0]
    assert load(path_of(houses)) == (remains or houses.editor.project)
    assert houses.isWindowModified() == (id == "cancel")


def test_both_can_be_kept(houses: MainWindow, tmp_path: Path) -> None:
    path = path_of(houses)
    mute_all(houses)
    save(OTHERS, path)
    in_dialogs(picks("save_as", []), names(tmp_path / "mine.netloom"))
    act(houses, "save")
    assert load(path) == OTHERS
    assert path_of(houses).name == "mine.netloom"
    assert "changed" not in houses.file.notices.told()


def test_what_a_newer_netloom_wrote_is_not_overwritten(houses: MainWindow) -> None:
    mute_all(houses)
    document = json.loads(path_of(houses).read_text("utf-8")) | {"version": VERSION + 1}
    path_of(houses).write_text(json.dumps(document), "utf-8")
    said = chosen("overwrite", "cancel")
    act(houses, "save")
    assert "made by a newer Netloom" in said[1]
    assert json.loads(path_of(houses).read_text("utf-8")) == document
    assert houses.isWindowModified()


def test_a_file_that_is_no_project_any_more_is_not_read_again(houses: MainWindow, qtbot: QtBot) -> None:
    path_of(houses).write_text("Dear all", "utf-8")
    told(houses, qtbot, "changed")
    said = chosen("cancel")
    press(houses.file.notices, "changed_reload")
    assert "houses.netloom" in said[0]
    assert "changed" in houses.file.notices.told()
    assert houses.editor.project == small_project()
    assert houses.isWindowModified()


def test_saving_by_oneself_is_no_change_of_another(houses: MainWindow, qtbot: QtBot) -> None:
    mute_all(houses)
    act(houses, "save")
    houses.file.outside.watch.look()
    save(OTHERS, path_of(houses))
    houses.file.outside.watch.look()
    assert "changed" in houses.file.notices.told()
    assert houses.isWindowModified()
    save(houses.editor.project, path_of(houses))
    houses.file.outside.watch.look()
    assert not houses.file.notices.told()
    assert not houses.isWindowModified()


# Removed


def test_a_removed_file_is_told_and_can_be_saved_again(houses: MainWindow, qtbot: QtBot) -> None:
    path_of(houses).unlink()
    assert "not there any more" in told(houses, qtbot, "removed")
    assert houses.isWindowModified()
    answer(houses, "removed", "save")
    assert load(path_of(houses)) == houses.editor.project
    assert not houses.isWindowModified()


def test_a_file_that_comes_back_as_it_was_is_as_before(houses: MainWindow, qtbot: QtBot) -> None:
    path = path_of(houses)
    path.rename(path.with_suffix(".away"))
    told(houses, qtbot, "removed")
    path.with_suffix(".away").rename(path)
    qtbot.waitUntil(lambda: not houses.file.notices.told())
    assert not houses.isWindowModified()


def test_a_folder_that_is_gone_is_told_when_saving(houses: MainWindow, qtbot: QtBot) -> None:
    mute_all(houses)
    path_of(houses).parent.rename(path_of(houses).parent.with_name("away"))
    said = chosen("cancel")
    act(houses, "save")
    assert "Make it, or choose another one" in said[0]
    assert houses.isWindowModified()


# A second window


@contextmanager
def another_window(path: Path, qtbot: QtBot) -> Iterator["subprocess.Popen[bytes]"]:
    """A process of its own that has the file open."""
    with subprocess.Popen([sys.executable, "-m", "netloom_desktop", path]) as process:
        qtbot.waitUntil(lambda: lock_of(path).exists(), timeout=30_000)
        yield process
        process.kill()


def test_a_second_window_is_told_and_opens_read_only_or_a_copy(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "houses.netloom"
    save(small_project(), path)
    with another_window(path, qtbot) as process, shown(qtbot) as window:
        said = chosen("cancel")
        window.open(path)
        assert "houses.netloom is open in another window" in said[0]
        assert window.editor.path is None
        chosen("copy")
        window.open(path)
        assert (window.windowTitle(), window.isWindowModified()) == ("Untitled[*] — Netloom", True)
        assert window.editor.project.data.source.path == str(tmp_path / "houses.csv")
        chosen("discard", "read_only")
        window.open(path)
        assert window.windowTitle() == "houses.netloom[*] (read-only) — Netloom"
        assert "open elsewhere" in window.file.notices.told()["read_only"]
        _only_another_name_will_do(window, tmp_path)
        process.kill()
        process.wait()
        window.open(path)
        assert window.windowTitle() == "houses.netloom[*] — Netloom"


def _only_another_name_will_do(window: MainWindow, folder: Path) -> None:
    said: list[str] = []
    mute_all(window)
    other = folder / "other.netloom"
    in_dialogs(names(folder / "houses.netloom"), says_yes, picks("save_as", said), names(other))
    act(window, "save")
    assert "Choose another name, or close that window first" in said[0]
    assert load(folder / "houses.netloom") == small_project()
    assert load(other) == window.editor.project


def test_read_only_ends_when_the_other_window_is_closed(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "houses.netloom"
    save(small_project(), path)
    with shown(qtbot) as window:
        with shown(qtbot) as other:
            other.open(path)
            chosen("read_only")
            window.open(path)
        mute_all(window)
        act(window, "save")
        assert load(path) == window.editor.project
        assert window.windowTitle() == "houses.netloom[*] — Netloom"
        assert lock_of(path).exists()


@pytest.mark.parametrize(
    "content",
    ["", "{", this_process().model_copy(update={"process": 2**31 - 1}).model_dump_json()],
    ids=["empty", "damaged", "dead"],
)
def test_an_empty_damaged_or_dead_lock_holds_nobody_up(qtbot: QtBot, tmp_path: Path, content: str) -> None:
    path = tmp_path / "houses.netloom"
    save(small_project(), path)
    lock_of(path).write_text(content, "utf-8")
    with shown(qtbot) as window:
        window.open(path)
        assert window.windowTitle() == "houses.netloom[*] — Netloom"
    assert not lock_of(path).exists()


def test_a_lock_of_another_machine_is_told_and_can_be_passed_over(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "houses.netloom"
    save(small_project(), path)
    there = this_process().model_copy(update={"machine": "lab-7", "user": "anna"})
    lock_of(path).write_text(there.model_dump_json(), "utf-8")
    with shown(qtbot) as window:
        said = chosen("anyway")
        window.open(path)
        assert "Netloom on the computer lab-7 by anna" in said[0]
        assert window.windowTitle() == "houses.netloom[*] — Netloom"
    assert not lock_of(path).exists()


def test_a_file_that_cannot_be_opened_is_not_locked(houses: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "letter.netloom").write_text("Dear all", "utf-8")
    chosen("cancel")
    houses.open(tmp_path / "letter.netloom")
    assert not lock_of(tmp_path / "letter.netloom").exists()
    assert lock_of(path_of(houses)).exists()


# Folders that cannot be written, and full disks


def test_a_read_only_folder_is_told_and_another_can_be_chosen(qtbot: QtBot, small_disk: Path, tmp_path: Path) -> None:
    save(small_project(), small_disk / "houses.netloom")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with shown(qtbot) as window:
        window.open(small_disk / "houses.netloom")
        assert "cannot be written" in window.file.notices.told()["read_only"]
        mute_all(window)
        said: list[str] = []
        in_dialogs(picks("save_as", said), names(tmp_path / "mine.netloom"))
        act(window, "save")
        assert "is not allowed" in said[0] or "read-only" in said[0]
        assert "read_only" not in window.file.notices.told()
        assert load(tmp_path / "mine.netloom") == window.editor.project
        assert window.editor.project.data.source.path == "disk/houses.csv"


def test_a_full_disk_is_told_once_and_the_work_stays_unsaved_and_kept(
    qtbot: QtBot, small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "houses.netloom"
    save(small_project(), path)
    before = path.read_bytes()
    with shown(qtbot) as window:
        window.open(path)
        filled = small_disk / "filled"
        with filled.open("wb") as file:
            file.write(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
        mute_all(window)
        said = chosen("cancel")
        act(window, "save")
        assert "the disk is full" in said[0]
        assert "kept for recovery" in said[0]
        assert path.read_bytes() == before
        assert window.isWindowModified()
        qtbot.waitUntil(lambda: window.file.recovering.autosave.file.exists())
        filled.unlink()
        act(window, "save")
        assert load(path) == window.editor.project
