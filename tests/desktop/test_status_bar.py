"""The line at the bottom of the window says how things are."""

from pathlib import Path

import pytest
from hands import LEFT
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot
from windows import child, small_project

from netloom.blocks import Dense
from netloom.edits import AddBlock, SetSettings
from netloom.protocol import DeviceFound
from netloom_desktop.device_found import device_words
from netloom_desktop.main_window import MainWindow

LONG = 30_000  # milliseconds that an engine may take to start


@pytest.fixture
def window(shared: MainWindow, qtbot: QtBot) -> MainWindow:
    shared.editor.new()
    shared.activateWindow()
    qtbot.waitExposed(shared)
    return shared


def text(window: MainWindow, name: str) -> str:
    label = child(window, QLabel, f"status_{name}")
    return label.text() if label.isVisible() else ""


def plan(window: MainWindow) -> QToolButton:
    return child(window, QToolButton, "status_plan")


def test_it_says_what_the_plan_found(window: MainWindow, qtbot: QtBot) -> None:
    assert plan(window).text() == "No blocks yet"
    window.editor.new(small_project())
    assert plan(window).text() == "Working it out…"
    qtbot.waitUntil(lambda: plan(window).text() == "Nothing is wrong", timeout=LONG)
    assert text(window, "parameters") == "2 parameters"
    assert text(window, "memory").startswith("about ")
    qtbot.waitUntil(lambda: text(window, "device") != "", timeout=LONG)
    assert text(window, "device").startswith(("CPU, ", "GPU"))


def test_pressing_the_plan_leads_to_the_problems(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.new(small_project(wired=False))
    qtbot.waitUntil(lambda: "error" in plan(window).text(), timeout=LONG)
    window.model_page.docks["problems"].close()
    window.show_step("data")
    qtbot.mouseClick(plan(window), LEFT)
    problems = window.model_page.docks["problems"]
    assert problems.isVisible()
    assert problems.isAncestorOf(QApplication.focusWidget())


def test_it_says_whether_the_file_holds_the_project(window: MainWindow, tmp_path: Path) -> None:
    assert text(window, "saved") == "New project"
    window.editor.do("Add", AddBlock(block=Dense()))
    assert text(window, "saved") == "In no file yet"
    window.editor.save(tmp_path / "P.netloom")
    assert text(window, "saved") == "Saved"
    window.editor.do("Set", SetSettings(node="dense_1", settings=(("units", 3),)))
    assert text(window, "saved") == "Not saved"
    window.editor.undo()
    assert text(window, "saved") == "Saved"


def test_the_device_is_told_in_words() -> None:
    cpu = device_words(DeviceFound(device="cpu", reason="there is no GPU", threads=2))
    assert cpu == ("CPU, 2 threads", "Training runs on the CPU: there is no GPU.")
    gpu = device_words(DeviceFound(device="cuda", reason="NVIDIA H100", threads=16))
    assert gpu == ("GPU", "Training runs on the GPU: NVIDIA H100.")
