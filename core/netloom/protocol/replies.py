"""What an engine answers. Of each request one reply is final; events come before it."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from netloom.declare import Typed
from netloom.drift import Drift, DriftKind
from netloom.errors import Problem
from netloom.events import AnyEvent, Reason
from netloom.profiles import Profile
from netloom.project import Data, Project
from netloom.run_summaries import RunSummary
from netloom.settings.columns import ColumnKind
from netloom.settings.exports import SnippetLanguage
from netloom.settings.sources import AnySource
from netloom.values import Frozen


class Reply(Typed):
    """Base of all replies. After a final one nothing more comes for its request."""

    final: ClassVar[bool] = True

    def __init_subclass__(cls, *, final: bool = True, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.final = final


class Done(Reply, id="done"):
    """It is done, and there is nothing to say of it."""


class Failed(Reply, id="failed"):
    """It could not be done. `message` is for the user, as of a NetloomError; nothing was half-written."""

    message: str
    exit_status: int = Field(1, description="2 where what was given cannot be used, 1 where the job failed.")
    problems: tuple[Problem, ...] = Field(
        (), description="Where a network cannot be built: each problem, with its fix."
    )


class Cancelled(Reply, id="cancelled"):
    """It was given up, as was asked for."""


class Happened(Reply, id="event", final=False):
    """Something that training tells while it runs; the run's `events.jsonl` has the same line, or
    of progress and health, once it has many, some of them."""

    event: AnyEvent


class Reading(Reply, id="reading", final=False):
    """How far the reading of a table is, or an export; `of` is 0 where nobody can know. At most 20 a second of the same
    `doing`."""

    doing: str
    done: int
    of: int
    unit: Literal["bytes", "rows", "columns", ""]


class DeviceFound(Reply, id="device_found"):
    """The device that training takes by itself: its name for torch, why it is that one, and how many threads the
    largest steps use on a CPU."""

    device: str
    reason: str
    threads: int


class Profiled(Reply, id="profiled"):
    """What a table holds in the columns that were asked for, and its source with everything filled in that was found by
    looking. What is told of the whole file is in the profile of the first column."""

    source: AnySource
    profile: Profile


class Rows(Reply, id="rows"):
    """A window of a table: cells as they are in the file, row by row; None where the file has nothing.

    `start` and `first_column` are where it begins, `rows` and `columns` how large the whole table is.
    """

    start: int
    first_column: int
    names: tuple[str, ...] = Field(description="Of the columns in the window.")
    cells: tuple[tuple[str | None, ...], ...]
    missing: tuple[tuple[int, ...], ...] = Field(description="For each row, which of its cells count as missing.")
    rows: int
    columns: int


class Glanced(Reply, id="glanced"):
    """The first rows of a file, and what was found in them alone.

    `settings` of the source are those that matter for this format, `sheets` those of a workbook. `first` has the first
    columns of these rows, and as its `rows` how many there are; `all_rows` says whether the file has no more.
    """

    source: AnySource
    settings: tuple[str, ...]
    sheets: tuple[str, ...]
    names: tuple[str, ...] = Field(description="Of all columns.")
    kinds: tuple[ColumnKind | None, ...] = Field(
        description="Of the first columns; None where these rows alone do not tell."
    )
    target: str = Field(description="The column that one most likely wants to predict; empty if there is none.")
    first: Rows
    all_rows: bool


class Replaced(Reply, id="replaced"):
    """The project's data with another table: the columns that are new in it, which are ignored at first, and those that
    it lacks. Of these, ones that are used stay in the project."""

    data: Data
    profile: Profile
    new: tuple[str, ...]
    gone: tuple[str, ...]


class Started(Reply, id="started"):
    """A starter project, not yet saved, the profile it was made from, and each decision as a sentence."""

    project: Project
    profile: Profile
    decisions: tuple[str, ...]


class PartSizes(Reply, id="part_sizes"):
    """How many rows are in each part; those without a target are left out."""

    training: int
    validation: int
    test: int
    left_out: int
    told: tuple[Problem, ...] = ()


class Problems(Reply, id="problems"):
    """What is wrong, or nothing."""

    problems: tuple[Problem, ...]


class RunsListed(Reply, id="runs_listed"):
    """The runs of a project, the latest last."""

    runs: tuple[RunSummary, ...]


class Trained(Reply, id="trained"):
    """Training is over: the run's folder, and why it ended."""

    run: str
    reason: Reason
    message: str


