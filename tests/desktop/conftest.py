"""What the tests of the window share. Whatever Qt or a slot complains of on the way fails the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest.importorskip("PySide6", reason="the window is not installed: make test installs it")

from data_hands import DataPerson
from hands import Hand, made
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import shown, small_project

from netloom.blocks import Dense, Dropout, Input, Output
from netloom.edits import SetData
from netloom.project import Data
from netloom.storage import save
from netloom_desktop.application import application_of
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.editor import Editor
from netloom_desktop.inspector.inspector import Inspector
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT
from networks import COLUMNS


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The application, as `netloom-desktop` makes it. Windows that several tests share keep unsaved work apart, too."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    return application_of(["netloom-desktop"], LIGHT)


@pytest.fixture(autouse=True)
def own_settings(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests leave the user's settings and unsaved work alone, and no window behind that would have to follow what
    later tests do."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))  # for windows in processes of their own
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
def person(shared: MainWindow, qtbot: QtBot) -> Iterator[DataPerson]:
    """Somebody at the Data page of that window, who leaves it without a table."""
    shared.activateWindow()
    person = DataPerson(shared, qtbot)
    person.sees(shared.isActiveWindow)
    yield person
    person.leaves()


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
def houses(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window that shows the file `houses.netloom`, with a table of that name beside it."""
    path = tmp_path / "houses" / "houses.netloom"
    path.parent.mkdir()
    path.with_suffix(".csv").write_text("size,sold\n1,no\n2,yes\n", "utf-8")
    save(small_project(), path)
    with shown(qtbot) as window:
        window.open(path)
        yield window


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
