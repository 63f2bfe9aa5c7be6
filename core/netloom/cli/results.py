"""`netloom evaluate`, `netloom predict` and `netloom export`: what a trained run is good for."""

from __future__ import annotations  # types are named without loading what they come from

from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

from typer import Option

import netloom
from netloom.cli.arguments import AsJson, RunFolder, Sheet
from netloom.cli.console import count, emit, item, say, table, tell, written
from netloom.cli.series import print_series


def evaluate(  # noqa: PLR0913  # one argument for each option of the command
    run: RunFolder,
    data: Annotated[
        Path | None, Option(metavar="FILE", help="A table to score on, instead of the test rows.", show_default=False)
    ] = None,
    cost_false_positive: Annotated[
        float | None, Option(min=0, metavar="COST", help="What a false alarm costs (1).", show_default=False)
    ] = None,
    cost_false_negative: Annotated[
        float | None, Option(min=0, metavar="COST", help="What a missed case costs (1).", show_default=False)
    ] = None,
    gain_true_positive: Annotated[
        float | None, Option(min=0, metavar="GAIN", help="What a hit earns (0).", show_default=False)
    ] = None,
    gain_true_negative: Annotated[
        float | None,
        Option(min=0, metavar="GAIN", help="What a case rightly left alone earns (0).", show_default=False),
    ] = None,
    importance_seconds: Annotated[
        float | None,
        Option(min=0, metavar="SECONDS", help="Longest time for the importance of columns (5); 0 leaves it out."),
    ] = None,
    against: Annotated[
        Path | None,
        Option(
            metavar="OTHER", help="Of a series: another series, run or project to compare with.", show_default=False
        ),
    ] = None,
    sheet: Sheet = "",
    json: AsJson = False,
) -> None:
    """Measure the network on rows it has never seen, beside three baselines, and write the report.

    For an answer of yes or no, costs and gains in any one unit choose the probability from which on to say yes. Of a
    series of runs (its folder) the figures of all of them are summed up.
    """
    given = {
        "false_positive": cost_false_positive,
        "false_negative": cost_false_negative,
        "true_positive_gain": gain_true_positive,
        "true_negative_gain": gain_true_negative,
    }
    known = {name: value for name, value in given.items() if value is not None}
    if netloom.is_series(run):
        _evaluate_series(
            run, against, of_one_run=bool(known or data or sheet or importance_seconds is not None), json=json
        )
        return
    if against is not None:
        raise netloom.InputError(
            f"--against compares a series, and {run} stands for a single run, which shows no spread. Name the folder "
            "of a series, or train one: netloom train PROJECT --repeats 5"
        )
    costs = netloom.Costs(**known) if known else None
    report = netloom.evaluate(_opened(run), data, sheet=sheet, costs=costs, importance_seconds=importance_seconds)
    if json:
        emit(report.document())
        return
    for output in report.outputs:
        _print_output(output)
    say(f"\nThe whole report: {report.page}")


def _evaluate_series(path: Path, against: Path | None, *, of_one_run: bool, json: bool) -> None:
    if of_one_run:
        raise netloom.InputError(
            f"{path} is a series; other data, costs and the importance of columns are asked of one run. Name the "
            "folder of one of its runs."
        )
    series = netloom.evaluate_series(path, against)
    if json:
        emit(series.model_dump(mode="json"))
    else:
        print_series(series)


def _opened(path: Path) -> netloom.Run:
    """The run, and on stderr what should be known of it."""
    run = netloom.open_run(path)
    tell(run.told, stderr=True)
    return run


def _print_output(output: netloom.OutputReport) -> None:
    say(f"{output.target}: {output.task}, {count(output.rows, 'row')}\n")
    network, baselines = output.network, [model for model in output.baselines if model.estimates]
    rows = [
        (
            metric.title,
            _with_interval(network.estimate(metric)),
            *(written(metric.unit, model.estimate(metric).value) for model in baselines),
        )
        for metric in output.metrics
    ]
    headings = (network.title, *(model.title for model in baselines))
    table(("", *headings), rows, numbers=headings)
    say(f"\n{output.verdict.headline}")
    for sentence in (*output.verdict.sentences, *output.verdict.caveats):
        item(sentence)
    say()
    for sentence in output.remarks:
        item(sentence)


def _with_interval(estimate: netloom.Estimate) -> str:
    """`80.1 % (78.0 to 82.3)`: the value and its 95 % interval."""
    value, unit = written(estimate.metric.unit, estimate.value), estimate.metric.unit
    if estimate.interval is None:
        return value
    low, high = (written(unit, bound).removesuffix(" %") for bound in estimate.interval)
    return f"{value} ({low} to {high})"