class SeriesMeasured(Reply, id="series_measured"):
    """What the runs of a series say together is written: the folder of the series, and in it a JSON document."""

    series: str
    document: str


class Evaluated(Reply, id="evaluated"):
    """The report is written: as a page, and as a JSON document."""

    page: str
    document: str
    told: tuple[Problem, ...] = ()


class AnsweredRows(Reply, id="answered_rows"):
    """Rows of a report: their `numbers` in the file (from 1), what is true and what was answered (amounts, or numbers
    of classes), of classes the probability, and a window of their cells, in which `start` and `rows` count those that
    are chosen.
    """

    numbers: tuple[int, ...]
    actual: tuple[float, ...]
    predicted: tuple[float, ...]
    chances: tuple[float, ...]
    rows: Rows


class Scored(Reply, id="scored"):
    """A table is read for a run: its size with the columns that are `added` before its own, and what is odd about it.

    Of a table that lacks columns which the network reads, nothing is added. `drift` compares it with the training data;
    where that cannot be done, `no_drift` says why.
    """

    source: AnySource = Field(description="With all that was found by looking.")
    rows: int
    columns: int
    added: tuple[str, ...]
    event: str = Field("", description="The class that a threshold may answer; empty where none can be used.")
    lacking: tuple[str, ...]
    told: tuple[Problem, ...] = ()
    drift: Drift | None
    no_drift: str = ""


class RowField(Frozen):
    """One cell of a row: the name of its column, what it is taken for, of a category the levels that the network has
    learnt, what is typical of it in the training rows (empty where that is not known), and that in a sentence."""

    name: str
    kind: DriftKind
    levels: tuple[str, ...]
    typical: str
    about: str


class RowDescribed(Reply, id="row_described"):
    """The cells of a row that a run can answer to, in the order of its data; `event` is the class that a threshold may
    answer, empty where none can be used."""

    fields: tuple[RowField, ...]
    event: str = ""


class RowAnswer(Frozen):
    """What one Output, by its id and the name on its block, answers to a row, and of classes how probable each is."""

    output: str
    label: str
    target: str
    prediction: str
    chances: tuple[tuple[str, float], ...] = ()


class RowAnswered(Reply, id="row_answered"):
    """The answer of each Output; none where a problem is an error. Problems name their columns."""

    answers: tuple[RowAnswer, ...]
    problems: tuple[Problem, ...] = ()


class Predicted(Reply, id="predicted"):
    """The predictions are written. `neutralised` cells would have run in a spreadsheet."""

    path: str
    rows: int
    neutralised: int
    told: tuple[Problem, ...] = ()


class Snippet(Frozen):
    """A program as text."""

    language: SnippetLanguage
    text: str


class ExportedPart(Frozen):
    """One of the exports in a zip file: its path there, and its proof, as in `Exported`."""

    path: str
    largest_difference: float | None
    rows: int
    batches: tuple[int, ...]


class Exported(Reply, id="exported"):
    """It is written, and answered as the network does: `largest_difference` on `rows` rows, ONNX in these batches.

    There is no difference of a report, nor of a Keras script where Keras is not installed.
    """

    path: str
    examples: str = Field(description="The file of examples beside it, if any.")
    files: str = Field("", description="The folder of files beside it that it needs, if any.")
    largest_difference: float | None
    rows: int
    batches: tuple[int, ...]
    parts: tuple[ExportedPart, ...] = Field((), description="Of a zip file.")
    snippets: tuple[Snippet, ...] = Field((), description="Programs that ask it; of an ONNX file that takes raw rows.")
    told: tuple[Problem, ...] = ()


class Snippets(Reply, id="snippets"):
    """One program in each language."""

    snippets: tuple[Snippet, ...]
