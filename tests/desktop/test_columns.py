"""The list of columns on the Data page: what is in each, and what it is used for, changed with mouse and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from columns_hands import (
    HTML,
    cell,
    click,
    column,
    made_table,
    menu,
    names,
    refusal,
    shown,
    spot,
    take,
    text,
    use,
    words,
)
from hands import CONTROL, LEFT, PLAIN, RIGHT, SHIFT
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot
from windows import child

from netloom.blocks import Dense
from netloom.edits import SetData
from netloom.profiles import ColumnProfile, Profile
from netloom.project import Data, Project
from netloom.settings.columns import Category, Column, Date, Number
from netloom.starter import Started, new_project
from netloom_desktop.data.columns import ColumnsPanel
from netloom_desktop.data.columns_bars import Bars
from netloom_desktop.data.columns_detail import Histogram
from netloom_desktop.data.columns_model import BARS, PLACES

Key = Qt.Key


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Started:
    return made_table(tmp_path_factory.mktemp("houses"))


@pytest.fixture
def panel(qtbot: QtBot, started: Started) -> Iterator[ColumnsPanel]:
    """The list of the columns of that table, with the keyboard's focus."""
    yield from shown(qtbot, started.project, started.profile)


# What is shown


def test_each_column_says_what_it_is_and_what_is_in_it(panel: ColumnsPanel) -> None:
    assert names(panel) == ["house_id", "area", HTML, "town", "listed", "price", "sold"]
    assert [cell(panel, "area", heading) for heading in PLACES] == [
        "area", "Feature", "number", "", "20 %", "120", "2 numbers",
    ]  # fmt: skip  # cells side by side
    assert cell(panel, "house_id", "role") == "Ignored"
    assert cell(panel, "sold", "enters") == "2 classes"
    assert cell(panel, "town", "missing") == "none"


def test_distributions_are_painted(panel: ColumnsPanel) -> None:
    """Bars rise where the cell is, in the colour of bars; a column without any has none."""
    picture = panel.table.viewport().grab().toImage()
    accent = panel.palette().highlight().color().rgb()

    def painted(name: str) -> int:
        row = panel.model.row_of(name)
        assert row is not None
        room = panel.table.visualRect(panel.model.index(row, PLACES.index("distribution")))
        places = ((x, y) for x in range(room.left(), room.right()) for y in range(room.top(), room.bottom()))
        return sum(picture.pixel(x, y) == accent for x, y in places)

    assert painted("price") > 100
    assert painted("town") > 100
    assert painted("house_id") == 0


def test_without_the_table_columns_are_listed_all_the_same(panel: ColumnsPanel) -> None:
    panel.show_profile(None)
    assert (cell(panel, "area", "missing"), cell(panel, "area", "distinct")) == ("", "")
    click(panel, "area", "kind")
    assert words(menu()) == ["The table is not read yet"]
    menu().close()
    use(panel, "area", "Ignored")
    assert column(panel, "area").role == "ignored"


def test_the_search_finds_by_name_and_the_chosen_column_stays_chosen(panel: ColumnsPanel) -> None:
    click(panel, "price")
    QTest.keyClicks(panel.search, "R")
    assert names(panel) == ["area", HTML, "price"]
    assert panel.table.names() == ("price",)
    assert panel.count.text() == "3 of 7 columns"
    QTest.keyClick(panel.search, Key.Key_Down)
    assert panel.table.hasFocus()
    assert panel.table.names() == ("area",)
    QTest.keyClick(panel.search, Key.Key_Escape)
    assert len(names(panel)) == 7


def test_a_click_on_a_heading_sorts_and_a_third_one_goes_back_to_the_file(panel: ColumnsPanel) -> None:
    in_file = names(panel)
    header = panel.table.horizontalHeader()

    def click_heading(heading: str) -> None:
        place = PLACES.index(heading)  # type: ignore[arg-type]  # a heading
        at = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), LEFT, PLAIN, at)

    click_heading("distinct")
    assert names(panel)[0] == "sold"
    click_heading("distinct")
    assert names(panel)[-1] == "sold"
    click_heading("distinct")
    assert names(panel) == in_file
    click_heading("column")
    assert names(panel) == sorted(in_file, key=str.casefold)


def test_a_column_is_chosen_from_elsewhere_also_if_the_search_hides_it(panel: ColumnsPanel, qtbot: QtBot) -> None:
    panel.search.setText("price")
    with qtbot.waitSignal(panel.chosen) as told:
        panel.choose("town")
    assert told.args == ["town"]
    assert panel.table.names() == ("town",)
    assert panel.search.text() == ""


# Roles


