"""What is said beside each picture of a report: how it is read. The page and the window say the same."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from netloom.reports.parts import Standing
from netloom.settings.losses import Task

ROC: Final = (
    "As the threshold falls, more of the class is found (up) and more other rows are taken for it (to the right). "
    "Nearer to the upper left corner is better; the dashed line is guessing."
)
PRECISION_RECALL: Final = (
    "As the threshold falls, more of the class is found (to the right) and a yes is right less often (down). Nearer "
    "to the upper right corner is better; the dashed line is guessing. For rare classes it tells more than ROC."
)
RELIABILITY: Final = (
    "Each dot is the rows whose stated probability lies in one tenth, the bar its 95 % interval. On the dashed line "
    "what is stated is what happens; below it the network says too much, above it too little."
)
COUNTS: Final = "How many rows each tenth holds: where there are few, a dot far from the line may be chance."
HONESTY: Final = (
    "The expected calibration error is how far stated probabilities lie from what happens, on average over the rows; "
    "with few rows it is above zero by chance alone. The Brier score is the mean squared miss of the probabilities. "
    "Less is better for both."
)
GAIN: Final = (
    "Take the rows from the surest down: how many of the class are among them? The thin line is the best there can be, "
    "the dashed one taking rows by chance."
)
LIFT: Final = (
    "How many times more of the class the surest rows hold than as many rows by chance, which is the dashed line."
)
COST: Final = (
    "A low threshold raises false alarms, a high one misses cases; the best lies between. Below zero the answers earn "
    "more than they cost."
)
AGREEMENT: Final = "Each dot is a row. On the dashed line the answer is right; above it is too high, below it too low."
PATTERN: Final = (
    "Dots around the dashed line without a pattern are chance; a bend or a fan is something not yet learnt."
)
SPREAD: Final = (
    "How often the answer is off by how much: narrow and around zero is good, a side that sticks out is a bias."
)
FIGURES: Final = "Each dot is a model's value on the scored rows, each bar its 95 % interval."
CONFUSION: Final = (
    "Each row is a class as it is, each column what the network answers; shaded by the share of the row. "
    "The diagonal is right."
)
CLASSES: Final = (
    "Precision: how often the answer is right when it is this class. Recall: how much of this class is found."
)
RESIDUALS: Final = "A residual is the answer minus the truth, in the target's units. At most {rows:,} rows are drawn."
WORST: Final = "Rows count from 1 in the order of the file, its header not counted."
QUANTILES: Final = {
    0: "Lowest",
    5: "5 % are below",
    25: "A quarter is below",
    50: "Half is below",
    75: "Three quarters are below",
    95: "95 % are below",
    100: "Highest",
}
DIFFERENCES: Final = (
    "By how much the network is better than each baseline on the same rows, with its 95 % interval; "
    "below zero it is worse. Shares are compared in percentage points."
)
SIGNS: Final[Mapping[Standing, str]] = MappingProxyType({"better": "▲", "worse": "▼", "undecided": "≈"})
TASKS: Final[Mapping[Task, str]] = MappingProxyType(
    {"binary": "one of two classes", "multiclass": "one of several classes", "regression": "an amount"}
)
