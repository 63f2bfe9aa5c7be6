"""The optimizer of a project as a Python module that needs torch alone; what torch lacks is copied by its source."""

import ast
import inspect
import re
from collections.abc import Callable
from typing import Any, Final

from netloom.declare import literal
from netloom.exporting.standalone import without_notes
from netloom.settings.optimizers import Optimizer
from netloom.training import optimizers

_OURS: Final = {
    name: each for name, each in vars(optimizers).items() if getattr(each, "__module__", "") == optimizers.__name__
}
_MODULE: Final = '''\
"""The optimizer: it takes the steps that Keras takes, which in some cases are not quite torch's own."""

{imports}


{copied}def optimizer_for(weights: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimizer of the network's weights."""
    return {maker}({arguments})
'''


def optimizer_module(settings: Optimizer) -> str:
    """The text of a module with a function `optimizer_for(weights)`, which makes what `training.optimizers` makes."""
    call = settings.call()
    maker = optimizers.OPTIMIZERS[call.name]
    arguments = ["list(weights)", *(f"{name}={literal(each)}" for name, each in call.options)]
    copied = "".join(f"{_text(each)}\n\n\n" for each in _with_what_it_names(maker))
    return _MODULE.format(imports=_imports(copied), copied=copied, maker=maker.__name__, arguments=", ".join(arguments))


def _with_what_it_names(maker: Callable[..., Any]) -> list[Callable[..., Any]]:
    """A function or class of ours and all of ours that it names, as they are defined; nothing of what is torch's."""
    found, waiting = set[str](), [maker.__name__]
    while waiting:
        name = waiting.pop()
        if name not in found and name in _OURS:
            found.add(name)
            waiting += _names_in(_OURS[name])
    return [each for name, each in _OURS.items() if name in found]


def _names_in(each: Callable[..., Any]) -> list[str]:
    parsed = ast.walk(ast.parse(inspect.getsource(each)))
    return [node.id for node in parsed if isinstance(node, ast.Name)]


def _text(each: Callable[..., Any]) -> str:
    return without_notes(inspect.getsource(each)).rstrip()


def _imports(text: str) -> str:
    """What the text needs beside what the module needs anyway."""

    def used(name: str, always: bool = False) -> list[str]:
        return [name] if always or re.search(rf"\b{name}\b", text) else []

    lines = [
        f"from collections.abc import {', '.join([*used('Callable'), 'Iterable'])}",
        *(f"from typing import {name}" for name in used("Any")),
        "",
        "import torch",
        f"from torch import {', '.join([*used('Tensor'), 'nn'])}",
    ]
    return "\n".join(lines)