def test_a_role_is_changed_by_a_click(panel: ColumnsPanel) -> None:
    use(panel, "area", "Ignored")
    assert column(panel, "area").role == "ignored"
    assert panel.editor.history.undo_label == "Ignore area"
    use(panel, "area", "Feature")
    assert column(panel, "area").transform == Number(was_missing=True)
    panel.editor.undo()
    panel.editor.undo()
    assert cell(panel, "area", "role") == "Feature"


def test_a_role_is_changed_with_keys_alone(panel: ColumnsPanel) -> None:
    click(panel, "town")
    QTest.keyClick(panel.table, Key.Key_Right)
    QTest.keyClick(panel.table, Key.Key_Return)
    QTest.keyClick(menu(), Key.Key_I)
    assert column(panel, "town").role == "ignored"
    QTest.keyClick(panel.table, Key.Key_F2)
    for _ in range(4):
        if (active := menu().activeAction()) is not None and active.text() == "&Feature":
            break
        QTest.keyClick(menu(), Key.Key_Down)
    QTest.keyClick(menu(), Key.Key_Return)
    assert column(panel, "town").role == "feature"


def test_several_columns_are_changed_in_one_step(panel: ColumnsPanel) -> None:
    click(panel, "area")
    click(panel, "town", keys=SHIFT)
    click(panel, "price", keys=CONTROL)
    use(panel, HTML, "Ignored")
    roles = [each.role for each in panel.editor.project.data.columns]
    assert roles == ["ignored", "ignored", "ignored", "ignored", "feature", "ignored", "target"]
    assert panel.editor.history.undo_label == "Ignore 4 columns"
    assert len(panel.table.names()) == 4
    panel.editor.undo()
    assert column(panel, "town").role == "feature"


def test_another_target_takes_the_network_along(panel: ColumnsPanel) -> None:
    use(panel, "town", "Target")
    project = panel.editor.project
    assert [each.name for each in project.data.targets] == ["town"]
    assert column(panel, "sold").role == "feature"
    last = [node.block for node in project.nodes if isinstance(node.block, Dense)][-1]
    assert last.units == 3
    assert panel.editor.history.undo_label == "Predict town"
    use(panel, "price", "Target")
    assert isinstance(column(panel, "price").transform, Number)
    last = [node.block for node in panel.editor.project.nodes if isinstance(node.block, Dense)][-1]
    assert last.units == 1


@pytest.mark.parametrize(
    ("name", "word", "why"),
    [
        ("listed", "Target", "holds dates, which cannot be predicted"),
        ("house_id", "Target", "too few rows for each"),
        ("house_id", "Feature", "cannot become numbers"),
    ],
)
def test_what_cannot_be_is_told_where_one_looks_and_changes_nothing(
    panel: ColumnsPanel, name: str, word: str, why: str
) -> None:
    before = panel.editor.project
    use(panel, name, word)
    assert why in refusal(panel)
    assert panel.editor.project is before
    click(panel, "area")
    assert refusal(panel) == ""


# Kinds and transforms


def test_a_kind_is_changed_by_a_click_and_the_picture_follows(panel: ColumnsPanel) -> None:
    take(panel, HTML, "Category")
    assert column(panel, HTML).transform == Category(levels=("1", "2", "3", "4"))
    assert panel.editor.history.undo_label == f"Take {HTML} as category"
    bars = panel.model.index(2, PLACES.index("distribution")).data(BARS)
    assert isinstance(bars, Bars)
    assert bars.names == ("1", "2", "3", "4")
    take(panel, HTML, "Identifier")
    assert (column(panel, HTML).role, column(panel, HTML).transform) == ("ignored", None)


def test_the_kinds_that_are_offered_fit_all_that_are_chosen(panel: ColumnsPanel) -> None:
    click(panel, "town", "kind")
    assert words(menu()) == ["Category", "Text", "Identifier"]
    menu().close()
    click(panel, "area", keys=CONTROL)
    click(panel, "area", "kind")
    assert words(menu()) == ["Text", "Identifier"]
    menu().close()


def test_the_whole_menu_opens_with_the_right_button(panel: ColumnsPanel) -> None:
    click(panel, "listed")
    at = spot(panel, "listed", "distribution")
    QTest.mouseClick(panel.table.viewport(), RIGHT, PLAIN, at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, panel.table.viewport().mapToGlobal(at))
    QApplication.sendEvent(panel.table.viewport(), event)
    assert words(menu()) == ["Feature", "Target", "Ignored", "Date", "Text", "Identifier"]
    menu().close()


