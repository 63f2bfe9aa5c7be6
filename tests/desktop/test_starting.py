"""`netloom-desktop` from the outside: its options, its place among the programs of a desktop, and its own icon."""

import shlex
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from netloom_desktop.application import main
from netloom_desktop.desktop_entry import entry, program
from netloom_desktop.display import can_be_seen, has_display
from netloom_desktop.icons import app_icon


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="entries are for Linux desktops")
def test_the_entry_and_the_icon_are_installed_for_this_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["--install-entry"]) == 0
    entry = tmp_path / "applications" / "netloom-desktop.desktop"
    icon = tmp_path / "icons" / "hicolor" / "scalable" / "apps" / "netloom-desktop.svg"
    assert capsys.readouterr().out == f"{entry} written\n{icon} written\n"
    lines = dict(line.split("=", 1) for line in entry.read_text("utf-8").splitlines()[1:])
    started = shlex.split(lines["Exec"])
    assert Path(started[0]).is_file()
    assert started[-1] == "%f"
    assert lines["Icon"] == icon.stem
    assert icon.read_text("utf-8").startswith("<svg")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="entries are for Linux desktops")
def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    assert main(["--install-entry"]) == 2
    assert "file" in capsys.readouterr().err


def test_the_entry_quotes_whatever_a_path_holds() -> None:
    line = next(line for line in entry(('/opt/my "apps"/100 %', "-m")).splitlines() if line.startswith("Exec="))
    assert line == 'Exec="/opt/my \\\\"apps\\\\"/100 %%" -m %f'
    assert program()


def test_help_and_unknown_options_open_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "--install-entry" in capsys.readouterr().out
    assert main(["--nonsense"]) == 2
    assert "There is no option --nonsense." in capsys.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems always have a display")
def test_without_a_display_it_is_said_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    assert main([]) == 2
    assert "the command line, netloom, needs none" in capsys.readouterr().err
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()
    assert not can_be_seen()


def test_the_window_has_an_icon_of_its_own_at_every_size() -> None:
    for size in (16, 48, 256):
        image = app_icon().pixmap(QSize(size, size), 1).toImage()
        colors = {image.pixelColor(x, y).name() for x in range(size) for y in range(size)}
        assert len(colors) > 10
