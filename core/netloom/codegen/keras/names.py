"""What the Keras source calls things: variables, functions, and layers, whose names are all different in Keras."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netloom.blocks import Placement, Repeat
from netloom.codegen.lines import running
from netloom.planning import GroupPlan, Plan, Step

OWN = frozenset("keras layers ops optimizers regularizers model callbacks name number range steps".split())

Path = tuple[str | int, ...]  # of a layer: the groups it lies in, in a repeat the time (from 1), and its own name


@dataclass(frozen=True)
class Layer:
    """A block that runs, where it lies once all groups are unfolded."""

    path: Path
    step: Step

    @property
    def torch_prefix(self) -> str:
        """What its weights begin with in the `state_dict` of the PyTorch network."""
        return "".join(f"{part - 1 if isinstance(part, int) else part}." for part in self.path)

    def name(self, separator: str) -> str:
        """Its name in Keras."""
        return separator.join(map(str, self.path))


def layers_of(plan: Plan) -> Iterator[Layer]:
    """Every block that runs, groups and repeats unfolded, in order."""
    yield from _unfolded(plan.steps, {group.name: group for group in plan.groups}, ())


def _unfolded(steps: tuple[Step, ...], groups: Mapping[str, GroupPlan], path: Path) -> Iterator[Layer]:
    for step in running(steps):
        here = (*path, step.attribute)
        if not isinstance(step.block, Placement):
            yield Layer(here, step)
        for time, group in enumerate(step.classes, 1):
            within = (*here, time) if isinstance(step.block, Repeat) else here
            yield from _unfolded(groups[group].steps, groups, within)


def separator_of(plan: Plan) -> str:
    """What stands between the name of a group and that of a layer in it: `_`, or `__` where names would be equal.

    With two it never happens, since a name holds no `__` itself.
    """
    inputs = [planned.attribute for planned in plan.inputs]
    outputs = [planned.attribute for planned in plan.outputs]
    names = [*inputs, *outputs, *(layer.name("_") for layer in layers_of(plan))]
    return "_" if len(set(names)) == len(names) else "__"


def variable(value: str) -> str:
    """A value of the plan, such as `dense_1` or `gate[1]`: one that would hide a name of the source gets a `_`."""
    name, bracket, rest = value.partition("[")
    return f"{name}_{bracket}{rest}" if name in OWN else value


def layer_name(separator: str, *parts: str) -> str:
    """The text of a layer's name made of parts; a part such as `{name}` is filled in when the source runs."""
    written = f'"{separator.join(parts)}"'
    return f"f{written}" if "{" in written else written
