"""What pydantic refuses, in a user's words: where it is, what was received, what the declaration expects."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError

from netloom.declare import Typed
from netloom.described import OneOf, annotation_of, marks_of, members_of

Path = tuple[str | int, ...]

SHOWN = 60  # characters of a value that was received
WORDS = 300  # characters of a reason
LISTED = 5  # refusals in one message


class Refusal(NamedTuple):
    """One thing that is refused: its place as keys and positions from the top, and why."""

    path: Path
    why: str


def refusals(error: ValidationError, kind: type[BaseModel], document: Any) -> tuple[Refusal, ...]:
    """All that was refused when `document` was read as a `kind`, once for each place."""
    found: dict[Path, str] = {}
    for detail in error.errors(include_url=False):
        path = _path(detail["loc"], kind, document)
        found.setdefault(path, _why(detail, path, kind, document))
    return tuple(Refusal(path, why) for path, why in found.items())


def listed(refused: Sequence[Refusal], where: Callable[[Path], str]) -> str:
    """The first few refusals, a line each, and how many more there are."""
    lines = [f"  {where(path)}: {why}" for path, why in refused[:LISTED]]
    if len(refused) > LISTED:
        lines.append(f"  … and {len(refused) - LISTED:,} more")
    return "\n".join(lines)


def path_text(path: Path) -> str:
    """A place in the file as text: `nodes[3].block.units`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif part.isidentifier() and len(part) <= SHOWN:
            text += f".{part}"
        else:
            text += f"[{shown(part)}]"
    return text.removeprefix(".") or "the file as a whole"


def shown(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=repr)[: SHOWN + 1]
    return shortened("".join(character if character.isprintable() else "�" for character in text))


def shortened(text: str, most: int = SHOWN) -> str:
    """A text, cut where it is long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean …?` with the known word that is most like it, or all that are known."""
    names = list(dict.fromkeys(known))
    if close := get_close_matches(word[:128], names, n=1):
        return f"Did you mean {close[0]}?"
    some = ", ".join(names[:12]) + (f" and {len(names) - 12:,} more" if len(names) > 12 else "")
    return f"Known: {some or 'none'}."


def expected(kind: type[BaseModel], name: str) -> str:
    """What a setting of a declared class may be: `a whole number from 1 to 10`."""
    return _words(annotation_of(kind.model_fields[name]))


def _path(location: Sequence[str | int], kind: type[BaseModel], document: Any) -> Path:
    """The place in the file. pydantic's own goes through the members of unions, which the file does not name."""
    path: list[str | int] = []
    annotation: Any = kind
    at_family = False
    for part in location:
        if at_family:
            at_family = False
        elif isinstance(document, Mapping | list | tuple):
            path.append(part)
            annotation, document = _step(annotation, part, document), _entry(document, part)
            at_family = isinstance(document, Mapping) and bool(_family(annotation))
    return tuple(path)


def _entry(document: Any, part: str | int) -> Any:
    try:
        return document[part]
    except (KeyError, IndexError, TypeError):
        return None


def _why(detail: Any, path: Path, kind: type[BaseModel], document: Any) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"is missing; expected {_expected_at(kind, path, document)}"
        case "extra_forbidden":
            return f"is no known key. {nearest(str(path[-1]), _keys_at(kind, path[:-1], document))}"
        case "value_error" if not _choices(marks_of(_annotation_at(kind, path, document), str)):
            return shortened(str(context["error"]), WORDS)
        case "unknown_type":
            return _unknown_type(detail["input"], kind, path, document)
        case "too_long":
            return f"received more than {context['max_length']:,} entries, expected at most that many"
        case "too_short" | "string_too_short":
            return f"received {shown(detail['input'])}, expected at least {context['min_length']:,} in it"
        case "string_too_long":
            return f"received {len(detail['input']):,} characters, expected at most {context['max_length']:,}"
        case _:
            return f"received {shown(detail['input'])}, expected {_expected_at(kind, path, document)}"


