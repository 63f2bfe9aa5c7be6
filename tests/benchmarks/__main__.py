"""`make bench`: how fast Netloom is, beside others and by itself. Writes RESULTS.md when every section is run.

`python -m tests.benchmarks training --optimizer adam` runs one section, and prints it. With `--out RESULTS.md` it takes
the place of the one there, and the others stay.
"""

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.benchmarks import gpu, large, machine, plots, results, scaling, starting, training, window
from tests.benchmarks.sizes import FULL, QUICK

from netloom.files import write_atomically

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLES = {
    "training": "Epochs beside others",
    "starting": "From a command to its first step",
    "scaling": "Rows, columns and blocks",
    "gpu": "On a GPU",
    "large": "A large project and a large table",
    "window": "The window",
    "plots": "Plots while runs go on",
}


def main() -> None:
    asked = _arguments()
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    sizes = QUICK if asked.quick else FULL
    sizes = replace(sizes, repeats=asked.repeats or sizes.repeats)
    sections: dict[str, Callable[[], str]] = {
        "training": lambda: training.section(sizes, asked.optimizer, asked.frameworks),
        "starting": lambda: starting.section(sizes),
        "scaling": lambda: scaling.section(sizes),
        "gpu": lambda: gpu.section(sizes),
        "large": lambda: large.section(sizes),
        "window": lambda: window.section(sizes),
        "plots": lambda: plots.section(sizes),
    }
    chosen = asked.sections or list(sections)
    out = asked.out or (RESULTS if len(chosen) == len(sections) and not asked.quick else None)
    found = results.sections_in(out) if out else {}
    for name in chosen:
        print(TITLES[name], flush=True)
        busy = machine.load()
        figures = sections[name]()
        found[TITLES[name]] = results.told(TITLES[name], results.measured(busy, asked.frameworks), figures)
    text = results.document(found, tuple(TITLES.values()))
    if out:
        write_atomically(out, text.encode())
        print(f"Written to {out}")
    else:
        print(f"\n{text}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(TITLES)}; all if none is named")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that all works, measures nothing")
    parser.add_argument("--repeats", type=int, metavar="N", help="how often each is measured, instead of 5 times")
    parser.add_argument("--optimizer", choices=["rmsprop", "adam", "sgd"], default="rmsprop")
    parser.add_argument(
        "--frameworks", default="", metavar="PYTHON", help="the Python that has Keras, skorch, Lightning"
    )
    parser.add_argument(
        "--out", type=Path, help="the file to write, in which other sections stay; RESULTS.md if all are run"
    )
    asked = parser.parse_args()
    if unknown := set(asked.sections) - TITLES.keys():
        parser.error(f"there is no section {', '.join(sorted(unknown))}: name some of {', '.join(TITLES)}")
    return asked


if __name__ == "__main__":
    main()
