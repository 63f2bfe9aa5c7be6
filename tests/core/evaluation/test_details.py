"""Classes one by one and residuals."""

import numpy as np

from netloom.evaluation.details import MATRIX_CLASSES, POINTS, class_details, value_details


def test_each_class_has_its_precision_recall_and_rows() -> None:
    details = class_details(("cat", "dog"), np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))
    cat, dog = details.classes
    assert (cat.support, cat.precision, cat.recall) == (3, 1.0, 2 / 3)
    assert (dog.support, dog.precision, dog.recall) == (1, 0.5, 1.0)
    assert details.confusion == ((2, 1), (0, 1))
    assert [(one.true, one.predicted, one.rows) for one in details.mistakes] == [("cat", "dog", 1)]


def test_what_a_missing_class_does_not_define_is_none() -> None:
    details = class_details(("a", "b", "c"), np.array([0, 1]), np.array([0, 0]))
    assert [(one.precision, one.recall) for one in details.classes] == [(0.5, 1.0), (None, 0.0), (None, None)]


def test_above_fifty_classes_only_mistakes_are_listed() -> None:
    names = tuple(map(str, range(MATRIX_CLASSES + 1)))
    details = class_details(names, np.zeros(9, dtype=np.int64), np.array([0, 1, 1, 1, 2, 2, 3, 0, 0]))
    assert not details.confusion
    assert [(one.predicted, one.rows) for one in details.mistakes] == [("1", 3), ("2", 2), ("3", 1)]


def test_the_worst_rows_are_named_as_in_the_file() -> None:
    details = value_details(np.array([4, 9, 30]), np.array([1.0, 1.0, 1.0]), np.array([1.0, -4.0, 3.0]))
    assert [(miss.row, miss.residual) for miss in details.worst] == [(10, -5.0), (31, 2.0), (5, 0.0)]
    assert dict(details.quantiles)[50] == 0.0
    assert details.mean == -1.0


def test_at_most_a_thousand_rows_are_drawn() -> None:
    rows = np.arange(5000)
    assert len(value_details(rows, rows.astype(float), rows.astype(float)).points) == POINTS
