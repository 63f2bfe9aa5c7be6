"""Nothing but `netloom.files` writes: no other module makes, changes, moves or removes a file or a folder."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITER = ROOT / "core" / "netloom" / "files"
CODE = [path for folder in ("core", "resources") for path in sorted((ROOT / folder).rglob("*.py"))]
COPIED = ROOT / "core" / "netloom" / "exporting" / "standalone"  # programs for where there is no Netloom

# What changes the disk whatever it is called on …
METHODS = frozenset(
    "write_text write_bytes mkdir makedirs unlink rename renames rmdir removedirs touch symlink_to hardlink_to chmod "
    "ftruncate mkstemp mkdtemp NamedTemporaryFile TemporaryDirectory TemporaryFile tofile savez savetxt save_file "
    "copymode copyfile copytree rmtree extract extractall memmap open_memmap".split()
)
# … and what does so only in these modules, since others have harmless namesakes.
OF_MODULES = {
    "os": {"open", "replace", "remove", "link", "symlink", "truncate"},
    "shutil": {"copy", "copy2", "move", "chown", "make_archive", "unpack_archive"},
    "torch": {"save"},
    "onnx": {"save", "save_model"},
    "np": {"save"},
    "json": {"dump"},
    "pickle": {"dump"},
}
TO_A_BUFFER = ("write_", "sink_", "Workbook")  # of polars and xlsxwriter: harmless where they are given one
INTO_A_SHEET = {"write_string", "write_number", "write_boolean", "write_datetime"}  # of a Workbook, seen by itself


def writes(tree: ast.AST) -> Iterator[int]:
    """The lines that change the disk."""
    buffers = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) in ("io.BytesIO()", "BytesIO()")
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _writes(node, buffers):
            yield node.lineno


def _writes(call: ast.Call, buffers: set[str]) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "open" and _opens_to_write(call, place=1)
    if not isinstance(call.func, ast.Attribute):
        return False
    name, owner = call.func.attr, ast.unparse(call.func.value)
    if name in OF_MODULES.get(owner, ()) or name in METHODS:
        return not _to_nowhere(call)
    if name == "ZipFile":
        return _opens_to_write(call, place=1)
    if name == "open":
        return _opens_to_write(call, place=1 if owner in ("io", "gzip", "codecs") else 0)
    if name.startswith(TO_A_BUFFER) and not name.startswith("write_atomically") and name not in INTO_A_SHEET:
        return not (call.args and isinstance(call.args[0], ast.Name) and call.args[0].id in buffers)
    return name == "replace" and len(call.args) == 1 and not call.keywords and not isinstance(call.args[0], ast.Dict)


def _to_nowhere(call: ast.Call) -> bool:
    return "os.devnull" in ast.unparse(call)


def _opens_to_write(call: ast.Call, place: int) -> bool:
    modes = [argument.value for argument in call.keywords if argument.arg == "mode"] or call.args[place : place + 1]
    return any(not isinstance(mode, ast.Constant) or set(str(mode.value)) & set("wax+") for mode in modes)


def test_nothing_but_the_one_package_writes() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in CODE
        if WRITER not in path.parents and COPIED not in path.parents
        for line in writes(ast.parse(path.read_text("utf-8")))
    ]
    assert not found


def test_the_package_that_writes_is_seen_to_write() -> None:
    seen = {path.name for path in WRITER.glob("*.py") if list(writes(ast.parse(path.read_text("utf-8"))))}
    assert seen == {"atomic.py", "folders.py", "lines.py", "lock_files.py", "locks.py", "whole_folders.py"}


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')", "open(path, mode='ab')", "open(path, how)", "path.open('x')", "gzip.open(path, 'wb')",
        "zipfile.ZipFile(path, 'w')",
        "path.write_text(text)", "path.mkdir(parents=True)", "path.unlink()", "path.rename(other)",
        "path.replace(other)", "os.replace(a, b)", "os.remove(a)", "os.open(a, flags)", "shutil.rmtree(a)",
        "shutil.move(a, b)", "tempfile.mkstemp()", "frame.write_csv(path)", "frame.lazy().sink_parquet(path)",
        "xlsxwriter.Workbook(path, options)",
        "torch.save(x, path)", "onnx.save(model, path)", "json.dump(x, file)", "safetensors.torch.save_file(x, path)",
    ],
)  # fmt: skip  # a list reads best in few lines
def test_a_line_that_writes_is_found_out(line: str) -> None:
    assert list(writes(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "open(path)", "open(path, 'rb')", "path.open('rb')", "text.replace('a', 'b')", "replace(value, a=1)",
        "buffer = io.BytesIO(); frame.write_csv(buffer)", "buffer = io.BytesIO(); xlsxwriter.Workbook(buffer)",
        "sheet.write_string(0, 0, text)", "netloom.save(project, path)", "names.remove(a)",
        "write_atomically(path, content)", "netloom.write_atomically(path, content)",
    ],
)  # fmt: skip  # a list reads best in few lines
def test_a_line_that_does_not_write_is_left_alone(line: str) -> None:
    assert list(writes(ast.parse(line))) == []
