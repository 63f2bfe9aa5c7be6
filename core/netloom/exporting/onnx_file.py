"""One ONNX file from raw rows to answers: the preprocessing, the network, and what makes labels or amounts of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import onnx
from onnx import GraphProto, ModelProto

from netloom.data.preprocess import output_names
from netloom.data.progress import Reached, Tell, nobody
from netloom.exporting.comparing import expected_of
from netloom.exporting.examples import Example, as_json, example_rows
from netloom.exporting.exported import Exported
from netloom.exporting.graphs import joined, rename
from netloom.exporting.heads import Head, add_head, heads
from netloom.exporting.metadata import features, metadata
from netloom.exporting.network import answer, entry, network_graph
from netloom.exporting.proof import Tensors, prove
from netloom.exporting.sample import sample
from netloom.exporting.snippets import snippets_of
from netloom.files import write_atomically
from netloom.onnx_graph import GraphBuilder, to_bytes
from netloom.runs import Run
from netloom.settings.exports import EXAMPLES


def export_onnx(run: Run, path: Path, *, network_only: bool = False, tell: Tell = nobody) -> Exported:
    """Write a run as one ONNX file (opset 20, ai.onnx.ml 3, IR 10), once it is proven to answer as the network does.

    It takes raw rows: an input [rows, 1] for each column that enters, named as it: float32 for a number (NaN where
    it is missing) and for a date (days since 1970-01-01, the time of day as fraction), string for a category ("" where
    it is missing). It answers `label` [rows] (int64 if all classes are whole numbers, else string) and `probabilities`
    [rows, classes], or `prediction` [rows] in the target's units (float32, or float64 for a target that float32 cannot
    tell apart). Of several Outputs each adds its own name, and a name that is also an input's gets a trailing `_`. Five
    rows with their answers are written beside it, as `examples.json`.

    With `network_only` the file takes what the Input blocks deliver, by their ids, and answers without labels; there
    are no examples.

    The file is run in onnxruntime on test rows in batches of 1, 2 and 33. ExportError, and nothing written, where an
    answer is off by more than 1e-4·max(1, |y|) in probabilities or scaled units; DataError where the data is gone.
    """
    tell(Reached("Reading the rows that training never saw"))
    rows = sample(run)
    taken = [planned.id for planned in run.plan.inputs] if network_only else run.preprocess.columns
    named = heads(run.plan, run.scales, taken, labels=not network_only)
    expected = [expected_of(head, rows.answers) for head in named]
    tell(Reached("Writing the network as ONNX"))
    model = _network_alone(run, named) if network_only else _from_raw_rows(run, named)
    feed = _features(run, rows.feed) if network_only else rows.feed
    content = to_bytes(model)
    tell(Reached("Comparing it with the trained network"))
    proof = prove(content, feed, expected)
    write_atomically(path, content)
    exported = Exported(path, proof.largest_difference, rows.rows, proof.batches)
    return exported if network_only else _with_examples(exported, run, named, example_rows(feed, expected, rows.rows))


def _with_examples(exported: Exported, run: Run, named: Sequence[Head], examples: Sequence[Example]) -> Exported:
    beside = exported.path.with_name(EXAMPLES)
    write_atomically(beside, as_json(examples))
    return replace(exported, examples=beside, snippets=snippets_of(run, named, examples, exported.path.name))


def _features(run: Run, feed: Tensors) -> Tensors:
    """What the Input blocks deliver to the network; one that leads nowhere is no input of it."""
    features = run.preprocess.features(feed)
    return {planned.id: features[planned.id] for planned in run.plan.inputs}


def _from_raw_rows(run: Run, named: Sequence[Head]) -> ModelProto:
    """Preprocessing, network and heads in one model."""
    inside, behind = (_unlike(prefix, run.preprocess.columns) for prefix in ("net:", "post:"))
    preprocess = onnx.load_from_string(run.preprocess.content).graph
    entries = {name: entry(id, inside) for id, name in output_names(run.project).items()}
    rename(preprocess, lambda name: entries.get(name, name))
    network = network_graph(run.network(), run.plan, inside)
    head = _head_graph(named, GraphBuilder(behind), inside)
    return joined([preprocess, network, head], preprocess.input, head.output, metadata(run, named))


def _network_alone(run: Run, named: Sequence[Head]) -> ModelProto:
    """The network and heads without labels: numbers in, numbers out."""
    network = network_graph(run.network(), run.plan, "net:")
    entries = {entry(planned.id, "net:"): planned.id for planned in run.plan.inputs}
    rename(network, lambda name: entries.get(name, name))
    head = _head_graph(named, GraphBuilder("post:"), "net:")
    told = metadata(run, named) | {"features": features(run.project)}
    return joined([network, head], network.input, head.output, told)


def _head_graph(named: Sequence[Head], graph: GraphBuilder, prefix: str) -> GraphProto:
    for head in named:
        add_head(graph, head, answer(head.planned.id, prefix))
    return graph.model("heads", {}).graph


def _unlike(prefix: str, columns: Collection[str]) -> str:
    """The prefix, with further colons if a column begins with it."""
    while any(column.startswith(prefix) for column in columns):
        prefix += ":"
    return prefix
