"""The window starts at once: it loads nothing of what computes, and the core loads nothing of the window."""

import pkgutil
import subprocess
import sys

import netloom_desktop

LATER = "networkx"  # loaded when it is first needed, after the window is there
HEAVY = ("torch", "polars", "sklearn", "onnx", "onnxruntime", "pyarrow", "numpy")


def modules_loaded(program: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in ran.stdout.split()}


def test_the_window_loads_nothing_heavy() -> None:
    names = [found.name for found in pkgutil.walk_packages(netloom_desktop.__path__, "netloom_desktop.")]
    names.remove("netloom_desktop.__main__")
    loaded = modules_loaded(f"import importlib\nfor name in {names}: importlib.import_module(name)")
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)


def test_nothing_that_can_wait_is_loaded_before_the_window_is_there() -> None:
    assert LATER not in modules_loaded("import netloom_desktop.main_window")


def test_the_command_line_loads_no_window() -> None:
    assert not modules_loaded("import netloom.cli, netloom.edits, netloom.storage") & {"PySide6", "netloom_desktop"}
