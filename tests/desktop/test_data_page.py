"""The Data page as one uses it: the rows of a table of any size, copied, and what is said when there are none."""

from pathlib import Path

import psutil
import pytest
from contrast import faint_in_both
from data_hands import DataPerson
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from windows import child

from netloom_desktop.data.windows import KEPT
from netloom_desktop.theme import DARK

Role, Keys = Qt.ItemDataRole, Qt.KeyboardModifier
PEOPLE = 'name,age,town\nAnn,31,Ulm\nBob,,NA\n"O\'Neil, Pat",47,"two\nlines"\n'


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of a million rows."""
    path = tmp_path_factory.mktemp("million") / "million.csv"
    path.write_text("row,twice\n" + "".join(f"r{row},{2 * row}.5\n" for row in range(1_000_000)))
    return path


@pytest.fixture
def people(person: DataPerson, tmp_path: Path) -> DataPerson:
    """Somebody who sees a small table."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    person.uses(tmp_path / "people.csv")
    person.sees(lambda: person.state.is_profiled)
    return person


def test_without_a_table_the_page_says_how_one_is_opened(person: DataPerson) -> None:
    assert "There is no table yet" in person.told()
    assert child(person.page, QPushButton, "data_open_first").isVisible()


def test_the_rows_and_what_they_are_in(people: DataPerson) -> None:
    assert people.cell(0, 0) == "Ann"
    assert people.headings() == ["name", "age", "town"]
    assert "people.csv" in people.told()
    assert "3 rows × 3 columns" in people.told()
    assert people.preview.rows.kind(1) == "number"
    assert people.cell(2, 2) == "two lines"


def test_headings_tell_the_kinds_in_other_colours_too(people: DataPerson) -> None:
    for theme in ("theme_dark", "theme_light"):
        people.window.act(theme)
        people.sees(lambda: people.preview.rows.kind(1) == "number")
        assert people.headings() == ["name", "age", "town"]


def test_every_text_stands_out(people: DataPerson) -> None:
    assert not faint_in_both(people.window)


def test_missing_cells_say_so_in_words(people: DataPerson) -> None:
    assert people.cell(1, 1) == "missing"
    assert people.cell(1, 2) == "NA (missing)"
    slanted = people.preview.rows.index(1, 1).data(Role.FontRole)
    assert isinstance(slanted, QFont)
    assert slanted.italic()
    assert people.preview.rows.index(0, 1).data(Role.FontRole) is None


def test_a_million_rows_are_scrolled_from_end_to_end(person: DataPerson, million: Path) -> None:
    person.uses(million)
    assert person.cell(0, 1) == "0.5"
    person.preview.setFocus()
    QTest.keyClick(person.preview, Qt.Key.Key_End, Keys.ControlModifier)
    assert person.preview.indexAt(QPoint(20, 200)).row() > 999_900
    assert person.cell(999_999, 0) == "r999999"
    for row in range(0, 1_000_000, 9_973):
        person.preview.scrollTo(person.preview.rows.index(row, 0))
        person.preview.viewport().repaint()
    assert person.cell(500_000, 0) == "r500000"
    assert len(person.preview.rows.windows) <= KEPT


def test_a_table_of_thousands_of_columns_is_scrolled_sideways(person: DataPerson, tmp_path: Path) -> None:
    names = [f"column {place}" for place in range(3_000)]
    rows = [",".join(f"{row}-{place}" for place in range(3_000)) for row in range(30)]
    (tmp_path / "wide.csv").write_text("\n".join([",".join(names), *rows]))
    person.uses(tmp_path / "wide.csv")
    assert person.cell(29, 2_999) == "29-2999"
    assert person.preview.rows.name(2_999) == "column 2999"


def test_chosen_cells_are_copied_as_they_are_in_the_file(people: DataPerson) -> None:
    people.cell(0, 0)
    preview = people.preview
    chosen = QItemSelection(preview.rows.index(0, 0), preview.rows.index(2, 2))
    preview.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    preview.setFocus()
    QTest.keyClick(preview, Qt.Key.Key_C, Keys.ControlModifier)
    people.sees(lambda: "Copied 3 rows × 3 columns" in people.told())
    assert QGuiApplication.clipboard().text() == 'Ann\t31\tUlm\nBob\t\tNA\nO\'Neil, Pat\t47\t"two\nlines"'


def test_more_than_can_be_copied_is_refused_in_a_sentence(person: DataPerson, million: Path) -> None:
    person.uses(million)
    person.preview.setFocus()
    QTest.keyClick(person.preview, Qt.Key.Key_A, Keys.ControlModifier)
    QTest.keyClick(person.preview, Qt.Key.Key_C, Keys.ControlModifier)
    assert "1,000,000 rows × 2 columns are too many to copy" in person.told()


def test_reading_shows_how_far_it_is_and_is_cancelled_by_a_button(person: DataPerson, million: Path) -> None:
    source = person.window.editor.project.data.source.model_copy(update={"path": str(million), "quote": "'"})
    data = person.window.editor.project.data.model_copy(update={"source": source})
    person.window.editor.new(person.window.editor.project.model_copy(update={"data": data}))
    person.sees(lambda: child(person.page, QPushButton, "data_cancel").isVisible())
    person.presses("data_cancel")
    person.sees(lambda: "Reading was cancelled" in person.told())
    assert not child(person.page, QPushButton, "data_cancel").isVisible()
    person.presses("data_again")
    person.sees(lambda: person.state.state == "read")
    assert person.cell(3, 0) == "r3"


def test_a_damaged_file_is_told_and_read_again_once_it_is_mended(person: DataPerson, tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(b"PAR1" + bytes(range(256)) * 20 + b"PAR1")
    person.uses(path)
    assert "damaged Parquet" in person.told()
    assert child(person.page, QPushButton, "data_open").isVisible()
    path.write_text("a,b\n1,2\n")
    path.rename(tmp_path / "table.csv")
    person.uses(tmp_path / "table.csv")
    assert person.cell(0, 1) == "2"
    assert "damaged" not in person.told()


def test_when_the_engine_dies_while_one_scrolls_the_rows_come_all_the_same(people: DataPerson) -> None:
    people.cell(0, 0)
    for process in people.window.engines.processes():
        psutil.Process(process).kill()
    people.preview.rows.windows.clear()
    assert people.cell(2, 0) == "O'Neil, Pat"


def test_other_colours_keep_what_is_shown(people: DataPerson) -> None:
    before = people.window.theme.name
    people.window.themes.choose("dark")
    assert people.window.theme is DARK
    assert people.cell(0, 0) == "Ann"
    assert people.preview.rows.muted == DARK.color("muted_text")
    people.window.themes.choose("light" if before == "light" else "dark")
