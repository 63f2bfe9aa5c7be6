"""Project files as an attacker, a broken disk or a careless editor makes them."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "core" / "hostile_projects"
RELEASED = Path(__file__).parent / "core" / "released"

# Too large to be kept as files: by name, what they hold.
LARGE: dict[str, Callable[[], bytes]] = {
    "nine_megabytes": lambda: b'{"format": "netloom", "version": 1}' + b" " * 9 * 2**20,
    "a_text_of_eight_megabytes": lambda: b'{"format": "netloom", "version": 1, "name": "' + b"n" * 8_300_000 + b'"}',
    "a_text_without_end": lambda: b'"' + b'\\"' * 4_000_000,
    "nothing_but_quotes": lambda: b'"' * 8_000_000,
    "a_million_lists": lambda: b"[" + b"[]," * 1_000_000 + b"[]]",
    "a_deep_tail": lambda: b'{"name": "' + b"[" * 1_000_000 + b'", "nodes": ' + b"[" * 1_000_000,
    "wrong_positions": lambda: _with(b'"layout": {"positions": [' + b"1," * 400_000 + b"1]}"),
    "wrong_keys": lambda: _with(b", ".join(b'"%d": 1' % number for number in range(400_000))),
    "too_many_nodes": lambda: _with(b'"nodes": [' + b'{"id": "a", "block": {"type": "x"}},' * 20_000 + b"0]"),
    "one_key_a_hundred_thousand_times": lambda: _with(b'"name": "", ' * 100_000 + b'"name": ""'),
}

# Sound, and yet nothing may come of them but a project.
HARMLESS = {
    "path_out_of_the_folder": b'"data": {"source": {"type": "table", "path": "../../../../etc/passwd"}}',
    "absolute_path": b'"data": {"source": {"type": "table", "path": "/etc/passwd"}}',
    "class_by_name": b'"nodes": [{"id": "a", "block": {"type": "builtins.eval", "__reduce__": ["os.system", "id"]}}]',
    "markup": b'"name": "<img src=x onerror=alert(1)> {0.__class__} %s ${HOME} \\u001b[31m"',
    "group_in_itself": b'"groups": [{"id": "g", "nodes": [{"id": "a", "block": {"type": "group", "network": "g"}}]}]',
}

ODD_VALUES = [
    *(None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 10**400, 0.5, 1e308, float("inf"), float("nan")),
    *("", "dense", "a" * 200, "n" * 50_000, "\ud800", "\x00", "../../etc/passwd"),
    *([], {}, [[]], [None], {"type": "dense"}, {"type": []}, {"": {}}),
]


def _with(rest: bytes) -> bytes:
    return b'{"format": "netloom", "version": 1, ' + rest + b"}"


def harmless() -> Iterator[tuple[str, bytes]]:
    """Files that open, by name."""
    for name, rest in HARMLESS.items():
        yield name, _with(rest)


def mutants(content: bytes, count: int, seed: int = 0) -> Iterator[bytes]:
    """Versions of a project file with bytes or values changed at random; some of them are still sound."""
    chance = random.Random(seed)
    for _ in range(count):
        mutate = chance.choice((_bytes_changed, _piece_moved, _value_changed, _value_changed, _entry_changed))
        yield mutate(content, chance)


def _bytes_changed(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        changed[chance.randrange(len(changed))] = chance.choice((chance.randrange(256), *b'{}[]",:0-\\'))
    return bytes(changed)


def _piece_moved(content: bytes, chance: random.Random) -> bytes:
    """A piece is lost, is there twice, or lies elsewhere; or the file ends early."""
    start, end, place = sorted(chance.randrange(len(content)) for _ in range(3))
    without = content[:start] + content[end:]
    twice = content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]
    moved = content[:start] + content[end:place] + content[start:end] + content[place:]
    return chance.choice((without, twice, moved, content[:start]))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or object in a document with each of its positions or keys."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in list(entries):
        yield value, key
        yield from _places(entry)


def _value_changed(content: bytes, chance: random.Random) -> bytes:
    document = json.loads(content)
    for _ in range(chance.choice((1, 1, 1, 4))):
        where, key = chance.choice(list(_places(document)))
        where[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return json.dumps(document).encode()


def _entry_changed(content: bytes, chance: random.Random) -> bytes:
    """A value is gone, is put elsewhere, or is there many times; or a key is called something else."""
    document = json.loads(content)
    places = list(_places(document))
    (where, key), (other, name) = chance.choice(places), chance.choice(places)
    value = copy.deepcopy(where[key])
    match chance.randrange(4):
        case 0:
            del where[key]
        case 1:
            other[name] = value
        case 2 if isinstance(where, list):
            where.extend([value] * chance.choice((1, 30)))
        case _ if isinstance(where, dict):
            where[chance.choice((f"{key}z", key[1:], "", "type", "__dict__"))] = where.pop(key)
    return json.dumps(document).encode()
