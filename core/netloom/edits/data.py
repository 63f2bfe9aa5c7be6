"""Changes of the data's meaning, of the training and of the project's name."""

from typing import Any

from netloom.errors import Edit, EditError
from netloom.project import Data, Name, Project
from netloom.refusals import nearest
from netloom.settings.columns import Column, Role
from netloom.settings.sources import AnySource
from netloom.settings.splits import AnySplit
from netloom.settings.training import Training


class SetData(Edit, id="set_data"):
    """Gives the project other data: where it is, what its columns mean, how its rows are divided."""

    data: Data

    def __call__(self, project: Project) -> Project:
        return project.model_copy(update={"data": self.data})


class SetSource(Edit, id="set_source"):
    """Says anew where the data is and how it is read; the columns stay."""

    source: AnySource

    def __call__(self, project: Project) -> Project:
        return _with_data(project, source=self.source)


class SetSplit(Edit, id="set_split"):
    """Divides the rows in another way."""

    split: AnySplit

    def __call__(self, project: Project) -> Project:
        return _with_data(project, split=self.split)


class SetColumn(Edit, id="set_column"):
    """Gives the column of that name another meaning."""

    column: Column

    def __call__(self, project: Project) -> Project:
        _refuse_unknown(project, self.column.name)
        columns = (self.column if each.name == self.column.name else each for each in project.data.columns)
        return _with_data(project, columns=tuple(columns))


class SetRole(Edit, id="set_role"):
    """Makes columns features, targets, or ignored."""

    columns: tuple[str, ...]
    role: Role

    def __call__(self, project: Project) -> Project:
        for name in self.columns:
            _refuse_unknown(project, name)
        wanted = frozenset(self.columns)
        update = {"role": self.role, "why": ""}  # the program's reason ends where the user decides
        columns = (each.model_copy(update=update) if each.name in wanted else each for each in project.data.columns)
        return _with_data(project, columns=tuple(columns))


class SetTraining(Edit, id="set_training"):
    """Trains in another way."""

    training: Training

    def __call__(self, project: Project) -> Project:
        return project.model_copy(update={"training": self.training})


class RenameProject(Edit, id="rename_project"):
    """Gives the project another name."""

    name: Name

    def __call__(self, project: Project) -> Project:
        return project.model_copy(update={"name": self.name})


def _with_data(project: Project, **update: Any) -> Project:
    return project.model_copy(update={"data": project.data.model_copy(update=update)})


def _refuse_unknown(project: Project, name: str) -> None:
    known = [column.name for column in project.data.columns]
    if name not in known:
        raise EditError(f"The data has no column {name!r}. {nearest(name, known)}")
