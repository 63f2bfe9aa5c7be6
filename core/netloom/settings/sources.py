"""Where data comes from. Tables now; images and series are further members of the same family."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from pydantic import field_validator

from netloom.declare import Declared, any_of, catalogue, setting


class Source(Declared, group="Data"):
    """Base of all sources of data."""

    path: str = setting("", "The file, relative to the project's folder.", max_length=4096)
    fingerprint: str = setting(
        "", "SHA-256 of the file when the project was made: changed data is told.", max_length=64
    )

    @field_validator("path")
    @classmethod
    def _is_plain(cls, path: str) -> str:
        if any(ord(character) < 32 or ord(character) == 127 for character in path):
            raise ValueError("a path must hold no control characters")
        return path


_LOOK: Final = {"": "look"}
_DELIMITERS: Final = _LOOK | {",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |", " ": "space"}
_QUOTES: Final = _LOOK | {'"': 'double "', "'": "single '"}
_ENCODINGS: Final = _LOOK | {name: name for name in ("utf-8", "utf-16", "cp1252", "latin-1", "cp850", "cp437")}


class TableFile(Source, id="table", title="Table"):
    """A CSV or TSV file (also `.gz`), a Parquet or an Excel file. What is left empty or `look` is found by looking."""

    suffixes: ClassVar[tuple[str, ...]] = (
        *(".csv", ".tsv", ".txt", ".tab", ".gz", ".parquet"),
        *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    )

    sheet: str = setting(
        "",
        "Which sheet of a workbook; empty for the first with a table.",
        max_length=255,
        suggested={"": "the first with a table"},
    )
    delimiter: str = setting("", "What separates cells; empty to look.", max_length=1, suggested=_DELIMITERS)
    encoding: str = setting("", "utf-8, utf-16, latin-1, cp850, …; empty to look.", max_length=32, suggested=_ENCODINGS)
    quote: str = setting("", "What encloses cells; empty to look.", max_length=1, suggested=_QUOTES)
    decimal: Literal["look", ".", ","] = setting("look", "The decimal mark.")
    thousands: Literal["look", "none", ",", ".", " ", "'"] = setting("look", "What separates thousands.")
    header: Literal["look", "yes", "no"] = setting("look", "Whether the first row names the columns.")
    missing: tuple[str, ...] = setting((), "Cells that mean missing, besides empty ones.")
    day_first: Literal["look", "yes", "no"] = setting("look", "Whether 3/4/2024 is the 3rd of April.")


# The suffixes of tables that are written, and what they are called.
WRITABLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": "CSV",
        ".tsv": "Text with tabs",
        ".csv.gz": "CSV, packed",
        ".tsv.gz": "Text with tabs, packed",
        ".xlsx": "Excel",
        ".parquet": "Parquet",
    }
)

SOURCES = catalogue(Source)

if TYPE_CHECKING:
    AnySource = Source
else:
    AnySource: Any = any_of(SOURCES)


def without_place(source: Source) -> Source:
    """How a file is read, wherever it is."""
    return source.model_copy(update={"path": "", "fingerprint": ""})
