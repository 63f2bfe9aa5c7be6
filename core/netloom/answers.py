"""What a network answered to each row that it was measured on, kept beside the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, numpy

from netloom import limits
from netloom.errors import RunError
from netloom.files import write_atomically
from netloom.protocol import Choice
from netloom.training.state import sha256

FILE: Final = "report-answers.safetensors"
_DATA: Final = "data"  # the fingerprint of the table: with another one, rows are not what they were
_KINDS: Final = {"rows": np.int64, "truth": np.float64, "answer": np.float64, "chance": np.float32}


@dataclass(frozen=True)
class Answered:
    """The answers of one Output, a number for each row [rows]: `rows` are their places in the table (from 0), `truth`
    and `answer` numbers of classes or amounts in the target's units, `chance` the probability of the class that is
    answered, of two classes that of the second; for amounts it is empty.
    """

    rows: NDArray[np.int64]
    truth: NDArray[np.float64]
    answer: NDArray[np.float64]
    chance: NDArray[np.float32]

    def chosen(self, choice: Choice) -> NDArray[np.int64]:
        """Which of these answers are chosen, in the order of the rows."""
        answer = self.answer
        if choice.threshold is not None and len(self.chance):
            answer = (self.chance.astype(np.float64) > choice.threshold).astype(np.float64)
        bounded = ((choice.actual, self.truth), (choice.predicted, answer), (choice.residual, answer - self.truth))
        inside = np.ones(len(self.rows), dtype=bool)
        for bounds, values in bounded:
            if bounds is not None:
                inside &= (values >= bounds[0]) & (values <= bounds[1])
        return np.flatnonzero(inside)


def write_answers(answered: Mapping[str, Answered], fingerprint: str, folder: Path) -> str:
    """Write what each Output answered, by its id, beside the report on a table with that fingerprint.

    Returns the SHA-256 of the file; where it would be too large there is none, and nothing is returned.
    """
    tensors = {_DATA: np.frombuffer(bytes.fromhex(fingerprint), dtype=np.uint8)}
    for id, one in answered.items():
        tensors |= {f"{id}/{name}": np.ascontiguousarray(getattr(one, name), kind) for name, kind in _KINDS.items()}
    if sum(tensor.nbytes for tensor in tensors.values()) > limits.ANSWERS_BYTES:
        return ""
    content = numpy.save(tensors)
    write_atomically(folder / FILE, content)
    return sha256(content)


def read_answers(folder: Path, output: str, expected: str, fingerprint: str) -> Answered:
    """What an Output answered, from the file of that SHA-256, to the rows of the table with that fingerprint.

    RunError if the file is missing, damaged or another one, or if the table has changed.
    """
    tensors = _tensors(folder / FILE, expected)
    if bytes(tensors.get(_DATA, np.empty(0, np.uint8)).tobytes()).hex() != fingerprint:
        raise RunError("The table has changed since the run was measured: its rows are not the same. Measure it again.")
    found = {name: tensors.get(f"{output}/{name}", np.empty(0)) for name in _KINDS}
    sizes = {len(each) for name, each in found.items() if each.ndim == 1 and (name != "chance" or len(each))}
    if len(sizes) != 1 or any(found[name].dtype != kind or found[name].ndim != 1 for name, kind in _KINDS.items()):
        raise RunError(f"{folder / FILE} holds no answers of {output!r}. Measure the run again.")
    if not all(np.isfinite(each).all() for each in found.values()):
        raise RunError(f"{folder / FILE} is damaged: an answer is no number. Measure the run again.")
    return Answered(**found)


def _tensors(file: Path, expected: str) -> dict[str, NDArray[Any]]:
    try:
        if file.stat().st_size > limits.ANSWERS_BYTES + 2**20:
            raise RunError(f"{file} is larger than any that is written. Measure the run again.")
        content = file.read_bytes()
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror}. Measure the run again.") from error
    if sha256(content) != expected:
        raise RunError("The run was measured again in the meantime, or its answers are damaged. Measure it again.")
    try:
        return numpy.load(content)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{file} is damaged. Measure the run again.") from error
