"""Changes of what stands beside the blocks on the canvas: frames behind them, and comments."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import Field

from netloom.edits import places
from netloom.errors import Edit, EditError
from netloom.project import Comment, Frame, Identifier, Note, Project

Remark = TypeVar("Remark", bound=Note)


class AddNote(Edit, id="add_note"):
    """Puts a frame or a comment on the canvas. Its id is the next of its kind; the one it came with does not count."""

    note: Frame | Comment

    def __call__(self, project: Project) -> Project:
        places.network(project, self.note.inside)
        project, id = places.next_id(project, "frame" if isinstance(self.note, Frame) else "comment")
        note = self.note.model_copy(update={"id": id})
        if isinstance(note, Frame):
            return with_notes(project, frames=(*project.layout.frames, note))
        return with_notes(project, comments=(*project.layout.comments, note))


class SetNotes(Edit, id="set_notes"):
    """Gives frames and comments, told by their ids, another text, place or size."""

    frames: tuple[Frame, ...] = ()
    comments: tuple[Comment, ...] = ()

    def __call__(self, project: Project) -> Project:
        frames = _replaced(project.layout.frames, self.frames)
        return with_notes(project, frames=frames, comments=_replaced(project.layout.comments, self.comments))


class RemoveNotes(Edit, id="remove_notes"):
    """Removes frames and comments; blocks on a frame stay."""

    notes: tuple[Identifier, ...] = Field(min_length=1)

    def __call__(self, project: Project) -> Project:
        gone = frozenset(self.notes)
        layout = project.layout
        if missing := gone - {note.id for note in (*layout.frames, *layout.comments)}:
            raise _missing(min(missing))
        frames = tuple(frame for frame in layout.frames if frame.id not in gone)
        comments = tuple(comment for comment in layout.comments if comment.id not in gone)
        return places.retired(with_notes(project, frames=frames, comments=comments), gone)


def with_notes(
    project: Project, *, frames: tuple[Frame, ...] | None = None, comments: tuple[Comment, ...] | None = None
) -> Project:
    """The project with other frames or comments."""
    layout = project.layout
    update = {"frames": layout.frames if frames is None else frames}
    changed = update | {"comments": layout.comments if comments is None else comments}
    return project.model_copy(update={"layout": layout.model_copy(update=changed)})


def _replaced(notes: Sequence[Remark], new: Iterable[Remark]) -> tuple[Remark, ...]:
    after = {note.id: note for note in new}
    if missing := after.keys() - {note.id for note in notes}:
        raise _missing(min(missing))
    return tuple(after.get(note.id, note) for note in notes)


def _missing(id: str) -> EditError:
    return EditError(f"There is no frame and no comment {id!r}; it may have been removed.")
