"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("core", "desktop", "resources", "tools", "tests")
CODE = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
HEAVY = ("torch", "polars", "sklearn", "onnx", "onnxruntime", "pyarrow")
LIGHT = ["cli", "edits", "errors", "events", "files", "graph", "project", "settings", "signature", "storage"]
EXCEPTION = re.compile(r"#\s*(noqa|type: ignore|fmt: (skip|off))(?P<rest>.*)")


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]


def test_every_file_has_fewer_than_400_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in CODE}
    assert not {path: length for path, length in lengths.items() if length >= 400}


def test_nine_functions_in_ten_have_fewer_than_30_lines() -> None:
    lengths = [node.end_lineno - node.lineno for path in CODE for node in functions(path) if node.end_lineno]
    assert sum(length < 30 for length in lengths) >= 0.9 * len(lengths)


def test_every_exception_to_a_rule_carries_its_reason() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (found := EXCEPTION.search(line)) and "#" not in found["rest"] and path != Path(__file__)
    ]
    assert not bare


def test_the_light_half_loads_nothing_heavy() -> None:
    program = f"import sys; from netloom import {', '.join(LIGHT)}; print(*set({HEAVY}) & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_nothing_but_the_command_line_prints_or_asks() -> None:
    speaking = [
        path.relative_to(ROOT)
        for path in CODE
        if path.is_relative_to(ROOT / "core") and path.parent.name not in ("cli", "standalone")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    ]
    assert not speaking


def test_what_a_page_links_to_in_the_repository_is_there() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))]
    assert links
    assert not [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
