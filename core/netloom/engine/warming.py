"""What a first request waits for, done ahead: importing what computes, and what that loads when it is first used."""

import gc
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, Literal

from netloom.blocks import Dense, Input
from netloom.project import Data, Node, Project, Wire
from netloom.settings.columns import Column, Number

What = Literal["plan", "data", "training"]


def warm(what: What) -> None:
    """Load what requests of this kind need. What is loaded stays, so that no search for garbage goes through it again:
    that takes longer than a plan."""
    _WARMED[what]()
    gc.collect()
    gc.freeze()


def _plan() -> None:
    from netloom.engine.plans import planned

    nodes = (Node(id="input_1", block=Input()), Node(id="dense_1", block=Dense(units=1)))
    columns = (Column(name="x", kind="number", transform=Number()),)
    planned(Project(nodes=nodes, wires=(Wire(source="input_1", target="dense_1"),), data=Data(columns=columns)), ())


def _data() -> None:
    for name in ("netloom.data.profile", "netloom.data.beforehand", "netloom.starter", "sklearn.model_selection"):
        import_module(name)


def _training() -> None:
    import torch

    for name in ("netloom.training.train", "sklearn.model_selection"):
        import_module(name)
    _plan()
    weight = torch.zeros(1, requires_grad=True)
    weight.sum().backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
    torch.optim.Adam([weight]).step()


_WARMED: Final[Mapping[What, Callable[[], None]]] = {"plan": _plan, "data": _data, "training": _training}
