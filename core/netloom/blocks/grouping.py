"""Named sub-networks: stored once, placed like blocks. Placements never share weights."""

from netloom.declare import Block, setting
from netloom.limits import NAME_LENGTH, NODES


class GroupInput(Block, id="group_input", title="Group input", group="Group"):
    """Inside a group: where a value enters. Its name is the name of the port outside."""

    inputs = ()
    port: str = setting("input", "The name of the port on the placed group.", min_length=1, max_length=NAME_LENGTH)


class GroupOutput(Block, id="group_output", title="Group output", group="Group"):
    """Inside a group: where a value leaves. Its name is the name of the port outside."""

    outputs = ()
    port: str = setting("output", "The name of the port on the placed group.", min_length=1, max_length=NAME_LENGTH)


class Placement(Block, group="Group"):
    """Base of the blocks that stand for a group."""

    inputs = ()
    outputs = ()
    network: str = setting("", "The id of the group that stands here.", max_length=NAME_LENGTH, names="group")


class Group(Placement, id="group", title="Group"):
    """A named sub-network, placed here with weights of its own."""


class Repeat(Placement, id="repeat", title="Repeat"):
    """A group, placed several times one after the other, each time with weights of its own."""

    times: int = setting(2, "How many times.", ge=1, le=NODES)
