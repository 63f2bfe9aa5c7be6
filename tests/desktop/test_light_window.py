"""The window starts at once: it loads nothing of what computes, and the core loads nothing of the window."""

import pkgutil
import subprocess
import sys

import netloom_desktop

LATER = {"networkx", "numpy", "pyqtgraph"}  # loaded when they are first needed, after the window is there
PLOTS = ("netloom_desktop.training.plots.", "netloom_desktop.results.plots.")  # what needs numpy, and pyqtgraph
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
    without_plots = [name for name in names if not name.startswith(PLOTS)]
    loaded, all_loaded = (
        modules_loaded(f"import importlib\nfor name in {some}: importlib.import_module(name)")
        for some in (without_plots, names)
    )
    assert "PySide6" in loaded
    assert not loaded & {*HEAVY, "pyqtgraph"}
    assert all_loaded & set(HEAVY) == {"numpy"}


def test_nothing_that_can_wait_is_loaded_before_the_window_is_there() -> None:
    assert not LATER & modules_loaded("import netloom_desktop.main_window")


def test_pages_behind_the_first_are_not_loaded_before_the_window_is_there() -> None:
    pages = [f"netloom_desktop.steps.{name}_page" for name in ("data", "train", "results", "ship")]
    modules_loaded(
        "from netloom_desktop.application import MainWindow, application_of\n"
        "application_of(['netloom-desktop'])\nwindow = MainWindow()\nwindow.show_welcome()\nwindow.show()\n"
        f"loaded = sys.modules.keys() & {set(pages)}\nassert not loaded, loaded"
    )


def test_the_command_line_loads_no_window() -> None:
    assert not modules_loaded("import netloom.cli, netloom.edits, netloom.storage") & {"PySide6", "netloom_desktop"}
