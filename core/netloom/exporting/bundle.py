"""Everything that is known of a run in one zip file: whoever receives it needs nothing else."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from netloom.data.progress import Reached, Tell, nobody
from netloom.exporting.bundle_readme import bundle_readme
from netloom.exporting.exported import Exported
from netloom.exporting.keras.script import export_keras
from netloom.exporting.onnx_file import export_onnx
from netloom.exporting.pytorch.folder import export_pytorch
from netloom.exporting.report import report_page
from netloom.files import make_folder, temporary_folder, write_atomically
from netloom.run_folders import PROJECT
from netloom.runs import Run
from netloom.settings.exports import SNIPPETS

ONNX, PYTORCH, KERAS, REPORT = "model.onnx", "pytorch", "keras/network.py", "report.html"
README: Final = "README.md"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # no zip file knows an earlier time, and the real one would change its bytes


def export_zip(run: Run, path: Path, tell: Tell = nobody) -> Exported:
    """Write a run as one zip file: the ONNX file with examples and programs that ask it, the PyTorch folder, the Keras
    script, the report, the project, and a README that says what is what, with which proof and which SHA-256.

    The same run and report give the same bytes. Each part is proven as if it were exported alone; where one is not,
    nothing is written (see `export`).
    """
    with temporary_folder({}) as place:
        parts = tuple(_exported(run, place, tell))
        contents = {
            file.relative_to(place).as_posix(): file.read_bytes() for file in place.rglob("*") if file.is_file()
        }
    tell(Reached("Packing everything", len(_WAYS) + 1, len(_WAYS) + 2))
    contents[PROJECT] = (run.folder / PROJECT).read_bytes()
    contents |= {f"run_onnx{SNIPPETS[each][1]}": text.encode() for each, text in parts[0].snippets.items()}
    contents[README] = bundle_readme(run, parts, contents)
    write_atomically(path, _zipped(contents, path.stem))
    onnx = parts[0]
    worst = max(part.largest_difference for part in parts if part.largest_difference is not None)
    return Exported(path, worst, onnx.rows, onnx.batches, parts=parts)


def _report(run: Run, path: Path) -> Exported:
    write_atomically(path, report_page(run))
    return Exported(path, None, 0)


_WAYS: Final[Mapping[str, tuple[str, Callable[[Run, Path], Exported]]]] = {
    ONNX: ("Exporting the ONNX file", export_onnx),
    PYTORCH: ("Exporting the PyTorch folder", export_pytorch),
    KERAS: ("Exporting the Keras script", export_keras),
    REPORT: ("Looking for the report, or measuring", _report),
}


def _exported(run: Run, place: Path, tell: Tell) -> Iterator[Exported]:
    """Each export, written into a folder; its paths are those within it."""
    for number, (name, (doing, export)) in enumerate(_WAYS.items()):
        tell(Reached(doing, number, len(_WAYS) + 2))
        make_folder((place / name).parent)
        yield replace(export(run, place / name), path=Path(name))


def _zipped(contents: Mapping[str, bytes], folder: str) -> bytes:
    """A zip file of these files within a folder; the same files give the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in sorted(contents):
            info = ZipInfo(f"{folder}/{name}", _EARLIEST)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, contents[name])
    return packed.getvalue()
