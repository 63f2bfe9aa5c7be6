"""A row is tried as a person does it, with a real engine: a typical one is there, is changed by keys, and answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from contrast import faint_in_both
from forms import choose
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QWidget
from train_pages import press, until, words
from windows import act, child

from netloom.blocks import Dense, Input, Output
from netloom.protocol import RowField
from netloom.training.state import COLUMNS
from netloom_desktop.engine_client import EngineClient
from netloom_desktop.inspector.fields.field import CalmComboBox
from netloom_desktop.main_window import MainWindow
from netloom_desktop.steps.ship_page import ShipPage
from netloom_desktop.theme import DARK, LIGHT
from netloom_desktop.trying.row_form import RowForm
from netloom_desktop.trying.tried_row import TriedRow
from netloom_desktop.trying.try_part import TryPart
from small_runs import network_of, trained
from small_trainings import INSIDE, X, points, project_file, train_file
from tables import category


@pytest.fixture(scope="module")
def part(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TryPart]:
    """The part of a window that shows a project with a number, a category and a run that is complete."""
    columns = (X, category("half", "left", "right"), INSIDE)
    path = project_file(
        tmp_path_factory.mktemp("points"), columns=columns, epochs=2, early_stopping=None, batch_size=32
    )
    train_file(path)
    with tried(path) as part:
        until(lambda: words(part, "row_answer").startswith("Prediction of inside"))
        yield part


@contextmanager
def tried(path: Path) -> Iterator[TryPart]:
    """The part of a window that shows a project."""
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.open(path)
    act(window, "try_row")
    page = window.pages["ship"]
    assert isinstance(page, ShipPage)
    part = page.stack.currentWidget()
    assert isinstance(part, TryPart)
    yield part
    window.editor.new()
    window.close()
    window.deleteLater()


@pytest.fixture(autouse=True)
def typical(part: TryPart) -> Iterator[None]:
    yield
    press(part, "typical_row")


def type_cell(part: TryPart, name: str, text: str) -> None:
    line = child(part, QLineEdit, f"cell_{name}")
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def chances(part: TryPart) -> str:
    """What the bars of the classes say."""
    return child(part, QWidget, "chances_output_1").accessibleName()


def test_a_typical_row_is_there_with_its_answer(part: TryPart) -> None:
    assert abs(float(child(part, QLineEdit, "cell_x").text())) < 0.5
    assert child(part, CalmComboBox, "cell_half").currentText() in ("left", "right")
    assert words(part, "about_x").startswith("In training from ")
    assert "of the rows with a value had" in words(part, "about_half")
    assert words(part, "prediction_output_1") in ("no", "yes")
    assert "no: " in chances(part)
    assert "yes: " in chances(part)


def test_the_answer_follows_what_is_typed_and_chosen(part: TryPart) -> None:
    before = chances(part)
    type_cell(part, "x", "3.5")
    until(lambda: chances(part) != before)
    after = chances(part)
    choose(child(part, CalmComboBox, "cell_half"), "")
    until(lambda: chances(part) != after)
    press(part, "typical_row")
    until(lambda: chances(part) == before)


def test_what_cannot_be_read_is_told_beside_its_field(part: TryPart) -> None:
    type_cell(part, "x", "many")
    until(lambda: "'many' is no number. Write one such as 12.5" in words(part, "about_x"))
    assert words(part, "row_trouble") == "No answer: what is marked in the row cannot be read."
    type_cell(part, "x", "1")
    until(lambda: words(part, "row_trouble") == "")
    assert ", median " in words(part, "about_x")


def test_a_threshold_decides_and_the_keyboard_reaches_it(part: TryPart) -> None:
    child(part, QLineEdit, "cell_x").setFocus()
    QTest.keyClick(child(part, QLineEdit, "cell_x"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is child(part, CalmComboBox, "cell_half")
    field = child(part, QDoubleSpinBox, "score_threshold")
    likelier = words(part, "prediction_output_1")
    for typed, said in (("0", "yes"), ("1", "no"), ("0.5", likelier)):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        until(lambda said=said: words(part, "prediction_output_1") == said)
    assert part.row.threshold is None


def test_every_text_stands_out_also_beside_what_cannot_be_read(part: TryPart) -> None:
    window = part.window()
    assert isinstance(window, MainWindow)
    type_cell(part, "x", "many")
    until(lambda: "is no number" in words(part, "about_x"))
    assert not faint_in_both(window)


def test_in_other_colours_the_row_stays(part: TryPart) -> None:
    type_cell(part, "x", "2.5")
    for theme in (DARK, LIGHT):
        part.show_theme(theme)
        assert child(part, QLineEdit, "cell_x").text() == "2.5"
        until(lambda: words(part, "row_answer").startswith("Prediction of inside"))


def test_two_outputs_of_one_column_both_answer_and_are_told_apart(qapp: QApplication, tmp_path: Path) -> None:
    blocks = {
        "input_1": Input(), "one": Dense(units=1), "two": Dense(units=1), "three": Dense(units=1),
        "left": ("Left", Output(target="inside")), "right": Output(target="inside"), "last": Output(target="inside"),
    }  # fmt: skip  # a table reads best as one
    wires = "input_1>one>left input_1>two>right input_1>three>last"
    trained(tmp_path, points(), (X, INSIDE), network_of(blocks, wires))
    with tried(next(tmp_path.glob("*.netloom"))) as part:
        until(lambda: bool(words(part, "row_answer")) and part.row.answer is not None)
        shown = words(part, "row_answer")
        for name in ("Left", "right", "last"):
            assert f"Prediction of inside by {name}" in shown


def test_the_lines_of_a_wide_table_come_a_few_at_a_time(part: TryPart) -> None:
    row = TriedRow(part.row.chosen, part.row.engines, part)
    form = RowForm(row, LIGHT, part)
    row.fields = tuple(RowField(name=f"c{n}", kind="number", levels=(), typical=f"{n}", about="") for n in range(80))
    row.fill()
    assert len(form.findChildren(QLineEdit)) < 80
    until(lambda: len(form.findChildren(QLineEdit)) == 80)
    assert child(form, QLineEdit, "cell_c79").text() == "79"


def test_a_run_that_could_not_be_read_is_asked_again_once_one_comes_back(part: TryPart) -> None:
    assert part.row.run is not None
    account = part.row.run / COLUMNS
    before = account.read_bytes()
    engines = EngineClient()
    row = TriedRow(part.row.chosen, engines, part)
    account.write_bytes(b"{}")
    row.begin()
    until(lambda: "columns.json is damaged" in row.failure)
    account.write_bytes(before)
    row.begin()
    until(lambda: row.answer is not None)
    assert row.failure == ""
    engines.close()