def test_how_a_column_becomes_numbers_is_shown_and_changed(panel: ColumnsPanel) -> None:
    click(panel, "area")
    assert "a 0/1 column tells where it was missing. In all 2 numbers for each row." in text(panel)
    boxes = {box.accessibleName(): box for box in panel.detail.findChildren(QCheckBox)}
    QTest.mouseClick(boxes["Log"], LEFT, pos=QPoint(8, boxes["Log"].height() // 2))
    assert column(panel, "area").transform == Number(was_missing=True, log=True)
    assert panel.editor.history.undo_label == "Set log of area"
    assert "log(1 + x) is taken" in text(panel)


def test_several_columns_of_a_kind_are_set_together(panel: ColumnsPanel) -> None:
    click(panel, "area")
    click(panel, "price", keys=CONTROL)
    click(panel, "town", keys=CONTROL)
    click(panel, "area", keys=CONTROL)
    click(panel, "area", keys=CONTROL)
    boxes = {box.accessibleName(): box for box in panel.detail.findChildren(QCheckBox)}
    box = boxes["Log"]
    before = column(panel, "town")
    QTest.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))
    logs = [each.transform.log for each in panel.editor.project.data.features if isinstance(each.transform, Number)]
    assert logs.count(True) >= 2
    assert column(panel, "town") == before


# The chosen column at large


def test_the_chosen_column_is_shown_at_large(panel: ColumnsPanel) -> None:
    assert "Choose a column" in text(panel)
    click(panel, "area")
    found = text(panel)
    for said in ("Missing", "30 of 150", "Range", "21.3 to 213.7", "Median", "Mean"):
        assert said in found
    assert child(panel, Histogram, "histogram").isVisible()
    click(panel, "town")
    assert "Bonn" in text(panel)
    click(panel, "listed")
    assert "2024-01-01 to 2024-12-" in text(panel)
    click(panel, "house_id")
    assert not child(panel, Histogram, "histogram").isVisible()
    assert "Nothing: the column is ignored." in text(panel)


def test_a_name_full_of_html_is_shown_as_it_is(panel: ColumnsPanel) -> None:
    click(panel, HTML)
    assert panel.detail.heading.text() == HTML
    assert panel.detail.heading.textFormat() == Qt.TextFormat.PlainText
    assert cell(panel, HTML, "column") == HTML
    index = panel.model.index(2, 0)
    assert "&lt;b&gt;rooms" in str(index.data(Qt.ItemDataRole.ToolTipRole))


# Many columns, and whatever a profile may hold


def test_thousands_of_columns_are_searched_chosen_and_changed_at_once(qtbot: QtBot) -> None:
    count = 10_000
    columns = tuple(Column(name=f"x{place}", kind="number", transform=Number()) for place in range(count))
    same = {"kind": "number", "missing": 0, "distinct": 9, "minimum": 0.0, "maximum": 1.0, "histogram": (1, 2)}
    found = tuple(ColumnProfile(**({"name": f"x{place}"} | same)) for place in range(count))
    for panel in shown(qtbot, SetData(data=Data(columns=columns))(Project()), Profile(rows=9, columns=found)):
        QTest.keyClicks(panel.search, "99")
        assert len(names(panel)) == sum("99" in str(place) for place in range(count))
        panel.search.clear()
        panel.table.setFocus()
        QTest.keyClick(panel.table, Key.Key_A, CONTROL)
        QTest.keyClick(panel.table, Key.Key_Home, CONTROL)
        QTest.keyClick(panel.table, Key.Key_A, CONTROL)
        use(panel, "x0", "Ignored")
        assert {each.role for each in panel.editor.project.data.columns} == {"ignored"}


def test_a_real_table_is_listed_and_changed(qtbot: QtBot, shared_data: Path) -> None:
    started = new_project(shared_data / "titanic.csv", "survived", shared_data / "titanic.netloom")
    for panel in shown(qtbot, started.project, started.profile):
        assert cell(panel, "age", "missing") == "20 %"
        assert cell(panel, "alive", "role") == "Ignored"
        use(panel, "age", "Target")
        assert cell(panel, "age", "enters") == "an amount"
        assert cell(panel, "survived", "role") == "Feature"
        assert isinstance(column(panel, "age").transform, Number)


def test_dates_of_a_real_table_are_drawn_over_time(qtbot: QtBot, shared_data: Path) -> None:
    started = new_project(shared_data / "daily_min_temperatures.csv", "Temp", shared_data / "t.netloom")
    for panel in shown(qtbot, started.project, started.profile):
        click(panel, "Date")
        assert isinstance(column(panel, "Date").transform, Date)
        histogram = child(panel, Histogram, "histogram")
        assert histogram.isVisible()
        assert histogram.ends == ("1981-01-01", "1990-12-31")


def test_without_columns_the_list_is_empty_whatever_the_table_holds(qtbot: QtBot, started: Started) -> None:
    for panel in shown(qtbot, Project(), started.profile):
        assert names(panel) == []
        panel.show_profile(None)
        assert not panel.count.isVisible()
