"""Programs of a few lines that ask an exported ONNX file, filled with the columns and a row of its own data."""

from netloom.exporting.snippets.material import material
from netloom.exporting.snippets.writing import WRITERS
from netloom.runs import Run
from netloom.settings.exports import SnippetLanguage

__all__ = ["snippets"]


def snippets(run: Run, file: str = "model.onnx") -> dict[SnippetLanguage, str]:
    """In each language a program that asks the ONNX file of that name for its answer to one row, and prints it beside
    what the trained network answered: that of a test row, if one has all its cells.

    DataError where the run's data is gone.
    """
    found = material(run, file)
    return {language: write(found) for language, write in WRITERS.items()}
