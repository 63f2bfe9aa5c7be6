"""How the Keras model is trained: its optimizer, losses, figures and callbacks, as the project has them."""

from collections.abc import Callable, Iterator

from netloom.codegen.keras.ends import End
from netloom.codegen.lines import INDENT, Line
from netloom.codegen.schedules import Share, share_of
from netloom.declare import Argument, Call, Value, call, changed_settings, literal
from netloom.planning import Plan
from netloom.settings.schedules import ReduceOnPlateau, Schedule
from netloom.settings.training import EarlyStopping, Training

RATE = "Rate"
SOME_STEPS = 100
DEFAULT_MONITOR = "val_loss"
_IN_KERAS = {"minimum": "min_lr"}  # settings of a plateau that Keras calls otherwise
PLAIN_LOSSES = ("loss", "val_loss")  # of any other figure Keras may not know whether smaller is better


def training_lines(plan: Plan, ends: tuple[End, ...]) -> Iterator[Line]:
    """`model.compile(…)` and the callbacks."""
    training = plan.project.training
    yield Line("model.compile(")
    yield Line(f"{INDENT}optimizer={literal(_optimizer(training))},")
    yield from _setting("loss", ends, lambda end: literal(end.output.loss.keras()))
    if any(end.output.weight != 1 for end in ends):
        yield from _setting("loss_weights", ends, lambda end: literal(end.output.weight))
    yield from _setting("metrics", ends, _figures)
    yield Line(")")
    yield from _callbacks(training, ends)


def _optimizer(training: Training) -> Call | str:
    others: dict[str, Argument] = {}
    if _shares(training):
        others["learning_rate"] = call(RATE)
    if training.clipping is not None:
        others[training.clipping.keras] = training.clipping.limit
    return training.optimizer.keras(**others)


def _shares(training: Training) -> Share | None:
    """The share of the learning rate at each step; Keras has either that or a rate that a callback lowers."""
    return None if training.schedule.watches else share_of(training)


def rate_lines(plan: Plan, steps: int | None) -> Iterator[Line]:
    """The learning rate of each step, where a schedule changes it: of the `steps` in an epoch, if they are known."""
    training = plan.project.training
    if (share := _shares(training)) is None:
        return
    size = training.batch_size
    known = 1 if size == "all" else steps
    comment = "in an epoch" if known else f"in an epoch: change it to yours, the training rows / {size}, rounded up"
    yield Line(f"steps = {known or SOME_STEPS}", comment=comment)
    yield Line("")
    yield Line("")
    yield Line(f"class {RATE}(optimizers.schedules.LearningRateSchedule):")
    yield Line(f'{INDENT}"""{training.schedule.title}: the learning rate of each step."""')
    yield Line("")
    yield Line(f"{INDENT}def __call__(self, step):")
    body = ('step = ops.cast(step, "float32")', *share.first)
    yield from (Line(f"{INDENT * 2}{text}") for text in body)
    yield Line(f"{INDENT * 2}return {training.optimizer.learning_rate!r} * ({share.share})")
    yield Line("")
    yield Line(f"{INDENT}def get_config(self):")
    yield Line(f"{INDENT * 2}return {{}}")


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
    made = [_early_stopping(training.early_stopping, ends), _reduce_on_plateau(training.schedule, ends)]
    yield Line(f"callbacks = [{', '.join(str(each) for each in made if each)}]", comment=_lacking(training, ends))


def _lacking(training: Training, ends: tuple[End, ...]) -> str:
    """What of the training Keras cannot do."""
    stopping, schedule = training.early_stopping, training.schedule
    watched = [each.monitor for each in (stopping, schedule) if isinstance(each, EarlyStopping | ReduceOnPlateau)]
    lacking = []
    if not all(_keras_figure(monitor, ends) for monitor in watched):
        lacking.append("Keras has no figure for the penalty or the loss without it, which the project watches.")
    if schedule.watches and schedule.warm_up:
        lacking.append("Keras cannot warm up a rate that a callback lowers: the warm-up is left out.")
    return " ".join(lacking)


def _early_stopping(stopping: EarlyStopping | None, ends: tuple[End, ...]) -> Call | None:
    if stopping is None or not (monitor := _keras_figure(stopping.monitor, ends)):
        return None
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


def _reduce_on_plateau(schedule: Schedule, ends: tuple[End, ...]) -> Call | None:
    if not isinstance(schedule, ReduceOnPlateau) or not (monitor := _keras_figure(schedule.monitor, ends)):
        return None
    options: dict[str, Value] = {_IN_KERAS.get(name, name): value for name, value in changed_settings(schedule).items()}
    options = {name: value for name, value in options.items() if name != "warm_up"} | {"monitor": monitor}
    if monitor not in PLAIN_LOSSES or schedule.larger:
        options["mode"] = "max" if schedule.larger else "min"
    return call("keras.callbacks.ReduceLROnPlateau", **options)


def _keras_figure(figure: str, ends: tuple[End, ...]) -> str:
    """Keras's name of a figure; empty for the penalty and the loss without it, which it has none for."""
    prefix, name = ("val_", figure.removeprefix("validation_")) if figure.startswith("validation_") else ("", figure)
    if name.endswith("penalty"):
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
