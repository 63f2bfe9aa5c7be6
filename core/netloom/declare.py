"""How things are declared: once, as one frozen class. Palette, form, validation, shapes, code and help follow from it.

A `Declared` is anything that a project names by its type: a block, an optimizer, a loss, a split, a source of data.
The classes that share a base are a family; `catalogue(base)` finds them, so that no second list exists.
"""

import inspect
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, TypeVar, Union

from pydantic import Discriminator, Field, Tag, field_validator

from netloom.described import OneOf as OneOf
from netloom.described import Setting as Setting
from netloom.described import settings_of as settings_of
from netloom.values import Frozen

Carries = Literal["numbers", "indices", "any"]
Shape = tuple[int, ...]


def setting(
    default: Any,
    description: str,
    *,
    unit: str = "",
    names: str = "",
    suggested: Mapping[str, str] = MappingProxyType({}),
    newer: bool = False,
    **bounds: Any,
) -> Any:
    """One setting of a declared thing: its default, what it means, its unit and its bounds (`ge`, `gt`, `le`, `lt`).

    `names` says what a text, or each of a list, names in the project: `column`, `feature`, `target` or `group`.
    `suggested` has values that a text often has, each with its words. One that is `newer` than
    files that lack it is left out of a file while it is as it comes, so that those stay the same.
    """
    given: dict[str, Any] = {"unit": unit, "names": names, "suggested": dict(suggested)}
    more = {key: value for key, value in given.items() if value}
    if newer:
        bounds["exclude_if"] = lambda value: value == default
    return Field(default, description=description, json_schema_extra=dict(more) or None, **bounds)


class Typed(Frozen):
    """One of a family whose members are told apart by their type, wherever they are written down as JSON."""

    id: ClassVar[str] = ""

    type: str = Field("", description="Which of its family this is.")

    def __init_subclass__(cls, *, id: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.id = id

    @field_validator("type")
    @classmethod
    def _type_is_own_id(cls, value: str) -> str:
        if value not in ("", cls.id):
            raise ValueError(f"the type must be {cls.id!r}, not {value!r}")
        return cls.id


class Declared(Typed):
    """Something that a project names by its type. An instance is one thing's settings."""

    title: ClassVar[str] = ""
    group: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    about: ClassVar[str] = ""

    def __init_subclass__(cls, *, group: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        if group:
            cls.group = group

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        cls.title = cls.model_config.get("title") or cls.__name__
        cls.about = inspect.cleandoc(cls.__doc__ or "")


Family = TypeVar("Family", bound=Typed)


def catalogue(base: type[Family]) -> Mapping[str, type[Family]]:
    """All members of a family by id, in the order of their declaration."""
    return MappingProxyType({declared.id: declared for declared in _descendants(base) if declared.id})


def _descendants(base: type[Family]) -> Iterator[type[Family]]:
    for child in base.__subclasses__():
        yield child
        yield from _descendants(child)


def any_of(members: Mapping[str, type[Typed]], *, unknown: type[Typed] | None = None) -> Any:
    """The type of a field that holds one of a family; in the file its `type` says which. `unknown` takes the rest."""

    def tag(value: Any) -> str | None:
        name = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
        if not isinstance(name, str):
            return None
        return name if name in members else "" if unknown is not None else None

    choices = [Annotated[member, Tag(name)] for name, member in members.items()]
    if unknown is not None:
        choices.append(Annotated[unknown, Tag("")])
    expected = f"one of these types is expected: {', '.join(members)}"
    discriminator = Discriminator(tag, custom_error_type="unknown_type", custom_error_message=expected)
    return Annotated[Union[tuple(choices)], discriminator]  # noqa: UP007  # the members are known only when it runs


class Signal(NamedTuple):
    """What flows over a wire for one row: its shape without the batch axis, and whether it is numbers or indices.

    `size` is how many different indices there are (0 for numbers).
    """

    shape: Shape
    carries: Carries = "numbers"
    size: int = 0

    @property
    def elements(self) -> int:
        """How many values one row holds."""
        return math.prod(self.shape)

    def __str__(self) -> str:
        return "(" + ", ".join(map(str, self.shape)) + ("," if len(self.shape) == 1 else "") + ")"


def extent(*axes: int | str) -> str:
    """Axes as they are read: `784 × 32`."""
    return " × ".join(axis if isinstance(axis, str) else f"{axis:,}" for axis in axes)


class Port(NamedTuple):
    """A place where wires end (`many`: any number of them, in the order of the wires) or begin."""

    name: str
    carries: Carries = "numbers"
    many: bool = False


Value = bool | int | float | str | None | tuple["Value", ...]


@dataclass(frozen=True)
class Call:
    """A call such as `nn.Linear(3, 8)`: it is printed into the source, and that source is what runs.

    The text of its arguments is checked literals and further calls, nothing else.
    """

    name: str
    arguments: tuple["Argument", ...] = ()
    options: tuple[tuple[str, "Argument"], ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.words)})"

    @property
    def words(self) -> tuple[str, ...]:
        """The texts of its arguments, in order."""
        named = (f"{name}={literal(value)}" for name, value in self.options)
        return (*map(literal, self.arguments), *named)


