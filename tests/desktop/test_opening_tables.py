"""Opening a table, from the file to the project: by button, key or drop, read in the way that one sees and sets."""

from pathlib import Path

import pytest
from data_hands import DataPerson
from hands import made
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from netloom.blocks import Dense, Input
from netloom.edits import SetData
from netloom.project import Data, Project
from netloom.settings.sources import TableFile
from workbooks import workbook

HOUSES = "size;rooms;sold\n" + "".join(
    f"{50 + row},5;{1 + row % 7};{'yes' if row % 3 else 'no'}\n" for row in range(60)
)


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES)
    return path


def project_of(person: DataPerson) -> Project:
    return person.window.editor.project


def source_of(person: DataPerson) -> TableFile:
    source = project_of(person).data.source
    assert isinstance(source, TableFile)
    return source


def started(person: DataPerson, path: Path) -> None:
    """Drops a table on the empty page and agrees with everything."""
    person.drops(path)
    person.dialog().agrees()
    person.reads_decisions()
    person.sees(lambda: person.state.is_profiled)


def test_a_dropped_file_becomes_a_project_in_one_step(person: DataPerson, houses: Path) -> None:
    assert person.drops(houses)
    dialog = person.dialog()
    assert dialog.cells()[0] == ["50,5", "1", "no"]
    assert dialog.dialog.target.chosen == "sold"
    assert project_of(person) == Project()
    dialog.agrees()
    said = person.reads_decisions()
    assert any("'sold' is predicted as one of 2 classes" in sentence for sentence in said)
    assert person.window.editor.history.undo_label == "Open houses.csv"
    assert [column.name for column in project_of(person).data.columns] == ["size", "rooms", "sold"]
    assert project_of(person).nodes
    assert person.cell(1, 0) == "51,5"
    person.window.editor.undo()
    assert project_of(person) == Project()


def test_the_button_asks_for_a_file(person: DataPerson, houses: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a native dialog has no hands: what it would answer
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(houses), ""))
    person.presses("data_open_first")
    person.dialog().gives_up()
    assert project_of(person) == Project()


