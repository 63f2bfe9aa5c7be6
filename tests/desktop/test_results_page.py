"""The Results step as a person uses it, with real engines: runs are chosen, measured and looked at from all sides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contrast import faint
from forms import choose
from hands import LEFT
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QListWidget,
    QPushButton,
    QSlider,
    QTableView,
    QTableWidget,
    QToolButton,
    QWidget,
)
from train_pages import press, until, words
from windows import child, in_dialog

from netloom.evaluation import evaluate
from netloom.reports.reading import DOCUMENT
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.results.plots.chart import PictureChart
from netloom_desktop.results.plots.range_chart import RangeChart
from netloom_desktop.results.report_tab import ReportTab
from netloom_desktop.steps.results_page import ResultsPage
from netloom_desktop.theme import DARK, LIGHT
from small_runs import odd_run

VIEWS = (
    *(("churn", view) for view in ("summary", "threshold", "ranking", "lift", "calibration")),
    *(("grade", view) for view in ("confusion", "classes")),
    *(("price", view) for view in ("agreement", "residuals", "importance")),
)


@pytest.fixture(scope="module")
def opened(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window that shows the Results step of a project with a run of three Outputs, which is measured."""
    run = odd_run(tmp_path_factory.mktemp("odd"))
    evaluate(run, importance_seconds=0.2)
    path = next(run.project_folder.glob("*.netloom"))
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    window.show_step("results")
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def tab(opened: MainWindow) -> ReportTab:
    opened.show_step("results")
    page = opened.pages["results"]
    assert isinstance(page, ResultsPage)
    tab = page.show_tab("report")
    assert isinstance(tab, ReportTab)
    return tab


@pytest.fixture
def measured(tab: ReportTab) -> ReportTab:
    """The tab with its report."""
    until(lambda: tab.view is not None)
    return tab


def look_at(tab: ReportTab, output: str, view: str) -> QWidget:
    """Choose an Output and a view of its report, as a person does; returns the view."""
    box = child(tab, CalmComboBox, "report_output")
    if box.currentText() != output:
        choose(box, output)
    assert tab.view is not None
    ids = [kind.id for kind in tab.view.kinds]
    chosen = child(tab, QListWidget, "report_views")
    place = chosen.visualItemRect(chosen.item(ids.index(view))).center()
    QTest.mouseClick(chosen.viewport(), LEFT, pos=place)
    shown = tab.view.made[view]
    until(lambda: shown.view is not None and shown.view.isVisible())
    assert shown.view is not None
    return shown.view


def rows_of(view: QWidget) -> QTableView:
    """The rows that are shown below, once they are there."""
    until(lambda: words(view, "rows_words").endswith(("row", "rows")))
    return child(view, QTableView, "answered_rows")


def column(rows: QTableView, number: int) -> set[str]:
    model = rows.model()
    return {str(model.index(row, number).data()) for row in range(model.rowCount())}


