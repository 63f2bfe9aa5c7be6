"""Modules of `standalone` as parts of one script: their text as it stands, their imports put together."""

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from netloom.exporting.standalone import text_of

_END = 'if __name__ == "__main__":'


@dataclass(frozen=True)
class Parts:
    """What modules need from elsewhere, their text without it, and what the first of them does when it is run."""

    imports: tuple[str, ...]
    body: str
    end: str


def parts_of(names: Iterable[str], within: Iterable[str]) -> Parts:
    """The modules of these names (`features.py`); what they import of each other and of `within` is in the script."""
    names = tuple(names)
    inside = {*within, *(name.removesuffix(".py") for name in names)}
    texts = [text_of(name) for name in names]
    bodies = [_body(text).partition(_END) for text in texts]
    headed = [f"# {_about(text)}\n\n\n{body.strip()}" for text, (body, _, _) in zip(texts, bodies, strict=True)]
    imports = {line for text in texts for line in _imports(text, inside)}
    return Parts(tuple(imports), "\n\n\n".join(headed), f"{_END}{bodies[0][2]}\n")


def _about(text: str) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def _body(text: str) -> str:
    """All behind the last import."""
    last = max(node.end_lineno or 0 for node in ast.parse(text).body if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(text.splitlines()[last:])


def _imports(text: str, inside: set[str]) -> Iterator[str]:
    """One line for each name that is imported."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import):
            yield from (f"import {ast.unparse(alias)}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module not in inside:
            yield from (f"from {node.module} import {ast.unparse(alias)}" for alias in node.names)


def joined_imports(lines: Collection[str]) -> list[str]:
    """Import lines in order, those from one module in one line."""
    plain = sorted({line for line in lines if line.startswith("import ")})
    names: dict[str, set[str]] = {}
    for line in lines:
        if line.startswith("from "):
            module, _, listed = line.removeprefix("from ").partition(" import ")
            names.setdefault(module, set()).update(listed.split(", "))
    return plain + [f"from {module} import {', '.join(sorted(names[module]))}" for module in sorted(names)]
