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

    scikit-learn's `SimpleImputer`.
    """
    from sklearn.impute import SimpleImputer  # slow to import, and predicting needs none of it

    imputer = SimpleImputer(strategy=impute, keep_empty_features=True).fit(values)
    return np.asarray(imputer.statistics_, np.float64)


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
