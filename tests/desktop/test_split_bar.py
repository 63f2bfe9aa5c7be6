"""The bar of training, validation and test rows: its boundaries are dragged, moved with keys, or typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forms import choose
from hands import LEFT
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from windows import child, small_project

from netloom.edits import SetSplit
from netloom.project import Project
from netloom.protocol import PartSizes
from netloom.settings.splits import ColumnSplit, GroupSplit, RandomSplit, Split, StratifiedSplit, TimeSplit
from netloom.storage import save
from netloom_desktop.data.split import SplitPanel
from netloom_desktop.data.split_bar import Handle, SplitBar
from netloom_desktop.data.split_shares import BOUNDARIES, Boundary, Shares, movable, shares_of, with_shares
from netloom_desktop.data.split_sizes import SplitSizes
from netloom_desktop.editor import Editor
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.theme import LIGHT

Key = Qt.Key
SIZES = PartSizes(training=700, validation=100, test=200, left_out=3)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[SplitPanel]:
    """The split of a small project with a thousand rows."""
    editor = Editor()
    editor.new(small_project())
    made = SplitPanel(editor, LIGHT)
    made.show_sizes(SIZES)
    made.resize(1000, 400)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    editor.deleteLater()


# What a person does


def handle(panel: SplitPanel, boundary: Boundary) -> Handle:
    return child(panel, Handle, f"boundary_{boundary}")


def drag(panel: SplitPanel, boundary: Boundary, by: float, *, let_go: bool = True) -> None:
    """Drag a boundary by a share of the bar."""
    grip = handle(panel, boundary)
    start = grip.rect().center()
    QTest.mousePress(grip, LEFT, pos=start)
    bar = child(panel, SplitBar, "split_bar")
    target = grip.mapTo(bar, start) + QPoint(round(by * bar.width()), 0)
    for part in (0.3, 0.7, 1.0):
        at = grip.mapTo(bar, start) + (target - grip.mapTo(bar, start)) * part
        QTest.mouseMove(grip, grip.mapFrom(bar, at))
    QTest.mouseMove(grip, grip.mapFrom(bar, target))
    if let_go:
        QTest.mouseRelease(grip, LEFT, pos=grip.mapFrom(bar, target))


def split(panel: SplitPanel) -> Split:
    return panel.editor.project.data.split


def asked(panel: SplitPanel) -> tuple[float, float]:
    return split(panel).validation, split(panel).test


def steps(panel: SplitPanel) -> list[str]:
    return [step.label for step in panel.editor.history.steps[1:]]


def rows(panel: SplitPanel) -> list[str]:
    return [label.text() for label in panel.counts.values()]


def open_form(panel: SplitPanel) -> None:
    QTest.mouseClick(child(panel, QToolButton, "split_more"), LEFT)


def field(panel: SplitPanel, name: str) -> QLineEdit:
    settings = (each for each in panel.form.findChildren(QWidget, f"setting_{name}") if each.isVisible())
    found = next(settings).findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


# What is shown


def test_the_parts_are_as_long_as_their_shares_and_say_how_many_rows_they_have(panel: SplitPanel) -> None:
    bar = child(panel, SplitBar, "split_bar")
    assert bar.accessibleName() == "Rows: training 70 %, validation 10 %, test 20 %"
    assert rows(panel) == ["■ Training · 700 rows", "■ Validation · 100 rows", "■ Test · 200 rows"]
    picture = bar.grab().toImage()
    for share, part in ((0.1, "training"), (0.77, "validation"), (0.95, "test")):
        color = picture.pixelColor(round(share * picture.width()), 1)
        assert color == bar.color(part)  # type: ignore[arg-type]  # a part


def test_without_a_table_the_shares_are_shown_alone(panel: SplitPanel) -> None:
    panel.show_sizes(None)
    assert rows(panel) == ["■ Training", "■ Validation", "■ Test"]


# Moving boundaries


def test_dragging_a_boundary_is_one_step(panel: SplitPanel) -> None:
    drag(panel, "test", -0.1)
    assert asked(panel) == (0.0, 0.3) or asked(panel) == (0.01, 0.29)
    assert len(steps(panel)) == 1
    panel.editor.undo()
    assert asked(panel) == (0.1, 0.2)
    drag(panel, "validation", -0.2)
    assert asked(panel) == pytest.approx((0.3, 0.2), abs=0.011)
    assert steps(panel)[0].startswith("Divide rows 50")


def test_while_it_is_dragged_nothing_is_changed_and_about_how_many_rows_is_told(panel: SplitPanel) -> None:
    drag(panel, "validation", -0.2, let_go=False)
    assert asked(panel) == (0.1, 0.2)
    assert rows(panel)[0].startswith("■ Training · about 50")
    QTest.keyClick(handle(panel, "validation"), Key.Key_Escape)
    assert rows(panel)[0] == "■ Training · 700 rows"
    QTest.mouseRelease(handle(panel, "validation"), LEFT)
    assert steps(panel) == []


def test_a_boundary_is_stopped_by_the_other_and_leaves_rows_to_train_on(panel: SplitPanel) -> None:
    drag(panel, "test", -0.6)
    assert asked(panel) == (0.0, 0.3)
    drag(panel, "validation", -0.9)
    assert asked(panel) == (0.69, 0.3)


def test_where_no_rows_validate_both_boundaries_can_be_taken_hold_of(panel: SplitPanel) -> None:
    panel.editor.do("None", SetSplit(split=StratifiedSplit(validation=0.0)))
    assert not handle(panel, "validation").geometry().intersects(handle(panel, "test").geometry())
    drag(panel, "validation", -0.1)
    assert asked(panel) == (0.1, 0.2)
    panel.editor.undo()
    drag(panel, "test", 0.1)
    assert asked(panel) == (0.1, 0.1)


def test_arrow_keys_move_a_boundary_and_are_one_step_until_it_is_left(panel: SplitPanel) -> None:
    handle(panel, "validation").setFocus()
    for _ in range(3):
        QTest.keyClick(handle(panel, "validation"), Key.Key_Left)
    assert asked(panel) == (0.13, 0.2)
    assert steps(panel) == ["Divide rows 67 : 13 : 20"]
    QTest.keyClick(handle(panel, "validation"), Key.Key_Tab)
    assert handle(panel, "test").hasFocus()
    QTest.keyClick(handle(panel, "test"), Key.Key_Right)
    assert asked(panel) == (0.14, 0.19)
    assert len(steps(panel)) == 2


# Kinds and settings


def test_shares_are_typed_as_well(panel: SplitPanel) -> None:
    open_form(panel)
    line = field(panel, "test")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "0.25")
    QTest.keyClick(line, Key.Key_Return)
    assert asked(panel) == (0.1, 0.25)
    assert child(panel, SplitBar, "split_bar").shares == Shares(0.65, 0.1, 0.25)
    line.selectAll()
    QTest.keyClicks(line, "2")
    assert asked(panel) == (0.1, 0.25)
    refusals = [label.text() for label in panel.form.findChildren(QLabel, "refusal") if label.isVisible()]
    assert any("below 1" in text or "less than 1" in text for text in refusals), refusals


@pytest.mark.parametrize("kind", [RandomSplit, TimeSplit, ColumnSplit, GroupSplit])
def test_the_kind_of_split_is_chosen(panel: SplitPanel, kind: type[Split]) -> None:
    open_form(panel)
    choose(panel.form.findChild(CalmComboBox), kind.id)
    assert type(split(panel)) is kind
    assert panel.kind.text() == f"Rows are divided: {kind.title[0].lower()}{kind.title[1:]}"


def test_where_a_column_or_folds_decide_nothing_can_be_dragged(panel: SplitPanel) -> None:
    panel.editor.do("Fold", SetSplit(split=StratifiedSplit(folds=5)))
    assert [boundary for boundary in BOUNDARIES if handle(panel, boundary).isVisible()] == ["validation"]
    assert child(panel, SplitBar, "split_bar").shares.test == 0.2
    panel.editor.do("By column", SetSplit(split=ColumnSplit(column="part")))
    assert not any(handle(panel, boundary).isVisible() for boundary in BOUNDARIES)
    panel.show_sizes(PartSizes(training=60, validation=20, test=20, left_out=0))
    assert child(panel, SplitBar, "split_bar").shares == Shares(0.6, 0.2, 0.2)


SHARE = st.floats(0, 1, exclude_max=True, allow_subnormal=False)


@given(SHARE, SHARE.filter(lambda share: share > 0), st.sampled_from(BOUNDARIES), st.floats(-2, 2))
def test_wherever_a_boundary_is_put_the_parts_are_all_rows(
    validation: float, test: float, boundary: Boundary, place: float
) -> None:
    before = shares_of(StratifiedSplit(validation=validation, test=test))
    moved = before.moved(boundary, place)
    for shares in (before, moved):
        assert shares.training + shares.validation + shares.test == pytest.approx(1, abs=2e-5)
        assert min(shares.training, shares.validation, shares.test) >= 0
    if before.training > 0.02 and 0.01 < before.test < 0.9:
        kept = with_shares(StratifiedSplit(), moved)
        assert (kept.validation, kept.test) == (moved.validation, moved.test)


@pytest.mark.parametrize("kind", [StratifiedSplit, RandomSplit, TimeSplit, ColumnSplit, GroupSplit])
def test_what_may_be_moved_is_what_the_split_asks_for(kind: type[Split]) -> None:
    moved = with_shares(kind(), Shares(0.5, 0.3, 0.2))
    assert (moved != kind()) == bool(movable(kind()))


# How many rows there are


def test_an_engine_counts_the_rows_and_follows_each_change(qtbot: QtBot, tmp_path: Path) -> None:
    rows = "".join(f"{row},{'yes' if row % 2 else 'no'}\n" for row in range(100))
    (tmp_path / "houses.csv").write_text(f"size,sold\n{rows}")
    editor, client = Editor(), EngineClient()
    sizes = SplitSizes(editor, client)
    said: list[str] = []
    sizes.told.connect(said.append)
    save(small_project(), tmp_path / "houses.netloom")
    editor.open(tmp_path / "houses.netloom")
    with qtbot.waitSignal(sizes.changed, timeout=60_000, check_params_cb=lambda found: found is not None):
        sizes.begin()
    assert sizes.sizes is not None
    assert (sizes.sizes.training, sizes.sizes.validation, sizes.sizes.test) == (70, 10, 20)
    for seed in range(5):
        editor.do("Divide", SetSplit(split=StratifiedSplit(test=0.4, seed=seed)))
    qtbot.waitUntil(lambda: sizes.sizes is not None and sizes.sizes.test == 40, timeout=60_000)
    editor.do("By column", SetSplit(split=GroupSplit(column="street")))
    qtbot.waitUntil(lambda: sizes.sizes is None, timeout=60_000)
    assert "Name the group column" in said[-1]
    editor.new(Project())
    assert sizes.sizes is None
    client.close()
    editor.deleteLater()
