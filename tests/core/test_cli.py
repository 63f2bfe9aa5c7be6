"""The command line, as a user or a script meets it: what is printed where, and the exit status."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Ran, run

import netloom

PYTHON = [sys.executable, "-m", "netloom"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the penguins, their project and one run of it."""
    folder = tmp_path_factory.mktemp("penguins")
    with contextlib.chdir(folder):
        assert run("sample", "penguins").status == 0
        assert run("new", "penguins.csv", "--target", "species").status == 0
        assert run("train", "penguins.netloom", "--set", "training.epochs=3").status == 0
        yield folder


# starting


def test_help_lists_every_command() -> None:
    ran = run("--help")
    assert ran.status == 0
    for command in ("new", "check", "show", "train", "evaluate", "predict", "export", "runs", "blocks", "sample"):
        assert f" {command} " in ran.out


@pytest.mark.parametrize("command", ["--help", "blocks", "blocks dense"])
def test_it_starts_without_torch(command: str) -> None:
    timed = [sys.executable, "-X", "importtime", "-m", "netloom", *command.split()]
    ran = subprocess.run(timed, capture_output=True, text=True, encoding="utf-8", check=True)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}
    assert "typer" in loaded
    assert not loaded & {"torch", "numpy", "polars", "sklearn", "onnx", "onnxruntime", "networkx"}


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen([*PYTHON, "blocks"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


# what is wrong


def test_a_wrong_option_exits_with_2() -> None:
    ran = run("blocks", "--nonsense")
    assert ran.status == 2
    assert "--nonsense" in ran.err


def test_an_unknown_block_is_told_with_those_there_are() -> None:
    ran = run("blocks", "densse")
    assert ran == Ran(2, "", ran.err)
    assert "no block 'densse'" in ran.err
    assert "dense" in ran.err


@pytest.mark.parametrize("command", ["check", "show", "train", "runs", "evaluate", "export --out x.onnx"])
def test_a_project_that_is_not_there_is_one_message_and_2(command: str, tmp_path: Path) -> None:
    name, *options = command.split()
    ran = run(name, tmp_path / "nothing.netloom", *options)
    assert ran.status == 2
    assert "nothing.netloom" in ran.err
    assert "Traceback" not in ran.err


def test_a_setting_that_is_not_there_is_told(folder: Path) -> None:
    ran = run("train", "penguins.netloom", "--set", "training.epoks=3")
    assert ran.status == 2
    assert "epochs" in ran.err
    assert run("train", "penguins.netloom", "--set", "training.epochs").err.count("training.epochs=20") == 1


def test_a_project_is_never_overwritten(folder: Path) -> None:
    ran = run("new", "penguins.csv", "--target", "species")
    assert ran.status == 2
    assert "--out" in ran.err


def test_what_nobody_foresaw_is_one_line_that_asks_for_a_report(tmp_path: Path) -> None:
    program = "import netloom.cli as cli; cli.app.command()(lambda: 1 / 0); cli.main(['<lambda>'])"
    environment = {name: value for name, value in os.environ.items() if name != "NETLOOM_DEBUG"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert ran.returncode == 1
    assert ran.stderr.startswith("error: this should not have happened (ZeroDivisionError: division by zero)")
    assert ran.stderr.count("\n") == 1


# before training


def test_new_tells_each_decision(tmp_path: Path, folder: Path) -> None:
    ran = run("new", folder / "penguins.csv", "--target", "species", "--out", tmp_path / "again.netloom")
    assert ran.status == 0
    assert "344 rows" in ran.out
    for column in ("bill_length_mm", "sex", "species"):
        assert column in ran.out
    assert netloom.load(tmp_path / "again.netloom").data.column("species").role == "target"


def test_check_finds_no_errors_in_a_starter_project(folder: Path) -> None:
    ran = run("check", "penguins.netloom", "--json")
    assert ran.status == 0
    assert json.loads(ran.out)["problems"] == []


@pytest.fixture
def mistaken(folder: Path) -> Path:
    """The project with one unit for three species."""
    project = netloom.load(folder / "penguins.netloom")
    last = [node.id for node in project.nodes if node.block.type == "dense"][-1]
    path = folder / "mistaken.netloom"
    netloom.save(netloom.with_setting(project, f"{last}.units", "1"), path)
    return path


def test_check_exits_with_2_and_names_the_mistake(mistaken: Path) -> None:
    ran = run("check", mistaken)
    assert ran.status == 2
    assert "3 classes" in ran.out
    assert "--fix" in ran.out


def test_check_fix_mends_it_and_says_so(mistaken: Path) -> None:
    ran = run("check", mistaken, "--fix")
    assert ran.status == 0
    assert "fixed: " in ran.out
    assert run("check", mistaken).status == 0


def test_show_has_every_block_and_the_totals(folder: Path) -> None:
    plan = netloom.plan(netloom.load(folder / "penguins.netloom"))
    ran = run("show", "penguins.netloom")
    assert ran.status == 0
    assert all(step.node.id in ran.out for step in plan.steps)
    assert f"{plan.parameters:,} parameters" in ran.out


def test_show_as_json_holds_the_same(folder: Path) -> None:
    plan = netloom.plan(netloom.load(folder / "penguins.netloom"))
    shown = json.loads(run("show", "penguins.netloom", "--json").out)
    assert shown["parameters"] == plan.parameters
    assert [block["id"] for block in shown["blocks"]] == [step.node.id for step in plan.steps]


def test_show_code_is_the_source_that_trains(folder: Path) -> None:
    project = netloom.load(folder / "penguins.netloom")
    assert run("show", "penguins.netloom", "--code", "pytorch").out == netloom.source(netloom.plan(project)).text


def test_show_code_is_the_same_model_in_keras(folder: Path) -> None:
    project = netloom.load(folder / "penguins.netloom")
    assert run("show", "penguins.netloom", "--code", "keras").out == netloom.keras_source(netloom.plan(project)).text


# training


def test_training_tells_every_epoch_and_where_the_run_is(folder: Path) -> None:
    ran = run("train", "penguins.netloom", "--set", "training.epochs=2", "--run", "told")
    assert ran.status == 0
    assert "epoch 2/2" in ran.out
    assert "validation_loss" in ran.out
    assert "told" in ran.out


def test_events_are_the_lines_of_the_run(folder: Path) -> None:
    ran = run("train", "penguins.netloom", "--set", "training.epochs=2", "--run", "events", "--events")
    assert ran.status == 0
    assert ran.out == (folder / "events" / "events.jsonl").read_text("utf-8")


def test_the_seed_of_the_command_counts(folder: Path) -> None:
    options = ("--set", "training.epochs=1")
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        assert run("train", "penguins.netloom", *options, "--seed", seed, "--run", name).status == 0
    weights = {name: (folder / name / "last.safetensors").read_bytes() for name in ("first", "again", "other")}
    assert weights["first"] == weights["again"] != weights["other"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_keeps_a_run_that_can_be_used(folder: Path) -> None:
    command = [*PYTHON, "train", "penguins.netloom", "--set", "training.epochs=100000", "--run", "stopped", "--events"]
    command += ["--set", "training.early_stopping=none"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        next(line for line in process.stdout if "epoch_finished" in line)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 130
    assert netloom.open_run(folder / "stopped").state.status == "stopped"
    before = netloom.open_run(folder / "stopped").state.epochs
    command = [*PYTHON, "train", "--resume", "stopped", "--events"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        next(line for line in process.stdout if "epoch_finished" in line)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    assert process.returncode == 130
    assert netloom.open_run(folder / "stopped").state.epochs > before


def test_a_complete_run_goes_on_for_more_epochs(folder: Path) -> None:
    assert run("train", "penguins.netloom", "--set", "training.epochs=2", "--run", "longer").status == 0
    assert "--epochs 10" in run("train", "--resume", "longer").err
    ran = run("train", "--resume", "longer", "--epochs", 1)
    assert ran.status == 0
    assert "Going on in epoch 3:" in ran.out
    assert "epoch 3/3" in ran.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("", "Name a project file to train, or with --resume the folder of a run"),
        ("penguins.netloom --epochs 3", "name it with --resume, or use --set training.epochs=20"),
        ("--resume penguins-runs/001 --seed 3 --device cpu", "so --seed and --device cannot be given with it"),
    ],
)
def test_what_makes_no_sense_with_or_without_resume_is_refused(options: str, words: str, folder: Path) -> None:
    ran = run("train", *options.split())
    assert ran.status == 2
    assert words in ran.err


# after training


def test_runs_lists_them(folder: Path) -> None:
    assert "finished" in run("runs", "penguins.netloom").out
    assert json.loads(run("runs", "penguins.netloom", "--json").out)[0]["epochs"] == 3


def test_evaluate_as_json_is_one_document(folder: Path) -> None:
    ran = run("evaluate", "penguins.netloom", "--json")
    report = json.loads(ran.out)
    assert report["task"] == "multiclass"
    assert report["rows"] == 69
    assert {"accuracy", "roc_auc"} <= set(report["metrics"])
    assert {"constant", "linear", "trees"} <= set(report["baselines"])


def test_evaluate_says_in_words_how_good_it_is(folder: Path) -> None:
    ran = run("evaluate", "penguins.netloom")
    assert "The network is " in ran.out
    assert (folder / "penguins-runs" / "001" / "report.html").exists()


def test_evaluate_prints_calibration_and_the_most_important_columns(folder: Path) -> None:
    ran = run("evaluate", "penguins.netloom")
    assert "sure of its answer, it is right in" in ran.out
    assert "The answers rest most on " in ran.out
    assert " (shuffled, Accuracy falls by " in ran.out
    assert "rest most on" not in run("evaluate", "penguins.netloom", "--importance-seconds", "0").out


def test_costs_need_an_answer_of_yes_or_no(folder: Path) -> None:
    ran = run("evaluate", "penguins.netloom", "--cost-false-negative", "5")
    assert ran.status == 2
    assert "no Output answers yes or no: this run predicts 'species'" in ran.err
    assert run("evaluate", "penguins.netloom", "--cost-false-positive", "-1").status == 2


def test_a_run_folder_and_its_project_mean_the_same_run(folder: Path) -> None:
    for which, out in (("penguins.netloom", "a.csv"), ("penguins-runs/001", "b.csv")):
        assert run("predict", which, "--data", "penguins.csv", "--out", out).status == 0
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()
    assert "344 rows predicted" in run("predict", "penguins.netloom", "--data", "penguins.csv", "--out", "c.csv").out


def test_export_tells_the_largest_difference(folder: Path) -> None:
    ran = run("export", "penguins.netloom", "--format", "onnx", "--out", "penguins.onnx")
    assert ran.status == 0
    assert "the largest difference from the trained network is" in ran.out
    assert (folder / "penguins.onnx").exists()


def test_export_as_a_folder_tells_where_to_read_on(folder: Path) -> None:
    ran = run("export", "penguins.netloom", "--format", "pytorch", "--out", "penguins_pytorch")
    assert ran.status == 0
    assert "penguins_pytorch written, and its predict.py run on 69 rows" in ran.out
    assert "the largest difference from the trained network is" in ran.out
    assert str(Path("penguins_pytorch", "README.md")) in ran.out
    assert (folder / "penguins_pytorch" / "README.md").exists()


def test_what_only_one_format_knows_is_refused_with_another(folder: Path) -> None:
    ran = run("export", "penguins.netloom", "--format", "pytorch", "--out", "alone", "--network-only")
    assert ran.status == 2
    assert "The network alone is written as ONNX only, and pytorch was asked for" in ran.err
    assert not (folder / "alone").exists()


# the catalogue and the samples


def test_every_block_is_explained_with_its_settings() -> None:
    for id, block in netloom.blocks.BLOCKS.items():
        ran = run("blocks", id)
        assert ran.status == 0
        assert block.title in ran.out
        assert all(setting.name in ran.out for setting in netloom.settings_of(block))


def test_blocks_as_json_are_the_whole_catalogue() -> None:
    assert [block["id"] for block in json.loads(run("blocks", "--json").out)] == list(netloom.blocks.BLOCKS)


def test_a_sample_comes_with_its_licence_and_is_not_overwritten(tmp_path: Path) -> None:
    with contextlib.chdir(tmp_path):
        assert run("sample", "penguins").status == 0
        assert "CC0" in (tmp_path / "penguins.LICENSE.txt").read_text("utf-8")
        (tmp_path / "penguins.csv").write_text("mine", "utf-8")
        assert run("sample", "penguins").status == 2
        assert (tmp_path / "penguins.csv").read_text("utf-8") == "mine"
