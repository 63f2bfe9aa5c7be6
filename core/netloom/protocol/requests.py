"""What an engine can be asked. Each request names the reply that ends it, if it neither fails nor is cancelled.

Paths are texts, best absolute: an engine's own folder is nobody's business.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from netloom import limits
from netloom.declare import Typed
from netloom.devices import DeviceName
from netloom.edits.difference import Difference
from netloom.events import SeriesKind
from netloom.project import Name, Project
from netloom.protocol import plans, replies
from netloom.protocol.plans import Language
from netloom.protocol.replies import Reply
from netloom.settings.costs import Costs
from netloom.settings.exports import FormatName
from netloom.settings.sources import AnySource, TableFile
from netloom.values import Frozen

ReplyClass = type[Reply]


class Request(Typed):
    """Base of all requests. `reply` is what its final reply is."""

    reply: ClassVar[ReplyClass] = Reply

    def __init_subclass__(cls, *, reply: ReplyClass, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.reply = reply


class Warm(Request, id="warm", reply=replies.Done):
    """Load what a first request of this kind would wait for: a plan 3 s, data 1 s, training 5 s."""

    what: Literal["plan", "data", "training"]


Version = Annotated[int, Field(ge=0, le=limits.INTEGER)]


class PlanProject(Request, id="plan", reply=plans.Planned):
    """Work out a project: shapes, sizes, problems with their fixes, and the source in the languages that are shown.

    Under its `version`, a number that is never used for another, `plan_change` can start from it.
    """

    project: Project
    code: tuple[Language, ...] = ()
    version: Version | None = None


class PlanChange(Request, id="plan_change", reply=plans.PlanChanged):
    """Work out a project by what differs from the version `base`, and answer by what differs from the answer to that.

    An engine knows the latest few versions that it has answered. Fails for any other `base`: the whole is to be asked
    then.
    """

    base: Version
    version: Version
    change: Difference
    code: tuple[Language, ...] = ()


class ProfileTable(Request, id="profile", reply=replies.Profiled):
    """Read a table and look through its columns, all or some. What the source leaves open is found by looking.

    `folder` is what the source's path starts from. The table stays open. Some columns after the other, a large table is
    looked through while windows of its rows are asked for in between.
    """

    source: AnySource
    folder: str
    first_column: int = Field(0, ge=0)
    columns: int | None = Field(None, ge=1, description="How many; None for all.")


class ReadRows(Request, id="rows", reply=replies.Rows):
    """A window of the rows and columns of a table, which is read unless it is open. Beyond its end there are none."""

    source: AnySource
    folder: str
    start: int = Field(0, ge=0)
    count: int = Field(100, ge=0, le=10_000)
    first_column: int = Field(0, ge=0)
    columns: int = Field(100, ge=0, le=1_000)
    longest: int = Field(limits.CELL_LENGTH, ge=1, description="Characters of a cell; of a longer one only the first.")


class GlanceAtTable(Request, id="glance", reply=replies.Glanced):
    """Read only the first rows of a file of any size, to see what comes of the settings of its source."""

    source: AnySource
    folder: str
    rows: int = Field(100, ge=1, le=1_000)


class NewProject(Request, id="new_project", reply=replies.Started):
    """Make a starter project that predicts a column of a table. Nothing is written.

    `out` is where it will be saved, if that is known; `source` has what is known of how the table is to be read.
    """

    data: str
    target: str
    out: str = ""
    source: AnySource = Field(default_factory=TableFile)


class ReplaceTable(Request, id="replace_table", reply=replies.Replaced):
    """Put another table, or the same one read in another way, in the place of a project's own.

    `out` is the project's file, if it has one; `source` has what is known of how the table is to be read.
    """

    project: Project
    data: str
    out: str = ""
    source: AnySource = Field(default_factory=TableFile)


class SplitRows(Request, id="split", reply=replies.PartSizes):
    """How large the parts are into which the project divides its data. `folder` is that of the project's file."""

    project: Project
    folder: str


class CheckData(Request, id="data_problems", reply=replies.Problems):
    """Whether the data is where the project says, and the same. `folder` is that of the project's file."""

    project: Project
    folder: str


class FindMistakes(Request, id="find_mistakes", reply=replies.Problems):
    """What should be known of the data before training: leaks, identifiers, rare classes, columns without values.

    `parameters` is how many weights the network has, if known. It takes a second or two, however long the table is.
    """

    project: Project
    folder: str
    parameters: int = Field(0, ge=0)


class FindDevice(Request, id="device", reply=replies.DeviceFound):
    """Where training runs by itself on this machine, and why there."""


class Train(Request, id="train", reply=replies.Trained):
    """Train a project. Each event is told by an `event` as it happens; a `cancel` ends it with what it has learnt.

    `path` is the project's file, beside which the run's folder is made, unless `run` names one; `label` is what the
    run is called beside its number.
    """

    project: Project
    path: str
    run: str = ""
    device: DeviceName = "auto"
    threads: int | None = Field(None, ge=1)
    label: Name = ""


class Resume(Request, id="resume", reply=replies.Trained):
    """Go on with a run that was stopped or killed, by its folder, to the very weights that it would have had.

    `epochs` are so many more than it was to have; a run that is complete goes on with these alone. It is told of like
    `train`.
    """

    run: str
    epochs: int = Field(0, ge=0, le=1_000_000)


class TrainSeries(Request, id="train_series", reply=replies.SeriesMeasured):
    """Train a project several times, and measure each run: with other seeds, or on each fold of its rows.

    The events of the runs are told between those of the series. `against` is another series or run to compare with,
    by its folder, or a project. A `cancel` ends it after the step that runs, with what is complete of it.
    """

    project: Project
    path: str
    of: SeriesKind
    count: int
    device: DeviceName = "auto"
    threads: int | None = Field(None, ge=1)
    against: str = ""


