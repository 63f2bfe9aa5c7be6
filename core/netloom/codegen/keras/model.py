"""Plan → readable Keras 3, in the functional API: one line for each block, one function for each group."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netloom.blocks import Input
from netloom.codegen.keras.ends import End, with_ends
from netloom.codegen.keras.functions import Writer, functions_of
from netloom.codegen.keras.names import separator_of, variable
from netloom.codegen.keras.training import fit_lines, rate_lines, training_lines
from netloom.codegen.lines import INDENT, Line, Source, spaced
from netloom.declare import call
from netloom.errors import PlanError
from netloom.naming import slug
from netloom.planning import Plan, PlannedInput
from netloom.signature import input_columns

HEADER = '''\
"""A neural network made with Netloom, in Keras 3. It needs keras and one of its backends: TensorFlow, JAX, PyTorch."""

'''
IMPORTED = ("layers", "ops", "optimizers", "regularizers")


def keras_source(plan: Plan) -> Source:
    """The Keras source of a plan without errors; PlanError tells the errors of any other.

    Running it makes `model`, compiled as the project is trained, and `callbacks`. The layers are called as in the
    PyTorch source, the last one ends with the activation of its Output, and targets of classes are their indices.
    """
    functions, model = _parts(plan, None)
    lines = [line for function in functions for line in spaced(function)]
    lines += spaced([*model, Line("model.summary()"), Line(""), *fit_lines(plan)])
    return Source.of([*_header(lines), *lines])


def keras_function(plan: Plan, steps: int) -> Source:
    """The same lines as a function `build()` that returns `model` and `callbacks`, with the imports that it needs.

    `steps` are those in an epoch, which a schedule of the learning rate has to know.
    """
    functions, model = _parts(plan, steps)
    body = [line for function in functions for line in (*function, Line(""))]
    within = [replace(line, text=f"{INDENT}{line.text}" if line.text else "") for line in (*body, *model)]
    what = Line(f'{INDENT}"""The model, compiled as it is trained, and what watches its training."""')
    lines = [Line("def build():"), what, *within, Line(f"{INDENT}return model, callbacks")]
    return Source.of([*_imports(lines), *spaced(lines)])


def _parts(plan: Plan, steps: int | None) -> tuple[tuple[tuple[Line, ...], ...], list[Line]]:
    """The functions of the groups, what sets the learning rate, and the lines that make `model` and `callbacks`."""
    if plan.errors:
        raise PlanError(plan.errors)
    separator = separator_of(plan)
    functions = functions_of(plan, separator)
    rate = tuple(rate_lines(plan, steps))
    return (*functions.texts, *([rate] if rate else [])), list(_model(plan, Writer(separator, functions.names)))


def _header(lines: Iterable[Line]) -> Iterator[Line]:
    yield from map(Line, HEADER.splitlines())
    yield from _imports(lines)


def _imports(lines: Iterable[Line]) -> Iterator[Line]:
    yield Line("import keras")
    used = [name for name in IMPORTED if any(re.search(rf"\b{name}\.", line.text) for line in lines)]
    if used:
        yield Line(f"from keras import {', '.join(used)}")


def _model(plan: Plan, writer: Writer) -> Iterator[Line]:
    steps, ends = with_ends(plan)
    if plan.project.training.precision == "bfloat16":
        yield Line(
            'keras.config.set_dtype_policy("mixed_bfloat16")', comment="of all layers that are made from here on"
        )
    yield from (_input(plan, planned) for planned in plan.inputs)
    yield from writer.lines(steps)
    yield from (_added(end) for end in ends if end.added)
    inputs = _one_or_list([variable(planned.attribute) for planned in plan.inputs])
    outputs = _one_or_list([variable(end.value) for end in ends])
    name = f', name="{slug(plan.project.name, "model")}"' if plan.project.name else ""
    yield Line("")
    yield Line(f"model = keras.Model(inputs={inputs}, outputs={outputs}{name})")
    yield from training_lines(plan, ends)


def _input(plan: Plan, planned: PlannedInput) -> Line:
    block = plan.step(planned.id).block
    assert isinstance(block, Input)
    columns = len(input_columns(plan.project, block))
    indices = planned.signal.carries == "indices"
    what = "indices" if indices else f"{planned.signal.elements} numbers"
    options = {"dtype": "int32"} if indices else {}
    made = call("keras.Input", shape=planned.signal.shape, **options, name=planned.attribute)
    comment = f"{columns} {'column' if columns == 1 else 'columns'} as {what}"
    return Line(f"{variable(planned.attribute)} = {made}", planned.id, comment)


def _added(end: End) -> Line:
    assert end.added is not None
    words = ", ".join((*end.added.words, f'name="{end.value}"'))
    text = f"{variable(end.value)} = {end.added.name}({words})({variable(end.output.value)})"
    return Line(text, end.output.id, f"({end.output.width},)")


def _one_or_list(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"
