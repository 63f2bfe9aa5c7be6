"""Each request by the function that the command line calls for it, and what came of it as a reply."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property, singledispatch
from pathlib import Path
from typing import TYPE_CHECKING

from netloom import protocol
from netloom.engine.answers import OpenAnswers
from netloom.engine.giving_way import give_way
from netloom.engine.scores import OpenRow, OpenScoring, scored, scored_rows
from netloom.engine.tables import OpenTable, glanced, profiled, rows
from netloom.errors import Problem
from netloom.events import Event, RunFinished, RunResumed, RunStarted, SeriesStarted
from netloom.protocol import Reply, Request
from netloom.settings.exports import SnippetLanguage
from netloom.settings.sources import Source

if TYPE_CHECKING:
    from netloom.data.progress import Reached
    from netloom.data.reading import Table
    from netloom.engine.plans import Plans
    from netloom.run_list import KnownRuns

_SECONDS_BETWEEN = 0.05  # words about how far something is


@dataclass
class Desk:
    """What a request may need while it is answered.

    `tell` sends something before the final reply. `given_up` says whether the request is cancelled; one that looks
    after that itself is `gentle`, others are interrupted. `run` is the folder of the run that is trained, if any;
    `waits` says whether it is to be paused, `discard` whether it is to be thrown away when it is given up.
    """

    tell: Callable[[Reply], None]
    given_up: Callable[[], bool]
    gentle: bool = False
    run: Path | None = None
    discard: bool = False
    waits: bool = False
    table: OpenTable = field(default_factory=OpenTable)
    answers: OpenAnswers = field(default_factory=OpenAnswers)
    scoring: OpenScoring = field(default_factory=OpenScoring)
    row: OpenRow = field(default_factory=OpenRow)
    told_at: tuple[str, float] = ("", 0.0)

    def table_of(self, source: Source, folder: str = "") -> "Table":
        """The table of a source, read if it is not open; how far that is, is told."""
        return self.table.get(source, Path(folder), self.reached)

    def reached(self, reached: "Reached") -> None:
        """Tell how far the reading is, but not too often."""
        doing, before = self.told_at
        now = time.monotonic()
        if reached.doing != doing or now - before >= _SECONDS_BETWEEN:
            self.told_at = reached.doing, now
            self.tell(protocol.Reading(**reached._asdict()))

    @cached_property
    def plans(self) -> "Plans":
        """The plans that were answered last."""
        from netloom.engine.plans import Plans

        return Plans()

    @cached_property
    def runs(self) -> "KnownRuns":
        """The runs that were listed."""
        from netloom.run_list import KnownRuns

        return KnownRuns()

    def clear(self) -> None:
        """Makes room for the next request; the table stays open."""
        self.gentle, self.run, self.discard, self.waits = False, None, False, False

    def stop(self) -> None:
        """Ends the training of the run, if there is one."""
        if self.run is not None:
            protocol.stop_training(self.run, discard=self.discard)


@singledispatch
def answer(request: Request, desk: Desk) -> Reply:  # what it is answered with depends on the request
    """The final reply to a request; NetloomError or whatever else keeps it from being given."""
    raise NotImplementedError(f"requests of the type {request.type!r}")


@answer.register
def _(request: protocol.Warm, _: Desk) -> Reply:
    from netloom.engine.warming import warm

    warm(request.what)
    return protocol.Done()


@answer.register
def _(_: protocol.FindDevice, __: Desk) -> Reply:
    from netloom.training.device import choose_device, threads_of_this_machine

    found = choose_device("auto")
    return protocol.DeviceFound(device=found.name, reason=found.reason, threads=threads_of_this_machine())


@answer.register
def _(request: protocol.PlanProject, desk: Desk) -> Reply:
    return desk.plans.whole(request)


@answer.register
def _(request: protocol.PlanChange, desk: Desk) -> Reply:
    return desk.plans.change(request)


@answer.register
def _(request: protocol.ProfileTable, desk: Desk) -> Reply:
    return profiled(desk.table_of(request.source, request.folder), request)


@answer.register
def _(request: protocol.ReadRows, desk: Desk) -> Reply:
    return rows(desk.table_of(request.source, request.folder), request)


@answer.register
def _(request: protocol.GlanceAtTable, _: Desk) -> Reply:
    return glanced(request)


@answer.register
def _(request: protocol.NewProject, desk: Desk) -> Reply:
    from netloom.starter import started_from

    data = Path(request.data)
    table = desk.table_of(request.source.model_copy(update={"path": request.data}))
    started = started_from(table, request.target, data, _path(request.out), desk.reached)
    desk.table.take_as(started.source, data)
    return protocol.Started(project=started.project, profile=started.profile, decisions=started.decisions)


@answer.register
def _(request: protocol.ReplaceTable, desk: Desk) -> Reply:
    from netloom.data.profile import profile
    from netloom.data.replacing import replaced
    from netloom.storage import fingerprint, path_from

    data = Path(request.data)
    table = desk.table_of(request.source.model_copy(update={"path": request.data}))
    found = profile(table, desk.reached)
    named = {"path": path_from(data, _path(request.out)), "fingerprint": fingerprint(data)}
    source = table.source.model_copy(update=named)
    made = replaced(request.project.data, table, found, source)
    return protocol.Replaced(data=made.data, profile=found, new=made.new, gone=made.gone)


@answer.register
def _(request: protocol.SplitRows, desk: Desk) -> Reply:
    from netloom.data.prepared import parts_of

    table = desk.table_of(request.project.data.source, request.folder)
    parts = parts_of(request.project, table)
    training, validation, test = len(parts.training), len(parts.validation), len(parts.test)
    left_out = table.frame.height - training - validation - test
    return protocol.PartSizes(training=training, validation=validation, test=test, left_out=left_out, told=parts.told)


@answer.register
def _(request: protocol.CheckData, _: Desk) -> Reply:
    from netloom.storage import data_problems

    return protocol.Problems(problems=data_problems(request.project, Path(request.folder)))


@answer.register
def _(request: protocol.FindMistakes, desk: Desk) -> Reply:
    from netloom.data.beforehand import known_beforehand

    table = desk.table_of(request.project.data.source, request.folder)
    return protocol.Problems(problems=known_beforehand(request.project, table, request.parameters))


@answer.register
def _(request: protocol.Train, desk: Desk) -> Reply:
    from netloom.training.train import train

    how = {name: getattr(request, name) for name in ("device", "threads", "label")}
    return _trained(train(request.project, Path(request.path), run=_path(request.run), **how), desk)


@answer.register
def _(request: protocol.Resume, desk: Desk) -> Reply:
    from netloom.training.resuming import resume

    return _trained(resume(Path(request.run), epochs=request.epochs), desk)


def _trained(events: Iterator[Event], desk: Desk) -> Reply:
    last = None
    for last in events:
        _tell(last, desk)
        if desk.given_up() and not isinstance(last, RunFinished):
            desk.stop()  # it was given up before there was a run that could be told so
    assert isinstance(last, RunFinished)
    return protocol.Trained(run=str(desk.run), reason=last.reason, message=last.message)


def _tell(event: Event, desk: Desk) -> None:
    desk.gentle = True  # from now on there is a run, which a cancel ends in good order
    if isinstance(event, RunStarted | RunResumed):
        give_way()  # not before: until there are figures somebody waits for them
        desk.run = Path(event.run)
        if desk.waits:  # it was told so between two runs of a series
            protocol.pause_training(desk.run)
    desk.tell(protocol.Happened(event=event))


@answer.register
def _(request: protocol.TrainSeries, desk: Desk) -> Reply:
    from netloom.series import cross_validate, train_repeats

    train_all = {"repeat": train_repeats, "fold": cross_validate}[request.of]
    events = train_all(
        request.project,
        Path(request.path),
        request.count,
        device=request.device,
        threads=request.threads,
        against=_path(request.against),
    )
    folder = ""
    with closing(events):
        for event in events:
            _tell(event, desk)
            folder = event.series if isinstance(event, SeriesStarted) else folder
            if desk.given_up():
                break
    return _series_measured(folder)


@answer.register
def _(request: protocol.EvaluateSeries, _: Desk) -> Reply:
    from netloom.series import evaluate_series

    return _series_measured(evaluate_series(Path(request.series), _path(request.against)).folder)


def _series_measured(folder: str) -> Reply:
    from netloom.training.state import SERIES

    return protocol.SeriesMeasured(series=folder, document=str(Path(folder) / SERIES))


def _path(name: str) -> Path | None:
    """The path of that name; None where none is named."""
    return Path(name) if name else None


@answer.register
def _(request: protocol.ReadAnswers, desk: Desk) -> Reply:
    return desk.answers.window(request, desk)


@answer.register
def _(request: protocol.Evaluate, desk: Desk) -> Reply:
    from netloom.evaluation import evaluate
    from netloom.runs import open_run

    run = open_run(Path(request.run))
    data = _path(request.data)
    report = evaluate(
        run,
        data,
        sheet=request.sheet,
        costs=request.costs,
        importance_seconds=request.importance_seconds,
        tell=desk.reached,
    )
    return protocol.Evaluated(page=str(report.page), document=str(report.page.with_suffix(".json")), told=run.told)


@answer.register
def _(request: protocol.ListRuns, desk: Desk) -> Reply:
    from netloom.data.progress import Reached

    listed = desk.runs.of(Path(request.project), lambda done, of: desk.reached(Reached("reading runs", done, of)))
    return protocol.RunsListed(runs=listed)


@answer.register
def _(request: protocol.ScoreTable, desk: Desk) -> Reply:
    return scored(desk.scoring.get(request, desk.reached), desk.reached)


@answer.register
def _(request: protocol.ScoreRows, desk: Desk) -> Reply:
    return scored_rows(desk.scoring.get(request, desk.reached), request)


@answer.register
def _(request: protocol.DescribeRow, desk: Desk) -> Reply:
    row = desk.row.get(request.run)
    return protocol.RowDescribed(fields=row.fields, event=row.event)


@answer.register
def _(request: protocol.AnswerRow, desk: Desk) -> Reply:
    return desk.row.get(request.run).answered(dict(request.cells), request.threshold)


@answer.register
def _(request: protocol.Predict, desk: Desk) -> Reply:
    from netloom.prediction import predict
    from netloom.runs import open_run

    run, data, out = open_run(Path(request.run)), Path(request.data), Path(request.out)
    how = {"raw": request.raw, "as_input": request.as_input}
    threshold = request.threshold
    found = predict(run, data, out, source=request.source, threshold=threshold, tell=desk.reached, **how)
    told: tuple[Problem, ...] = (*run.told, *found.told)
    return protocol.Predicted(path=str(found.path), rows=found.rows, neutralised=found.neutralised, told=told)


@answer.register
def _(request: protocol.Export, desk: Desk) -> Reply:
    from netloom.exporting.formats import export
    from netloom.runs import open_run

    run = open_run(Path(request.run))
    alone, tell = request.network_only, desk.reached
    exported = export(run, Path(request.out), format=request.format, network_only=alone, tell=tell)
    return protocol.Exported(
        path=str(exported.path),
        examples=str(exported.examples or ""),
        files=str(exported.files or ""),
        largest_difference=exported.largest_difference,
        rows=exported.rows,
        batches=exported.batches,
        parts=tuple(
            protocol.ExportedPart(
                path=part.path.as_posix(),
                largest_difference=part.largest_difference,
                rows=part.rows,
                batches=part.batches,
            )
            for part in exported.parts
        ),
        snippets=_as_reply(exported.snippets),
        told=run.told,
    )


@answer.register
def _(request: protocol.WriteSnippets, _: Desk) -> Reply:
    from netloom.exporting.snippets import snippets
    from netloom.runs import open_run

    return protocol.Snippets(snippets=_as_reply(snippets(open_run(Path(request.run)), request.file)))


def _as_reply(snippets: Mapping[SnippetLanguage, str]) -> tuple[protocol.Snippet, ...]:
    return tuple(protocol.Snippet(language=language, text=text) for language, text in snippets.items())
