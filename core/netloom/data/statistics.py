"""What training rows tell of columns of numbers: scikit-learn's own statistics, computed in float64."""

from typing import Any, Final, Literal

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Scale = Literal["standard", "min_max", "robust", "none"]
Impute = Literal["median", "mean"]

FLOAT32_MAX: Final = float(np.finfo(np.float32).max)


def log_of(values: Floats) -> Floats:
    """log(1 + x), where x below zero counts as zero."""
    return np.log1p(np.maximum(values, 0.0))


def filling(impute: Impute, values: Floats) -> Floats:
    """What stands in for missing (NaN) cells of each column of `values` [rows, columns]; 0 where all are missing.

    The very numbers of scikit-learn's `SimpleImputer`, whose median takes ten times as long.
    """
    known = np.count_nonzero(~np.isnan(values), axis=0)
    some = np.flatnonzero(known)
    filled = np.zeros(values.shape[1])
    if impute == "mean":
        filled[some] = np.nansum(values, axis=0)[some] / known[some]
    else:
        filled[some] = _medians(values[:, some], known[some])
    return filled


def _medians(values: Floats, known: np.ndarray) -> Floats:
    """The median of each column of `values` [rows, columns], of which so many cells are no NaN, and at least one."""
    ordered, columns = np.ascontiguousarray(values.T), np.arange(len(known))
    ordered.sort()  # NaN comes last
    medians: Floats = (ordered[columns, (known - 1) // 2] + ordered[columns, known // 2]) / 2
    return medians


def center_and_spread(scale: Scale, values: Floats) -> tuple[Floats, Floats]:
    """What each column of `values` [rows, columns] is moved and divided by; a constant column is divided by 1.

    scikit-learn's `StandardScaler`, `MinMaxScaler` and `RobustScaler`.
    """
    from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

    columns = values.shape[1]
    match scale:
        case "standard":
            standard = StandardScaler().fit(values)
            center, spread = standard.mean_, standard.scale_
        case "min_max":
            min_max = MinMaxScaler().fit(values)
            center, spread = min_max.data_min_, 1.0 / min_max.scale_
        case "robust":
            robust = RobustScaler().fit(values)
            center, spread = robust.center_, robust.scale_
        case "none":
            center, spread = np.zeros(columns), np.ones(columns)
    return center, np.where(spread > 0, spread, 1.0)
