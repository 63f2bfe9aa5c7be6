"""What is typed in a terminal for the steps that the window leaves to the command line. Nothing here knows Qt."""

import shlex
import sys
from pathlib import Path
from typing import Final, NamedTuple

from netloom_desktop.steps.work import StepId

NO_FILE: Final = "PROJECT.netloom"  # what stands for a project that no file holds yet


class CommandLine(NamedTuple):
    """A line for a terminal, and what it does."""

    text: str
    about: str


def command_lines(
    step: StepId, path: Path | None, *, windows: bool = sys.platform == "win32"
) -> tuple[CommandLine, ...]:
    """The lines for a step, to be typed one after the other, with the project's own file, quoted for the system."""
    name = path.name if path else NO_FILE
    project, stem = _word(name, windows=windows), name.removesuffix(".netloom")
    to = _word(f"{stem}.onnx", windows=windows)
    lines = {
        "ship": (
            CommandLine(f"netloom export {project} --format onnx --out {to}", "Writes the latest run as one file."),
            CommandLine(
                f"netloom export {project} --format pytorch --out {_word(f'{stem}_pytorch', windows=windows)}",
                "Writes a folder that needs PyTorch alone.",
            ),
            CommandLine(
                f"netloom export {project} --format keras --out {_word(f'{stem}_keras.py', windows=windows)}",
                "Writes a Keras script.",
            ),
            CommandLine(
                f"netloom predict {project} --data TABLE.csv --out predictions.csv", "Predicts every row of a table."
            ),
        ),
    }
    return (*_in_folder(path, windows=windows), *lines.get(step, ()))


def _in_folder(path: Path | None, *, windows: bool) -> tuple[CommandLine, ...]:
    if path is None:
        return ()
    change = "cd /d" if windows else "cd"
    return (CommandLine(f"{change} {_word(str(path.parent), windows=windows)}", "Goes to the project's folder."),)


def _word(text: str, *, windows: bool) -> str:
    """One word of a command line, whatever it holds; never an option."""
    safe = f"./{text}" if text.startswith("-") else text
    if not windows:
        return shlex.quote(safe)
    plain = all(letter.isalnum() or letter in "._-/\\:" for letter in safe)
    return safe if plain else f'"{safe}"'  # no file name of Windows holds a quotation mark
