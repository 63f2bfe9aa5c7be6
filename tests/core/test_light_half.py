"""A window can show, edit, save and open a project without waiting for what computes."""

import pkgutil
import subprocess
import sys

import pytest

import netloom.blocks
import netloom.edits
import netloom.settings

HEAVY = ("torch", "polars", "sklearn", "onnx", "onnxruntime")
LIGHT = [
    *("values", "limits", "errors", "declare", "project", "signature", "events", "graph", "naming"),
    *("refusals", "profiles", "protocol", "strict_json", "storage", "files", "edits", "blocks", "settings"),
    *("capacity", "usual_columns", "troubles", "turning", "races", "devices"),
    *("run_summaries", "run_folders", "run_folders.notes", "run_folders.removal"),
    *(
        found.name.removeprefix("netloom.")
        for package in (netloom.blocks, netloom.edits, netloom.settings)
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    ),
]


@pytest.fixture(scope="module")
def loaded() -> dict[str, str]:
    """What heavy has been loaded after each light module, one after the other in one fresh process."""
    program = (
        "import importlib, sys\n"
        f"for name in {LIGHT}:\n"
        "    importlib.import_module(f'netloom.{name}')\n"
        f"    print(name, *sorted(set({HEAVY}) & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name: rest for name, _, rest in (line.partition(" ") for line in ran.stdout.splitlines())}


@pytest.mark.parametrize("name", LIGHT)
def test_a_module_of_the_light_half_loads_nothing_heavy(loaded: dict[str, str], name: str) -> None:
    assert loaded[name] == ""
