"""Random valid networks of all our blocks, groups and repeats among them."""

from hypothesis import strategies as st

from netloom.blocks import (
    Activation,
    Add,
    BatchNormalization,
    Block,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Group,
    Input,
    LayerNormalization,
    Multiply,
    Output,
    Repeat,
    Reshape,
)
from netloom.project import Node, Project, Wire
from netloom.settings.activations import ACTIVATIONS
from networks import chain, node, project_of, residual_group

WIDTHS = st.sampled_from([1, 2, 6, 9])
FUNCTIONS = st.sampled_from(sorted(set(ACTIVATIONS) - {"softmax"}))
PLAIN: st.SearchStrategy[Block] = st.one_of(
    st.builds(Dense, units=WIDTHS, activation=FUNCTIONS, use_bias=st.booleans(), l2=st.sampled_from([0.0, 0.01])),
    st.builds(Activation, function=FUNCTIONS),
    st.builds(Dropout, rate=st.sampled_from([0.0, 0.5])),
    st.builds(GaussianNoise, stddev=st.sampled_from([0.0, 0.3])),
    st.builds(BatchNormalization, center=st.booleans(), scale=st.booleans()),
    st.builds(LayerNormalization, center=st.booleans(), scale=st.booleans()),
    st.just(Flatten()),
    st.just(Reshape(target_shape=(1, -1))),
    st.just(Reshape(target_shape=(-1,))),
)
MERGES: st.SearchStrategy[Block] = st.sampled_from([Add(), Multiply(), Concatenate()])
PLACEMENTS: st.SearchStrategy[Block] = st.one_of(
    st.just(Group(network="group_1")), st.builds(Repeat, network=st.just("group_1"), times=st.integers(1, 3))
)


@st.composite
def random_projects(draw: st.DrawFn) -> Project:
    """Input, an Embedding of a category, then up to ten blocks on any earlier values, all brought together."""
    nodes = [node("input_1", Input()), node("input_2", Input(columns=("city",), encoding="indices"))]
    nodes += [node("embedding_1", Embedding(output_dim=draw(WIDTHS))), node("start", Flatten())]
    wires = [*chain("input_2", "embedding_1", "start")]
    open_ends = ["input_1", "start"]
    for number in range(draw(st.integers(1, 10))):
        open_ends.append(_grow(draw, f"part_{number}", open_ends, nodes, wires))
    return _closed(nodes, wires)


def _grow(draw: st.DrawFn, id: str, ends: list[str], nodes: list[Node], wires: list[Wire]) -> str:
    """One more block on an earlier value, or two brought to one shape and merged; returns the id of its value."""
    first, second = draw(st.sampled_from(ends)), draw(st.sampled_from(ends))
    block = draw(st.one_of(PLAIN, MERGES, PLACEMENTS))
    if isinstance(block, Add | Multiply | Concatenate):
        width = draw(WIDTHS)
        for side, end in (("a", first), ("b", second)):
            nodes += [node(f"{id}_{side}_flat", Flatten()), node(f"{id}_{side}", Dense(units=width))]
            wires += chain(end, f"{id}_{side}_flat", f"{id}_{side}", id)
    else:
        wires += chain(first, id)
    nodes.append(node(id, block))
    return id


def _closed(nodes: list[Node], wires: list[Wire]) -> Project:
    sources = {wire.source for wire in wires}
    loose = [each.id for each in nodes if each.id not in sources]
    for id in loose:
        nodes.append(node(f"{id}_end", Flatten()))
        wires += chain(id, f"{id}_end", "together")
    nodes += [node("together", Concatenate()), node("last", Dense(units=3)), node("output_1", Output(target="animal"))]
    wires += chain("together", "last", "output_1")
    return project_of(nodes, wires, [residual_group()])
