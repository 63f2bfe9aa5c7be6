"""The columns, the split and the warnings where they stand: beside the rows of a real table, which an engine reads."""

from pathlib import Path

import pytest
from columns_hands import cell, click, column, made_table, use
from data_hands import LEFT, DataPerson
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from windows import child

from netloom.edits import SetRole, SetSettings
from netloom.starter import new_project
from netloom.storage import save
from netloom_desktop.data.columns import ColumnsPanel
from netloom_desktop.data.split import SplitPanel
from netloom_desktop.docks.problems import ProblemList
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.bar import StepButton
from netloom_desktop.theme import DARK


class Analyst(DataPerson):
    """Somebody who looks at the columns of a table."""

    @property
    def columns(self) -> ColumnsPanel:
        return child(self.page, ColumnsPanel, "columns_panel")

    @property
    def split(self) -> SplitPanel:
        return child(self.page, SplitPanel, "split_panel")

    def opens(self, path: Path) -> None:
        """Opens a project, and waits until its table is looked through and its rows are counted."""
        self.window.open(path)
        self.window.show_step("data")
        self.sees(lambda: self.state.is_profiled and self.split.sizes is not None)

    def warnings(self) -> list[str]:
        return [row.problem.code for row in self.columns.warnings.rows if row.problem is not None]

    def step(self) -> str:
        return child(self.window, StepButton, "step_data").accessibleDescription()


@pytest.fixture
def analyst(shared: MainWindow, qtbot: QtBot) -> Analyst:
    shared.activateWindow()
    shared.editor.new()
    return Analyst(shared, qtbot)


@pytest.fixture
def houses(analyst: Analyst, tmp_path: Path) -> Analyst:
    """The table of houses, in which the days since each was listed are used by mistake."""
    save(made_table(tmp_path).project, tmp_path / "houses.netloom")
    analyst.opens(tmp_path / "houses.netloom")
    return analyst


def test_what_is_in_each_column_comes_from_the_engine(houses: Analyst) -> None:
    assert cell(houses.columns, "area", "missing") == "20 %"
    assert houses.split.counts["test"].text() == "■ Test · 30 rows"
    assert houses.step() == "5 columns for sold"


def test_a_click_on_a_heading_of_the_rows_chooses_the_column_and_the_other_way_round(houses: Analyst) -> None:
    header = houses.preview.horizontalHeader()
    houses.cell(0, 1)
    at = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=at)
    assert houses.columns.table.names() == ("area",)
    houses.preview.setColumnWidth(0, 2_000)
    houses.sees(lambda: houses.preview.horizontalScrollBar().maximum() > 1_000)
    click(houses.columns, "sold")
    assert header.sectionViewportPosition(6) < houses.preview.viewport().width()


def test_a_change_of_roles_is_counted_and_told_again(houses: Analyst) -> None:
    use(houses.columns, "sold", "Ignored")
    assert houses.step() == "nothing to predict yet"
    use(houses.columns, "town", "Target")
    assert houses.step() == "4 columns for town"
    houses.window.editor.undo()
    houses.window.editor.undo()
    assert houses.step() == "5 columns for sold"


def test_a_leak_of_a_real_table_is_told_on_its_page_and_mended(
    analyst: Analyst, shared_data: Path, tmp_path: Path
) -> None:
    project = new_project(shared_data / "titanic.csv", "survived", tmp_path / "titanic.netloom").project
    save(SetRole(columns=("alive",), role="feature")(project), tmp_path / "titanic.netloom")
    analyst.opens(tmp_path / "titanic.netloom")
    analyst.sees(lambda: "leak" in analyst.warnings())
    assert analyst.columns.tabs.currentWidget() is analyst.columns.warnings
    leak = next(row for row in analyst.columns.warnings.rows if row.problem and row.problem.code == "leak")
    QTest.mouseClick(leak.body, LEFT)
    assert analyst.columns.table.names() == ("alive",)
    assert leak.isVisible(), "so that its button is still there"
    assert analyst.step() == "2 warnings"
    QTest.mouseClick(leak.fix, LEFT)
    assert column(analyst.columns, "alive").role == "ignored"
    assert analyst.step() == "1 warning"


def test_a_problem_of_the_plan_that_names_a_column_leads_to_it(houses: Analyst) -> None:
    named = SetSettings(node="input_1", settings=(("columns", ("area", "sold")),))
    houses.window.editor.do("Name columns", named)
    houses.sees(lambda: "target_as_feature" in houses.warnings())
    houses.window.show_step("model")
    problems = child(houses.window, ProblemList, "problems")
    row = next(row for row in problems.rows if row.problem and row.problem.code == "target_as_feature")
    problems.column_wanted.emit(row.problem.column if row.problem else "")
    assert houses.window.stack.currentWidget() is houses.page
    assert houses.columns.table.names() == ("sold",)


def test_in_other_colours_everything_is_still_there(houses: Analyst) -> None:
    houses.page.show_theme(DARK)
    assert cell(houses.columns, "area", "missing") == "20 %"
    assert houses.columns.theme is DARK
    houses.sees(lambda: houses.split.sizes is not None)
    use(houses.columns, "area", "Ignored")
    assert column(houses.columns, "area").role == "ignored"