def test_the_keys_lead_to_the_page_from_anywhere(
    person: DataPerson, houses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a native dialog has no hands: what it would answer
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(houses), ""))
    person.window.show_step("model")
    QTest.keyClick(person.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert person.page.isVisible()
    person.dialog().gives_up()


def test_the_target_is_the_user_s_choice(person: DataPerson, houses: Path) -> None:
    person.drops(houses)
    dialog = person.dialog()
    dialog.dialog.target.list.setFocus()
    QTest.keyClick(dialog.dialog.target.list, Qt.Key.Key_Up)
    dialog.chooses("header", "yes")
    assert dialog.dialog.target.chosen == "rooms"
    dialog.agrees()
    person.reads_decisions()
    assert [column.name for column in project_of(person).data.targets] == ["rooms"]


def test_blocks_that_are_there_stay(person: DataPerson, houses: Path) -> None:
    person.window.editor.new(made(Input(), Dense(units=7)))
    started(person, houses)
    assert [node.id for node in project_of(person).nodes] == ["input_1", "dense_1"]
    assert project_of(person).data.targets


def test_what_is_found_by_looking_is_shown_and_what_is_set_is_seen_at_once(person: DataPerson, houses: Path) -> None:
    person.drops(houses)
    dialog = person.dialog()
    assert "Found: semicolon ;" in dialog.said()
    assert not dialog.row("sheet").isVisible()
    dialog.chooses("delimiter", ",")
    assert dialog.headings() == ["column_1", "column_2"]
    dialog.types("delimiter", ";")
    assert dialog.headings() == ["size", "rooms", "sold"]
    dialog.chooses("header", "no")
    assert dialog.headings() == ["column_1", "column_2", "column_3"]
    dialog.gives_up()
    assert project_of(person) == Project()


def test_a_setting_that_cannot_be_is_told_and_cannot_be_agreed_to(person: DataPerson, houses: Path) -> None:
    person.drops(houses)
    dialog = person.dialog()
    dialog.types("encoding", "klingon")
    assert "'klingon' is no text encoding that is known here" in dialog.said()
    dialog.agrees()
    assert dialog.is_open()
    dialog.chooses("encoding", "utf-8")
    assert dialog.headings() == ["size", "rooms", "sold"]
    dialog.gives_up()


def test_the_options_of_the_project_s_table_are_one_step(person: DataPerson, houses: Path) -> None:
    started(person, houses)
    before = project_of(person)
    person.presses("data_options")
    dialog = person.dialog()
    dialog.chooses("header", "no")
    assert "Not in this table, but used by the project" in dialog.said()
    dialog.gives_up()
    assert project_of(person) == before
    person.presses("data_options")
    dialog = person.dialog()
    dialog.chooses("decimal", ".")
    dialog.agrees()
    person.sees(lambda: source_of(person).decimal == ".")
    assert person.window.editor.history.undo_label == "Change import options"
    person.window.editor.undo()
    assert project_of(person) == before


def test_options_that_are_left_as_they_are_make_no_step(person: DataPerson, houses: Path) -> None:
    started(person, houses)
    before = person.window.editor.history
    person.presses("data_options")
    person.dialog().agrees()
    assert person.window.editor.history is before


def test_another_table_takes_the_place_and_tells_what_differs(person: DataPerson, houses: Path, tmp_path: Path) -> None:
    started(person, houses)
    newer = tmp_path / "newer.csv"
    newer.write_text(HOUSES.replace("size", "area"))
    person.drops(newer)
    dialog = person.dialog()
    assert "Not in this table, but used by the project: ‘size’." in dialog.said()
    assert "New in this table, and not used at first: ‘area’." in dialog.said()
    dialog.agrees()
    person.sees(lambda: source_of(person).path.endswith("newer.csv"))
    assert person.window.editor.history.undo_label == "Open newer.csv"
    assert project_of(person).data.column("area").role == "ignored"
    person.sees(lambda: person.headings() == ["area", "rooms", "sold"])
    person.window.editor.undo()
    person.sees(lambda: person.headings() == ["size", "rooms", "sold"])


def test_the_sheet_of_a_workbook_is_chosen_by_its_name(person: DataPerson, tmp_path: Path) -> None:
    sheets = {str(year): [["x", "y"], *([year + row % 9, row % 3] for row in range(40))] for year in (2023, 2024)}
    person.drops(workbook(tmp_path / "years.xlsx", sheets))
    dialog = person.dialog()
    assert not dialog.row("delimiter").isVisible()
    assert dialog.cells()[1] == ["2024", "1"]
    dialog.chooses("sheet", "2024")
    assert dialog.cells()[1] == ["2025", "1"]
    dialog.agrees()
    person.reads_decisions()
    assert source_of(person).sheet == "2024"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 and so on", b"\x89PNG\r\n", b"PK\x03\x04 is no workbook"])
def test_what_is_no_table_is_told_before_anything_changes(person: DataPerson, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    person.drops(tmp_path / "x.csv")
    dialog = person.dialog()
    assert "⚠" in dialog.said()
    assert "x.csv" in dialog.said()
    dialog.gives_up()
    assert project_of(person) == Project()


def test_a_target_that_cannot_be_learnt_is_told_in_the_dialog(person: DataPerson, tmp_path: Path) -> None:
    (tmp_path / "flat.csv").write_text("a,b\n" + "1,1\n" * 40)
    person.drops(tmp_path / "flat.csv")
    dialog = person.dialog()
    dialog.agrees()
    assert dialog.dialog.form.isEnabled()
    dialog.dialog.target.list.setFocus()
    QTest.keyClick(dialog.dialog.target.list, Qt.Key.Key_Home)
    dialog.agrees()
    person.sees(lambda: "there is nothing to learn" in dialog.said())
    assert dialog.is_open()
    dialog.gives_up()
    assert project_of(person) == Project()


def test_making_a_project_is_cancelled(person: DataPerson, tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_bytes(b"a,b,c\n" + b"12.5,hello,3\n8,world,4\n" * 500_000)
    person.drops(tmp_path / "large.csv")
    dialog = person.dialog()
    dialog.agrees()
    assert dialog.is_open()
    dialog.gives_up()
    person.sees(lambda: dialog.dialog.form.isEnabled())
    assert dialog.is_open()
    dialog.gives_up()
    assert not dialog.is_open()
    assert project_of(person) == Project()


def test_a_saved_project_names_its_table_from_its_own_folder(person: DataPerson, houses: Path, tmp_path: Path) -> None:
    person.window.editor.save(tmp_path / "p.netloom")
    started(person, houses)
    assert source_of(person).path == "houses.csv"
    data = Data(source=TableFile(path="houses.csv"))
    person.window.editor.do("Forget", SetData(data=data))
    assert person.state.path == houses
