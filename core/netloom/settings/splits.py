"""How rows are divided into training, validation and test rows."""

from typing import TYPE_CHECKING, Any

from netloom.declare import Declared, any_of, catalogue, setting


class Split(Declared, group="Split"):
    """Base of all splits. The shares of rows for validation and test; training gets the rest."""

    validation: float = setting(0.1, "The share of rows that early stopping watches.", ge=0.0, lt=1.0)
    test: float = setting(0.2, "The share of rows that is kept untouched for the final score.", gt=0.0, lt=1.0)


class FoldedSplit(Split):
    """Base of the splits that cross-validation may use: each of so many folds of the rows tests once."""

    folds: int = setting(
        0, "Divides the rows into so many folds, of which one tests instead of a share; 0 for none.", ge=0, le=1000
    )
    fold: int = setting(1, "Which of the folds tests, counted from 1.", ge=1, le=1000)


class StratifiedSplit(FoldedSplit, id="stratified", title="Stratified"):
    """By chance, with the same shares of each class in every part; plainly by chance where the target is a number."""

    seed: int = setting(0, "Another seed gives another division.", ge=0, lt=2**32)


class RandomSplit(FoldedSplit, id="random", title="Random"):
    """By chance."""

    seed: int = setting(0, "Another seed gives another division.", ge=0, lt=2**32)


class TimeSplit(FoldedSplit, id="time", title="In time order"):
    """The past trains, the newest rows test: for anything that is predicted ahead."""

    column: str = setting("", "The column that orders the rows; empty for the order of the file.", names="column")


class ColumnSplit(Split, id="column", title="By a column"):
    """A column of the data says which part a row belongs to; rows with any other value train."""

    column: str = setting("", "The column that names the part.", names="column")
    validation_value: str = setting("validation", "The cell of validation rows.")
    test_value: str = setting("test", "The cell of test rows.")


class GroupSplit(FoldedSplit, id="group", title="By group"):
    """By chance, but rows with the same value (a customer, a patient) stay together."""

    column: str = setting("", "The column whose equal values stay together.", names="column")
    seed: int = setting(0, "Another seed gives another division.", ge=0, lt=2**32)


SPLITS = catalogue(Split)

if TYPE_CHECKING:
    AnySplit = Split
else:
    AnySplit: Any = any_of(SPLITS)
