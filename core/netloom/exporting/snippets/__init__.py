"""Programs of a few lines that ask an exported ONNX file, filled with the columns and a row of its own data."""

from collections.abc import Sequence

from netloom.exporting.comparing import expected_of
from netloom.exporting.examples import Example, example_rows
from netloom.exporting.heads import Head, heads
from netloom.exporting.sample import sample
from netloom.exporting.snippets.material import material
from netloom.exporting.snippets.writing import WRITERS
from netloom.runs import Run
from netloom.settings.exports import SnippetLanguage

__all__ = ["snippets", "snippets_of"]


def snippets(run: Run, file: str = "model.onnx") -> dict[SnippetLanguage, str]:
    """In each language a program that asks the ONNX file of that name for its answer to one row, and prints it beside
    what the trained network answered: that of a test row, if one has all its cells.

    DataError where the run's data is gone.
    """
    rows = sample(run)
    named = heads(run.plan, run.scales, run.preprocess.columns, labels=True)
    expected = [expected_of(head, rows.answers) for head in named]
    return snippets_of(run, named, example_rows(rows.feed, expected, rows.rows), file)


def snippets_of(run: Run, named: Sequence[Head], examples: Sequence[Example], file: str) -> dict[SnippetLanguage, str]:
    """The same, of rows that are known with their answers at these heads."""
    found = material(run, named, examples, file)
    return {language: write(found) for language, write in WRITERS.items()}
