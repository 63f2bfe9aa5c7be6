"""Runs programs of a folder, one after the other, where nothing is installed but torch and what torch requires.

python with_torch_alone.py program.py argument … -- program.py argument …
"""

import re
import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path
from types import ModuleType
from typing import Any


def required(package: str) -> set[str]:
    """A distribution and all that it requires, extras left out."""
    try:
        lines = [line for line in requires(package) or () if "extra ==" not in line]
    except PackageNotFoundError:
        return set()
    needed = {re.match(r"[\w.-]+", line)[0] for line in lines} - {package}  # type: ignore[index]  # each has a name
    return {package.lower().replace("_", "-")}.union(*map(required, needed))


class Without:
    """A finder of modules that does not find those of certain names."""

    def __init__(self, finder: Any, names: set[str]) -> None:
        self.finder, self.names = finder, names

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found: ModuleSpec | None = None
        if name.partition(".")[0] not in self.names:
            found = self.finder.find_spec(name, path, target)
        return found


if __name__ == "__main__":
    installed = required("torch")
    modules = {
        module
        for module, owners in packages_distributions().items()
        if installed & {owner.lower().replace("_", "-") for owner in owners}
    }
    others = {*packages_distributions(), "netloom"} - modules
    sys.meta_path[:] = [Without(finder, others) for finder in sys.meta_path]
    waiting = [*sys.argv[1:], "--"]
    while waiting:
        end = waiting.index("--")
        sys.argv, waiting = waiting[:end], waiting[end + 1 :]
        sys.path[0] = str(Path(sys.argv[0]).resolve().parent)
        runpy.run_path(sys.argv[0], run_name="__main__")
