"""A sensible starter project from a table: what the columns are good for, a network of fitting size, a training."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from netloom.blocks import Block, Dense, Dropout, Input, Output
from netloom.data.cells import MARKERS
from netloom.data.choosing import other_columns, target_column
from netloom.data.decisions import decisions
from netloom.data.profile import profile
from netloom.data.progress import Tell, nobody
from netloom.data.reading import Table, read_table
from netloom.edits import AddBlock, Connect
from netloom.limits import NAME_LENGTH
from netloom.profiles import Profile
from netloom.project import Data, Project, Wire
from netloom.recipes import Recipe, recipe
from netloom.settings.columns import Category, Column
from netloom.settings.sources import TableFile
from netloom.storage import fingerprint, path_from

_STEP: Final = 220.0  # between blocks on the canvas


@dataclass(frozen=True)
class Started:
    """A new project, the profile it was made from, and every decision as a sentence."""

    project: Project
    profile: Profile
    decisions: tuple[str, ...]

    @property
    def source(self) -> TableFile:
        """Where the table is, with everything that was found by looking."""
        source = self.project.data.source
        assert isinstance(source, TableFile)  # for the type checker: a starter is made from a table
        return source


def new_project(data: Path, target: str, out: Path, *, sheet: str = "") -> Started:
    """A starter project that predicts the column `target` of the table `data`, to be saved as `out`.

    The data is named relative to the folder of `out`. Of a workbook, `sheet` is read, or, where it is empty, the first
    sheet that holds a table. Raises DataError if the table cannot be read, has no such
    column, or holds nothing to learn.
    """
    return started_from(read_table(data, TableFile(sheet=sheet)), target, data, out)


def started_from(table: Table, target: str, data: Path, out: Path | None, tell: Tell = nobody) -> Started:
    """A starter project from a table that was read from `data`; `out` is None where it is not known yet."""
    table = _with_both_answers(table, target)
    found = profile(table, tell)
    wanted = target_column(found, target, _called(data, table))
    others = {column.name: column for column in other_columns(found, wanted, table)}
    columns = tuple(others.get(column.name, wanted) for column in found.columns)
    meaning = Data(source=_source(table, found, data, out), columns=columns)
    chosen = _recipe(meaning, found)
    project = Project(name=_name(data), data=meaning, training=chosen.training)
    project = _with_network(project, chosen)
    return Started(project, found, (*decisions(meaning, found), *_network_decisions(project, chosen)))


def _with_both_answers(table: Table, target: str) -> Table:
    """The table, in which `-` is no gap if the target holds nothing but `+` and `-`."""
    if target not in table.frame.columns:
        return table
    answers = profile(replace(table, frame=table.frame.select(table.frame[target]))).columns[0]
    written = [marker for marker in answers.markers if marker.strip()]
    if answers.distinct != 1 or len(written) != 1:
        return table
    others = [marker for marker in MARKERS if marker != written[0].strip().lower()]
    missing = tuple(dict.fromkeys([*others, *(marker.upper() for marker in others)]))
    return replace(table, source=table.source.model_copy(update={"missing": missing}))


def _called(data: Path, table: Table) -> str:
    """The file, and of a workbook the sheet that was read and the others that could be."""
    others = [problem.message for problem in table.told if problem.code == "data_other_sheets"]
    return others[0] + " This one" if others else data.name


def _name(data: Path) -> str:
    return data.name.split(".")[0][:NAME_LENGTH]


def _source(table: Table, found: Profile, data: Path, out: Path | None) -> TableFile:
    """Everything that was found by looking, so that the next file is read in the same way."""
    markers = dict.fromkeys(marker for column in found.columns for marker in column.markers)
    known = {
        "path": path_from(data, out),
        "fingerprint": fingerprint(data),
        "missing": table.source.missing or tuple(markers),
    }
    return TableFile(**(dict(table.source) | known))


def _recipe(data: Data, found: Profile) -> Recipe:
    target = data.targets[0]
    rows = found.rows - found.column(target.name).missing
    features = sum(column.transform.width for column in data.features if column.transform)
    return recipe(rows, features, classes=_classes(target))


def _classes(target: Column) -> int:
    """How many classes; 0 for a regression."""
    return len(target.transform.levels) if isinstance(target.transform, Category) else 0


def _with_network(project: Project, chosen: Recipe) -> Project:
    """Input, hidden layers, as many units as the target needs, Output: in a row, from left to right."""
    classes = _classes(project.data.targets[0])
    last = Dense(units=classes if classes > 2 else 1, l2=chosen.l2)
    before = ""
    for place, block in enumerate([Input(), *_hidden(chosen), last, Output()]):
        project = AddBlock(block=block, at=(place * _STEP, 0.0))(project)
        added = project.nodes[-1].id
        project = Connect(wire=Wire(source=before, target=added))(project) if before else project
        before = added
    return project


def _hidden(chosen: Recipe) -> Iterator[Block]:
    for units in chosen.units:
        yield Dense(units=units, activation="relu", l2=chosen.l2)
        if chosen.dropout:
            yield Dropout(rate=chosen.dropout)


def _network_decisions(project: Project, chosen: Recipe) -> Iterator[str]:
    layers = " and ".join(f"{units}" for units in chosen.units)
    against = [f"dropout of {chosen.dropout:g}"] * (chosen.dropout > 0) + [f"L2 of {chosen.l2:g}"] * (chosen.l2 > 0)
    with_what = f", with {' and '.join(against)}" if against else ""
    yield f"The network has {layers} hidden units (ReLU){with_what}: {chosen.why}."
    training = project.training
    stop = training.early_stopping
    when = f"until {stop.monitor} has not improved for {stop.patience} epochs, at most" if stop else "for exactly"
    yield (
        f"It is trained by {training.optimizer.title} {when} {training.epochs} epochs, "
        f"{training.batch_size} rows a step, with a learning rate of {training.optimizer.learning_rate:g}."
    )
