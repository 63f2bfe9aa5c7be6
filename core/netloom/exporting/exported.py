"""What an export hands back, whatever was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from netloom.settings.exports import SnippetLanguage


@dataclass(frozen=True)
class Exported:
    """What was written, and the proof it passed.

    `path` is the file or folder. `largest_difference` is how far it was from the trained network at most, in
    probabilities or in scaled units, on `rows` test rows; an ONNX file was run in batches of each of `batches`.
    `examples` is the file of examples beside it, if any, and `files` the folder of files beside it. A Keras script is
    not run where Keras is not installed: `largest_difference` is then None, and `rows` 0, as for a report, which has
    nothing to prove. `parts` are those of a zip file, with their paths within it. `snippets` are programs that ask an
    ONNX file.
    """

    path: Path
    largest_difference: float | None
    rows: int
    batches: tuple[int, ...] = ()
    examples: Path | None = None
    files: Path | None = None
    parts: tuple["Exported", ...] = ()
    snippets: Mapping[SnippetLanguage, str] = field(default_factory=dict)
