"""What the tests of the window share. Whatever Qt or a slot complains of on the way fails the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest.importorskip("PySide6", reason="the window is not installed: make test installs it")

from hands import Hand, made
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.edits import SetData
from netloom.project import Data
from netloom_desktop.application import application_of
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.editor import Editor
from netloom_desktop.inspector.inspector import Inspector
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT
from networks import COLUMNS


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application, as `netloom-desktop` makes it."""
    return application_of(["netloom-desktop"], LIGHT)


@pytest.fixture(autouse=True)
def own_settings(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    """Tests leave the user's settings alone, and no window behind that would have to follow what later tests do."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    yield
    QSettings().clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="module")
def shared(qapp: QApplication) -> Iterator[MainWindow]:
    """A whole window, one for all tests of a module: each shows in it what it needs."""
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[Canvas]:
    """A canvas in a window of its own, with the keyboard's focus, showing nothing yet."""
    editor = Editor()
    shown = Canvas(editor, LIGHT)
    shown.resize(1600, 900)
    shown.show()
    shown.activateWindow()
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    yield shown
    shown.close_canvas()
    shown.close()
    shown.deleteLater()
    editor.deleteLater()


@pytest.fixture
def line(canvas: Canvas) -> Canvas:
    """Input → Dense → Dropout → Output, from left to right."""
    blocks = (Input(), Dense(), Dropout(), Output())
    canvas.editor.new(made(*blocks, wires="input_1 dense_1, dense_1 dropout_1, dropout_1 output_1"))
    return canvas


@pytest.fixture
def hand(canvas: Canvas) -> Hand:
    """A hand on the mouse over that canvas."""
    return Hand(canvas)


@pytest.fixture
def inspector(qtbot: QtBot) -> Iterator[Inspector]:
    """An inspector of Input → Dense → Dropout → Output, with columns."""
    editor = Editor()
    blocks = (Input(), Dense(), Dropout(), Output())
    project = made(*blocks, wires="input_1 dense_1, dense_1 dropout_1, dropout_1 output_1")
    editor.new(SetData(data=Data(columns=COLUMNS))(project))
    shown = Inspector(editor, LIGHT)
    shown.resize(340, 900)
    shown.show()
    shown.activateWindow()
    qtbot.waitExposed(shown)
    yield shown
    shown.close()
    shown.deleteLater()
    editor.deleteLater()
