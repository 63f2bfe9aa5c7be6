"""Whatever is done by hand, undone, redone, saved and opened again: project, canvas and file agree, and memory is
given back."""

import gc
import tempfile
import weakref
from pathlib import Path

import psutil
import pytest
from hands import CONTROL, RIGHT, SHIFT, Hand, made
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netloom.blocks import Add, Concatenate, Dense, Dropout, Input, Output
from netloom.storage import save
from netloom_desktop.canvas.canvas import Canvas
from netloom_desktop.canvas.geometry import Point, wire_course
from netloom_desktop.editor import Editor
from netloom_desktop.main_window import MainWindow
from netloom_desktop.theme import LIGHT

ACTIONS = (
    "delete delete_reconnect copy cut paste paste_wired duplicate duplicate_wired mute group ungroup arrange comment "
    "align_left distribute_across select_all select_same select_upstream add ports enter leave find frame_all zoom_out "
    "frame_chosen zoom_full"
).split()
KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_Tab)
Drawn = tuple[int, int, int]
# Drawn before anything is looked at: what is on the canvas by then may depend on time, what is drawn must not.
POINTS = st.tuples(st.integers(0, 999), st.integers(0, 39), st.integers(0, 19))


class Work(RuleBasedStateMachine):
    """Somebody works on a canvas without knowing what they do."""

    @initialize()
    def begin(self) -> None:
        blocks = (Input(), Dense(), Dropout(), Add(), Concatenate(), Output())
        self.editor = Editor()
        self.canvas = Canvas(self.editor, LIGHT)
        self.canvas.resize(1200, 700)
        self.canvas.show()
        self.hand = Hand(self.canvas)
        self.editor.new(made(*blocks, wires="input_1 dense_1, dense_1 dropout_1, dropout_1 add_1, dense_1 add_1"))

    def point(self, drawn: Drawn) -> Point:
        """A port, a block, or any place of the view."""
        which, across, down = drawn
        known = [rect.center for rect in self.canvas.graph.rects().values()]
        known += [item.course.start for item in self.canvas.graph.wires.values()]
        known += [item.course.end for item in self.canvas.graph.wires.values()]
        shown = self.canvas.shown()
        known.append(Point(shown.x + shown.width * across / 40, shown.y + shown.height * down / 20))
        return known[which % len(known)]

    @rule(start=POINTS, end=POINTS, keys=st.sampled_from([Qt.KeyboardModifier.NoModifier] * 3 + [SHIFT, CONTROL]))
    def drag(self, start: Drawn, end: Drawn, keys: Qt.KeyboardModifier) -> None:
        self.hand.drag(self.point(start), self.point(end), keys=keys)

    @rule(start=POINTS, end=POINTS)
    def begin_a_drag(self, start: Drawn, end: Drawn) -> None:
        self.hand.press(self.point(start))
        self.hand.move(self.point(end))

    @rule(at=POINTS)
    def click(self, at: Drawn) -> None:
        self.hand.click(self.point(at))

    @rule(at=POINTS)
    def double_click(self, at: Drawn) -> None:
        self.hand.double_click(self.point(at))

    @rule(start=POINTS, end=POINTS)
    def cut_with_the_knife(self, start: Drawn, end: Drawn) -> None:
        self.hand.drag(self.point(start), self.point(end), button=RIGHT, keys=CONTROL)

    @rule(name=st.sampled_from(ACTIONS))
    def act(self, name: str) -> None:
        self.canvas.commands.actions[name].trigger()

    @rule(which=st.sampled_from(KEYS), text=st.sampled_from(["", "dense", "3", "x"]))
    def press_a_key(self, which: Qt.Key, text: str) -> None:
        from PySide6.QtTest import QTest

        popup = self.canvas.adding.popup
        target = popup.field if popup.isVisible() else self.canvas.overlay.widget or self.canvas
        if target is not self.canvas:
            QTest.keyClicks(target, text)
        QTest.keyClick(target, which)

    @rule(steps=st.integers(-3, 3))
    def undo_or_redo(self, steps: int) -> None:
        for _ in range(abs(steps)):
            (self.editor.undo if steps < 0 else self.editor.redo)()

    @rule()
    def save_and_open(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "P.netloom"
            before = self.editor.project
            self.editor.save(path)
            self.editor.open(path)
            assert self.editor.project == before

    @invariant()
    def the_canvas_shows_the_network(self) -> None:
        graph, network = self.canvas.graph, self.editor.network
        assert list(graph.blocks) == [node.id for node in network.nodes]
        assert set(graph.wires) == set(network.wires)
        assert self.editor.selection.blocks <= graph.blocks.keys()
        if self.canvas.gesture is None:
            assert not graph.carrying.blocks
            assert {id: graph.rect(id)[:2] for id in graph.blocks} == graph.places
            assert all(item.pos().toTuple() == tuple(graph.places[id]) for id, item in graph.blocks.items())
            assert all(item.isVisible() or not graph.root.isVisible() for item in graph.wires.values())
        for wire, item in graph.wires.items():
            start = graph.port("output", (wire.source, wire.source_port))
            end = graph.port("input", (wire.target, wire.target_port))
            assert start is not None
            assert end is not None
            if self.canvas.gesture is None:
                assert item.course == wire_course(start, end, graph.bends.get(wire, ()))

    @invariant()
    def nothing_is_left_behind_in_the_scene(self) -> None:
        graph = self.canvas.graph
        if self.canvas.gesture is None:
            assert len(graph.items()) == len(graph.blocks) + len(graph.wires) + len(graph.notes) + 4

    def teardown(self) -> None:
        QApplication.processEvents()
        self.canvas.close_canvas()
        self.canvas.close()
        self.canvas.deleteLater()
        self.editor.deleteLater()
        QApplication.processEvents()


@pytest.mark.parametrize(("works", "steps"), [(12, 40), pytest.param(400, 80, marks=pytest.mark.soak)])
def test_project_canvas_and_file_agree_whatever_is_done(qapp: QApplication, works: int, steps: int) -> None:
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=works,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.parametrize(("windows", "blocks"), [(8, 40), pytest.param(100, 300, marks=pytest.mark.soak)])
def test_windows_that_are_closed_give_their_memory_back(
    qtbot: QtBot, tmp_path: Path, windows: int, blocks: int
) -> None:
    save(made(*[Dense()] * blocks), tmp_path / "P.netloom")
    process, sizes, canvases = psutil.Process(), [], []
    for _ in range(windows):
        window = MainWindow()
        window.show()
        window.open(tmp_path / "P.netloom")
        QApplication.processEvents()
        canvases.append(weakref.ref(window.canvas))
        window.close()
        window.deleteLater()
        del window
        QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
        QApplication.processEvents()
        gc.collect()
        sizes.append(process.memory_info().rss / 2**20)
    assert [canvas() for canvas in canvases] == [None] * windows
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".lock"] == []
    half = windows // 2
    assert max(sizes[half:]) - max(sizes[:half]) < 20
