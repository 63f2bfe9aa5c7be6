"""What the network answers: what it is to learn of a table, and what its answers mean."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from netloom.exporting.standalone.tables import DataError, Table

Answers = list[list[float]]  # of one Output: for each row the probabilities, or the amount as it is scaled


@dataclass(frozen=True)
class Classes:
    """What an Output of the network tells apart. `suffix` ends the names of its columns among the predictions."""

    column: str
    suffix: str
    classes: list[str]

    def targets(self, table: Table) -> list[float]:
        """The number of each row's class. DataError where a row has none of them."""
        numbers = {name: float(number) for number, name in enumerate(self.classes)}
        if strange := [cell for cell in table.cells(self.column) if cell not in numbers]:
            expected = ", ".join(map(repr, self.classes))
            raise DataError(f"{table.name}: {strange[0]!r} in {self.column!r} is none of the classes {expected}.")
        return [numbers[cell] for cell in table.cells(self.column)]

    def weights(self, targets: list[float]) -> list[float]:
        """How much each row counts so that all classes that occur do alike: rows / (classes * rows of its class)."""
        counts = Counter(targets)
        return [len(targets) / (len(counts) * counts[each]) for each in targets]

    def predictions(self, answers: Answers) -> Iterator[tuple[str, list[str]]]:
        """The columns that it adds to a table, by name."""
        rows = [self._probabilities(row) for row in answers]
        yield f"prediction{self.suffix}", [self.classes[row.index(max(row))] for row in rows]
        for place, name in enumerate(self.classes):
            yield f"probability{self.suffix}_{name}", [f"{row[place]:.9g}" for row in rows]

    def measured(self, answers: Answers, targets: list[float]) -> dict[str, float]:
        """The share of rows whose most probable class is the right one."""
        rows = [self._probabilities(row) for row in answers]
        right = [row.index(max(row)) == target for row, target in zip(rows, targets, strict=True)]
        return {"accuracy": sum(right) / len(right)}

    def _probabilities(self, row: list[float]) -> list[float]:
        """Of each class; a single unit answers that of the second."""
        return [1 - row[0], row[0]] if len(row) == 1 else row


@dataclass(frozen=True)
class Amount:
    """What an Output of the network estimates, and the scale on which it does."""

    column: str
    suffix: str
    log: bool
    center: float
    spread: float

    def targets(self, table: Table) -> list[float]:
        """The amount of each row as the network is to answer it. DataError where a row has none."""
        return [(self._amount(cell, table.name) - self.center) / self.spread for cell in table.cells(self.column)]

    def _amount(self, cell: str, file: str) -> float:
        try:
            amount = float(cell)
        except ValueError:
            raise DataError(f"{file}: {cell!r} in {self.column!r} is no number.") from None
        return math.log1p(max(amount, 0.0)) if self.log else amount

    def restored(self, answer: float) -> float:
        """An answer of the network in the units of the column."""
        amount = answer * self.spread + self.center
        return math.expm1(min(amount, 709.0)) if self.log else amount  # beyond, Python would raise

    def weights(self, targets: list[float]) -> list[float]:
        """Amounts count the same."""
        return [1.0] * len(targets)

    def predictions(self, answers: Answers) -> Iterator[tuple[str, list[str]]]:
        """The column that it adds to a table, by name."""
        yield f"prediction{self.suffix}", [repr(self.restored(answer)) for (answer,) in answers]

    def measured(self, answers: Answers, targets: list[float]) -> dict[str, float]:
        """How far it is off in the units of the column: on average, and as the root of the mean square."""
        pairs = zip(answers, targets, strict=True)
        misses = [self.restored(answer) - self.restored(target) for (answer,), target in pairs]
        squares = [miss**2 for miss in misses]
        return {"mae": sum(map(abs, misses)) / len(misses), "rmse": math.sqrt(sum(squares) / len(squares))}


def with_predictions(table: Table, outputs: list[Classes | Amount], answers: list[Answers]) -> Table:
    """A table with the predictions beside its columns; a name that it already has gets a trailing `_`."""
    names, added = list(table.columns), []
    for output, answered in zip(outputs, answers, strict=True):
        for name, cells in output.predictions(answered):
            while name in names:
                name += "_"
            names.append(name)
            added.append(cells)
    rows = [[*row, *more] for row, more in zip(table.rows, zip(*added, strict=True), strict=True)]
    return Table(table.name, names, rows)
