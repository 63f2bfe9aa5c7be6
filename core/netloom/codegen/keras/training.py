"""How the Keras model is trained: its optimizer, losses, figures and callbacks, as the project has them."""

from collections.abc import Callable, Iterator

from netloom.codegen.keras.ends import End
from netloom.codegen.lines import INDENT, Line
from netloom.declare import Call, Value, call, literal
from netloom.planning import Plan
from netloom.settings.training import EarlyStopping, Training

DEFAULT_MONITOR = "val_loss"
PLAIN_LOSSES = ("loss", "val_loss")  # of any other figure Keras may not know whether smaller is better


def training_lines(plan: Plan, ends: tuple[End, ...]) -> Iterator[Line]:
    """`model.compile(…)` and the callbacks."""
    training = plan.project.training
    yield Line("model.compile(")
    yield Line(f"{INDENT}optimizer={literal(training.optimizer.keras())},")
    yield from _setting("loss", ends, lambda end: literal(end.output.loss.keras()))
    if any(end.output.weight != 1 for end in ends):
        yield from _setting("loss_weights", ends, lambda end: literal(end.output.weight))
    yield from _setting("metrics", ends, _figures)
    yield Line(")")
    yield from _callbacks(training, ends)


def _setting(name: str, ends: tuple[End, ...], written: Callable[[End], str]) -> Iterator[Line]:
    """What each Output says, by the name of its layer where there are several."""
    if len(ends) == 1:
        yield Line(f"{INDENT}{name}={written(ends[0])},", ends[0].output.id)
        return
    yield Line(f"{INDENT}{name}={{")
    for end in ends:
        yield Line(f"{INDENT * 2}{literal(end.value)}: {written(end)},", end.output.id)
    yield Line(f"{INDENT}}},")


def _figures(end: End) -> str:
    if end.output.target.task == "regression":
        return f'["mae", {call("keras.metrics.RootMeanSquaredError", name="rmse")}]'
    return '["accuracy"]'


def _callbacks(training: Training, ends: tuple[End, ...]) -> Iterator[Line]:
    stopping = training.early_stopping
    monitor = _keras_figure(stopping.monitor, ends) if stopping else ""
    made = _early_stopping(stopping, monitor) if stopping and monitor else ""
    comment = "Keras has no figure for the penalty, which the project watches." if stopping and not monitor else ""
    yield Line(f"callbacks = [{made}]", comment=comment)


def _early_stopping(stopping: EarlyStopping, monitor: str) -> Call:
    options: dict[str, Value] = {}
    if monitor != DEFAULT_MONITOR:
        options["monitor"] = monitor
    if stopping.min_delta:
        options["min_delta"] = stopping.min_delta
    if stopping.patience:
        options["patience"] = stopping.patience
    if monitor not in PLAIN_LOSSES or stopping.larger:
        options["mode"] = "max" if stopping.larger else "min"
    if stopping.restore_best:
        options["restore_best_weights"] = True
    return call("keras.callbacks.EarlyStopping", **options)


def _keras_figure(figure: str, ends: tuple[End, ...]) -> str:
    """Keras's name of a figure; empty for the penalty, which it has none for."""
    prefix, name = ("val_", figure.removeprefix("validation_")) if figure.startswith("validation_") else ("", figure)
    if name == "penalty":
        return ""
    output, _, measured = name.rpartition("_")
    layers = {end.output.attribute: end.value for end in ends}
    return f"{prefix}{layers[output]}_{measured}" if output in layers else prefix + name


def fit_lines(plan: Plan) -> Iterator[Line]:
    """How to train it, as a comment: the rows are not in the source."""
    training = plan.project.training
    size = "len(x)" if training.batch_size == "all" else training.batch_size
    balanced = training.class_weights == "balanced" and any(output.target.classes for output in plan.outputs)
    words = ["x, y", f"batch_size={size}", f"epochs={training.epochs}", "validation_data=(x_validation, y_validation)"]
    words += ["sample_weight=weights"] * balanced + ["callbacks=callbacks"]
    yield Line(f"# model.fit({', '.join(words)})")
    if balanced:
        yield Line("# weights: for each row, rows / (classes * rows of its class)")
