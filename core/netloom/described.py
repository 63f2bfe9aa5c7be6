"""What a form, a validator, a command or a help page knows of a setting: read from its declaration alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

_NAMES = {int: "whole number", float: "number", bool: "yes or no", str: "text"}


@dataclass(frozen=True)
class OneOf:
    """Marks a text setting that names one of a catalogue; the validation is pydantic's, the words are ours.

    `meanings` says what each choice is, in their order.
    """

    choices: tuple[str, ...]
    meanings: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def _check(self, value: str) -> str:
        if value not in self.choices:
            raise ValueError(f"expected one of {', '.join(self.choices)}, received {value!r}")
        return value


@dataclass(frozen=True)
class Setting:
    """One setting as a form, a validator and a help page see it. `above` and `below`: the bound itself is refused.

    Its kind is `whole number`, `number`, `yes or no`, `choice`, `text`, `list of texts`, `list of whole numbers`,
    `settings` (a value with settings of its own, or one of several such: `members`), or `other`. A whole number with
    choices may be one of these words instead. `names` says what a text names in the project: `column`, `feature`,
    `target` or `group`. A text may have `suggested` values, each with its words. What is `optional` may be left out.
    """

    name: str
    kind: str
    default: Any
    description: str
    unit: str
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None
    above: bool
    below: bool
    meanings: tuple[str, ...] = ()
    names: str = ""
    suggested: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    members: tuple[type[BaseModel], ...] = ()

    @property
    def allowed(self) -> str:
        """What it may be, in words: its choices, its bounds with the unit, or its kind."""
        if self.choices:
            return ", ".join(self.choices)
        low = "" if self.minimum is None else f"{'above' if self.above else 'from'} {self.minimum:,.15g}"
        high = "" if self.maximum is None else f"{'below' if self.below else 'to'} {self.maximum:,.15g}"
        return " ".join(word for word in (low, high, self.unit) if word) or self.kind

    @property
    def usual(self) -> str:
        """Its default in words."""
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        return str(self.default) if self.default not in ("", ()) else "none"


@lru_cache(maxsize=1_000)
def settings_of(declared: type[BaseModel]) -> tuple[Setting, ...]:
    """The settings of a declared class in order, read from the declaration itself."""
    return tuple(_setting(name, field) for name, field in declared.model_fields.items() if name != "type")


class Leaf(NamedTuple):
    """A setting of a value, with its own value. What has settings of its own stands for itself, before them: by its
    class, or by None where it is left out. `path` leads to it from the value."""

    path: tuple[str, ...]
    setting: Setting | None
    value: Any

    @property
    def words(self) -> str:
        """Its value as people read it."""
        return worded(self.value)


def leaves(value: BaseModel, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """All settings of a declared value, and of those within it, in their order. Without a declaration there is what a
    file holds that this version does not know."""
    for setting in settings_of(type(value)):
        own = getattr(value, setting.name)
        here = (*path, setting.name)
        if isinstance(own, BaseModel):
            yield Leaf(here, setting, type(own))
            yield from leaves(own, here)
        else:
            yield Leaf(here, setting, own)
    for name, own in (value.model_extra or {}).items():
        yield Leaf((*path, name), None, own)


def worded(value: Any) -> str:
    """The value of a setting in words: `yes`, `0.001`, `none`, `age, city`, and of a class what it is called."""
    if isinstance(value, type):
        return str(getattr(value, "title", "") or "on")
    if value is None:
        return "off"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, tuple | list):
        return ", ".join(map(worded, value)) or "none"
    return str(value) if value != "" else "none"


def _setting(name: str, field: FieldInfo) -> Setting:
    annotation = annotation_of(field)
    kinds = tuple(members_of(annotation))
    more = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    marks = _numeric_marks(annotation, kinds)
    named = next((mark for mark in marks_of(annotation, str) if isinstance(mark, OneOf)), OneOf(()))
    literal = tuple(str(choice) for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind))
    return Setting(
        name=name,
        kind=_kind(kinds, named.choices or literal),
        default=field.get_default(call_default_factory=True),
        description=field.description or "",
        unit=str(more.get("unit", "")),
        choices=named.choices or literal,
        minimum=_bound(marks, Ge, Gt),
        maximum=_bound(marks, Le, Lt),
        above=any(isinstance(mark, Gt) for mark in marks),
        below=any(isinstance(mark, Lt) for mark in marks),
        meanings=named.meanings,
        names=str(more.get("names", "")),
        suggested=tuple((str(value), str(words)) for value, words in _pairs(more.get("suggested"))),
        optional=NoneType in kinds,
        members=_models(kinds),
    )


def _pairs(suggested: Any) -> Iterable[tuple[Any, Any]]:
    return suggested.items() if isinstance(suggested, dict) else ()


def _kind(kinds: tuple[Any, ...], choices: tuple[str, ...]) -> str:
    if _models(kinds):
        return "settings"
    plain = next((_NAMES[kind] for kind in kinds if kind in _NAMES), "")
    if choices and plain in ("", "text"):
        return "choice"
    lists = [kind for kind in kinds if get_origin(kind) is tuple]
    if lists:
        entry = next(iter(members_of(get_args(lists[0])[0])))
        return f"list of {_NAMES.get(entry, 'other')}s"
    return plain or "other"


def _models(kinds: Iterable[Any]) -> tuple[type[BaseModel], ...]:
    return tuple(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))


def _numeric_marks(annotation: Any, kinds: Iterable[Any]) -> list[Any]:
    return [mark for kind in kinds if kind in (int, float) for mark in marks_of(annotation, kind)]


def _bound(marks: Iterable[Any], *kinds: type) -> float | None:
    found = next((mark for mark in marks if isinstance(mark, kinds)), None)
    return None if found is None else float(getattr(found, type(found).__name__.lower()))


# How annotations are read


def annotation_of(field: FieldInfo) -> Any:
    """The declared type of a field with all that stands beside it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def members_of(annotation: Any) -> Iterable[Any]:
    """The types that a value may have, out of unions and annotations."""
    if get_origin(annotation) is Annotated:
        yield from members_of(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from members_of(member)
    else:
        yield annotation


def marks_of(annotation: Any, member: Any) -> list[Any]:
    """Bounds and choices that stand beside a type, flattened out of pydantic's own wrapping."""
    found: list[Any] = []
    if get_origin(annotation) is Annotated:
        base, *marks = get_args(annotation)
        for mark in marks:
            found += mark.metadata if isinstance(mark, FieldInfo) else [mark]
        found += marks_of(base, member)
    elif get_origin(annotation) in (Union, UnionType):
        for each in get_args(annotation):
            if member in members_of(each):
                found += marks_of(each, member)
    return found
