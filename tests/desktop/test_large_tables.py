"""A table of 200 MB is opened, set up and scrolled, and the window never stops for as long as one would notice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from data_hands import DataPerson
from pulse import EVERY, Pulse
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netloom_desktop.main_window import MainWindow

pytestmark = [pytest.mark.soak, pytest.mark.alone, pytest.mark.usefixtures("real_starts")]

LONGEST_GAP = 0.1  # seconds
BYTES = 200_000_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 MB of twelve columns of every kind, with gaps."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    names = ",".join(f"column_{place}" for place in range(12))
    row = "{0},{1}.25,word{1},2024-01-{2:02},yes,,{1},{0}.5,north,a longer text that fills a cell,{2},{1}\n"
    block = "".join(row.format(place, place % 997, place % 28 + 1) for place in range(20_000))
    with path.open("w") as file:
        file.write(f"{names}\n")
        while file.tell() < BYTES:
            file.write(block)
    return path


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[DataPerson]:
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    person = DataPerson(window, qtbot)
    person.sees(lambda: window.editor.planned.found is not None)  # the engine of the plan is warm
    yield person
    window.editor.new()
    window.close()
    window.deleteLater()


def test_the_window_goes_on_while_a_large_table_is_opened_and_scrolled(person: DataPerson, large: Path) -> None:
    pulse = Pulse()
    person.drops(large)
    dialog = person.dialog()
    for delimiter in (";", "\t", ","):
        dialog.chooses("delimiter", delimiter)
    dialog.agrees()
    person.reads_decisions()
    person.sees(lambda: person.state.state == "read")
    rows = person.state.rows
    assert rows > 1_000_000
    for turn in range(300):
        place = person.preview.rows.index((turn * 7_919 * 131) % rows, turn % 12)
        person.preview.scrollTo(place)
        QTest.qWait(EVERY)
    assert person.cell(rows - 1, 8) == "north"
    person.sees(lambda: person.state.is_profiled)
    assert pulse.gap <= LONGEST_GAP, str(pulse)
