"""The views of a report. Another one is another entry here; each is loaded and made when it is first shown."""

from collections.abc import Callable
from importlib import import_module
from typing import Final, NamedTuple, cast

from PySide6.QtWidgets import QWidget

from netloom.reports.document import OutputDocument
from netloom_desktop.results.shown import Shown


class ViewKind(NamedTuple):
    """One view: its id, its name, whether a report has it, and the function that makes it, by module and name."""

    id: str
    title: str
    of: Callable[[OutputDocument], bool]
    module: str
    function: str

    def make(self, shown: Shown) -> QWidget:
        """The view of an Output."""
        made = getattr(import_module(self.module), self.function)
        return cast("QWidget", made(shown))


_HERE: Final = "netloom_desktop.results"
_PLOTS: Final = f"{_HERE}.plots"

VIEWS: Final = (
    ViewKind("summary", "Summary", lambda _: True, f"{_HERE}.summary_view", "summary_view"),
    ViewKind(
        "threshold",
        "Threshold and costs",
        lambda it: it.thresholds is not None,
        f"{_PLOTS}.threshold_view",
        "threshold_view",
    ),
    ViewKind(
        "confusion",
        "Confusion matrix",
        lambda it: bool(it.classes) and it.thresholds is None,
        f"{_HERE}.confusion_view",
        "confusion_view",
    ),
    ViewKind("classes", "Class by class", lambda it: bool(it.per_class), f"{_HERE}.confusion_view", "classes_view"),
    ViewKind(
        "ranking",
        "ROC and precision-recall",
        lambda it: it.ranking is not None,
        f"{_PLOTS}.curves_view",
        "ranking_view",
    ),
    ViewKind(
        "calibration", "Calibration", lambda it: it.calibration is not None, f"{_PLOTS}.curves_view", "calibration_view"
    ),
    ViewKind("lift", "Lift and gain", lambda it: it.lift is not None, f"{_PLOTS}.curves_view", "lift_view"),
    ViewKind(
        "agreement",
        "Predicted against actual",
        lambda it: it.residuals is not None,
        f"{_PLOTS}.values_view",
        "agreement_view",
    ),
    ViewKind("residuals", "Residuals", lambda it: it.residuals is not None, f"{_PLOTS}.values_view", "residuals_view"),
    ViewKind(
        "importance",
        "Important columns",
        lambda it: it.importance is not None,
        f"{_HERE}.importance_view",
        "importance_view",
    ),
)
