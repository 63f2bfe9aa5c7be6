"""One way out for a trained run, in each format that there is."""

from pathlib import Path

from netloom.data.progress import Tell, nobody
from netloom.errors import InputError
from netloom.exporting.bundle import export_zip
from netloom.exporting.exported import Exported
from netloom.exporting.keras.script import export_keras
from netloom.exporting.onnx_file import export_onnx
from netloom.exporting.pytorch.folder import export_pytorch
from netloom.exporting.report import export_report
from netloom.runs import Run
from netloom.settings.exports import FormatName


def export(
    run: Run, path: Path, *, format: FormatName = "onnx", network_only: bool = False, tell: Tell = nobody
) -> Exported:
    """Write a run for use without Netloom, once it is proven on test rows to answer as the trained network does.

    `onnx` writes one file that takes raw rows or, with `network_only`, prepared numbers (see `export_onnx`). `pytorch`
    writes a folder that trains, evaluates and predicts with Python and torch alone (see `export_pytorch`), and `keras`
    a script that does so with Keras, with a folder beside it (see `export_keras`). `report` writes how good it is as
    one page, and `zip` all of it in one file (see `export_zip`). How far it is, is told to `tell`.

    ExportError, and nothing written, where an answer is off; DataError where the run's data is gone or, but for ONNX,
    has changed; InputError for a place that cannot be written.
    """
    if network_only and format != "onnx":
        raise InputError(
            f"The network alone is written as ONNX only, and {format} was asked for. Take the whole, or take onnx."
        )
    match format:
        case "onnx":
            return export_onnx(run, path, network_only=network_only, tell=tell)
        case "pytorch":
            return export_pytorch(run, path, tell)
        case "keras":
            return export_keras(run, path, tell)
        case "report":
            return export_report(run, path, tell)
        case "zip":
            return export_zip(run, path, tell)
