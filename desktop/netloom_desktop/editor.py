"""The only editing state of the window: project, history, selection, where one is, the file, and the latest plan.

Everything that edits calls `do` with the words for the step and pure edits; everything that shows listens to the
signals. Nothing else changes a project, and no other place remembers one.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from netloom.errors import NetloomError
from netloom.project import Network, Project, Wire
from netloom.storage import in_file
from netloom_desktop.changes import notes_in, touched
from netloom_desktop.file_on_disk import FileOnDisk, read, written
from netloom_desktop.history import History
from netloom_desktop.planned import PlannedProject

Editing = Callable[[Project], Project]


@dataclass(frozen=True)
class Selection:
    """What is chosen in the network that is shown: the ids of blocks, the ids of frames and comments, and wires."""

    blocks: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    wires: frozenset[Wire] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.blocks or self.notes or self.wires)


@dataclass(frozen=True)
class Change:
    """A project took the place of another: by an edit, by undo or redo, or because a file was opened."""

    before: Project
    after: Project
    opened: bool = False


class Editor(QObject):
    """See the module's own words.

    Signals: `project_changed(Change)`, `selection_changed(Selection)`, `entered(str)` with the id of the group that is
    shown (empty: the project's own network), `plan_changed(PlannedProject)`, `history_changed(History)`,
    `file_changed(Path | None)` also when saved or not changes, and `refused(str)` with the sentence that tells why
    nothing was changed.
    """

    project_changed = Signal(object)
    selection_changed = Signal(object)
    entered = Signal(object)
    plan_changed = Signal(object)
    history_changed = Signal(object)
    file_changed = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History.of(Project())
        self._file = FileOnDisk(holds=self.project)
        self._trail: tuple[str, ...] = ()
        self._selection = Selection()
        self._planned = PlannedProject()

    # What there is to see

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._history.project

    @property
    def history(self) -> History:
        """All steps that can be undone and redone, with their labels, and the place among them."""
        return self._history

    @property
    def selection(self) -> Selection:
        """What is chosen."""
        return self._selection

    @property
    def trail(self) -> tuple[str, ...]:
        """The groups that were entered, one within the other; empty at the top."""
        return self._trail

    @property
    def inside(self) -> str:
        """The id of the group that is shown; empty for the project's own network."""
        return self._trail[-1] if self._trail else ""

    @property
    def network(self) -> Network:
        """The network that is shown."""
        return self.project.group(self.inside) if self._trail else self.project

    @property
    def file(self) -> FileOnDisk:
        """What is known of the project's file."""
        return self._file

    @property
    def path(self) -> Path | None:
        """The file; None before the project was saved for the first time."""
        return self._file.path

    @property
    def folder(self) -> str:
        """From where the project's paths start: its file's folder; the program's own before it was saved."""
        return str(self.path.parent if self.path else Path.cwd())

    @property
    def is_saved(self) -> bool:
        """Whether the file holds the project as it is now."""
        return self.project is self._file.holds

    @property
    def planned(self) -> PlannedProject:
        """The newest answer of the plan: shapes, parameters and problems; it may be of an earlier project."""
        return self._planned

    # Editing

    def do(self, label: str, *edits: Editing, merge: Hashable = None) -> bool:
        """Make one step of edits, all or none, called `label` in the menu. Steps with the same `merge` become one.

        Returns whether all of them fit; if not, nothing has changed and `refused` has told why. Edits that change
        nothing make no step.
        """
        project = self.project
        try:
            for edit in edits:
                project = edit(project)
        except NetloomError as refusal:
            self.refused.emit(str(refusal))
            return False
        if project != self.project:
            self._show(self._history.done(label, project, inside=self.inside, merge=merge))
        return True

    def end_merging(self) -> None:
        """Let the next step be one of its own: a field was left, a drag has ended."""
        self._history = self._history.sealed()

    def undo(self) -> None:
        """Take the last step back; what it touched is chosen."""
        if self._history.place:
            self.go_to(self._history.place - 1)

    def redo(self) -> None:
        """Do again what was undone; what it touches is chosen."""
        if self._history.place + 1 < len(self._history.steps):
            self.go_to(self._history.place + 1)

    def go_to(self, place: int) -> None:
        """Go to any step of the history by its place."""
        history = self._history.moved(place)
        forth = history.place > self._history.place
        if history.place == self._history.place:
            return
        inside = self._history.steps[history.place if forth else history.place + 1].inside
        before = self.project
        self._show(history)
        found = touched(before, self.project, inside)
        self.go_inside(found.inside)
        self.select(found.blocks, found.notes)

    def _show(self, history: History) -> None:
        before, was_saved = self.project, self.is_saved
        self._history = history
        self._leave_what_is_gone()
        self.project_changed.emit(Change(before, self.project))
        self._choose_what_is_left()
        self.history_changed.emit(history)
        if was_saved != self.is_saved:
            self.file_changed.emit(self.path)

    # Choosing, and going into groups

    def select(self, blocks: Iterable[str] = (), notes: Iterable[str] = (), wires: Iterable[Wire] = ()) -> None:
        """Choose these and nothing else; what is not in the network that is shown is left out."""
        chosen = self._known(Selection(frozenset(blocks), frozenset(notes), frozenset(wires)))
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    def select_all(self) -> None:
        """Choose all blocks, frames and comments that are shown."""
        notes = (note.id for note in notes_in(self.project, self.inside))
        self.select((node.id for node in self.network.nodes), notes)

    def enter(self, group: str) -> None:
        """Show the inside of a group."""
        if group != self.inside and any(group == each.id for each in self.project.groups):
            trail = self._trail
            self._go(trail[: trail.index(group) + 1] if group in trail else (*trail, group))

    def leave(self, steps: int = 1) -> None:
        """Show what the group is placed in, or what that is placed in in turn."""
        if self._trail and steps > 0:
            self._go(self._trail[:-steps])

    def go_inside(self, inside: str) -> None:
        """Show a group by its id, or, by an empty one, the project's own network."""
        if not inside:
            self._go(())
        elif inside != self.inside:
            self.enter(inside)

    def _go(self, trail: tuple[str, ...]) -> None:
        if trail != self._trail:
            self._trail = trail
            self.select()
            self.entered.emit(self.inside)

    def _leave_what_is_gone(self) -> None:
        groups = {group.id for group in self.project.groups}
        gone = next((place for place, id in enumerate(self._trail) if id not in groups), None)
        if gone is not None:
            self._go(self._trail[:gone])

    def _choose_what_is_left(self) -> None:
        chosen = self._selection
        self.select(chosen.blocks, chosen.notes, chosen.wires)

    def _known(self, wanted: Selection) -> Selection:
        network = self.network
        return Selection(
            wanted.blocks & {node.id for node in network.nodes} if wanted.blocks else wanted.blocks,
            wanted.notes & {note.id for note in notes_in(self.project, self.inside)} if wanted.notes else wanted.notes,
            wanted.wires & set(network.wires) if wanted.wires else wanted.wires,
        )

    # The file

    def new(self, project: Project | None = None) -> None:
        """Begin with a project that no file holds yet; an empty one, if none is given."""
        begun = project or Project()
        self.begin(begun, FileOnDisk(holds=None if project else begun))

    def open(self, path: Path) -> None:
        """Show the project in a file. ProjectError, with nothing changed, if it cannot be read."""
        project, file = read(path)
        self.begin(project, file)

    def begin(self, project: Project, file: FileOnDisk) -> None:
        """Show another project, of which that is known; there is nothing to undo."""
        before = self.project
        self._history = History.of(project)
        self._file = file
        self._planned = PlannedProject()
        self._go(())
        self.select()
        self.project_changed.emit(Change(before, project, opened=True))
        self.history_changed.emit(self._history)
        self.plan_changed.emit(self._planned)
        self.file_changed.emit(file.path)

    def save(self, path: Path | None = None) -> None:
        """Write the project to its file, or to another. InputError, with the file untouched, if that cannot be.

        In another folder, all steps name the data anew, so that it is found there and after undo as well.
        """
        target = path or self.path
        if target is None:
            raise ValueError("The project has no file yet: give the path of one.")
        history, before = self._history.sealed(), self.project
        if target.parent != self._file.folder:
            history = history.mapped(lambda project: in_file(project, self.path, target))
        self._file = written(history.project, target)
        self._history = history
        if history.project is not before:
            self.project_changed.emit(Change(before, history.project))
        self.file_changed.emit(target)

    def reload(self, label: str) -> None:
        """Show what the file holds now, as a step that can be undone. ProjectError if it cannot be read."""
        project, file = read(self._file.known_path)
        file = replace(file, read_only=self._file.read_only)
        if project == self.project:
            self.mark(replace(file, holds=self.project))
            return
        self._file = file
        self._show(self._history.done(label, project))
        self.file_changed.emit(file.path)

    def mark(self, file: FileOnDisk) -> None:
        """Know something new of the file: another program has changed or removed it, say."""
        self._file = file
        self.file_changed.emit(file.path)

    # The plan

    def set_planned(self, planned: PlannedProject) -> None:
        """Show a newer answer of the plan. What it says is no part of the history."""
        self._planned = planned
        self.plan_changed.emit(planned)


__all__ = ["Change", "Editing", "Editor", "Selection"]