Argument = Value | Call | tuple["Argument", ...]


def call(name: str, /, *arguments: Argument, **options: Argument) -> Call:
    """A call of something from `nn` or `keras`, or of a layer of our own, with literal arguments only."""
    return Call(name, arguments, tuple(options.items()))


def literal(value: Argument) -> str:
    """A checked literal for the generated source: numbers, texts, booleans, None, tuples and calls of them."""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, Call):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    raise TypeError(f"not a literal: {value!r}")


def _quoted(text: str) -> str:
    """In double quotes, where that needs no more escapes than single ones."""
    written = repr(text)
    return f'"{written[1:-1]}"' if written[0] == "'" and '"' not in text else written


def changed_settings(declared: Declared) -> dict[str, Value]:
    """The settings that are not as they come, by name and in order."""
    values = dict(declared)
    named = ((setting.name, setting.default) for setting in settings_of(type(declared)))
    return {name: values[name] for name, default in named if values[name] != default}


class Misfit(NamedTuple):
    """Why a block cannot take its inputs, in a learner's words, and what would mend it.

    `settings` are new values for this block's own settings; `insert` is a block to put before it.
    """

    message: str
    code: str = "shape_misfit"
    settings: tuple[tuple[str, Value], ...] = ()
    insert: "Block | None" = None
    label: str = ""


class Figure(NamedTuple):
    """A symbol of a block's formula and what it stands for where the block is: `W`, `784 × 32`, what it means.

    `learnt` is how many weights it holds that are learnt.
    """

    symbol: str
    amount: str
    about: str = ""
    learnt: int = 0


class Block(Declared):
    """Base of all blocks.

    The hooks take one `Signal` for each wire that arrives, in the order of the ports, and are typed so that a
    block may name its inputs as it likes: `def check(self, first, *others)`.
    """

    inputs: ClassVar[tuple[Port, ...]] = (Port("input"),)
    outputs: ClassVar[tuple[Port, ...]] = (Port("output"),)
    followed_by: ClassVar[tuple[str, ...]] = ()  # ids of blocks that often come next
    keras_arguments: ClassVar[tuple[str, ...]] = ()  # settings that Keras takes by place: always spelled out
    keras_order: ClassVar[tuple[str, ...]] = ("weight",)  # its weights, by their names in torch, as Keras orders them

    def check(self, *inputs: Any, **_: Any) -> Misfit | None:
        """What torch itself would say unkindly or not at all; None if all is well."""
        return None

    def figures(self, *inputs: Any, **_: Any) -> tuple[Figure, ...]:
        """The symbols of its formula between what arrives and what leaves, with their actual numbers."""
        return ()

    def module(self, *inputs: Any, **_: Any) -> Call | None:
        """The `nn.Module` that this block needs, if any."""
        return None

    def initialize(self, layer: str, *inputs: Any, **_: Any) -> tuple[str, ...]:
        """The statements that set the starting weights of `layer`, given what arrives."""
        return ()

    def forward(self, layer: str, *inputs: Any, **_: Any) -> str:
        """The expression for the output, given the names of the layer and of the inputs."""
        return f"{layer}({', '.join(inputs)})"

    def penalty(self, layer: str) -> str:
        """The expression that is added to the loss; empty for none."""
        return ""

    def final_activation(self) -> str:
        """The activation that this block ends with: an Output may take it over."""
        return "linear"

    def with_activation(self, name: str) -> "Block":
        """This block, ending with that activation; itself where it has none to choose."""
        return self

    def keras(self, *inputs: Any, **_: Any) -> Call:
        """The layer of Keras, given what arrives: that of its title, with the settings that are not as they come."""
        first = [dict(self)[name] for name in self.keras_arguments]
        others = {name: value for name, value in changed_settings(self).items() if name not in self.keras_arguments}
        return call(f"layers.{self.title}", *first, **others)

    def keras_weights(self, weights: Mapping[str, Any]) -> tuple[Any, ...]:
        """The arrays of Keras's layer in its order, given this block's own, by their names in torch."""
        return tuple(weights[name] for name in self.keras_order if name in weights)
