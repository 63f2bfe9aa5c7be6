"""One line of the Keras source for each block, and one function for each group."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from netloom.blocks import Placement, Repeat
from netloom.codegen.keras.names import OWN, layer_name, variable
from netloom.codegen.lines import INDENT, Line, running, shapes
from netloom.naming import attribute_names, slug
from netloom.planning import GroupPlan, Plan, Step


@dataclass(frozen=True)
class Writer:
    """Writes steps as lines. `functions` are the names of the groups' functions, by their class in the plan.

    `within` is what the names of the layers begin with: in a function `{name}`, which it is called with.
    """

    separator: str
    functions: Mapping[str, str]
    within: tuple[str, ...] = ()

    def lines(self, steps: Iterable[Step]) -> Iterator[Line]:
        """One line for each step that runs; a repeat is a loop."""
        for step in running(steps):
            if isinstance(step.block, Repeat):
                yield from self._repeat(step)
            else:
                yield Line(f"{variable(step.attribute)} = {self._called(step)}", step.node.id, shapes(step))

    def _called(self, step: Step) -> str:
        name = layer_name(self.separator, *self.within, step.attribute)
        arguments = ", ".join(map(variable, step.arguments))
        if isinstance(step.block, Placement):
            return f"{self.functions[step.classes[0]]}({arguments}, name={name})"
        layer = step.block.keras(*step.inputs)
        together = len(step.block.inputs) > 1 or any(port.many for port in step.block.inputs)
        words = ", ".join((*layer.words, f"name={name}"))
        return f"{layer.name}({words})({f'[{arguments}]' if together else arguments})"

    def _repeat(self, step: Step) -> Iterator[Line]:
        # A shape may change with the first time, but nothing that the function itself depends on.
        (function,) = {self.functions[group] for group in step.classes}
        value, id = variable(step.attribute), step.node.id
        name = layer_name(self.separator, *self.within, step.attribute, "{number}")
        yield Line(f"{value} = {variable(step.arguments[0])}", id)
        yield Line(f"for number in range(1, {len(step.classes) + 1}):", id)
        yield Line(f"{INDENT}{value} = {function}({value}, name={name})", id, shapes(step))


@dataclass(frozen=True)
class Functions:
    """The functions of the groups, inner ones first, and the name of each by its class in the plan."""

    names: Mapping[str, str]
    texts: tuple[tuple[Line, ...], ...]


def functions_of(plan: Plan, separator: str) -> Functions:
    """The functions of all groups that are used. What a group becomes for other shapes is one function with it,
    as long as the shapes are all that differs."""
    names: dict[str, str] = {}
    known: dict[tuple[str, ...], str] = {}
    texts: dict[str, tuple[Line, ...]] = {}
    taken = _variables(plan)
    for group in _used(plan):
        body = tuple(_body(group, Writer(separator, names, ("{name}",))))
        code = (group.group, *(line.text for line in body))
        name = known.get(code) or _function_name(plan, group, taken | texts.keys())
        known[code] = names[group.name] = name
        function = (_head(name, group), *body)
        texts[name] = tuple(map(_either, texts.get(name, function), function))
    return Functions(names, tuple(texts.values()))


def _head(function: str, group: GroupPlan) -> Line:
    arguments = ", ".join((*(variable(name) for name, _ in group.inputs), "name"))
    return Line(f"def {function}({arguments}):")


def _body(group: GroupPlan, writer: Writer) -> Iterator[Line]:
    for line in writer.lines(group.steps):
        yield Line(f"{INDENT}{line.text}", line.block, line.comment)
    yield Line(f"{INDENT}return {', '.join(variable(value) for _, value, _ in group.results)}")


def _either(first: Line, second: Line) -> Line:
    """One line for two that differ in their comments alone."""
    comments = dict.fromkeys([*first.comment.split(" or "), second.comment])
    return Line(first.text, first.block, " or ".join(comments))


def _used(plan: Plan) -> list[GroupPlan]:
    """The groups that lead to an Output, inner ones first."""
    wanted = {group for step in running(plan.steps) for group in step.classes}
    for outer in reversed(plan.groups):
        if outer.name in wanted:
            wanted.update(group for step in running(outer.steps) for group in step.classes)
    return [group for group in plan.groups if group.name in wanted]


def _variables(plan: Plan) -> set[str]:
    """All names that a function must not have."""
    steps = [*plan.steps, *(step for group in plan.groups for step in group.steps)]
    return {*OWN, *(step.attribute for step in steps)}


def _function_name(plan: Plan, group: GroupPlan, taken: Collection[str]) -> str:
    """What the group is called; a group's block often has its name, and then this is `…_block` or `make_…`."""
    base = slug(plan.project.group(group.group).name or group.group, "group")
    wishes = (base, f"{base.removesuffix('_block')}_block", f"make_{base}")
    free = (wish for wish in wishes if attribute_names((wish,), taken) == (wish,))
    return next(free, None) or attribute_names((base,), taken)[0]
