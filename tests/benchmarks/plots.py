"""How long plots of many long runs take to be drawn while the runs go on, and how long the window cannot answer."""

import json
import subprocess
import sys
from statistics import median

from tests.benchmarks.markdown import seconds, table
from tests.benchmarks.sizes import Sizes

Drawn = dict[str, dict[str, float]]
_TOLD = {
    "drawing": "a drawing of all",
    "between": "from one to the next",
    "late": "no answer, 99th percentile",
    "longest": "no answer, longest",
}
_BELOW = (
    "Loss and accuracy of all runs, on training and validation rows, in a window part of 930 × 500 pixels, painted "
    "without a graphics card, while each run finishes an epoch 20 times a second. A drawing is counted in seconds of "
    "the processor; how long the window does not answer is by the clock, from a timer that wants to run every 5 ms. "
    "Each figure is the median over rounds, each a process of its own."
)


def section(sizes: Sizes) -> str:
    rounds = [_round(number, sizes) for number in range(1, sizes.repeats + 1)]
    rows = [
        [manner, *(seconds(median(each[manner][name] for each in rounds)) for name in _TOLD)] for manner in rounds[0]
    ]
    heading = f"{sizes.plotted_runs} runs of {sizes.plotted_epochs:,} epochs"
    return "\n\n".join([table((heading, *_TOLD.values()), rows), _BELOW])


def _round(number: int, sizes: Sizes) -> Drawn:
    print(f"  round {number}", flush=True)
    how = [str(sizes.plotted_runs), str(sizes.plotted_epochs), str(sizes.plotted_seconds)]
    call = [sys.executable, "-m", "tests.benchmarks.plots_drawn", *how]
    ran = subprocess.run(call, stdout=subprocess.PIPE, text=True)
    if ran.returncode:
        raise SystemExit("The plots were not drawn, see above.")
    drawn: Drawn = json.loads(ran.stdout.splitlines()[-1])
    return drawn
