"""What stands first in a zip file with everything: what is what, how it was proven, and the hash of each file."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from netloom.data.words import counted
from netloom.exporting.exported import Exported
from netloom.exporting.metadata import LOWEST_ONNXRUNTIME
from netloom.exporting.pytorch.readme import code, plain
from netloom.runs import Run

_TEXT: Final = """\
# {title}

A neural network that predicts {targets}, trained with Netloom {version} as run {run}. Nothing here needs Netloom.

| | |
|---|---|
| `model.onnx` | from raw rows to answers in one file, for ONNX Runtime {onnxruntime} or newer in any language |
| `examples.json` | raw rows with their answers, to check another system against |
| `run_onnx.py`, `run_onnx.mjs` | ask `model.onnx` for its answer to one row, from Python and from JavaScript |
| `pytorch/` | the same network in plain PyTorch: it trains, measures and predicts; its `README.md` tells more |
| `keras/network.py` | the same with Keras, with what it needs in `keras/network-files/` |
| `report.html` | how good it is on rows that it has never seen, beside simpler models |
| `project.netloom` | the project as it was trained, which Netloom opens; the table is not in it |

`pytorch/data/` and the tables in `keras/network-files/` hold the rows that it was trained on. Remove them where rows
must not travel: to predict, neither is needed.

## Proof

Each export was run on test rows, and answered as the trained network does. Differences are in probabilities or, of
amounts, in units of their spread.

| | rows | at a time | largest difference |
|---|---|---|---|
{proofs}

## SHA-256

```
{hashes}
```
"""


def bundle_readme(run: Run, parts: Sequence[Exported], contents: Mapping[str, bytes]) -> bytes:
    """The text of README.md, in UTF-8. `contents` are the other files by their names in the zip file."""
    targets = dict.fromkeys(code(planned.target.column.name) for planned in run.plan.outputs)
    hashes = (f"{hashlib.sha256(content).hexdigest()}  {plain(name)}" for name, content in sorted(contents.items()))
    text = _TEXT.format(
        title=plain(run.project.name or "A network"),
        targets=", ".join(targets),
        version=dict(run.state.versions)["netloom"],
        run=plain(run.name),
        onnxruntime=LOWEST_ONNXRUNTIME,
        proofs="\n".join(_proof(part) for part in parts if part.rows or part.files),
        hashes="\n".join(hashes),
    )
    return text.encode()


def _proof(part: Exported) -> str:
    name = code(part.path.as_posix())
    if part.largest_difference is None:
        return f"| {name} | not run: Keras was not installed | | |"
    batches = ", ".join(map(str, part.batches)) or "all"
    return f"| {name} | {counted(part.rows, 'row')} | {batches} | {part.largest_difference:.1e} |"
