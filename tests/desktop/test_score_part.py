"""A file is scored as a person does it, with real engines: dropped, looked at beside its answers, and saved."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from contrast import faint_in_both
from data_hands import ImportPerson, drop, headings
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDoubleSpinBox, QMessageBox, QPushButton, QWidget
from train_pages import press, until, words
from windows import child, choose_tab, file_named, in_dialogs, names, picks

from netloom.evaluation import evaluate
from netloom.reports.document import ReportDocument, ThresholdPart
from netloom.reports.reading import DOCUMENT, read_report
from netloom.reports.thresholds import at
from netloom.runs import open_run
from netloom.settings.costs import Costs
from netloom_desktop.data.import_dialog import ImportDialog
from netloom_desktop.data.preview import Preview
from netloom_desktop.main_window import MainWindow
from netloom_desktop.scoring.drift_list import DriftList
from netloom_desktop.scoring.score_part import ScorePart
from netloom_desktop.steps.ship_page import ShipPage
from netloom_desktop.theme import DARK, LIGHT
from small_trainings import points, project_file, train_file
from workbooks import workbook

CANCEL = QMessageBox.StandardButton.Cancel
GERMAN = "x;y;Größe\n" + "".join(f"0,{row % 9};-1,{row % 7};{row}\n" for row in range(60))


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """A window at the Ship step of a project with a run that is complete."""
    path = project_file(tmp_path_factory.mktemp("points"), epochs=2, early_stopping=None, batch_size=32)
    train_file(path)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    window.show_step("ship")
    yield window
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture
def part(window: MainWindow) -> Iterator[ScorePart]:
    page = window.pages["ship"]
    assert isinstance(page, ShipPage)
    choose_tab(page.tabs, "Score a file")
    part = page.stack.currentWidget()
    assert isinstance(part, ScorePart)
    yield part
    part.scores.answer_by(None)  # it is kept for the next file of the same run
    if part.chosen.folder is not None:
        (part.chosen.folder / DOCUMENT).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def measured(window: MainWindow) -> ReportDocument:
    """The report of the run, which does not lie there."""
    assert window.editor.path is not None
    run = window.editor.path.with_name("points-runs") / "001"
    evaluate(open_run(run), costs=Costs(false_negative=5), importance_seconds=0)
    report = read_report(run)
    assert report is not None
    (run / DOCUMENT).unlink()
    return report


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Points like those that were learnt from, without what they are."""
    frame = pl.DataFrame(points(300, seed=5)).select("x", "y", "half")
    frame.write_csv(tmp_path / "new points.csv")
    return tmp_path / "new points.csv"


def scored(part: ScorePart, path: Path) -> Preview:
    """Drops a file onto the part; its rows, once they are there."""
    assert drop(part, path)
    until(lambda: part.scores.state.state in ("read", "failed", "cancelled"))
    return child(part, Preview, "data_rows")


def cell(rows: Preview, row: int, column: int) -> str:
    """What a cell says, once it has come."""
    until(lambda: rows.rows.index(row, column).data() != "…")
    return str(rows.rows.index(row, column).data())


