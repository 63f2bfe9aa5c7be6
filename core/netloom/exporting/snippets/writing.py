"""The snippets as text: what both languages say, each in its own words."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

from netloom.exporting.snippets.material import LISTED, Filled, Material
from netloom.settings.exports import SnippetLanguage

_PYTHON: Final = """\
# Asks {file}, a network made with Netloom, for its answer to one row.
# It needs: pip install onnxruntime numpy

import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession({file})

# A row of the table. An empty cell is np.nan where a number or date is expected,
# and "" where a text is.
row = {{
{row}
}}

# Each column enters as [rows, 1]: numbers as float32, texts as they are.
feed = {{
    name: np.array([[value]], object if isinstance(value, str) else np.float32)
    for name, value in row.items()
}}
names = [output.name for output in session.get_outputs()]
answer = dict(zip(names, session.run(names, feed)))

# What the trained network answered to this row.
expected = {{
{answer}
}}
for name, known in expected.items():
    print(name, answer[name][0], "expected:", known)
"""

_JAVASCRIPT: Final = """\
// Asks {file}, a network made with Netloom, for its answer to one row.
// It needs Node.js, and: npm install onnxruntime-node
// In a web page: npm install onnxruntime-web, and that name in the next line.
import * as ort from "onnxruntime-node";

const session = await ort.InferenceSession.create({file});

// A row of the table. An empty cell is NaN where a number or date is expected,
// and "" where a text is.
const row = {{
{row}
}};

// Each column enters as [rows, 1]: numbers as float32, texts as they are.
const feeds = {{}};
for (const [name, value] of Object.entries(row)) {{
  const type = typeof value === "string" ? "string" : "float32";
  feeds[name] = new ort.Tensor(type, [value], [1, 1]);
}}
const answer = await session.run(feeds);

// What the trained network answered to this row.
const expected = {{
{answer}
}};
for (const [name, known] of Object.entries(expected)) {{
  console.log(name, answer[name].data, "expected:", known);
}}
"""


@dataclass(frozen=True)
class _Language:
    """How a language writes comments, what is not there, and whole numbers."""

    template: str
    indent: str
    comment: str
    missing: str
    whole: str

    def write(self, material: Material) -> str:
        """The snippet."""
        return self.template.format(
            file=quoted(material.file), row=self._lines(material.row), answer=self._lines(material.answer)
        )

    def _lines(self, filled: Iterable[Filled]) -> str:
        return "\n".join(
            f"{self.indent}{quoted(each.name)}: {self.literal(each.value)},{self._remark(each)}" for each in filled
        )

    def _remark(self, filled: Filled) -> str:
        named = ", ".join(map(quoted, filled.names[:LISTED]))
        more = f" and {len(filled.names) - LISTED:,} more" if len(filled.names) > LISTED else ""
        return f"  {self.comment} {' '.join(filter(None, (filled.about, named)))}{more}"

    def literal(self, value: Any) -> str:
        """A text, a number, a whole number, several of them, or what is missing."""
        match value:
            case str():
                return quoted(value)
            case list():
                return f"[{', '.join(map(self.literal, value))}]"
            case int():
                return f"{value}{self.whole}"
            case float() if not isnan(value):
                return repr(value)
            case _:
                return self.missing


def quoted(text: str) -> str:
    """A text as a literal of both languages, on one line and without what an editor would obey."""
    literal = json.dumps(text, ensure_ascii=False)
    return "".join(f"\\u{ord(each):04x}" if _is_obeyed(each) else each for each in literal)


def _is_obeyed(character: str) -> bool:
    return not character.isprintable() and ord(character) < 0x10000  # of those above none ends a line or turns it round


WRITERS: Final[Mapping[SnippetLanguage, Callable[[Material], str]]] = {
    "python": _Language(_PYTHON, "    ", "#", "np.nan", "").write,
    "javascript": _Language(_JAVASCRIPT, "  ", "//", "NaN", "n").write,
}
