"""The runs of a project on the command line: listed, noted, compared, deleted and brought back."""

from __future__ import annotations  # types are named without loading what they come from

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Annotated

from typer import Argument, Option

import netloom
from netloom.cli.arguments import AsJson, ProjectFile
from netloom.cli.console import emit, figure, item, say, table
from netloom.cli.series import print_series_lines

OneRun = Annotated[Path, Argument(metavar="RUN", help="The folder of a run, such as houses-runs/003.")]
_SIGNS = {"added": "+", "removed": "−", "changed": "≠"}


def runs(
    project: ProjectFile,
    tag: Annotated[str, Option(metavar="TAG", help="Only those with this tag.", show_default=False)] = "",
    json: AsJson = False,
) -> None:
    """List the runs of a project: how each ended, how far it came, its figures, and what differs between them."""
    found = netloom.runs_of(project)
    if not found and not project.exists():
        raise netloom.InputError(
            f"There is no {project}. Name a project file, such as the ones that netloom new makes."
        )
    shown = [run for run in found if not tag or tag in run.tags]
    if json:
        emit([run.model_dump(mode="json") for run in shown])
    elif shown:
        print_runs(shown)
        print_series_lines(netloom.series_of(project))
    elif found:
        say(f"{project} has no runs with the tag {tag}, and {len(found):,} without it.")
    else:
        say(f"{project} has no runs yet. Next: netloom train {quote(str(project))}")


def print_runs(found: Sequence[netloom.RunSummary]) -> None:
    """Prints runs as a table."""
    columns: list[tuple[str, list[str]]] = [
        ("run", [run.name for run in found]),
        ("called", [run.label for run in found]),
        ("started", [run.started[:16].replace("T", " ") for run in found]),
        ("ended", [run.status for run in found]),
        ("epochs", [f"{run.epochs:,}" for run in found]),
        ("best", [f"{run.best_epoch:,}" for run in found]),
        ("series", [_place(run) for run in found]),
        ("what differs", _differing(found)),
        ("figures of the best epoch", [_figures(run) for run in found]),
        ("on test rows", ["  ".join(f"{each.metric} {figure(each.value)}" for each in run.scores) for run in found]),
        ("tags", [", ".join(run.tags) for run in found]),
        ("note", [" ".join(run.note.split()) for run in found]),
    ]
    filled = [(heading, cells) for heading, cells in columns if any(cells)]
    rows = zip(*(cells for _, cells in filled), strict=True)
    table([heading for heading, _ in filled], rows, numbers=("epochs", "best"), whole=_WHOLE)
    for run in found:
        if run.status == "damaged":
            item(run.message)


_WHOLE = ("run", "called", "started", "ended", "epochs", "best", "series")


def _place(run: netloom.RunSummary) -> str:
    """`series-001: repeat 2 of 5 *`; the star marks the run that stands for the series."""
    return f"{run.place.series}: {run.place}{' *' if run.representative else ''}" if run.place else ""


def _differing(found: Sequence[netloom.RunSummary]) -> list[str]:
    """Of each run the settings that are not the same in all."""
    values: dict[str, set[str]] = {}
    sound = [run for run in found if run.settings]
    for run in sound:
        for setting in run.settings:
            values.setdefault(setting.path, set()).add(setting.value)
    numbers = {path: sum(path in {each.path for each in run.settings} for run in sound) for path in values}
    differ = {path for path in values if len(values[path]) > 1 or numbers[path] < len(sound)}
    return [
        "  ".join(f"{setting.title} {setting.value}" for setting in run.settings if setting.path in differ)
        for run in found
    ]


def _figures(run: netloom.RunSummary) -> str:
    """Those on the validation rows, or where there are none, those on the training rows."""
    shown = [measured for measured in run.best_figures if not measured.name.endswith("penalty")]
    validation = [measured for measured in shown if measured.name.startswith("validation_")]
    return "  ".join(f"{measured.name} {figure(measured.value)}" for measured in validation or shown)


def note(
    run: OneRun,
    text: Annotated[
        str | None, Argument(metavar="TEXT", help="The note; an empty one takes it away.", show_default=False)
    ] = None,
    tag: Annotated[list[str] | None, Option(metavar="TAG", help="Give the run a tag.", show_default=False)] = None,
    untag: Annotated[list[str] | None, Option(metavar="TAG", help="Take a tag away.", show_default=False)] = None,
) -> None:
    """Note something of a run, and give it tags; with neither, print what was noted."""
    before = netloom.read_notes(run)
    if text is None and not tag and not untag:
        say("\n".join(filter(None, (before.note, ", ".join(before.tags)))) or f"Nothing is noted of {run}.")
        return
    kept = [each for each in before.tags if each not in (untag or ())]
    netloom.note_run(run, netloom.noted(before.note if text is None else text, [*kept, *(tag or ())]))


def compare(
    before: Annotated[Path, Argument(metavar="RUN", help="The folder of a run, or a project file.")],
    after: Annotated[Path, Argument(metavar="OTHER", help="Another one, which is told by what differs.")],
    json: AsJson = False,
) -> None:
    """Tell what is different in the project of one run from that of another, or from a project file."""
    found = netloom.told_changes(netloom.project_at(before), netloom.project_at(after))
    if json:
        emit([change.model_dump(mode="json") for change in found])
        return
    for change in found:
        say(f"{_SIGNS[change.how]} {change.sentence}")
    if not found:
        say(f"{before} and {after} hold the same project.")


def delete(run: OneRun) -> None:
    """Delete a run, or a whole series by its folder. For 30 days `netloom undelete` brings it back."""
    deleted = netloom.delete_runs([run])
    say(f"{deleted.words} deleted. To bring it back: netloom undelete {quote(str(run.parent))}")


def undelete(
    runs: Annotated[Path, Argument(metavar="RUNS", help="The folder that the runs were in, such as houses-runs.")],
    name: Annotated[
        str, Argument(metavar="NAME", help="Which run, if not what was deleted last.", show_default=False)
    ] = "",
) -> None:
    """Bring back the runs that were deleted last, or those that were deleted together with a run of that name."""
    found = netloom.deleted_runs(runs)
    wanted = [deleted for deleted in found if not name or name in deleted.names]
    if not wanted:
        there = ", ".join(dict.fromkeys(each for deleted in found for each in deleted.names)) or "none"
        raise netloom.RunError(f"{runs} has no deleted run{f' {name}' if name else ''}. There are: {there}.")
    for folder in netloom.bring_back(wanted[-1]):
        say(f"{folder} is there again.")