def _unknown_type(value: Any, kind: type[BaseModel], path: Path, document: Any) -> str:
    words = _expected_at(kind, path, document)
    if not isinstance(value, Mapping):
        return f"received {shown(value)}, expected {words}"
    if "type" not in value:
        return f"its type is missing; expected {words}"
    return f"received the type {shown(value['type'])}, expected {words}"


def _expected_at(kind: type[BaseModel], path: Path, document: Any) -> str:
    annotation = _annotation_at(kind, path, document)
    return "something else" if annotation is None else _words(annotation)


def _keys_at(kind: type[BaseModel], path: Path, document: Any) -> Iterable[str]:
    for part in path:
        document = _entry(document, part)
    model = _model(_annotation_at(kind, path, document), document)
    return model.model_fields if model else ()


def _annotation_at(kind: type[BaseModel], path: Path, document: Any) -> Any:
    """The declared type of a place, None if there is none."""
    annotation: Any = kind
    for part in path:
        annotation, document = _step(annotation, part, document), _entry(document, part)
    return annotation


def _step(annotation: Any, part: str | int, document: Any) -> Any:
    """The declared type of an entry of a document, None if there is none."""
    if isinstance(part, int):
        return next((get_args(each)[0] for each in members_of(annotation) if get_origin(each) is tuple), None)
    model = _model(annotation, document)
    field = model.model_fields.get(part) if model else None
    return annotation_of(field) if field else None


def _model(annotation: Any, document: Any) -> type[BaseModel] | None:
    """The class that an object in the file is read as; among several its type says which."""
    models = [each for each in members_of(annotation) if isinstance(each, type) and issubclass(each, BaseModel)]
    if len(models) == 1:
        return models[0]
    named = _entry(document, "type") if isinstance(document, Mapping) else None
    return next((each for each in models if issubclass(each, Typed) and each.id and each.id == named), None)


def _family(annotation: Any) -> list[type[Typed]]:
    """The declared classes among which the type of an object chooses."""
    return [each for each in members_of(annotation) if isinstance(each, type) and issubclass(each, Typed)]


def _words(annotation: Any) -> str:
    family = _family(annotation)
    types = ", ".join(each.id for each in family if each.id)
    words = [f"one of these types: {types}"] if family else []
    words += [_word(each, annotation) for each in members_of(annotation) if each not in family]
    return ", or ".join(words)


def _word(member: Any, annotation: Any) -> str:
    if member is NoneType:
        return "null"
    if get_origin(member) is Literal:
        return _choice([str(choice) for choice in get_args(member)])
    if get_origin(member) is tuple:
        return f"a list, each entry {_words(get_args(member)[0])}"
    names = {int: "a whole number", float: "a number", bool: "true or false", str: "a text"}
    marks = marks_of(annotation, member)
    choices = _choices(marks)
    return _choice(choices) if choices else names.get(member, "an object") + _bounds(marks)


def _choice(choices: Sequence[str]) -> str:
    return choices[0] if len(choices) == 1 else f"one of {', '.join(choices)}"


def _choices(marks: Sequence[Any]) -> Sequence[str]:
    return next((mark.choices for mark in marks if isinstance(mark, OneOf)), ())


def _bounds(marks: Sequence[Any]) -> str:
    words = {Ge: "from", Gt: "above", Le: "to", Lt: "below"}
    attributes = {Ge: "ge", Gt: "gt", Le: "le", Lt: "lt"}
    bounds = []
    for kind, word in words.items():
        for mark in marks:
            if isinstance(mark, kind):
                bounds.append(f"{word} {_figure(getattr(mark, attributes[kind]))}")
    patterns = [f"that matches {mark.pattern}" for mark in marks if getattr(mark, "pattern", None)]
    return "".join(f" {word}" for word in (*bounds, *patterns))


def _figure(bound: float) -> str:
    return f"{bound:,}" if isinstance(bound, int) else f"{bound:,.12g}"