def click_cell(table: QTableWidget, row: int, column: int) -> None:
    place = table.visualItemRect(table.item(row, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)


# Choosing and measuring


def test_a_damaged_report_is_told_and_measured_again(opened: MainWindow, measured: ReportTab) -> None:
    folder = measured.chosen.place
    assert folder is not None
    before = (folder / DOCUMENT).read_bytes()
    (folder / DOCUMENT).write_bytes(before[: len(before) // 2])
    opened.act("theme_dark")  # everything is made anew, and read again
    tab = measured
    told = words(tab, "report_notice")
    assert "is no report of this version of Netloom, or damaged" in told
    assert told.endswith("Measure the run again.")
    assert child(tab, QPushButton, "measure").isEnabled()
    assert tab.view is None
    (folder / DOCUMENT).write_bytes(before)
    opened.act("theme_light")
    assert tab.view is not None


def test_a_report_that_is_written_elsewhere_is_shown_when_one_comes_back(
    opened: MainWindow, measured: ReportTab
) -> None:
    folder = measured.chosen.place
    assert folder is not None
    before = (folder / DOCUMENT).read_bytes()
    (folder / DOCUMENT).unlink()
    for is_there in (False, True):
        opened.show_step("train")
        if is_there:
            (folder / DOCUMENT).write_bytes(before)
        opened.show_step("results")
        assert (measured.view is not None) == is_there


def test_a_run_that_was_deleted_elsewhere_is_told_instead_of_measured(measured: ReportTab) -> None:
    folder = measured.chosen.place
    assert folder is not None
    there = folder.resolve()
    away = there.rename(there.with_name(f".{there.name}"))
    press(measured, "measure")
    told = words(measured, "report_notice")
    away.rename(there)
    assert told == f"Run {folder.name} is not there any more."
    measured.parts.runs.look_again()
    until(lambda: measured.view is not None)


# What the views show


def test_the_summary_has_the_verdict_of_the_report(measured: ReportTab) -> None:
    view = look_at(measured, "churn", "summary")
    document = measured.document
    assert document is not None
    output = document.outputs[measured.outputs.output]
    shown = words(view)
    assert words(view, "headline") == output.headline
    for sentence in (*output.verdict, *output.caveats):
        assert sentence in shown
    table = child(view, QTableWidget, "differences")
    assert [table.item(row, 0).text() for row in range(table.rowCount())] == [
        "Constant", "Linear model", "Boosted trees"
    ]  # fmt: skip  # the rows of the table


def test_the_threshold_moves_matrix_figures_and_rows_together(measured: ReportTab) -> None:
    view = look_at(measured, "churn", "threshold")
    found = measured.document.outputs[measured.outputs.output].thresholds if measured.document else None
    assert found is not None
    matrix, slider = child(view, QTableWidget, "confusion_matrix"), child(view, QSlider, "threshold")
    click_cell(matrix, 1, 0)
    rows = rows_of(view)
    assert rows.model().rowCount() == found.usual.false_negatives
    assert (column(rows, 0), column(rows, 1)) == ({found.event}, {found.other})
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    lowest = found.curve[0]
    assert matrix.item(1, 1).text().startswith(f"{lowest.true_positives:,}")
    until(lambda: words(view, "rows_words").endswith(f": {lowest.false_negatives:,} rows"))
    press(view, "to_usual")
    assert "which the answers use" in words(view, "threshold_words")
    press(view, "to_best")
    assert "the best" in words(view, "threshold_words")


def test_costs_move_the_best_threshold_at_once(measured: ReportTab) -> None:
    view = look_at(measured, "churn", "threshold")
    before = words(view, "threshold_advice")
    field = child(view, QDoubleSpinBox, "false_negative")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "20")
    QTest.keyClick(field, Qt.Key.Key_Return)
    after = words(view, "threshold_advice")
    assert "a missed case 20" in after
    assert after != before
    press(view, "to_best")
    chart = child(view, PictureChart, "chart_cost")
    (_, best) = chart.picture.marks
    assert best.place[1] == min(y for x, y in chart.picture.lines[0].points if x == best.place[0])
    for name in ("false_negative", "false_positive"):
        child(view, QDoubleSpinBox, name).setValue(0)
    assert "every threshold is alike" in words(view)


def test_a_cell_of_the_confusion_matrix_shows_its_rows_by_mouse_and_keys(measured: ReportTab) -> None:
    view = look_at(measured, "grade", "confusion")
    matrix = child(view, QTableWidget, "confusion_matrix")
    document = measured.document
    assert document is not None
    output = document.outputs[measured.outputs.output]
    assert output.confusion is not None
    click_cell(matrix, 0, 0)
    rows = rows_of(view)
    assert rows.model().rowCount() == output.confusion[0][0]
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    until(lambda: f"{output.classes[2]!r}, answered {output.classes[0]!r}" in words(view, "rows_words"))
    rows_of(view)
    assert column(rows, 0) <= {output.classes[2]}


def test_a_class_shows_its_rows_and_several_classes_their_curves(measured: ReportTab) -> None:
    view = look_at(measured, "grade", "classes")
    click_cell(child(view, QTableWidget, "per_class"), 1, 0)
    assert column(rows_of(view), 0) == {"b"}
    view = look_at(measured, "grade", "ranking")
    chart = child(view, PictureChart, "chart_roc")
    mean = chart.picture.lines[0].points
    box = child(view, CalmComboBox, "report_class")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert chart.picture.lines[0].points != mean
    view = look_at(measured, "grade", "calibration")
    assert child(view, PictureChart, "chart_reliability").picture.spreads


def test_a_chart_is_read_by_keys_and_saved(measured: ReportTab, tmp_path: Path) -> None:
    view = look_at(measured, "churn", "ranking")
    chart = child(view, PictureChart, "chart_roc")
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert "false positive rate" in chart.reading.toPlainText()
    for name in ("roc.png", "roc.svg", "roc.csv"):
        in_dialog(lambda dialog, name=name: _save_as(dialog, tmp_path / name))
        QTest.mouseClick(child(chart, QToolButton, "save_roc"), LEFT)
    assert not QImage(str(tmp_path / "roc.png")).isNull()
    assert (tmp_path / "roc.svg").read_text("utf-8").startswith("<?xml")
    heading, first, *_ = (tmp_path / "roc.csv").read_text("utf-8").splitlines()
    assert heading == "what,false positive rate (%),true positive rate (%)"
    assert first.startswith("Network ")
    lift = look_at(measured, "churn", "lift")
    assert child(lift, PictureChart, "chart_gain").picture.marks


def _save_as(dialog: QDialog, path: Path) -> None:
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()


def test_a_dot_and_a_range_of_amounts_show_their_rows(measured: ReportTab) -> None:
    view = look_at(measured, "price", "agreement")
    chart = child(view, RangeChart, "chart_agreement")
    document = measured.document
    assert document is not None
    found = document.outputs[measured.outputs.output].residuals
    assert found is not None
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    until(lambda: f"Row {found.points[0].row:,}" in words(view, "rows_words"))
    rows = rows_of(view)
    assert rows.model().headerData(0, Qt.Orientation.Vertical) == f"{found.points[0].row:,}"
    edge = chart.view.mapToGlobal(QPoint(chart.view.width() - 12, 12))  # where no dot is
    QTest.mouseClick(chart.view.viewport(), LEFT, pos=chart.view.viewport().mapFromGlobal(edge))
    until(lambda: "Actual from" in words(view, "rows_words"))
    view = look_at(measured, "price", "residuals")
    bars = child(view, RangeChart, "chart_residual_bars")
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Up)
    until(lambda: "Residual from" in words(view, "rows_words"))
    rows_of(view)


def test_important_columns_are_named(measured: ReportTab) -> None:
    view = look_at(measured, "price", "importance")
    assert child(view, QWidget, "importance_bars").accessibleName().startswith("Important columns: ")
    until(lambda: "shuffled" in words(view))


def test_a_table_that_has_changed_since_is_told_instead_of_wrong_rows(measured: ReportTab) -> None:
    view = look_at(measured, "grade", "classes")
    folder = measured.chosen.place
    assert folder is not None
    (table,) = folder.parent.parent.glob("*.csv")
    before = table.read_bytes()
    table.write_bytes(before + before.splitlines(keepends=True)[-1])
    click_cell(child(view, QTableWidget, "per_class"), 2, 0)
    until(lambda: "The table has changed since the run was measured" in words(view, "rows_words"))
    table.write_bytes(before)
    click_cell(child(view, QTableWidget, "per_class"), 0, 0)
    rows_of(view)


def test_in_other_colours_the_same_view_is_shown(opened: MainWindow, measured: ReportTab) -> None:
    look_at(measured, "churn", "calibration")
    for theme in (DARK, LIGHT):
        opened.act(f"theme_{theme.name}")
        assert measured.view is not None
        assert measured.view.shown.theme is theme
        assert measured.view.chosen == "calibration"
        assert measured.outputs.currentText() == "churn"


def test_every_text_of_every_view_stands_out(opened: MainWindow, measured: ReportTab) -> None:
    for theme in (DARK, LIGHT):
        opened.act(f"theme_{theme.name}")
        assert measured.view is not None
        for output, view in VIEWS:
            look_at(measured, output, view)
            assert not faint(opened)


# Runs


def test_a_project_without_a_run_says_what_is_missing(opened: MainWindow, tab: ReportTab) -> None:
    path = opened.editor.path
    opened.editor.new()
    until(lambda: "Nothing is trained yet" in words(tab))
    assert not child(tab, QPushButton, "measure").isEnabled()
    opened.open(path)
    opened.show_step("results")
    until(lambda: tab.view is not None)
