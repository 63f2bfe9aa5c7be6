"""The formats in which a trained network leaves Netloom: what each is, and how its files are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

FormatName = Literal["onnx", "pytorch", "keras", "report", "zip"]
SnippetLanguage = Literal["python", "javascript"]
EXAMPLES: Final = "examples.json"
TOLERANCE_OF_FILES: Final = 1e-4
TOLERANCE_OF_PROGRAMS: Final = 1e-5


@dataclass(frozen=True)
class ExportFormat:
    """`ending` is what follows the project's name in the name of what is written: a file, or a folder if `is_folder`.

    `beside` are the names of what is written next to it, where `{stem}` stands for its name without the suffix. It is
    written only if no answer is further from the trained network's than `tolerance`·max(1, |y|), in probabilities or
    scaled units; 0 where there are no answers to compare.
    """

    id: FormatName
    title: str
    about: str
    ending: str
    tolerance: float = 0.0
    is_folder: bool = False
    beside: tuple[str, ...] = ()

    def written(self, path: Path) -> tuple[Path, ...]:
        """All that an export to a path writes."""
        return (path, *(path.with_name(name.format(stem=path.stem)) for name in self.beside))


FORMATS: Final = (
    ExportFormat(
        "onnx",
        "ONNX file",
        "One file that takes raw rows and answers, wherever ONNX runs; five rows with their answers beside it.",
        ".onnx",
        TOLERANCE_OF_FILES,
        beside=(EXAMPLES,),
    ),
    ExportFormat(
        "pytorch",
        "PyTorch folder",
        "Plain Python that trains, measures and predicts with PyTorch alone. It holds the rows of the table.",
        "_pytorch",
        TOLERANCE_OF_PROGRAMS,
        is_folder=True,
    ),
    ExportFormat(
        "keras",
        "Keras script",
        "The same with Keras, as one script and a folder of files beside it. It holds the rows of the table.",
        "_keras.py",
        TOLERANCE_OF_PROGRAMS,
        beside=("{stem}-files",),
    ),
    ExportFormat(
        "report",
        "Report",
        "How good the network is, beside simpler models, on rows that it has never seen: one page that prints.",
        "_report.html",
    ),
    ExportFormat(
        "zip",
        "Everything in one file",
        "All of these in one zip file, with programs that ask the ONNX file, the project, and a guide to it all.",
        ".zip",
        TOLERANCE_OF_FILES,
    ),
)

# Each language in which a program that asks an ONNX file can be had: its name, and what the name of such a file ends
# with.
SNIPPETS: Final[Mapping[SnippetLanguage, tuple[str, str]]] = MappingProxyType(
    {"python": ("Python", ".py"), "javascript": ("JavaScript", ".mjs")}
)


def export_format(id: str) -> ExportFormat:
    """The format of that id."""
    return next(format for format in FORMATS if format.id == id)