class EvaluateSeries(Request, id="evaluate_series", reply=replies.SeriesMeasured):
    """Measure the runs of a series again, by its folder, beside another one, or a run, or a project, if named."""

    series: str
    against: str = ""


class Evaluate(Request, id="evaluate", reply=replies.Evaluated):
    """Score a run (its folder, or a project's file: its latest run) on its test rows, or on the rows of a table."""

    run: str
    data: str = ""
    sheet: str = ""
    costs: Costs | None = Field(None, description="By which the threshold of a yes is chosen.")
    importance_seconds: float | None = Field(None, ge=0, description="Longest time for the importance of columns.")


Bounds = tuple[float, float]


class Choice(Frozen):
    """Which rows of a report: those whose truth, answer and residual (answer minus truth) lie within these bounds,
    which count as inside; None: any. Of classes the bounds are their numbers, and of two a `threshold` may say yes.
    """

    actual: Bounds | None = None
    predicted: Bounds | None = None
    residual: Bounds | None = None
    threshold: float | None = None


class ReadAnswers(Request, id="answers", reply=replies.AnsweredRows):
    """A window of those rows of a run's table that its report is about and that are chosen, with their answers.

    `run` is its folder, `answers` the SHA-256 that the report has of the file of answers.
    """

    run: str
    output: str
    answers: str
    choice: Choice = Choice()
    start: int = Field(0, ge=0)
    count: int = Field(100, ge=0, le=10_000)
    first_column: int = Field(0, ge=0)
    columns: int = Field(100, ge=0, le=1_000)
    longest: int = Field(limits.CELL_LENGTH, ge=1, description="Characters of a cell; of a longer one only the first.")


Threshold = Annotated[
    float | None,
    Field(ge=0, le=1, description="Above which the second of two classes is answered; None: the likelier."),
]


class ScoreTable(Request, id="score", reply=replies.Scored):
    """Read a table for a run to answer for, and compare it with the training data. Both stay open for `score_rows`.

    `source` has what is known of how the table is to be read; the rest is as in the training data, or found by looking.
    """

    run: str
    data: str
    source: TableFile = TableFile()


class ScoreRows(Request, id="score_rows", reply=replies.Rows):
    """A window of the rows of a table with the answers of a run before its own columns. Beyond its end there are none.

    The table is read unless it is open.
    """

    run: str
    data: str
    source: TableFile = TableFile()
    threshold: Threshold = None
    start: int = Field(0, ge=0)
    count: int = Field(100, ge=0, le=10_000)
    first_column: int = Field(0, ge=0)
    columns: int = Field(100, ge=0, le=1_000)
    longest: int = Field(limits.CELL_LENGTH, ge=1, description="Characters of a cell; of a longer one only the first.")


class Predict(Request, id="predict", reply=replies.Predicted):
    """Predict every row of a table with a run, and write it with the answers to `out`, in the format of its suffix.

    `source` is as in `score`.
    """

    run: str
    data: str
    out: str
    source: TableFile = TableFile()
    raw: bool = Field(False, description="Leave text that a spreadsheet would run as it is.")
    threshold: Threshold = None
    as_input: bool = Field(False, description="Write text with the delimiter, decimal mark and encoding of the data.")


class DescribeRow(Request, id="row", reply=replies.RowDescribed):
    """What a row holds that a run can answer to, and what is typical of it. The run stays open for `answer_row`."""

    run: str


class AnswerRow(Request, id="answer_row", reply=replies.RowAnswered):
    """The answer of a run to one row: the text of each cell by the name of its column, blank where it is missing."""

    run: str
    cells: tuple[tuple[str, str], ...]
    threshold: Threshold = None


class Export(Request, id="export", reply=replies.Exported):
    """Write a run for use without Netloom, proven to answer as the network does."""

    run: str
    out: str = Field(description="The file, or for pytorch the folder.")
    format: FormatName = "onnx"
    network_only: bool = False


class ListRuns(Request, id="list_runs", reply=replies.RunsListed):
    """All runs of a project's file, with what was noted of them; what is damaged is listed as that. An engine remembers
    what it has read, so that asking again takes little. How many are read is told by `reading`."""

    project: str


class WriteSnippets(Request, id="snippets", reply=replies.Snippets):
    """Programs that ask the ONNX file of a run, of that name, for its answer to one row."""

    run: str
    file: str


class Cancel(Request, id="cancel", reply=replies.Done):
    """Give up another request, which then ends with `cancelled`, or, if it is over, has ended.

    A training ends with `trained`, and its run can be used and resumed; to `discard` it leaves nothing of the run.
    What computes in a library ends when that returns: who cannot wait kills the engine.
    """

    request: int = Field(ge=0, le=limits.INTEGER, description="The id of the request to give up.")
    discard: bool = False


class Pause(Request, id="pause", reply=replies.Done):
    """Let a training that runs wait, also that of a series; it tells `paused` when it does. Fails if nothing trains."""

    request: int = Field(ge=0, le=limits.INTEGER, description="The id of the request that trains.")


class Continue(Request, id="continue", reply=replies.Done):
    """Let a training that waits go on; it tells `continued`. Fails if nothing trains."""

    request: int = Field(ge=0, le=limits.INTEGER, description="The id of the request that trains.")


class Detach(Request, id="detach", reply=replies.Done):
    """Let a training of one run go on when the engine's stdin is closed; `stop_training` then ends it.

    Fails if nothing is being trained.
    """
