"""A picture of the diagram carries the project: dropped, pasted or opened, the network is there again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hands import ALT, CONTROL, key, made, on_view
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot
from windows import act, answered, file_named

from netloom.blocks import Dense, Input, Output
from netloom.edits import AddNote, MakeGroup
from netloom.errors import ProjectError
from netloom.project import Comment, Project
from netloom_desktop.canvas.geometry import Point
from netloom_desktop.canvas.pictures import picture_svg, write_picture
from netloom_desktop.in_pictures import read_picture, svg_with
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT


def shown_project() -> Project:
    project = made(Input(), Dense(units=77), Output(), wires="input_1 dense_1, dense_1 output_1")
    project = AddNote(note=Comment(text="näher ✓", x=1, y=200))(project)
    return MakeGroup(nodes=("dense_1",), name="Hidden")(project)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(LIGHT)
    window.resize(1280, 800)
    window.show()
    window.editor.new(shown_project())
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("name", ["P.svg", "P.png"])
def test_a_picture_is_opened_like_a_project(window: MainWindow, tmp_path: Path, name: str) -> None:
    write_picture(window.canvas.graph, tmp_path / name)
    window.editor.new()
    window.open(tmp_path / name)
    assert window.editor.project == shown_project()
    assert window.editor.path is None
    assert not window.editor.is_saved


@pytest.mark.parametrize("name", ["P.svg", "P.png"])
def test_a_picture_that_is_dropped_on_the_canvas_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    write_picture(window.canvas.graph, tmp_path / name)
    window.editor.new()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    drop(window, data)
    qtbot.waitUntil(lambda: window.editor.project == shown_project())


@pytest.mark.parametrize("name", ["P.svg", "P.png"])
def test_a_picture_is_exported_by_the_menu(window: MainWindow, tmp_path: Path, name: str) -> None:
    file_named(tmp_path / name)
    act(window, "export_picture")
    assert read_picture(tmp_path / name) == shown_project()


def drop(window: MainWindow, data: QMimeData) -> None:
    viewport, place = window.canvas.viewport(), on_view(window.canvas, Point(100, 100))
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(place, action, data, button, keys)
    QApplication.sendEvent(viewport, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(QPointF(place), action, data, button, keys))


def test_a_picture_that_was_copied_is_opened_when_it_is_pasted(window: MainWindow) -> None:
    window.canvas.setFocus()
    key(window.canvas, Qt.Key.Key_C, CONTROL | ALT)
    window.editor.new()
    key(window.canvas, Qt.Key.Key_V, CONTROL)
    assert window.editor.project == shown_project()


def test_an_svg_that_was_copied_is_opened_too(window: MainWindow) -> None:
    data = QMimeData()
    data.setData("image/svg+xml", QByteArray(picture_svg(window.canvas.graph)))
    window.editor.new()
    QGuiApplication.clipboard().setMimeData(data)
    key(window.canvas, Qt.Key.Key_V, CONTROL)
    assert window.editor.project == shown_project()


def test_what_is_not_saved_is_asked_for_first(window: MainWindow, tmp_path: Path) -> None:
    write_picture(window.canvas.graph, tmp_path / "P.png")
    other = made(Dense())
    window.editor.new(other)
    said = answered(QMessageBox.StandardButton.Cancel)
    window.open(tmp_path / "P.png")
    assert "no file holds yet" in said[0]
    assert window.editor.project == other


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("P.svg", b"<svg></svg>", "carries no project"),
        ("P.png", b"no picture", "carries no project"),
        ("P.svg", svg_with(b"<svg></svg>", Project()).replace(b">eN", b">AA"), "is damaged"),
        ("P.svg", b'<metadata id="netloom-project">e</metadata>', "is damaged"),
        ("P.svg", b'<metadata id="netloom-project">eA==</metadata>', "is damaged"),
    ],
)
def test_a_picture_without_a_project_is_told(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ProjectError, match=why):
        read_picture(tmp_path / name)


def test_a_picture_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="cannot be read"):
        read_picture(tmp_path / "P.png")


def test_another_picture_that_is_pasted_is_told(window: MainWindow) -> None:
    window.canvas.setFocus()
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    QGuiApplication.clipboard().setImage(image)
    key(window.canvas, Qt.Key.Key_V, CONTROL)
    assert "holds no blocks" in window.canvas.graph.words.text
