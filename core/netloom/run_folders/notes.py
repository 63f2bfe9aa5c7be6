"""What a person has noted of a run. It lies beside what training wrote, and changes nothing of that."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError, field_validator

from netloom import limits
from netloom.errors import RunError
from netloom.files import put_aside, remove_file, write_atomically
from netloom.refusals import listed, path_text, refusals
from netloom.values import Frozen

NOTES: Final = "notes.json"
Tag = Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]


class RunNotes(Frozen):
    """A note and tags. A tag is a word or a few, without commas; each is there once."""

    note: str = Field("", max_length=limits.NOTE_LENGTH)
    tags: tuple[Tag, ...] = Field((), max_length=limits.TAGS)

    @field_validator("tags")
    @classmethod
    def _are_plain(cls, tags: tuple[str, ...]) -> tuple[str, ...]:
        for tag in tags:
            if tag != " ".join(tag.replace(",", " ").split()) or not tag.isprintable():
                raise ValueError(f"the tag {tag!r} is to be a word or a few, without commas")
        if len(set(tags)) < len(tags):
            raise ValueError("a tag is there twice")
        return tags


def noted(note: str, tags: Iterable[str]) -> RunNotes:
    """A note and tags as somebody typed them. RunError, saying what is allowed, if they are too long or too many."""
    plain = (" ".join(each.split()) for tag in tags for each in tag.split(","))
    found: dict[str, Any] = {"note": note.strip(), "tags": tuple(dict.fromkeys(filter(None, plain)))}
    try:
        return RunNotes(**found)
    except ValidationError as error:
        raise RunError(f"This cannot be noted:\n{listed(refusals(error, RunNotes, found), path_text)}") from None


def read_notes(run: Path) -> RunNotes:
    """What was noted of the run in a folder. RunError if that is damaged, which does no harm to the run."""
    file = run / NOTES
    try:
        if not file.exists():
            return RunNotes()
        if not file.is_file() or file.stat().st_size > limits.NOTES_BYTES:
            raise RunError(f"{file} is damaged: it is no file of notes. Move it away, or note something anew.")
        return RunNotes.model_validate_json(file.read_bytes())
    except ValidationError as error:
        why = error.errors()[0]["msg"]
        raise RunError(f"{file} is damaged: {why}. Restore it, or note something anew.") from None
    except OSError as error:
        raise RunError(f"{file} cannot be read: {error.strerror}. Allow reading it.") from error


def note_run(run: Path, notes: RunNotes) -> None:
    """Note something of the run in a folder, in the place of what was noted before. What is damaged there is put aside.

    RunError if the run is not there any more, InputError if its folder cannot be written to.
    """
    if not run.is_dir():
        raise RunError(f"There is no run {run} any more: nothing was noted.")
    try:
        before = read_notes(run)
    except RunError:
        put_aside(run / NOTES, ".damaged")
        before = RunNotes()
    if notes == RunNotes():
        remove_file(run / NOTES)
    elif notes != before:
        write_atomically(run / NOTES, f"{notes.model_dump_json(indent=2)}\n".encode())
