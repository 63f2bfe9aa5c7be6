"""Files that grow by lines, of which a crash or a power cut takes at most the last ones."""

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from netloom.errors import InputError
from netloom.files.folders import sync_folder
from netloom.files.locks import locked
from netloom.files.words import printable, reason


class LineFile:
    """A file to which lines are added: each is there as a whole, or will be left out when the file is read again.

    What is torn, of an earlier writer or a line that failed, is cut off before the next line is added.
    InputError if it cannot be opened, or if another process adds lines to it. `sync`, `close` or the end of a `with`
    block see to it that all lines survive.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = open(path, "a+b", buffering=0)  # noqa: SIM115  # it is closed by `close`
            self._file.seek(0)
            there = whole_lines(self._file.readall())
            self._lines, self._end = len(there), _bytes(there)
            sync_folder(path.parent)
        except (OSError, ValueError) as error:
            raise self._told(error) from error
        if not locked(self._file):
            self._file.close()
            raise InputError(f"{printable(path)} is being written by another process. Wait for its end, or stop it.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, line: str) -> None:
        """Add a line, given without its end. When this returns the system has it; InputError if it was not added."""
        content = line.encode() + b"\n"
        try:
            self._add(content)
        except OSError as error:
            raise self._told(error, len(content)) from error

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self._lines

    @property
    def size(self) -> int:
        """How many bytes these lines have."""
        return self._end

    def cut(self, lines: int) -> None:
        """Leave so many lines, and no others. InputError if they are not there, or if it cannot be done."""
        try:
            self._file.seek(0)
            kept = whole_lines(self._file.readall())[:lines]
            if len(kept) < lines:
                raise InputError(f"{printable(self.path)} is damaged: {lines:,} lines were expected. Restore it.")
            self._lines, self._end = lines, _bytes(kept)
            self._file.truncate(self._end)
        except OSError as error:
            raise self._told(error) from error

    def sync(self) -> None:
        """Put all lines on the disk. InputError if the system does not confirm it."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._told(error) from error

    def close(self) -> None:
        """Put all lines on the disk and close the file, once. InputError if the system does not confirm it."""
        if self._file.closed:
            return
        try:
            with self._file:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise self._told(error) from error

    def _add(self, content: bytes) -> None:
        if self._file.seek(0, os.SEEK_END) != self._end:
            self._file.truncate(self._end)  # what is left of a line that failed
        rest = content
        while rest:  # the system may take a part of it, as where the disk has little left
            rest = rest[self._file.write(rest) :]
        self._end += len(content)
        self._lines += 1

    def _told(self, error: OSError | ValueError, size: int = 0) -> InputError:
        return InputError(f"{printable(self.path)} cannot be written any more: {reason(error, self.path, size)}")


def _bytes(lines: list[bytes]) -> int:
    return sum(len(line) + 1 for line in lines)


def whole_lines(content: bytes) -> list[bytes]:
    """The lines of a file that grew by lines, without their ends, up to the first that did not reach the disk.

    That is a last one that is torn, or, where a power cut left a gap, one that holds zeros.
    """
    lines = content.split(b"\n")[:-1]
    return lines[: next((number for number, line in enumerate(lines) if b"\0" in line), len(lines))]
