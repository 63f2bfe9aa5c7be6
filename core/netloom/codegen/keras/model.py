"""Plan → readable Keras 3, in the functional API: one line for each block, one function for each group."""

import re
from collections.abc import Iterable, Iterator

from netloom.blocks import Input
from netloom.codegen.keras.ends import End, with_ends
from netloom.codegen.keras.functions import Writer, functions_of
from netloom.codegen.keras.names import separator_of, variable
from netloom.codegen.keras.training import fit_lines, training_lines
from netloom.codegen.lines import Line, Source, spaced
from netloom.declare import call
from netloom.errors import PlanError
from netloom.naming import slug
from netloom.planning import Plan, PlannedInput
from netloom.signature import input_columns

HEADER = '''\
"""A neural network made with Netloom, in Keras 3. It needs keras and one of its backends: TensorFlow, JAX, PyTorch."""

import keras
'''
IMPORTED = ("layers", "optimizers", "regularizers")


def keras_source(plan: Plan) -> Source:
    """The Keras source of a plan without errors; PlanError tells the errors of any other.

    Running it makes `model`, compiled as the project is trained, and `callbacks`. The layers are called as in the
    PyTorch source, the last one ends with the activation of its Output, and targets of classes are their indices.
    """
    if plan.errors:
        raise PlanError(plan.errors)
    separator = separator_of(plan)
    functions = functions_of(plan, separator)
    lines = [line for function in functions.texts for line in spaced(function)]
    lines += spaced(_model(plan, Writer(separator, functions.names)))
    return Source.of([*_header(lines), *lines])


def _header(lines: Iterable[Line]) -> Iterator[Line]:
    yield from map(Line, HEADER.splitlines())
    used = [name for name in IMPORTED if any(re.search(rf"\b{name}\.", line.text) for line in lines)]
    if used:
        yield Line(f"from keras import {', '.join(used)}")


def _model(plan: Plan, writer: Writer) -> Iterator[Line]:
    steps, ends = with_ends(plan)
    yield from (_input(plan, planned) for planned in plan.inputs)
    yield from writer.lines(steps)
    yield from (_added(end) for end in ends if end.added)
    inputs = _one_or_list([variable(planned.attribute) for planned in plan.inputs])
    outputs = _one_or_list([variable(end.value) for end in ends])
    name = f', name="{slug(plan.project.name, "model")}"' if plan.project.name else ""
    yield Line("")
    yield Line(f"model = keras.Model(inputs={inputs}, outputs={outputs}{name})")
    yield from training_lines(plan, ends)
    yield Line("model.summary()")
    yield Line("")
    yield from fit_lines(plan)


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
