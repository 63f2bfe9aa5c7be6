"""One setting by its path: as text for the command line (`training.epochs=20`), or as a value for a form."""

import contextlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from netloom.declare import settings_of
from netloom.edits.blocks import SetSettings
from netloom.edits.data import SetData, SetTraining
from netloom.errors import EditError
from netloom.project import Node, Project
from netloom.refusals import nearest, refusals
from netloom.values import Frozen

Settings = TypeVar("Settings", bound=Frozen)


def with_setting(project: Project, path: str, text: str) -> Project:
    """The project with one setting changed, both given as text.

    `training.epochs`, `data.split.seed`, `data.columns.age.role`, or a block by its id or name: `dense_1.units`. What
    has settings of its own is set by its type, as `training.optimizer` by `sgd`; `none` takes away what may be left
    out. EditError names the nearest known path, or what was expected.
    """
    head, _, rest = path.partition(".")
    if not rest:
        raise EditError(f"{path!r} names no setting. One is named with its part, as training.epochs or dense_1.units.")
    if not text.isprintable() and text.encode(errors="ignore").decode() != text:
        raise EditError(f"{path}: the value holds what is no character. Type it anew.")
    if head == "training":
        return SetTraining(training=_changed(project.training, rest, text, path))(project)
    if head == "data":
        return SetData(data=_changed(project.data, rest, text, path))(project)
    name, _, setting = path.rpartition(".")
    node = _block(project, name, path)
    block = _changed(node.block, setting, text, path)
    return SetSettings(node=node.id, settings=((setting, getattr(block, setting)),))(project)


def with_value(value: Settings, path: Sequence[str], new: Any) -> Settings:
    """Settings with one at a path within them changed, as `("optimizer", "learning_rate")`.

    EditError says in a sentence what was received and what is expected.
    """
    name, *rest = path
    child = with_value(getattr(value, name), rest, new) if rest else new
    values = dict(value) | {name: child}
    try:
        return type(value)(**values)
    except ValidationError as error:
        why = refusals(error, type(value), values)[0].why
        raise EditError(f"{why[:1].upper()}{why[1:]}.") from None


def _block(project: Project, name: str, path: str) -> Node:
    """The block of that id, or the only one of that name."""
    nodes = [node for network in project.networks() for node in network.nodes]
    found = [node for node in nodes if node.id == name] or [node for node in nodes if node.name and node.name == name]
    if len(found) > 1:
        ids = ", ".join(node.id for node in found)
        raise EditError(f"{path}: {len(found)} blocks are called {name!r}. Use the id of one: {ids}.")
    if not found:
        known = ["training", "data", *(word for node in nodes for word in (node.id, node.name) if word)]
        raise EditError(
            f"{path}: there is no block and no part called {name or path!r}. {nearest(name or path, known)}"
        )
    return found[0]


def _changed(value: Settings, path: str, text: str, whole: str) -> Settings:
    """A value with the setting at a path within it changed."""
    name, _, rest = path.partition(".")
    fields = type(value).model_fields
    if name not in fields or name == "type":
        known = (field for field in fields if field != "type")
        raise EditError(f"{whole}: there is no setting {name!r}. {nearest(name, known)}")
    if not rest:
        return _read(value, name, text, whole)
    child = getattr(value, name)
    if child is None:  # what was left out is set up by its first setting
        child = fields[name].get_default(call_default_factory=True) or _plain(type(value), name)
    if isinstance(child, tuple):
        return value.model_copy(update={name: _entry_changed(child, rest, text, whole)})
    if not isinstance(child, Frozen):
        raise EditError(f"{whole}: {name} has no settings of its own. Set it as a whole.")
    return value.model_copy(update={name: _changed(child, rest, text, whole)})


def _plain(kind: type[Frozen], name: str) -> Any:
    """A setting that comes without a value, with all of its own settings as they come."""
    members = next(setting.members for setting in settings_of(kind) if setting.name == name)
    return members[0]() if members else None


def _entry_changed(entries: tuple[Any, ...], path: str, text: str, whole: str) -> tuple[Any, ...]:
    """Entries of which one, told by its name, has a setting changed. Names may hold dots: the longest that fits."""
    named = {entry.name: place for place, entry in enumerate(entries) if hasattr(entry, "name")}
    fitting = [name for name in named if path.startswith(f"{name}.")]
    if not fitting:
        raise EditError(f"{whole}: none of them has this name. {nearest(path.partition('.')[0], named)}")
    name = max(fitting, key=len)
    place = named[name]
    entry = _changed(entries[place], path.removeprefix(f"{name}."), text, whole)
    return (*entries[:place], entry, *entries[place + 1 :])


def _read(value: Settings, name: str, text: str, whole: str) -> Settings:
    """A value with one setting read from text in the first way that its declaration accepts."""
    kind = type(value)
    document = value.model_dump(mode="json")
    for reading in _readings(text):
        with contextlib.suppress(ValidationError):
            return kind.model_validate_json(json.dumps(document | {name: reading}))
    try:
        return kind.model_validate_json(json.dumps(document | {name: text}))
    except ValidationError as error:
        why = refusals(error, kind, document | {name: text})[0].why
        raise EditError(f"{whole}: {why}.") from None


def _readings(text: str) -> Iterator[Any]:
    """What a text may mean: a number or a list, itself, nothing, the type of something, or a list without brackets."""
    with contextlib.suppress(ValueError, RecursionError):
        yield json.loads(text)
    yield text
    with contextlib.suppress(ValueError):
        yield float(text)
    if text.lower() == "none":
        yield None
    yield {"type": text}
    entries = [entry.strip() for entry in text.split(",")]
    with contextlib.suppress(ValueError):
        yield [int(entry) for entry in entries]
    yield entries