def type_number(field: QDoubleSpinBox, text: str) -> None:
    """Types into a field of numbers, and ends with Enter."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def saved(part: ScorePart, path: Path) -> str:
    """Saves to a path by the button and the dialog; what is told once it is over."""
    file_named(path)
    press(part, "save_predictions")
    until(lambda: part.saving.state.state == "running")
    until(lambda: not part.saving.is_running)
    return words(part, "save_words")


def test_a_file_that_is_dropped_is_shown_with_its_answers_in_front(part: ScorePart, new: Path) -> None:
    rows = scored(part, new)
    cell(rows, 0, 0)
    assert headings(rows) == ["prediction", "probability_no", "probability_yes", "x", "y", "half"]
    assert cell(rows, 299, 0) in ("no", "yes")
    assert float(cell(rows, 299, 1)) + float(cell(rows, 299, 2)) == pytest.approx(1, abs=1e-3)
    assert "300 rows × 6 columns" in words(part)
    assert "✓ All 2 columns look like the training data" in words(part, "drift_headline")
    assert "'half'" in words(part, "score_notes")


def test_it_is_saved_beside_its_own_columns(part: ScorePart, new: Path, tmp_path: Path) -> None:
    scored(part, new)
    assert "✓ 300 rows saved with their predictions: out.csv." in saved(part, tmp_path / "out.csv")
    written = pl.read_csv(tmp_path / "out.csv")
    assert written.columns == ["x", "y", "half", "prediction", "probability_no", "probability_yes"]
    assert child(part, QPushButton, "save_folder").isVisible()


def test_what_is_unlike_the_training_data_comes_first_in_words(part: ScorePart, new: Path) -> None:
    pl.read_csv(new).with_columns(pl.col("y") * 100).write_csv(new)
    scored(part, new)
    assert "⚠ 1 of 2 columns looks unlike the training data: 'y'" in words(part, "drift_headline")
    columns = child(part, DriftList, "drift_columns")
    assert [each.name for each in columns.lines.columns] == ["y", "x"]
    assert "outside" in words(part, "drift_words")
    QTest.keyClick(columns, Qt.Key.Key_Down)
    until(lambda: words(part, "drift_detail").startswith("x\n"))


def test_every_text_stands_out_beside_the_bars_of_drift_too(part: ScorePart, window: MainWindow, new: Path) -> None:
    pl.read_csv(new).with_columns(pl.col("y") * 100).write_csv(new)
    cell(scored(part, new), 0, 0)
    assert not faint_in_both(window)


def test_a_text_is_saved_as_it_was_written(part: ScorePart, tmp_path: Path) -> None:
    (tmp_path / "neu.csv").write_bytes(GERMAN.encode("cp1252"))
    scored(part, tmp_path / "neu.csv")
    box = child(part, QCheckBox, "save_as_input")
    assert (box.text(), box.isChecked()) == (
        "Text as in the file: semicolons between cells, decimal commas, latin-1",
        True,
    )
    saved(part, tmp_path / "as it is.csv")
    first = (tmp_path / "as it is.csv").read_text("cp1252").splitlines()[:2]
    assert first[0] == "x;y;Größe;prediction;probability_no;probability_yes"
    assert first[1].startswith("0,0;-1,0;0;")


def test_rows_are_answered_and_saved_by_a_threshold(part: ScorePart, new: Path, tmp_path: Path) -> None:
    rows = scored(part, new)
    field = child(part, QDoubleSpinBox, "score_threshold")
    assert "not measured yet" in words(part, "threshold_found")
    assert not child(part, QPushButton, "use_threshold").isVisible()
    for typed, said in (("0", "yes"), ("1", "no")):
        type_number(field, typed)
        until(lambda said=said: part.scores.state.state == "read" and cell(rows, 9, 0) == said)
    told = saved(part, tmp_path / "out.csv")
    assert "'yes' is answered where its probability is above 100 %, and 'no' elsewhere." in told
    assert set(pl.read_csv(tmp_path / "out.csv")["prediction"]) == {"no"}
    type_number(field, "0.5")
    assert words(part, "save_words") == ""
    assert part.scores.threshold is None


def test_a_threshold_that_is_still_being_typed_is_what_is_saved_by(part: ScorePart, new: Path, tmp_path: Path) -> None:
    scored(part, new)
    field, beside = child(part, QDoubleSpinBox, "score_threshold"), QWidget()
    beside.show()
    beside.activateWindow()  # so that no dialog takes the focus from the field, which would end the typing
    field.selectAll()
    QTest.keyClicks(field, "1")
    file_named(tmp_path / "out.csv")
    child(part, QPushButton, "save_predictions").click()
    until(lambda: part.saving.state.state == "done")
    beside.deleteLater()
    part.window().activateWindow()
    assert set(pl.read_csv(tmp_path / "out.csv")["prediction"]) == {"no"}


def test_another_threshold_leaves_the_place_the_choice_and_the_widths(part: ScorePart, new: Path) -> None:
    rows, columns = scored(part, new), child(part, DriftList, "drift_columns")
    cell(rows, 250, 0)
    rows.setColumnWidth(1, 173)
    rows.scrollTo(rows.rows.index(250, 3))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.rows.index(250, 3)).center())
    QTest.keyClick(columns, Qt.Key.Key_Down)
    until(lambda: words(part, "drift_detail").startswith("y\n"))
    place = rows.verticalScrollBar().value()
    type_number(child(part, QDoubleSpinBox, "score_threshold"), "1")
    until(lambda: cell(rows, 250, 0) == "no")
    assert place > 0
    assert rows.verticalScrollBar().value() == place
    assert (rows.chosen().top(), rows.chosen().left()) == (250, 3)
    assert rows.columnWidth(1) == 173
    assert words(part, "drift_detail").startswith("y\n")


def test_what_text_is_written_as_stays_as_one_chose_it(part: ScorePart, tmp_path: Path) -> None:
    (tmp_path / "neu.csv").write_bytes(GERMAN.encode("cp1252"))
    scored(part, tmp_path / "neu.csv")
    box = child(part, QCheckBox, "save_as_input")
    box.setChecked(True)
    QTest.keyClick(box, Qt.Key.Key_Space)
    type_number(child(part, QDoubleSpinBox, "score_threshold"), "0.37")
    assert not box.isChecked()
    scored(part, tmp_path / "neu.csv")
    assert not box.isChecked()


def lay(part: ScorePart, report: ReportDocument, thresholds: ThresholdPart | None) -> None:
    """Puts a report into the folder of the run, with what it has on thresholds."""
    assert part.chosen.folder is not None
    (output,) = report.outputs
    one = report.outputs[output].model_copy(update={"thresholds": thresholds})
    found = report.model_copy(update={"thresholds": thresholds, "outputs": {output: one}})
    (part.chosen.folder / DOCUMENT).write_text(found.model_dump_json())


def test_the_threshold_of_the_report_is_told_and_used(part: ScorePart, measured: ReportDocument, new: Path) -> None:
    found = measured.thresholds
    assert found is not None
    assert part.chosen.folder is not None
    lay(part, measured, found)
    scored(part, new)
    assert f"The report: threshold {at(found.best.threshold)}, the best at the given costs." in words(part)
    press(part, "use_threshold")
    assert part.scores.threshold == found.best.threshold
    part.show_theme(DARK)
    assert child(part, QDoubleSpinBox, "score_threshold").value() == round(found.best.threshold, 4)
    part.show_theme(LIGHT)
    (part.chosen.folder / DOCUMENT).write_text("{}")
    scored(part, new)
    assert words(part, "threshold_found").endswith("Measure the run again.")


def test_a_threshold_with_more_digits_than_are_shown_is_used_whole_until_another_is_typed(
    part: ScorePart, measured: ReportDocument, new: Path
) -> None:
    found = measured.thresholds
    assert found is not None
    lay(part, measured, found.model_copy(update={"best": replace(found.best, threshold=0.50002)}))
    scored(part, new)
    press(part, "use_threshold")
    assert part.scores.threshold == 0.50002
    type_number(child(part, QDoubleSpinBox, "score_threshold"), "0.5")
    assert part.scores.threshold is None


def test_a_report_on_rows_of_one_class_is_said_to_choose_no_threshold(
    part: ScorePart, measured: ReportDocument, new: Path
) -> None:
    lay(part, measured, None)
    scored(part, new)
    assert words(part, "threshold_found") == ("The report chose no threshold: its test rows are all of one class.")
    assert not child(part, QPushButton, "use_threshold").isVisible()


def test_columns_that_are_not_there_are_named_and_nothing_can_be_saved(part: ScorePart, new: Path) -> None:
    pl.read_csv(new).rename({"y": "Y"}).write_csv(new)
    rows = scored(part, new)
    assert "Nothing can be predicted: 1 column that the network reads is not in the file: ‘y’." in words(
        part, "score_lacking"
    )
    assert "Did you mean 'Y'?" in words(part, "drift_words")
    assert not child(part, QPushButton, "save_predictions").isEnabled()
    cell(rows, 0, 0)
    assert headings(rows) == ["x", "Y", "half"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("notes.pdf", b"%PDF-1.7", "is a PDF document"),
        ("empty.csv", b"", "is empty"),
        ("cut.parquet", b"PAR1 and no more", "is no complete Parquet file"),
    ],
)
def test_what_is_no_table_is_told(part: ScorePart, tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    scored(part, tmp_path / name)
    assert why in words(part, "data_trouble")
    assert not child(part, QWidget, "drift_panel").isVisible()
    assert not child(part, QPushButton, "save_predictions").isEnabled()


def test_of_a_workbook_another_sheet_is_chosen(part: ScorePart, tmp_path: Path) -> None:
    workbook(tmp_path / "book.xlsx", {"first": [["x", "y"], [0.5, 1.5]], "second": [["x", "y"], [1, 2], [3, 4]]})
    rows = scored(part, tmp_path / "book.xlsx")
    assert "1 row × 5 columns" in words(part)
    press(part, "data_options")
    until(lambda: isinstance(QApplication.activeModalWidget(), ImportDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ImportDialog)
    person = ImportPerson(dialog, lambda what: until(lambda: bool(what())))
    person.waits()
    person.chooses("sheet", "second")
    assert person.cells()[1] == ["3", "4"]
    person.agrees()
    until(lambda: part.scores.state.state == "read" and part.scores.state.rows == 2)
    assert cell(rows, 1, 4) == "4"
    saved(part, tmp_path / "out.xlsx")
    assert pl.read_excel(tmp_path / "out.xlsx", engine="calamine").height == 2


def test_parquet_is_read_as_well(part: ScorePart, new: Path, tmp_path: Path) -> None:
    pl.read_csv(new).write_parquet(tmp_path / "new.parquet")
    rows = scored(part, tmp_path / "new.parquet")
    assert cell(rows, 0, 0) in ("no", "yes")
    assert not child(part, QCheckBox, "save_as_input").isVisible()


def test_a_file_is_only_replaced_where_one_agrees(part: ScorePart, new: Path, tmp_path: Path) -> None:
    scored(part, new)
    (tmp_path / "out.csv").write_text("mine")
    in_dialogs(names(tmp_path / "out.csv"), lambda box: box.button(CANCEL).click())
    press(part, "save_predictions")
    assert part.saving.state.state == "none"
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_saving_over_the_file_itself_is_refused(part: ScorePart, new: Path) -> None:
    scored(part, new)
    before = new.read_bytes()
    said: list[str] = []
    in_dialogs(names(new), picks("replace", said))
    press(part, "save_predictions")
    until(lambda: part.saving.state.state == "failed")
    assert "new points.csv is there already" in said[0]
    assert "is the data itself, and would be overwritten" in words(part, "save_words")
    assert new.read_bytes() == before


def test_saving_is_given_up_and_leaves_nothing(part: ScorePart, window: MainWindow, new: Path, tmp_path: Path) -> None:
    rows = scored(part, new)
    engines = set(window.engines.processes())
    file_named(tmp_path / "out.csv")
    press(part, "save_predictions")
    press(child(part, QWidget, "save_bar"), "data_cancel")
    until(lambda: part.saving.state.state == "cancelled")
    assert words(part, "save_words") == "Given up: nothing was saved."
    assert os.listdir(tmp_path) == [new.name]
    assert engines <= set(window.engines.processes())  # nothing else was taken along
    assert cell(rows, 250, 0) in ("no", "yes")


def test_reading_is_given_up_and_begun_again(part: ScorePart, new: Path) -> None:
    assert drop(part, new)
    press(child(part, QWidget, "scored_view"), "data_cancel")
    until(lambda: part.scores.state.state == "cancelled")
    assert "Reading was cancelled." in words(part, "data_trouble")
    press(part, "data_again")
    until(lambda: part.scores.state.state == "read")


def test_a_file_that_is_saved_anew_elsewhere_is_read_anew(part: ScorePart, new: Path) -> None:
    rows = scored(part, new)
    pl.read_csv(new).head(7).write_csv(new)
    until(lambda: part.scores.state.state == "read" and part.scores.state.rows == 7)
    assert cell(rows, 6, 0) in ("no", "yes")


def test_it_is_shown_in_other_colours(part: ScorePart, new: Path) -> None:
    scored(part, new)
    part.show_theme(DARK)
    assert cell(part.view.rows, 0, 0) in ("no", "yes")
    assert words(part.view.drift, "drift_headline")
    part.show_theme(LIGHT)
