"""JSON text, read without its traps: whatever another reader might take for something else is refused in words."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from netloom import limits
from netloom.errors import ProjectError
from netloom.refusals import LISTED, Path, Refusal, listed, path_text, shortened, shown

# A quote that is never closed runs to the end, so that no text makes this search go back.
_STRING: Final = r'"(?:[^"\\]++|\\.)*+"?'
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_TOKENS: Final = re.compile(rf"{_STRING}|[\[\]{{}},:]|[^\s\[\]{{}},:\"]+", re.DOTALL)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_LINES_UP_TO: Final = 2 * 2**20  # characters; looking for lines in more takes longer than it helps


def decoded(content: bytes, name: str) -> str:
    """The text of a file; ProjectError if it is too large or not plain UTF-8."""
    if len(content) > limits.PROJECT_BYTES:
        raise ProjectError(
            f"{name} is refused: it is larger than the {limits.PROJECT_BYTES:,} bytes a project may have. Choose a "
            "project file, or make a smaller project."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise ProjectError(f"{name} is refused: it is UTF-16, expected UTF-8. Save it as UTF-8 in a text editor.")
    if content.startswith(b"\xef\xbb\xbf"):
        raise ProjectError(
            f"{name} is refused: it begins with a byte order mark, expected UTF-8 without one. Save it so."
        )
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ProjectError(
            f"{name} is refused: byte {error.start:,} is no UTF-8, so this is no project file, or it is damaged. Go "
            "back to an earlier copy."
        ) from None


def parsed(text: str, name: str) -> Any:
    """The document of a JSON text. ProjectError, with line or path, for what is no JSON, lies too deep, or is unclear.

    Unclear are keys that are there twice, numbers that readers round or refuse, and halves of surrogate pairs.
    """
    _refuse_monsters(text, name)
    odd: list[_Odd] = []

    def mark(why: str, *within: str) -> _Odd:
        odd.append(_Odd(why, within))
        return odd[-1]

    try:
        document = json.loads(
            text,
            object_pairs_hook=lambda pairs: _object(pairs, mark),
            parse_int=lambda digits: _integer(digits, mark),
            parse_float=lambda digits: _number(digits, mark),
            parse_constant=lambda word: mark(f"received {word}, expected a number"),
        )
    except json.JSONDecodeError as error:
        raise ProjectError(
            f"{name} is refused: line {error.lineno}, column {error.colno} is no JSON ({error.msg}). Mend it in a text "
            "editor, or choose a project file."
        ) from None
    suspect = odd or "\\ud" in text.lower()
    if suspect and (refused := [Refusal(path, why) for path, why in _odd_places(document, ())]):
        raise refusal(text, name, refused)
    return document


def refusal(text: str, name: str, refused: Sequence[Refusal]) -> ProjectError:
    """The error that lists what is refused, each with its path and, where it can be told, its line in the text."""
    paths = {path[:end] for path, _ in refused[:LISTED] for end in (len(path), len(path) - 1)}
    lines = _lines_of(text, paths)

    def where(path: Path) -> str:
        line = lines.get(path) or lines.get(path[:-1])
        return f"line {line}, {path_text(path)}" if line and path else path_text(path)

    return ProjectError(
        f"{name} is refused:\n{listed(refused, where)}\nMend this in a text editor, or go back to an earlier copy."
    )


def _lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The line, counted from 1, on which the value at each path begins; none for those not found, or in a long text."""
    wanted = frozenset(paths)
    if len(text) > _LINES_UP_TO:
        return {}
    starts = {path: start for path, start in _values(text) if path in wanted}  # of what is there twice, the last
    return {path: text.count("\n", 0, start) + 1 for path, start in starts.items()}


def _values(text: str) -> Iterator[tuple[Path, int]]:
    """The path and the beginning of every value of a valid JSON text. None on the stack: a key comes next."""
    stack: list[str | int | None] = []
    for token in _TOKENS.finditer(text):
        word = token[0]
        if word in "]}":
            stack.pop()
        elif word == ",":
            stack[-1] = stack[-1] + 1 if isinstance(stack[-1], int) else None
        elif stack and stack[-1] is None:
            stack[-1] = json.loads(word)
        elif word != ":":
            yield tuple(part for part in stack if part is not None), token.start()
            if word in "[{":
                stack.append(0 if word == "[" else None)


def _refuse_monsters(text: str, name: str) -> None:
    """ProjectError for what would take a parser too deep or too long, found without parsing."""
    bare = _STRINGS.sub("", text)
    values = bare.count(",") + bare.count("[") + bare.count("{")
    if values > limits.PROJECT_VALUES:
        raise ProjectError(
            f"{name} is refused: it holds {values:,} values, and a project at most {limits.PROJECT_VALUES:,}. Choose a "
            "project file, or make a smaller project."
        )
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", bare):
        depth += 1 if bracket in "[{" else -1
        if depth > limits.PROJECT_NESTING:
            raise ProjectError(
                f"{name} is refused: lists and objects lie more than {limits.PROJECT_NESTING} deep in each other; no "
                "project needs that. Choose a project file."
            )


class _Odd(NamedTuple):
    """Stands in the document for what is refused, until its path is known."""

    why: str
    within: tuple[str, ...]


Mark = Callable[..., _Odd]


def _object(pairs: list[tuple[str, Any]], mark: Mark) -> Any:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    (twice, _), *_ = Counter(key for key, _ in pairs).most_common(1)
    return mark("is there twice", twice)


def _integer(digits: str, mark: Mark) -> int | _Odd:
    if len(digits) <= 17 and abs(int(digits)) <= limits.INTEGER:
        return int(digits)
    return mark(f"received {shortened(digits)}, expected a whole number within ±{limits.INTEGER:,}")


def _number(digits: str, mark: Mark) -> float | _Odd:
    number = float(digits)
    return (
        number
        if math.isfinite(number)
        else mark(f"received {shortened(digits)}, expected a number that is not infinite")
    )


def _odd_places(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, _Odd):
        yield (*path, *value.within), value.why
    elif isinstance(value, str):
        if _SURROGATE.search(value):
            yield path, f"received {shown(value)}, expected a text; half of a surrogate pair is none"
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _odd_places(key, path)
            yield from _odd_places(entry, (*path, key))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _odd_places(entry, (*path, place))
