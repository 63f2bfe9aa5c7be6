"""The list of projects that were opened or saved last."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from netloom_desktop.recent import MOST, RecentProjects, is_missing


def test_the_latest_comes_first_and_each_is_there_once(tmp_path: Path) -> None:
    recent = RecentProjects()
    assert recent.paths() == ()
    for name in ("a.netloom", "größe [1], 2%.netloom", "a.netloom"):
        recent.add(tmp_path / name)
    assert [path.name for path in RecentProjects().paths()] == ["a.netloom", "größe [1], 2%.netloom"]


def test_no_more_than_ten_are_kept(tmp_path: Path) -> None:
    recent = RecentProjects()
    for number in range(MOST + 3):
        recent.add(tmp_path / f"{number}.netloom")
    assert [path.stem for path in recent.paths()] == [str(number) for number in range(MOST + 2, 2, -1)]


def test_one_can_be_left_out_and_all_forgotten(tmp_path: Path) -> None:
    recent = RecentProjects()
    for name in ("a.netloom", "b.netloom"):
        recent.add(tmp_path / name)
    recent.remove(tmp_path / "b.netloom")
    assert recent.paths() == (tmp_path / "a.netloom",)
    recent.clear()
    assert recent.paths() == ()


def test_a_file_that_is_gone_stays_in_the_list_and_is_told(tmp_path: Path) -> None:
    kept = tmp_path / "kept.netloom"
    kept.write_text("{}", "utf-8")
    recent = RecentProjects()
    for path in (kept, tmp_path / "gone.netloom"):
        recent.add(path)
    assert [is_missing(path) for path in recent.paths()] == [True, False]


@pytest.mark.parametrize("rubbish", ["{", "7", "[1, null]", '{"a": 1}', ""])
def test_rubbish_in_the_settings_is_an_empty_list(rubbish: str) -> None:
    QSettings().setValue("recent/projects", rubbish)
    assert RecentProjects().paths() == ()
