"""What a power cut could leave of recorded calls, after ALICE (Pillai and others, OSDI 2014).

A cut may come after any call. What was not synced by then may be there or not, each by itself and in any order: a
write as a whole, not at all, by half, or as zeros; a name that was made, moved or removed, apart from the content
behind it. A file's content is safe once it was synced, a name once its folder was.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, NamedTuple

Files = dict[str, bytes]  # by path
KEPT, LOST, TORN, ZEROS = "kept", "lost", "torn", "zeros"


class Call(NamedTuple):
    """One line of the log: `create`, `write`, `said`, … and what it names."""

    kind: str
    names: tuple[str, ...]


class State(NamedTuple):
    """The files after a cut, and what the program had said before it."""

    files: Files
    said: tuple[str, ...]


@dataclass
class Disk:
    """Names and contents as they come to be. `meant` is what names would mean if nothing were lost."""

    names: dict[str, str] = field(default_factory=dict)
    meant: dict[str, str] = field(default_factory=dict)
    contents: dict[str, bytearray] = field(default_factory=dict)
    folders: dict[str, bool] = field(default_factory=dict)

    def apply(self, call: Call, fate: str) -> None:
        getattr(self, f"_{call.kind}", lambda *_: None)(fate, *call.names)

    def _there(self, _: str, inode: str, path: str, content: str) -> None:
        self.names[path] = self.meant[path] = inode
        self.contents[inode] = bytearray.fromhex(content)

    def _create(self, fate: str, inode: str, path: str) -> None:
        self.meant[path] = inode
        self.contents[inode] = bytearray()
        if fate == KEPT:
            self.names[path] = inode

    def _write(self, fate: str, inode: str, offset: str, content: str) -> None:
        new, start, file = bytes.fromhex(content), int(offset), self.contents[inode]
        new = {KEPT: new, LOST: b"", TORN: new[: len(new) // 2], ZEROS: bytes(len(new))}[fate]
        if new:
            file.extend(bytes(max(start - len(file), 0)))
            file[start : start + len(new)] = new

    def _truncate(self, fate: str, inode: str, length: str) -> None:
        if fate == KEPT:
            del self.contents[inode][int(length) :]

    def _rename(self, fate: str, before: str, after: str) -> None:
        if before in self.folders:
            self._rename_folder(fate, before, after)
            return
        self.meant[after] = self.meant.pop(before)
        if fate == KEPT:
            self.names.pop(before, None)
            self.names[after] = self.meant[after]

    def _rename_folder(self, fate: str, before: str, after: str) -> None:
        held: list[dict[str, Any]] = [self.meant, self.names, self.folders] if fate == KEPT else [self.meant]
        for paths in held:
            for path in [path for path in paths if PurePath(path).is_relative_to(before)]:
                paths[after + path.removeprefix(before)] = paths.pop(path)
        if fate == KEPT:
            self.folders[after] = True

    def _unlink(self, fate: str, path: str) -> None:
        self.meant.pop(path)
        if fate == KEPT:
            self.names.pop(path, None)

    def _mkdir(self, fate: str, path: str) -> None:
        self.folders[path] = fate == KEPT

    def files(self) -> Files:
        gone = [path for path, kept in self.folders.items() if not kept]
        return {
            path: bytes(self.contents[inode])
            for path, inode in sorted(self.names.items())
            if not any(PurePath(path).is_relative_to(folder) for folder in gone)
        }


def parsed(log: str) -> list[Call]:
    """The calls of a log."""
    return [Call(kind, tuple(names)) for kind, *names in (line.split("\t") for line in log.splitlines())]


def replayed(calls: Sequence[Call]) -> Files:
    """The files if nothing is lost."""
    return _left(calls, {})


def states(calls: Sequence[Call], *, most: int | None = None) -> Iterator[State]:
    """Every different state that a cut could leave, or of each moment at most so many, drawn at random."""
    seen = set()
    start = sum(call.kind == "there" for call in calls)  # what was there is safe
    for end in range(start, len(calls) + 1):
        before = calls[:end]
        said = tuple(call.names[0] for call in before if call.kind == "said")
        for fates in _fates(before, most):
            files = _left(before, fates)
            key = (said, tuple(files.items()))
            if key not in seen:
                seen.add(key)
                yield State(files, said)


def _left(calls: Sequence[Call], fates: dict[int, str]) -> Files:
    disk = Disk()
    for place, call in enumerate(calls):
        disk.apply(call, fates.get(place, KEPT))
    return disk.files()


def _fates(calls: Sequence[Call], most: int | None) -> Iterator[dict[int, str]]:
    pending = [place for place, call in enumerate(calls) if _can_be_lost(call) and not _synced(call, calls[place:])]
    choices = [(KEPT, LOST, TORN, ZEROS) if calls[place].kind == "write" else (KEPT, LOST) for place in pending]
    if most is None or len(pending) < 5:
        for fates in itertools.product(*choices):
            yield dict(zip(pending, fates, strict=True))
        return
    chance = random.Random(len(calls))
    for _ in range(most):
        yield {place: chance.choice(fates) for place, fates in zip(pending, choices, strict=True)}


def _can_be_lost(call: Call) -> bool:
    return call.kind in ("create", "write", "truncate", "rename", "unlink", "mkdir")


def _synced(call: Call, after: Sequence[Call]) -> bool:
    if call.kind in ("write", "truncate"):
        return Call("sync", call.names[:1]) in after
    folder = str(PurePath(call.names[-1]).parent)
    return Call("syncdir", (folder,)) in after


def lay_out(files: Files, instead_of: Path, folder: Path) -> None:
    """Puts files that were in one folder into another."""
    folder.mkdir(parents=True)
    for path, content in files.items():
        target = folder / PurePath(path).relative_to(instead_of)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
