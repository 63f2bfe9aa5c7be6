"""One network against another: series against series, against a single run, fold by fold; and what is not compared."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from netloom.errors import InputError
from netloom.events import Event
from netloom.series import Series, evaluate_series, series_of
from netloom.settings.splits import StratifiedSplit
from small_series import FAST, folder_of, folds, repeats, scores
from small_trainings import ONE, PRICE, X, Y, points, project_file


@pytest.fixture(scope="module")
def smaller(path: Path, three: Series, three_folds: Series) -> Path:
    """The same question for a network that cannot answer it: it has no hidden units."""
    folder = path.parent / "smaller"
    folder.mkdir()
    return project_file(folder, ONE, optimizer=FAST, epochs=6, seed=5)


def against(series: Series, metric: str = "roc_auc") -> Any:
    (found,) = (each for each in series.outputs[0].differences if (each.model, each.metric) == ("opponent", metric))
    return found


def test_two_series_are_compared_over_their_seeds(path: Path, three: Series, smaller: Path) -> None:
    repeats(smaller, 3, against=folder_of(path, "series-001"))
    (series,) = series_of(smaller)
    found = against(series)
    expected = stats.ttest_ind(scores(series), scores(three), equal_var=False).confidence_interval()
    assert found.gain == pytest.approx((expected.low + expected.high) / 2)
    assert found.margin == pytest.approx((expected.high - expected.low) / 2)
    assert (found.standing, found.pairs, found.wins) == ("worse", 9, 0)
    assert series.outputs[0].findings[0].startswith("Worse than series-001 of points (3 repeats): ROC AUC ")
    assert "worse than series-001 of points" in series.outputs[0].headline
    assert scores(series, "opponent") == scores(three)


def test_the_other_way_round_the_difference_is_the_same(path: Path, three: Series, smaller: Path) -> None:
    repeats(smaller, 2)
    better = evaluate_series(Path(three.folder), smaller)
    worse = evaluate_series(Path(series_of(smaller)[-1].folder), Path(three.folder))
    assert against(better).gain == pytest.approx(-against(worse).gain)
    assert against(better).margin == pytest.approx(against(worse).margin)
    assert (against(better).standing, better.against) == ("better", f"{worse.name} of points")


def test_a_single_run_is_compared_as_one_more_draw(path: Path, three: Series) -> None:
    series = evaluate_series(Path(three.folder), folder_of(path, "001"))
    values = np.array(scores(three), float)
    expected = stats.t.ppf(0.975, 2) * values.std(ddof=1) * np.sqrt(1 + 1 / 3)
    assert against(series).gain == pytest.approx(values.mean() - values[0])
    assert against(series).margin == pytest.approx(expected)
    assert against(series).standing == "undecided"
    assert series.outputs[0].findings[0].startswith("Not to be told apart from run 001 of points: ")


def test_two_cross_validations_are_compared_fold_by_fold(path: Path, three_folds: Series, smaller: Path) -> None:
    folds(smaller, 3, against=Path(three_folds.folder))
    series = series_of(smaller)[-1]
    gains = np.array(scores(series), float) - np.array(scores(three_folds), float)
    assert against(series).gain == pytest.approx(gains.mean())
    assert (against(series).pairs, against(series).wins) == (3, int((gains > 0).sum()))


@pytest.mark.parametrize(
    ("changes", "count", "other", "words"),
    [
        ({"split": StratifiedSplit(seed=1)}, 2, "series-001", "it was scored on other rows"),
        ({"columns": (X, Y, PRICE)}, 2, "series-001", "does not predict 'price' as this network does"),
        ({}, 2, "series-002", "seeds are scored on the same test rows, folds each on its own"),
        ({}, 2, "004", "is one fold of series-002"),
        ({"cells": points(seed=1)}, 2, "series-001", "the data has changed since"),
    ],
)
def test_what_was_asked_or_scored_otherwise_is_not_compared(
    path: Path, folded: list[Event], tmp_path: Path, changes: Any, count: int, other: str, words: str
) -> None:
    mine = project_file(tmp_path, epochs=1, **changes)
    with pytest.raises(InputError, match=words):
        repeats(mine, count, against=folder_of(path, other))
    assert not folder_of(mine, "001").exists()
