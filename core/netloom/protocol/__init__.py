"""What a program and its engines say to each other. Of the light half: the window speaks it without what computes.

An engine is a process that computes for another: `engine_command()` started with `engine_environment(os.environ)`, its
three standard streams as pipes. It reads one JSON request a line from stdin and writes one JSON reply a line to stdout;
stderr is its log. It ends when its stdin is closed, also in the middle of a computation.

    {"id": 1, "request": {"type": "plan", "project": {…}}}          →
                                                                    ←  {"id": 1, "reply": {"type": "planned", …}}
    {"id": 2, "request": {"type": "train", "project": {…}, …}}      →
                                                                    ←  {"id": 2, "reply": {"type": "event", …}}
    {"id": 3, "request": {"type": "cancel", "request": 2}}          →
                                                                    ←  {"id": 3, "reply": {"type": "done"}}
                                                                    ←  {"id": 2, "reply": {"type": "event", …}}
                                                                    ←  {"id": 2, "reply": {"type": "trained", …}}

Requests are answered one after the other, in the order in which they came, except `cancel`, `pause`, `continue` and
`detach`, which are answered at once. Every request gets exactly one final reply, which carries its id: the one that its
class names, or `failed`, or `cancelled`. Before it there may be any number of `event`s, and of `reading`s. What is no
request is answered by `failed`, with its id if one could be read and else without.

Any engine answers any request. A window has one for plans, one for data, which keeps the last table open, and one for
each job; what may crash, hang or run out of memory then takes nothing else along, and may be killed at any moment:
files are written all or nothing. `Conversation` is the window's side, without the process.
"""

from netloom.protocol.conversation import Asked, Conversation, Heard
from netloom.protocol.lines import Lines, RefusedLine, ReplyLine, RequestLine, id_of
from netloom.protocol.plans import (
    Code,
    Language,
    PlanChanged,
    Planned,
    PlannedAnswer,
    PlannedBlock,
    PlannedNetwork,
)
from netloom.protocol.processes import (
    DISCARD,
    EVENTS,
    PAUSE,
    STOP,
    continue_training,
    engine_command,
    engine_environment,
    is_training,
    pause_training,
    stop_training,
    why_it_ended,
)
from netloom.protocol.replies import (
    AnsweredRows,
    Cancelled,
    DeviceFound,
    Done,
    Evaluated,
    Exported,
    ExportedPart,
    Failed,
    Glanced,
    Happened,
    PartSizes,
    Predicted,
    Problems,
    Profiled,
    Reading,
    Replaced,
    Reply,
    Rows,
    RunsListed,
    Scored,
    SeriesMeasured,
    Snippet,
    Snippets,
    Started,
    Trained,
)
from netloom.protocol.requests import (
    Cancel,
    CheckData,
    Choice,
    Continue,
    Detach,
    Evaluate,
    EvaluateSeries,
    Export,
    FindDevice,
    FindMistakes,
    GlanceAtTable,
    ListRuns,
    NewProject,
    Pause,
    PlanChange,
    PlanProject,
    Predict,
    ProfileTable,
    ReadAnswers,
    ReadRows,
    ReplaceTable,
    Request,
    Resume,
    ScoreRows,
    ScoreTable,
    SplitRows,
    Train,
    TrainSeries,
    Warm,
    WriteSnippets,
)

__all__ = [
    "DISCARD",
    "EVENTS",
    "PAUSE",
    "STOP",
    "AnsweredRows",
    "Asked",
    "Cancel",
    "Cancelled",
    "CheckData",
    "Choice",
    "Code",
    "Continue",
    "Conversation",
    "Detach",
    "DeviceFound",
    "Done",
    "Evaluate",
    "EvaluateSeries",
    "Evaluated",
    "Export",
    "Exported",
    "ExportedPart",
    "Failed",
    "FindDevice",
    "FindMistakes",
    "GlanceAtTable",
    "Glanced",
    "Happened",
    "Heard",
    "Language",
    "Lines",
    "ListRuns",
    "NewProject",
    "PartSizes",
    "Pause",
    "PlanChange",
    "PlanChanged",
    "PlanProject",
    "Planned",
    "PlannedAnswer",
    "PlannedBlock",
    "PlannedNetwork",
    "Predict",
    "Predicted",
    "Problems",
    "ProfileTable",
    "Profiled",
    "ReadAnswers",
    "ReadRows",
    "Reading",
    "RefusedLine",
    "ReplaceTable",
    "Replaced",
    "Reply",
    "ReplyLine",
    "Request",
    "RequestLine",
    "Resume",
    "Rows",
    "RunsListed",
    "ScoreRows",
    "ScoreTable",
    "Scored",
    "SeriesMeasured",
    "Snippet",
    "Snippets",
    "SplitRows",
    "Started",
    "Train",
    "TrainSeries",
    "Trained",
    "Warm",
    "WriteSnippets",
    "continue_training",
    "engine_command",
    "engine_environment",
    "id_of",
    "is_training",
    "pause_training",
    "stop_training",
    "why_it_ended",
]  # fmt: skip  # names read best side by side