def predict(  # noqa: PLR0913  # one argument for each option of the command
    run: RunFolder,
    data: Annotated[Path, Option(metavar="FILE", help="The table to predict: CSV, TSV (also .gz), Parquet or Excel.")],
    out: Annotated[Path, Option(metavar="FILE", help="Where to, such as answers.csv, .xlsx, .parquet.")],
    sheet: Sheet = "",
    threshold: Annotated[
        float | None,
        Option(
            min=0,
            max=1,
            metavar="SHARE",
            help="Of two classes: answer the second where its probability is above this, such as 0.37.",
            show_default=False,
        ),
    ] = None,
    as_input: Annotated[
        bool, Option("--as-input", help="Write text as DATA is written: its delimiter, decimal mark and encoding.")
    ] = False,
    drift: Annotated[
        Path | None,
        Option(metavar="FILE", help="Write how unlike the training data it is, as JSON.", show_default=False),
    ] = None,
    raw: Annotated[bool, Option("--raw", help="Leave text that a spreadsheet would run as it is.")] = False,
) -> None:
    """Predict every row of a table: its own columns, the prediction and the probability of each class.

    What in it is unlike the training data is told, and with --drift written for each column.
    """
    opened, source = _opened(run), netloom.TableFile(sheet=sheet)
    prediction = netloom.predict(opened, data, out, source=source, raw=raw, as_input=as_input, threshold=threshold)
    tell(prediction.told, stderr=True)
    if drift is not None:
        _write_drift(prediction, drift)
    if prediction.neutralised:
        cells = count(prediction.neutralised, "cell")
        say(f"{cells} would have run in a spreadsheet and now begin with an apostrophe; --raw leaves them as they are")
    say(f"{count(prediction.rows, 'row')} predicted by run {opened.folder.name}: {prediction.path}")


def _write_drift(prediction: netloom.Prediction, path: Path) -> None:
    """Writes how unlike the training data the rows are; why that is not known is told by then."""
    if prediction.drift is not None:
        netloom.write_atomically(path, (prediction.drift.model_dump_json(indent=2) + "\n").encode())
        say(f"{path} written: {prediction.drift.headline}")


def export(
    run: RunFolder,
    out: Annotated[Path, Option(metavar="PATH", help="The file to write, or for pytorch the folder.")],
    format: Annotated[
        Literal["onnx", "pytorch", "keras", "report", "zip"],
        Option(
            help="onnx: one file that takes raw rows. pytorch: a folder that trains and predicts without Netloom. "
            "keras: the same as a script. report: how good it is, as a page. zip: all of these in one file."
        ),
    ] = "onnx",
    network_only: Annotated[
        bool, Option("--network-only", help="Of onnx: the network alone, taking prepared numbers.")
    ] = False,
) -> None:
    """Write a run for use without Netloom, and prove that it answers as the trained network does."""
    exported = netloom.export(_opened(run), out, format=format, network_only=network_only)
    _TOLD[format](exported)
    if format == "onnx" and not network_only:
        say(f"a program that asks it: netloom show {quote(str(run))} --snippet python (or javascript)")


def _tell_of_file(exported: netloom.Exported) -> None:
    batches = ", ".join(map(str, exported.batches))
    say(f"{exported.path} written and run in onnxruntime on {count(exported.rows, 'row')}, in batches of {batches}:")
    _tell_of_proof(exported)
    if exported.examples:
        say(f"{exported.examples} written: raw rows with their answers")


def _tell_of_folder(exported: netloom.Exported) -> None:
    say(f"{exported.path} written, and its predict.py run on {count(exported.rows, 'row')}:")
    _tell_of_proof(exported)
    say(f"{exported.path / 'README.md'} tells how to use it")


def _tell_of_script(exported: netloom.Exported) -> None:
    say(f"{exported.path} written, and beside it {exported.files}, which it needs")
    if exported.largest_difference is None:
        say("it was not compared with the trained network, since Keras is not installed here")
        return
    say(f"its weights were run on {count(exported.rows, 'row')}:")
    _tell_of_proof(exported)


def _tell_of_report(exported: netloom.Exported) -> None:
    say(f"{exported.path} written")


def _tell_of_zip(exported: netloom.Exported) -> None:
    say(f"{exported.path} written; its README.md says what is what, with the SHA-256 of each file")
    for part in exported.parts:
        if part.largest_difference is not None:
            say(f"{part.path}: run on {count(part.rows, 'row')}")
            _tell_of_proof(part)


def _tell_of_proof(exported: netloom.Exported) -> None:
    say(f"the largest difference from the trained network is {exported.largest_difference:.1e}")


_TOLD: dict[str, Callable[[netloom.Exported], None]] = {
    "onnx": _tell_of_file,
    "pytorch": _tell_of_folder,
    "keras": _tell_of_script,
    "report": _tell_of_report,
    "zip": _tell_of_zip,
}
