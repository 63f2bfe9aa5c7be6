"""Runs, figures and times in words. Nothing here knows Qt."""

from collections.abc import Sequence
from typing import Final

from netloom.events import Reason
from netloom.troubles import trouble_words
from netloom_desktop.training.run import Run

FEW: Final = 3  # troubles of blocks that are told
_ENDS: dict[Reason, str] = {
    "finished": "finished",
    "early_stopping": "stopped early",
    "not_finite": "ran away",
    "stopped": "stopped by hand",
    "discarded": "thrown away",
}
_STATES = {
    "waiting": "waits for its turn",
    "starting": "starting",
    "training": "training",
    "paused": "paused",
    "stopping": "stopping",
    "failed": "failed",
}


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`."""
    if seconds < 1:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def figure_title(name: str) -> str:
    """What a figure is called: `Loss`, `Accuracy`, `MAE`."""
    return name.upper() if name in ("mae", "rmse") else name[:1].upper() + name[1:].replace("_", " ")


def figure_words(value: float | None) -> str:
    """A figure with as many digits as it is read with."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


def short_figure(value: float) -> str:
    """A figure with the two digits that are read at a glance."""
    return f"{float(f'{value:.2g}'):g}"


def ends_in_words(status: str) -> str:
    """How a run ended that is read from its folder."""
    known: dict[str, str] = dict(_ENDS.items())
    return "ended from outside" if status == "training" else known.get(status, status)


def state_words(run: Run) -> str:
    """How far a run is, in a word or two."""
    if run.finished is not None:
        return _ENDS[run.finished.reason]
    return _STATES.get(run.state, "ended from outside")


def progress_words(run: Run) -> str:
    """Where a run is, how fast, and how long yet."""
    if run.state == "waiting":
        return "Waits until another run is over."
    if run.started is None:
        return "Reading the data and preparing the network…"
    parts = [f"Epoch {min(run.epochs + 1, run.planned_epochs):,} of {run.planned_epochs:,}"]
    if run.progress is not None and run.progress.epoch > run.epochs:
        parts.append(f"step {run.progress.step:,} of {run.steps_an_epoch:,}")
    if run.rows_per_second:
        parts.append(f"{run.rows_per_second:,.0f} rows/s")
    if run.seconds_left is not None and run.state != "paused":
        early = run.project is not None and run.project.training.early_stopping is not None
        parts.append(f"{'at most ' if early else ''}{duration(run.seconds_left)} left")
    return " · ".join(parts)


def health_words(run: Run) -> tuple[str, ...]:
    """What is wrong with blocks, as they fared when they were looked at last, a sentence each."""
    return tuple(
        f"{block.node}: {trouble_words(block.trouble, block.share, block.gradient_norm)}"
        for block in run.health.values()
        if block.trouble is not None
    )


def first_few(sentences: Sequence[str]) -> list[str]:
    """The first of several sentences, and how many more there are."""
    more = len(sentences) - FEW
    return [*sentences[:FEW], *([f"… and {more:,} more."] if more > 0 else [])]


def end_words(run: Run) -> str:
    """How a run ended, in a sentence."""
    if run.finished is not None:
        return run.finished.message
    return run.failure
