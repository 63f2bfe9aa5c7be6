"""Several runs of one project: each is a run like any other, and together they say what is more than chance."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import netloom
from netloom import storage
from netloom.blocks import Dense
from netloom.errors import InputError, PlanError, RunError, TrainingError
from netloom.events import (
    Event,
    RunAnnounced,
    RunMeasured,
    RunStarted,
    SeriesFinished,
    SeriesStarted,
    Told,
)
from netloom.series import Series, evaluate_series, open_series, series_of, train_repeats
from netloom.series.margins import mean
from netloom.settings.optimizers import SGD
from netloom.settings.splits import ColumnSplit, StratifiedSplit, TimeSplit
from netloom.settings.training import EarlyStopping, Training
from small_series import FAST, folder_of, folds, repeats, scores
from small_trainings import INSIDE, ONE, PRICE, X, Y, points, project_file, train_file
from tables import amount, number

# repeats


def test_each_repeat_is_to_the_bit_what_training_its_seed_alone_gives(
    path: Path, repeated: list[Event], tmp_path: Path
) -> None:
    for place, seed in enumerate((5, 6, 7), 1):
        alone = tmp_path / str(seed)
        project = netloom.with_setting(storage.load(path), "training.seed", str(seed))
        list(netloom.train(project, path, run=alone))
        for name in ("best.safetensors", "last.safetensors", "preprocess.onnx", "project.netloom"):
            assert (folder_of(path, f"{place:03}") / name).read_bytes() == (alone / name).read_bytes()


def test_the_events_of_each_run_stand_between_those_of_the_series(path: Path, repeated: list[Event]) -> None:
    assert repeated[0] == SeriesStarted(series=str(folder_of(path, "series-001")), of="repeat", count=3, seed=5)
    assert isinstance(repeated[-1], SeriesFinished)
    starts = [place for place, event in enumerate(repeated) if isinstance(event, RunAnnounced)]
    for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(repeated) - 1], strict=True), 1):
        assert repeated[start] == RunAnnounced(of="repeat", number=place, count=3, seed=4 + place)
        run = netloom.open_run(folder_of(path, f"{place:03}"))
        assert tuple(repeated[start + 1 : end - 1]) == run.events()
        assert isinstance(repeated[end - 1], RunMeasured)


def test_the_figures_are_those_of_evaluating_each_run(path: Path, three: Series) -> None:
    for place, member in enumerate(three.members):
        report = netloom.evaluate(netloom.open_run(folder_of(path, member.run))).document()
        for metric, value in report["metrics"].items():
            assert scores(three, metric=metric)[place] == pytest.approx(value)
        for model, values in report["baselines"].items():
            assert scores(three, model) == [pytest.approx(values["roc_auc"])]


def test_mean_deviation_and_range_are_over_the_seeds(three: Series) -> None:
    assert [member.seed for member in three.members] == [5, 6, 7]
    for spread in three.outputs[0].models[0].spreads:
        values = np.array(spread.values, float)
        assert len(values) == 3
        assert spread.mean == pytest.approx(values.mean())
        assert spread.deviation == pytest.approx(values.std(ddof=1))
        assert (spread.minimum, spread.maximum) == (values.min(), values.max())


def test_a_baseline_is_compared_with_the_mean_over_seeds(three: Series) -> None:
    trees = next(each for each in three.outputs[0].differences if (each.model, each.metric) == ("trees", "roc_auc"))
    mine, (theirs,) = np.array(scores(three), float), scores(three, "trees")
    interval = stats.ttest_1samp(mine, theirs).confidence_interval()
    assert trees.gain == pytest.approx(mine.mean() - (theirs or 0))
    assert trees.margin == pytest.approx((interval.high - interval.low) / 2)
    assert trees.rows is not None
    assert trees.rows[0] < trees.gain < trees.rows[1]
    beyond = abs(trees.gain) > trees.margin and (trees.rows[0] > 0 or trees.rows[1] < 0)
    assert (trees.standing != "undecided") == beyond


def test_the_constant_is_beaten_and_said_so(three: Series) -> None:
    constant = next(line for line in three.outputs[0].findings if "always answering" in line)
    assert constant.startswith("Better than always answering 'no': ROC AUC")
    assert "is more than the seeds explain (± " in constant
    assert "on other test rows; better in 3 of 3 runs." in constant
    assert "better than a constant" in three.outputs[0].headline


def test_a_log_loss_that_is_smaller_is_a_gain(three: Series) -> None:
    constant = {each.metric: each for each in three.outputs[0].differences if each.model == "constant"}
    (theirs,) = scores(three, "constant", "log_loss")
    mine = np.array(scores(three, metric="log_loss"), float)
    assert constant["log_loss"].gain == pytest.approx((theirs or 0) - mean(mine.tolist()))
    assert constant["log_loss"].wins == sum(mine < theirs)


def test_the_run_with_the_middle_validation_loss_stands_for_the_project(path: Path, folded: list[Event]) -> None:
    losses = {
        run.name: figure.value
        for run in netloom.runs_of(path)[:3]
        for figure in run.best_figures
        if figure.name == "validation_loss"
    }
    middle = sorted(losses, key=lambda name: losses[name])[1]
    assert open_series(folder_of(path, "series-001")).representative == middle
    assert [run.name for run in netloom.runs_of(path) if run.representative] == [middle]
    for chosen in (path, folder_of(path, "series-001")):
        run = netloom.open_run(chosen)
        assert run.name == middle
        assert "has the middle validation loss" in run.told[-1].message
    assert netloom.open_run(path).told[0].code == "folds_passed_over"


def test_a_single_run_after_a_series_is_the_latest_again(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    repeats(path, 2)
    assert [problem.code for problem in netloom.open_run(path).told] == ["stands_for_series"]
    train_file(path)
    assert netloom.open_run(path).name == "003"
    assert netloom.open_run(path).told == ()


def test_a_series_that_is_measured_again_says_the_same(path: Path, three: Series, three_folds: Series) -> None:
    assert evaluate_series(Path(three.folder)).outputs == three.outputs
    assert evaluate_series(Path(three_folds.folder)).outputs == three_folds.outputs


def test_a_column_that_gives_the_answer_away_is_said_first(tmp_path: Path) -> None:
    cells = points() | {"answer": ["1" if cell == "yes" else "0" for cell in points()["inside"]]}
    path = project_file(tmp_path, cells=cells, columns=(X, Y, number("answer"), INSIDE), epochs=1)
    repeats(path, 2)
    (series,) = series_of(path)
    assert "'answer'" in series.outputs[0].caveats[0]
    assert evaluate_series(Path(series.folder)).outputs == series.outputs


def test_data_that_has_changed_since_is_said_first(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    repeats(path, 2)
    table = tmp_path / "data.csv"
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:-9]))
    (series,) = series_of(path)
    again = evaluate_series(Path(series.folder))
    assert again.outputs[0].caveats[0].startswith("data.csv has changed since the run")
    with pytest.raises(InputError, match="the data has changed since"):
        repeats(path, 2, against=Path(series.folder))


def test_amounts_are_in_the_units_of_the_target(tmp_path: Path) -> None:
    path = project_file(tmp_path, columns=(X, Y, PRICE), optimizer=FAST, epochs=10)
    repeats(path, 2)
    (series,) = series_of(path)
    assert series.outputs[0].judged_by == "rmse"
    assert all(value is not None and 1 < value < 1000 for value in scores(series, metric="rmse"))
    assert "Two runs tell little about a spread: 5 are a fair number." in series.outputs[0].caveats


# what ends early


def test_stopping_keeps_what_is_complete_and_sums_it_up(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=3)
    running = train_repeats(storage.load(path), path, 5)
    for event in running:
        if isinstance(event, RunStarted) and event.run.endswith("003"):
            break
    during = open_series(folder_of(path, "series-001"))
    assert during.status == "training"
    assert [member.counts for member in during.members] == [True, True, False]
    running.close()
    series = open_series(folder_of(path, "series-001"))
    assert (series.status, series.message) == ("stopped", "Stopped by hand with 2 of 5 repeats complete.")
    assert len(scores(series)) == 2
    assert any("Repeat 3 (seed 2) is not counted. Stopped by hand." in line for line in series.outputs[0].caveats)
    assert netloom.open_run(folder_of(path, "003")).state.status == "stopped"
    assert netloom.open_run(path).name in ("001", "002")


def test_stopping_in_the_first_run_leaves_a_series_without_figures(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=3)
    running = train_repeats(storage.load(path), path, 5)
    next(event for event in running if isinstance(event, RunStarted))
    running.close()
    (series,) = series_of(path)
    assert (series.status, series.outputs) == ("stopped", ())
    with pytest.raises(RunError, match=r"No run of .* is complete"):
        evaluate_series(Path(series.folder))
    with pytest.raises(RunError, match="none of its repeats is complete"):
        netloom.open_run(Path(series.folder))


def test_what_training_refuses_ends_the_series(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1, early_stopping=EarlyStopping(monitor="validation_beauty"))
    with pytest.raises(PlanError, match="'validation_beauty', which is not measured"):
        repeats(path, 3)
    (series,) = series_of(path)
    assert (series.status, series.members) == ("failed", ())


def test_a_series_that_is_closed_before_its_first_run_is_stopped(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    running = train_repeats(storage.load(path), path, 2)
    next(running)
    running.close()
    assert [series.status for series in series_of(path)] == ["stopped"]


@pytest.fixture(scope="module")
def some_fail(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Event]]:
    """One ReLU on huge values: where its weight starts below zero it stays silent, otherwise the loss is infinite."""
    cells = {"x": [f"{1000 + value}e27" for value in range(200)], "price": [f"{value % 7}" for value in range(200)]}
    path = project_file(
        tmp_path_factory.mktemp("fail"),
        Dense(units=1, activation="relu"),
        ONE,
        cells=cells,
        columns=(number("x", scale="none"), amount("price")),
        optimizer=SGD(learning_rate=0.1),
        epochs=2,
    )
    return path, repeats(path, 8)


def test_a_repeat_that_fails_is_told_and_the_others_count(some_fail: tuple[Path, list[Event]]) -> None:
    path, events = some_fail
    (series,) = series_of(path)
    failed = [member for member in series.members if not member.counts]
    assert 0 < len(failed) < 8
    assert {member.status for member in failed} == {"not_finite"}
    told = [event for event in events if isinstance(event, Told) and event.code == "run_not_counted"]
    assert [event.severity for event in told] == ["error"] * len(failed)
    assert told[0].message == f"Repeat {failed[0].number} is not counted."
    assert "is NaN or infinite" in failed[0].message
    assert (series.status, series.message) == ("finished", f"{8 - len(failed)} of 8 repeats complete.")
    assert len(scores(series, metric="rmse")) == 8 - len(failed)
    assert sum("is not counted" in line for line in series.outputs[0].caveats) == len(failed)


def test_where_every_run_fails_the_series_has(tmp_path: Path) -> None:
    cells = {"x": [f"{value}" for value in range(1000, 1200)], "price": [f"{value % 7}" for value in range(200)]}
    columns = (number("x", scale="none"), amount("price"))
    path = project_file(tmp_path, ONE, cells=cells, columns=columns, optimizer=SGD(learning_rate=0.1), epochs=3)
    with pytest.raises(TrainingError, match="None of the 2 runs is complete"):
        repeats(path, 2)


# folds


def test_every_row_is_held_out_once_and_each_fold_is_a_project_of_its_own(path: Path, three_folds: Series) -> None:
    assert three_folds.outputs[0].rows == 200
    for member in three_folds.members:
        run = netloom.open_run(folder_of(path, member.run))
        split = run.project.data.split
        assert isinstance(split, StratifiedSplit)
        assert (split.folds, split.fold) == (3, member.number)
        assert run.project.training == Training(optimizer=FAST, epochs=6, seed=5)
        report = netloom.evaluate(run).document()
        assert scores(three_folds)[member.number - 1] == pytest.approx(report["metrics"]["roc_auc"])
        assert scores(three_folds, "linear")[member.number - 1] == pytest.approx(
            report["baselines"]["linear"]["roc_auc"]
        )


def test_preprocessing_is_fitted_for_each_fold(path: Path, three_folds: Series) -> None:
    fitted = {(folder_of(path, member.run) / "preprocess.onnx").read_bytes() for member in three_folds.members}
    assert len(fitted) == 3


def test_a_baseline_is_compared_fold_by_fold_with_the_corrected_variance(three_folds: Series) -> None:
    gains = np.array(scores(three_folds), float) - np.array(scores(three_folds, "trees"), float)
    learnt = [200 - rows for rows in (67, 67, 66)]
    ratio = np.mean([rows / rest for rows, rest in zip((67, 67, 66), learnt, strict=True)])
    expected = stats.t.ppf(0.975, 2) * gains.std(ddof=1) * np.sqrt(1 / 3 + ratio)
    trees = next(
        each for each in three_folds.outputs[0].differences if (each.model, each.metric) == ("trees", "roc_auc")
    )
    assert (trees.gain, trees.margin) == (pytest.approx(gains.mean()), pytest.approx(expected))
    assert (trees.rows, trees.pairs) == (None, 3)


def test_folds_run_forward_in_time_and_say_so(tmp_path: Path) -> None:
    path = project_file(tmp_path, split=TimeSplit(), epochs=1)
    folds(path, 3)
    (series,) = series_of(path)
    assert series.outputs[0].rows == 150
    assert any("the oldest rows are never held out" in line for line in series.outputs[0].caveats)
    started = [netloom.open_run(folder_of(path, member.run)).events()[0] for member in series.members]
    assert [event.training_rows + event.validation_rows for event in started if isinstance(event, RunStarted)] == [
        50, 100, 150,
    ]  # fmt: skip  # one row


def test_a_project_with_nothing_but_folds_says_what_to_train(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1)
    folds(path, 2)
    with pytest.raises(RunError, match="has only runs of a cross-validation"):
        netloom.open_run(path)
    with pytest.raises(RunError, match="its runs are folds"):
        netloom.open_run(folder_of(path, "series-001"))
    assert netloom.open_run(folder_of(path, "002")).name == "002"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (lambda path: folds(path, 1), "A series has 2 to 1,000 folds, and 1 were asked for"),
        (lambda path: repeats(path, 1), "A series has 2 to 1,000 repeats, and 1 were asked for"),
        (lambda path: folds(path, 300), "So many folds need at least 300 rows"),
        (lambda path: repeats(path, 2, against=path.parent), "is no run"),
    ],
)
def test_what_cannot_be_a_series_is_refused_before_anything_is_trained(tmp_path: Path, how: Any, words: str) -> None:
    path = project_file(tmp_path, epochs=1)
    with pytest.raises(InputError, match=words):
        how(path)
    assert not folder_of(path, "001").exists()


def test_a_column_that_says_what_tests_has_no_folds(tmp_path: Path) -> None:
    path = project_file(tmp_path, split=ColumnSplit(column="half", test_value="left"), epochs=1)
    with pytest.raises(InputError, match="'By a column' says itself which rows test, so it has no folds"):
        folds(path)


def test_a_seed_must_leave_room_to_count_up(tmp_path: Path) -> None:
    path = project_file(tmp_path, epochs=1, seed=2**32 - 2)
    with pytest.raises(InputError, match="leaves no room for 3 repeats"):
        repeats(path, 3)


# the file


def test_a_damaged_series_is_told_and_left_out_of_the_list(tmp_path: Path) -> None:
    folder = tmp_path / "points-runs" / "series-001"
    folder.mkdir(parents=True)
    (folder / "series.json").write_text('{"format": "netloom-series"}')
    with pytest.raises(RunError, match=r"series.json is damaged at name: Field required"):
        open_series(folder)
    assert series_of(tmp_path / "points.netloom") == ()
    with pytest.raises(RunError, match="is no series of runs"):
        open_series(tmp_path)


def test_a_series_may_be_moved_with_its_runs(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    path = project_file(tmp_path / "here", epochs=1)
    repeats(path, 2)
    (tmp_path / "here").rename(tmp_path / "there")
    moved = tmp_path / "there" / "points.netloom"
    (series,) = series_of(moved)
    assert evaluate_series(Path(series.folder)).outputs == series.outputs
