"""`make accept`: every reference table through the command line, with no setting but the target.

For each table: the metric, its floor (from the README of the tables), the baselines, the seconds, and whether the
exported file, fed the raw columns in onnxruntime alone, gives the very answers of `netloom predict --raw`.
Exit status 1 if a floor is missed or an answer differs.
"""

import sys
import tempfile
from pathlib import Path

from tests.accept.journey import Journey, travel
from tests.accept.tables import TABLES, Table

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LINE = "{:<29} {:<9} {:>9} {:>9} {:<8} {:>9} {:>9} {:>9}  {:>5} {:>6} {:>6} {:>6} {:>6}  {}"
HEADINGS = (
    "table", "metric", "network", "floor", "reached", "constant", "linear", "trees",
    "new", "train", "eval", "export", "pred", "ONNX against predict --raw",
)  # fmt: skip  # one heading a column


def main() -> int:
    if not DATA.is_dir():
        print(f"The reference tables are not here: {DATA} is missing.")
        return 1
    print(LINE.format(*HEADINGS))
    passed = [_accept(table) for table in TABLES]
    print(f"\n{sum(passed)} of {len(passed)} tables reach every floor with equal answers.")
    return 0 if all(passed) else 1


def _accept(table: Table) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        journey = travel(table, DATA, Path(folder))
    for metric, floor in table.floors.items():
        print(LINE.format(*_row(table, journey, metric, floor)), flush=True)
    return journey.equal and all(_reached(journey, metric, floor) for metric, floor in table.floors.items())


def _reached(journey: Journey, metric: str, floor: float) -> bool:
    value = journey.report["metrics"][metric]
    return bool(value <= floor if metric == "rmse" else value >= floor)


def _row(table: Table, journey: Journey, metric: str, floor: float) -> list[str]:
    baselines = journey.report["baselines"]
    scores = [_figure(baselines.get(name, {}).get(metric)) for name in ("constant", "linear", "trees")]
    reached = "yes" if _reached(journey, metric, floor) else "NO"
    seconds = [f"{taken:.1f}" for taken in journey.seconds.values()]
    network = _figure(journey.report["metrics"][metric])
    return [table.file, metric, network, _figure(floor), reached, *scores, *seconds, journey.verdict]


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if abs(value) < 1000 else f"{value:,.0f}"


if __name__ == "__main__":
    sys.exit(main())
