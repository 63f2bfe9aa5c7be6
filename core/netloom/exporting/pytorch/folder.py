"""A trained run as a folder of plain PyTorch, proven by its own code before it is there."""

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from netloom.data.progress import Reached, Tell, nobody
from netloom.exporting.canonical import canonical_csv
from netloom.exporting.exported import Exported
from netloom.exporting.predicting import prove_program
from netloom.exporting.pytorch.optimizer import optimizer_module
from netloom.exporting.pytorch.readme import LOWEST_TORCH, readme
from netloom.exporting.pytorch.settings import settings_module
from netloom.exporting.refitting import Refitted, features_json, refitted
from netloom.exporting.standalone import text_of
from netloom.files import write_folder_atomically
from netloom.runs import Run
from netloom.training import clipping

COPIED: Final = (
    "evaluate.py", "examples.py", "features.py", "objective.py", "outputs.py", "predict.py", "tables.py", "train.py",
    "weights.py",
)  # fmt: skip  # names read best side by side
DATA: Final = ("data/training.csv", "data/validation.csv", "data/test.csv")
MADE: Final = (
    "README.md", "clipping.py", "features.json", "model.py", "optimizer.py", "requirements.txt", "settings.py",
    "weights.safetensors",
)  # fmt: skip  # names read best side by side


def export_pytorch(run: Run, folder: Path, tell: Tell = nobody) -> Exported:
    """Write a run as a folder that trains, evaluates and predicts with Python and torch alone, once it is proven.

    `model.py` is the network's source, `weights.safetensors` the weights that the run answers with, `data/` its rows
    as plain CSV; `README.md` tells the rest. What turns cells into features is fitted again from the run's data, and
    must be the run's own to the bit: DataError where the data is gone or has changed.

    Its `predict.py` is run on up to 300 test rows. ExportError, and nothing written, where an answer is off by more
    than 1e-5·max(1, |y|) in probabilities or scaled units. A folder that is there is replaced if it is such an export
    and holds nothing else; otherwise InputError.
    """
    tell(Reached("Reading the rows of the run"))
    found = refitted(run)
    tell(Reached("Writing the folder, and running its predict.py"))
    proof = write_folder_atomically(
        folder,
        _files(run, found),
        lambda written: prove_program(run, found, written / "predict.py"),
        known=(*COPIED, *DATA, *MADE),
    )
    return Exported(folder, proof.largest_difference, proof.rows)


def _files(run: Run, found: Refitted) -> Mapping[str, bytes]:
    """The content of every file by its path in the folder."""
    texts = {name: text_of(name) for name in COPIED}
    texts |= {
        "README.md": readme(run, found),
        "clipping.py": inspect.getsource(clipping),
        "model.py": run.source.text,
        "optimizer.py": optimizer_module(run.project.training.optimizer),
        "requirements.txt": f"torch>={LOWEST_TORCH}\n",
        "settings.py": settings_module(run, found),
    }
    parts = (found.parts.training, found.parts.validation, found.parts.test)
    data = {name: canonical_csv(run, found.table, rows) for name, rows in zip(DATA, parts, strict=True) if len(rows)}
    return {
        **{name: text.encode() for name, text in texts.items()},
        **data,
        "features.json": features_json(run, found),
        "weights.safetensors": run.weights(),
    }
