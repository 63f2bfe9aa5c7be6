"""A glance at the beginning of a file: its first rows under some settings, in no more time for a large file."""

import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.data.encoding import whole_lines
from netloom.data.glance import Glance, glance
from netloom.data.likely_target import likely_target
from netloom.data.reading import read_table
from netloom.errors import DataError
from netloom.settings.sources import TableFile
from workbooks import workbook

ROWS = "".join(f"{number},{number % 7},{'yes' if number % 7 > 3 else 'no'}\n" for number in range(300_000))
TEXT = f"id,days,late\n{ROWS}"
ANY = TableFile()


def look(path: Path, source: TableFile, rows: int) -> Glance:
    return glance(source.model_copy(update={"path": path.name}), path.parent, rows)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("glance") / "large.csv"
    path.write_text(TEXT)
    return path


def test_the_first_rows_are_those_of_the_whole_table(large: Path) -> None:
    found = look(large, ANY, 100)
    whole = read_table(large, ANY)
    assert found.table.frame.equals(whole.frame.head(100))
    assert found.table.source == whole.source.model_copy(update={"path": large.name})
    assert not found.all_rows
    assert found.kinds == ("identifier", "number", "yes_no")
    assert found.target == "late"


def test_of_a_small_file_it_is_all_there_is(tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_text("a;b\n1;2\n3;4\n")
    found = look(tmp_path / "small.csv", ANY, 100)
    assert found.all_rows
    assert found.table.frame.rows() == [("1", "2"), ("3", "4")]
    assert not look(tmp_path / "small.csv", ANY, 1).all_rows


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(gzip.compress(TEXT.encode())),
        lambda path: path.write_text(TEXT, "utf-16"),
        lambda path: path.write_bytes(TEXT.encode("utf-16-le")),
        lambda path: path.write_bytes(TEXT.encode("utf-16-be")),
        lambda path: path.write_text(TEXT, "utf-32"),
        lambda path: path.write_text(TEXT.replace("\n", "\r\n")),
        lambda path: path.write_text(TEXT.replace("\n", "\r")),
        lambda path: pl.read_csv(TEXT.encode()).write_parquet(path),
    ],
    ids=["gzip", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "crlf", "cr", "parquet"],
)
def test_every_way_in_which_a_table_is_written_is_cut_where_a_row_ends(
    write: Callable[[Path], object], tmp_path: Path
) -> None:
    path = tmp_path / "table"
    write(path)
    found = look(path, ANY, 1_000)
    assert not found.all_rows
    assert found.table.frame.rows()[-1] == ("999", "5", "yes")
    assert found.table.frame.shape == (1_000, 3)


@given(st.text(st.characters(codec="utf-16"), max_size=40), st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.data())
def test_whatever_is_cut_off_the_lines_that_are_left_are_whole(text: str, encoding: str, data: st.DataObject) -> None:
    lines = f"first,line\n{text}\nlast"
    content = lines.encode(encoding)
    start = len("first,line\n".encode(encoding))
    cut = data.draw(st.integers(start, len(content)))
    left = whole_lines(content[:cut])
    assert content.startswith(left)
    assert left.decode(encoding, errors="ignore").startswith("first,line\n")


def test_lines_beyond_the_first_megabyte_are_looked_at_where_lines_are_long(tmp_path: Path) -> None:
    names = ",".join(f"a_column_with_a_long_name_{number:06}" for number in range(40_000))
    (tmp_path / "wide.csv").write_text(f"{names}\n" + f"{','.join('1' * 40_000)}\n" * 3)
    found = look(tmp_path / "wide.csv", ANY, 2)
    assert found.table.frame.shape == (2, 40_000)
    assert len(found.kinds) == 1_000


def test_settings_change_what_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x;y\n1,5;NA\n")

    def seen(**settings: object) -> Glance:
        return look(path, TableFile(**settings), 10)  # type: ignore[arg-type]  # each its own

    assert seen().table.frame.rows() == [("1,5", "NA")]
    assert seen().kinds == ("constant", "empty")
    assert seen(missing=("?",)).kinds[1] == "constant"
    assert seen(delimiter=",").table.frame.columns == ["column_1", "column_2"]
    assert seen(header="no").table.frame.height == 2


def test_one_value_in_the_first_rows_says_nothing_of_a_column(tmp_path: Path) -> None:
    path = tmp_path / "sorted.csv"
    path.write_text("species,mass\n" + "".join(f"{name},{mass}\n" for name in ("a", "b") for mass in range(40)))
    assert look(path, ANY, 30).kinds[0] is None
    assert look(path, ANY, 30).target == "species"
    assert look(path, ANY, 80).kinds[0] == "category"


def test_only_what_makes_a_difference_can_be_set(tmp_path: Path, large: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame({"a": [1], "b": [2]}).write_excel(tmp_path / "a.xlsx")
    of_text, of_parquet, of_workbook = (
        set(look(path, ANY, 1).settings) for path in (large, tmp_path / "a.parquet", tmp_path / "a.xlsx")
    )
    assert of_text == {name for name in TableFile.model_fields if name not in ("type", "path", "fingerprint", "sheet")}
    assert "delimiter" not in of_parquet | of_workbook
    assert of_workbook - of_text == {"sheet"}


def test_a_workbook_names_its_sheets(tmp_path: Path) -> None:
    sheets = {name: [["a", "b"], [1, 2], [3, int(name)]] for name in ("2023", "2024")}
    workbook(tmp_path / "w.xlsx", sheets)
    assert look(tmp_path / "w.xlsx", ANY, 10).table.sheets == ("2023", "2024")
    assert look(tmp_path / "w.xlsx", TableFile(sheet="2024"), 10).table.frame.rows()[1] == ("3", "2024")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\0\0\0" * 99, b"\x1f\x8b\x08broken", b"PAR1 but no Parquet\0"])
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"x\.csv"):
        look(tmp_path / "x.csv", ANY, 10)


@pytest.mark.parametrize(
    ("names", "kinds", "likely"),
    [
        (("Survived", "Age", "Fare"), ("yes_no", "number", "number"), "Survived"),
        (("a", "b", "c"), ("number", "number", "number"), "c"),
        (("a", "b", "id"), ("number", "category", "identifier"), "b"),
        (("price", "target", "x"), ("number", "number", "number"), "target"),
        (("customerChurn", "plan"), ("yes_no", "category"), "customerChurn"),
        (("id", "when"), ("identifier", "date"), "when"),
        (("species", "mass", "sex"), ("constant", "number", "category"), "species"),  # sorted: first rows of one class
        (("same", "nothing"), ("constant", "empty"), ""),
        ((), (), ""),
    ],
)
def test_the_likeliest_target_is_called_so_or_stands_last(names: tuple, kinds: tuple, likely: str) -> None:
    assert likely_target(names, kinds) == likely
