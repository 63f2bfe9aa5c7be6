"""Several runs of one project: how far its scores spread, and which differences to other models are more than that."""

from netloom.series.evaluating import evaluate_series
from netloom.series.folder import is_series, open_series, series_of
from netloom.series.training import cross_validate, train_repeats
from netloom.series.values import Difference, Member, ModelSpread, Series, SeriesOutput, Spread

__all__ = [
    "Difference",
    "Member",
    "ModelSpread",
    "Series",
    "SeriesOutput",
    "Spread",
    "cross_validate",
    "evaluate_series",
    "is_series",
    "open_series",
    "series_of",
    "train_repeats",
]
