"""What is done with chosen columns, as steps that can be undone: what they are used as, their kind, their transform."""

from collections.abc import Iterable, Sequence
from typing import Any

from netloom.edits import UseColumns, with_value
from netloom.profiles import ColumnProfile, Profile
from netloom.project import Project
from netloom.settings.columns import Column, ColumnKind, Role
from netloom.usual_columns import as_kind, in_role, kinds_for
from netloom_desktop.data.columns_lines import KINDS
from netloom_desktop.editor import Editor
from netloom_desktop.words import counted


class ColumnEditing:
    """Edits columns by their names, with what was found in the table where it is read."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self._rows = 0
        self._found: dict[str, ColumnProfile] = {}

    def know(self, profile: Profile | None) -> None:
        """What is in the table; None while it is not read."""
        self._rows = profile.rows if profile else 0
        self._found = {column.name: column for column in profile.columns} if profile else {}

    def set_role(self, names: Sequence[str], role: Role) -> bool:
        """Use columns as features or as the target, or leave them out; whether that could be."""
        which = _which(names)
        words = {"feature": f"Use {which} as feature", "target": f"Predict {which}", "ignored": f"Ignore {which}"}
        return self._do(words[role], names, lambda column: in_role(column, role, self._of(column), self._rows))

    def set_kind(self, names: Sequence[str], kind: ColumnKind) -> bool:
        """Take columns for another kind; whether that could be."""

        def taken(column: Column) -> Column:
            found = self._of(column)
            return column if found is None else as_kind(column, kind, found, self._rows)

        return self._do(f"Take {_which(names)} as {KINDS[kind][0]}", names, taken)

    def set_transform(self, names: Sequence[str], path: tuple[str, ...], value: Any) -> bool:
        """Change a setting of how columns become numbers; whether that could be."""

        def changed(column: Column) -> Column:
            assert column.transform is not None
            return column.model_copy(update={"transform": with_value(column.transform, path, value)})

        label = f"Set {path[-1].replace('_', ' ')} of {_which(names)}"
        return self._do(label, names, changed, merge=("transform", tuple(names), path))

    def kinds(self, names: Iterable[str]) -> tuple[ColumnKind, ...]:
        """The kinds for which all of these may be taken; none where the table is not read."""
        offered = [kinds_for(self._found[name]) if name in self._found else () for name in names]
        return tuple(kind for kind in offered[0] if all(kind in each for each in offered)) if offered else ()

    def _of(self, column: Column) -> ColumnProfile | None:
        return self._found.get(column.name)

    def _do(self, label: str, names: Sequence[str], change: Any, *, merge: Any = None) -> bool:
        wanted = frozenset(names)

        def edit(project: Project) -> Project:
            chosen = [column for column in project.data.columns if column.name in wanted]
            columns = tuple(changed for column in chosen if (changed := change(column)) != column)
            return UseColumns(columns=columns)(project) if columns else project

        return self.editor.do(label, edit, merge=merge)


def _which(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else counted(len(names), "column")
