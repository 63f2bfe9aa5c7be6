"""What the engineer reads who receives the folder."""

import re
from collections.abc import Sequence
from typing import Final

from netloom.data.preprocess import missing_constants
from netloom.data.transforms import Constants
from netloom.data.words import counted
from netloom.exporting.canonical import iso
from netloom.exporting.heads import name_suffixes
from netloom.exporting.refitting import Refitted
from netloom.planning import PlannedOutput
from netloom.runs import Run

LOWEST_TORCH: Final = "2.9"
_SHOWN: Final = 12  # names in one list

_TEXT: Final = """\
# {title}

A neural network that predicts {targets} from {features}, in plain PyTorch. It was trained with
Netloom {version}, which is not needed any more. There is no pickle here: only Python, CSV, JSON and safetensors.

It needs Python 3.11 or newer and torch {torch} or newer (`pip install -r requirements.txt`). Without NumPy
torch warns that it is not there; nothing here needs it.

```
python evaluate.py                           # measures weights.safetensors on {test}
python predict.py rows.csv predictions.csv   # predicts new rows
python train.py                              # trains from scratch, and writes trained.safetensors
```

`evaluate.py` and `predict.py` take other weights with `--weights trained.safetensors`.

## Rows

`predict.py` and `evaluate.py` take CSV in UTF-8 with commas, the names of the columns in the first line, decimal
points, and dates such as 2024-02-29 or 2024-02-29 18:30. {missing}
A cell that is no number or date where one is expected counts as missing too, and is told. A category that is not listed
counts as any other. Columns that are not in this table are carried along.

| column | type | cells |
|---|---|---|
{columns}

{answers}

## Files

| | |
|---|---|
| `model.py` | the network: `forward` returns what the losses expect, `answer` probabilities and scaled amounts |
| `weights.safetensors` | its weights; `weights.py` reads and writes them |
| `features.py`, `features.json` | from cells to what the network takes, and what the training rows told for it |
| `tables.py`, `outputs.py` | reads and writes CSV; what the network is to answer, and what its answers mean |
| `settings.py`, `optimizer.py`, `clipping.py` | how it is trained |
| `train.py` | the loop; `examples.py` makes tensors of rows, `objective.py` the loss and what is measured |
| `predict.py`, `evaluate.py` | what you run |
| `data/` | {data}. Only `train.py` and `evaluate.py` need them; leave them out where rows must not travel |
"""


def readme(run: Run, found: Refitted) -> str:
    """The text of README.md."""
    outputs, parts = run.plan.outputs, found.parts
    entering = {each["name"]: each for planned in run.plan.inputs for each in found.inputs[planned.id].constants()}
    targets = dict.fromkeys(planned.target.column.name for planned in outputs)
    sizes = {"training": parts.training, "validation": parts.validation, "test": parts.test}
    return _TEXT.format(
        title=plain(run.project.name or "A network"),
        targets=_sequence(list(map(code, targets))),
        features=counted(len(entering), "column"),
        version=dict(run.state.versions)["netloom"],
        torch=LOWEST_TORCH,
        test=counted(len(parts.test), "test row"),
        missing=_missing(found),
        columns="\n".join(f"| {code(name)} | {each['type']} | {_about(each)} |" for name, each in entering.items()),
        answers="\n\n".join(_answer(run, planned) for planned in outputs),
        data=", ".join(counted(len(rows), f"{name} row") for name, rows in sizes.items() if len(rows)),
    )


def _missing(found: Refitted) -> str:
    told = missing_constants(found.table.source)
    if not told["as_written"]:
        return "A cell is missing where it is blank, or says so in one of the usual ways (NA, null, ?, -)."
    marks = [code(text) for text in told["texts"] if text.strip()]
    return f"A cell is missing where it is blank{', or says ' if marks else ''}{' or '.join(marks)}."


def _about(constants: Constants) -> str:
    """What a column may hold, and what becomes of a missing cell."""
    match constants["type"]:
        case "number":
            return f"missing becomes {constants['filling']:.6g}"
        case "date":
            return f"missing becomes {iso(constants['filling'])}" if constants["elapsed"] else ""
        case _:
            return _listed(constants["levels"])


def _answer(run: Run, planned: PlannedOutput) -> str:
    """What the predictions of an Output are called, and what they mean."""
    column, suffix = code(planned.target.column.name), name_suffixes(run.plan)[planned.id]
    prediction = code(f"prediction{suffix}")
    if not planned.target.classes:
        return f"{prediction} is {column} as the network estimates it, in the units of that column."
    one = code(f"probability{suffix}_{planned.target.classes[0]}")
    return (
        f"{prediction} is {column}, one of {_listed(planned.target.classes)}; the probability of each is beside it, as "
        f"in {one}."
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(map(code, names[:_SHOWN])) + more


def _sequence(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def code(text: str) -> str:
    """Text as code within a line or a table of Markdown, whatever it holds."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if len(fence) > 1 or not text.strip() else ""
    return fence + space + plain(text).replace("|", r"\|") + space + fence


def plain(text: str) -> str:
    """Text on one line."""
    return "".join(character if character.isprintable() else "�" for character in text)
