"""`netloom new`, `netloom check` and `netloom show`: a project before it is trained."""

from __future__ import annotations  # types are named without loading what they come from

from pathlib import Path
from shlex import quote
from typing import Annotated, Any, Literal

from typer import Argument, Exit, Option

import netloom
from netloom.cli.arguments import AsJson, ProjectFile, Sheet
from netloom.cli.console import count, emit, figure, item, say, table, tell
from netloom.cli.summary import print_summary, summary

SHOWN = 60  # columns of a table that are listed before the rest is only counted


def new(
    data: Annotated[Path, Argument(metavar="DATA", help="A CSV, TSV (also .gz), Parquet or Excel file.")],
    target: Annotated[str, Option(metavar="COLUMN", help="The column to predict.")],
    out: Annotated[
        Path | None, Option(metavar="PROJECT", help="The project file to write.", show_default="DATA's name, here")
    ] = None,
    sheet: Sheet = "",
    all: Annotated[bool, Option("--all", help="List every column, however many.")] = False,
) -> None:
    """Make a sensible starter project from a table, and tell each decision."""
    path = out or Path(data.name.split(".")[0] + ".netloom")
    if path.exists():
        raise netloom.InputError(f"{path} is there already. Name another file with --out, or remove it.")
    started = netloom.new_project(data, target, path, sheet=sheet)
    netloom.save(started.project, path)
    _print_profile(started, every=all)
    tell(started.profile.told)
    say("\nDecisions")
    for decision in started.decisions:
        item(decision)
    say(f"\n{path} written. Next: netloom train {quote(str(path))}")


def _print_profile(started: netloom.Started, *, every: bool) -> None:
    profile, data = started.profile, started.project.data
    sheet = getattr(data.source, "sheet", "")
    where = f"{data.source.path}, sheet {sheet!r}" if sheet else data.source.path
    say(f"{where}: {count(profile.rows, 'row')}, {count(len(profile.columns), 'column')}\n")
    columns = profile.columns if every else profile.columns[:SHOWN]
    roles = {column.name: column.role for column in data.columns}
    counts = [[f"{number:,}" if number else "" for number in (each.missing, each.distinct)] for each in columns]
    rows = [
        (each.name, each.kind, roles[each.name], *numbers, _range(each))
        for each, numbers in zip(columns, counts, strict=True)
    ]
    table(("column", "kind", "role", "missing", "different", "values"), rows, numbers=("missing", "different"))
    if len(columns) < len(profile.columns):
        say(f"… and {count(len(profile.columns) - len(columns), 'more column')}: --all lists them")


def _range(column: netloom.ColumnProfile) -> str:
    if column.minimum is not None and column.kind == "number":
        return f"{figure(column.minimum)} to {figure(column.maximum)}, mean {figure(column.mean)}"
    if column.levels and column.kind in ("category", "yes_no", "constant"):
        return _some([level.value for level in column.levels])
    return "e.g. " + _some(list(column.examples)) if column.examples else ""


def _some(values: list[str]) -> str:
    short = [value if len(value) <= 24 else value[:23] + "…" for value in values[:4]]
    return ", ".join(short) + (", …" if len(values) > len(short) else "")


def check(
    project: ProjectFile,
    fix: Annotated[bool, Option("--fix", help="Mend what one change can mend, and save.")] = False,
    json: AsJson = False,
) -> None:
    """Look for problems without training. Exit status 2 if there is one that keeps it from being trained."""
    loaded = netloom.load(project)
    mended, fixed = _mended(loaded, project.parent) if fix else (loaded, [])
    if fixed:
        netloom.save(mended, project)
    problems = _problems(mended, project.parent)
    if json:
        emit({"project": str(project), "fixed": fixed, "problems": [_described(problem) for problem in problems]})
    else:
        for label in fixed:
            say(f"fixed: {label}")
        tell(problems)
        say(_verdict(problems, project))
    if _errors(problems):
        raise Exit(2)


def _problems(project: netloom.Project, folder: Path) -> list[netloom.Problem]:
    return [*netloom.plan(project).problems, *netloom.data_problems(project, folder)]


def _errors(problems: list[netloom.Problem]) -> list[netloom.Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _mended(project: netloom.Project, folder: Path) -> tuple[netloom.Project, list[str]]:
    """The project after every fix there is, one after the other, and what each of them did."""
    fixed: list[str] = []
    while True:
        fixes = [problem.fix for problem in _problems(project, folder) if problem.fix]
        fix = next((fix for fix in fixes if fix.label not in fixed), None)
        if fix is None:
            return project, fixed
        for edit in fix.edits:
            project = edit(project)
        fixed.append(fix.label)


def _described(problem: netloom.Problem) -> dict[str, Any]:
    label = problem.fix.label if problem.fix else None
    return problem.model_dump(mode="json", exclude={"fix"}) | {"fix": label}


def _verdict(problems: list[netloom.Problem], project: Path) -> str:
    errors = _errors(problems)
    if not errors:
        return f"{project} can be trained."
    mended = any(problem.fix for problem in errors)
    return count(len(errors), "error") + (
        f". Mend what can be mended: netloom check {quote(str(project))} --fix" if mended else "."
    )


def show(
    project: ProjectFile,
    code: Annotated[Literal["pytorch", "keras"] | None, Option(help="Print the network as source code.")] = None,
    snippet: Annotated[
        Literal["python", "javascript"] | None,
        Option(help="Print a program that asks the ONNX file of the latest run for its answer to a row."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Print each block with its output shape, parameters and multiply-adds; or the network as code."""
    if snippet:
        _show_snippet(project, snippet, json=json)
        return
    plan = netloom.plan(netloom.load(project))
    if json:
        emit(summary(plan) | ({"code": _code(plan, code)} if code else {}))
    elif code:
        say(_code(plan, code).rstrip())
    else:
        print_summary(plan)
    if plan.errors:
        raise Exit(2)


def _show_snippet(path: Path, language: Literal["python", "javascript"], *, json: bool) -> None:
    run = netloom.open_run(path)
    tell(run.told, stderr=True)
    text = netloom.snippets(run, "model.onnx" if path.is_dir() else f"{path.stem}.onnx")[language]
    if json:
        emit({"language": language, "text": text})
    else:
        say(text.rstrip())


def _code(plan: netloom.Plan, library: Literal["pytorch", "keras"]) -> str:
    written = {"pytorch": netloom.source, "keras": netloom.keras_source}
    return written[library](plan).text
