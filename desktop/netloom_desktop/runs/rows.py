"""A run as a row of the table: what an engine has listed of it, and what this window hears of it. No Qt here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from netloom.run_summaries import RunSetting, RunSummary, Score
from netloom.settings.metrics import PENALIZED
from netloom_desktop.training.book import Entry
from netloom_desktop.training.run import VALIDATION, Run
from netloom_desktop.training.wording import ends_in_words


@dataclass(frozen=True, eq=False)
class Row:
    """What is known of one run. One that has no `entry` told nothing that could be drawn; one that has no `folder` has
    not begun. Figures are those of the best epoch, on the validation rows where there are any."""

    name: str
    folder: Path | None
    entry: Entry | None
    ended: str
    started: str = ""
    epochs: int = 0
    best_epoch: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    settings: Mapping[str, RunSetting] = field(default_factory=dict)
    series: str = ""
    of_series: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    message: str = ""
    is_damaged: bool = False

    @property
    def is_live(self) -> bool:
        """Whether more will come of it."""
        return self.entry is not None and self.entry.is_live


def rows_of(summaries: Iterable[RunSummary], entries: Iterable[Entry]) -> tuple[Row, ...]:
    """All runs, the latest first: those that are listed, and those that are not listed yet."""
    own = [entry for entry in entries if not entry.elsewhere]
    by_folder = {entry.run.folder: entry for entry in own if entry.run.folder is not None}
    listed = {Path(summary.folder): summary for summary in summaries}
    rows = [_listed(summary, by_folder.get(folder)) for folder, summary in listed.items()]
    rows += [_heard(entry) for entry in own if entry.run.folder is None or entry.run.folder not in listed]
    return tuple(reversed(rows))


def _listed(summary: RunSummary, entry: Entry | None) -> Row:
    heard = entry.run if entry is not None and entry.is_live else None
    place = summary.place
    words = f"{place.series}: {place}{' ★' if summary.representative else ''}" if place is not None else ""
    figures = {measured.name: measured.value for measured in summary.best_figures}
    return Row(
        name=entry.name if entry is not None else " · ".join(filter(None, (summary.name, summary.label))),
        folder=Path(summary.folder),
        entry=entry,
        ended=entry.state_words if entry is not None and heard is not None else ends_in_words(summary.status),
        started=_local(summary.started),
        epochs=heard.epochs if heard is not None else summary.epochs,
        best_epoch=heard.best_epoch if heard is not None else summary.best_epoch,
        figures=_shown(heard.best if heard is not None else figures),
        scores=summary.scores,
        settings={setting.path: setting for setting in summary.settings},
        series=words,
        of_series=place.series if place is not None else "",
        note=summary.note,
        tags=summary.tags,
        message=summary.message,
        is_damaged=summary.status == "damaged",
    )


def _heard(entry: Entry) -> Row:
    run: Run = entry.run
    return Row(
        name=entry.name,
        folder=run.folder,
        entry=entry,
        ended=entry.state_words,
        epochs=run.epochs,
        best_epoch=run.best_epoch,
        figures=_shown(run.best),
        message=run.failure,
    )


def _shown(figures: Mapping[str, float]) -> dict[str, float]:
    """Each figure by its name, on the validation rows where there are any."""
    names = dict.fromkeys(name.removeprefix(VALIDATION) for name in figures)
    found = {name: figures.get(VALIDATION + name, figures.get(name)) for name in names if name not in PENALIZED}
    return {name: value for name, value in found.items() if value is not None}


def _local(time: str) -> str:
    """When it was, by the clock of this machine; as it is written where that is no time."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return time[:16]
