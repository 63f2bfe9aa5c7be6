"""A real window on a screen of its own, driven from outside by a mouse and keys as any program is: to a valid model,
and from a table to files that others use."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from netloom.blocks import Dense
from netloom.storage import load
from small_trainings import points

LONGEST = 180.0  # seconds that anything may take on a busy machine
MISSING = [
    *(name for name in ("Xvfb", "xdotool") if shutil.which(name) is None),
    *(f"lib{name}" for name in ("xcb-cursor", "xkbcommon-x11") if find_library(name) is None),
]

pytestmark = [
    pytest.mark.usefixtures("real_starts"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed here: {', '.join(MISSING)}"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens of their own are for Linux"),
]


class Person:
    """Sees a real window, and has a mouse and a keyboard."""

    def __init__(self, program: "subprocess.Popen[str]", environment: dict[str, str]) -> None:
        self.program, self.environment = program, environment

    def ask(self, question: str) -> dict[str, Any]:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{question}\n")
        self.program.stdin.flush()
        line = self.program.stdout.readline()
        assert line, f"the window is gone: {self.program.wait()}"
        found: dict[str, Any] = json.loads(line)
        return found

    def see(self, question: str, is_so: Callable[[dict[str, Any]], bool] = bool) -> dict[str, Any]:
        """Look until something is there, or is so."""
        given_up = time.monotonic() + LONGEST
        while not is_so(found := self.ask(question)):
            assert time.monotonic() < given_up, f"{question}: {found}; {self.ask('state')}"
        return found

    def see_lesson(self, lesson: str) -> None:
        self.see("state", lambda state: state["lesson"] == lesson)

    def do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True)

    def type_into_dialog(self, path: Path) -> None:
        """Names a file in the dialog that asks for one, and waits until it has gone."""
        self.see("state", lambda state: state["dialog"])
        self.do("type", "--delay", 2, path)
        self.do("key", "Return")
        self.see("state", lambda state: not state["dialog"] or self.ask("part import_dialog"))

    def click(self, question: str, times: int = 1) -> None:
        place = self.see(question)
        self.do("mousemove", place["x"], place["y"], "click", "--repeat", times, 1)


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a screen of its own."""
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writes,), stderr=subprocess.DEVNULL)
    os.close(writes)
    with os.fdopen(reads) as numbers:
        number = numbers.readline().strip()
    if not number:
        pytest.skip("Xvfb does not start here")
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.fixture
def person(screen: str, tmp_path: Path) -> Iterator[Person]:
    """Somebody before a window that has just been opened, in a home of his own."""
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = os.environ | home | {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "1"}
    for path in {*home.values()}:
        Path(path).mkdir()
    with (tmp_path / "log").open("w+") as log:
        program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("watched_window.py"))],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip  # what it is started with reads best in few lines
        person = Person(program, environment)
        try:
            yield person
        finally:
            program.kill()
            program.communicate()


def test_from_the_welcome_page_to_a_valid_model(person: Person, tmp_path: Path) -> None:
    person.see("state", lambda state: state.get("page") == "welcome")
    person.click("part welcome_guide")
    person.see_lesson("table")
    person.click("part guide_offer")
    person.see_lesson("target")
    person.click("button Make a project")
    person.see_lesson("decisions")
    person.click("part show_network")
    person.see_lesson("model")
    person.click("block dense_1")
    person.see_lesson("change")
    person.click("part setting_units_field", times=3)
    person.do("type", "48")
    person.do("key", "Return")
    person.see("state", lambda state: state["lesson"] == "last" and state["planned"] and not state["errors"])
    person.click("part guide_offer")
    person.see_lesson("")

    person.click("block dense_1")
    person.do("key", "ctrl+s")
    person.see("state", lambda state: state["dialog"])
    person.do("type", "--delay", 2, tmp_path / "first.netloom")
    person.do("key", "Return")
    person.see("state", lambda state: state["title"].startswith("first.netloom"))

    assert load(tmp_path / "first.netloom").blocks_of(Dense)[0][1].units == 48


ASK = """
import json, sys
import numpy as np, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
types = {"tensor(float)": np.float32, "tensor(string)": object}
for row in json.load(open(sys.argv[2], encoding="utf-8")):
    feed = {entry.name: np.array([[row["inputs"][entry.name]]], types[entry.type]) for entry in session.get_inputs()}
    label, probabilities = session.run(["label", "probabilities"], feed)
    assert label[0] == row["answer"]["label"]
    assert np.allclose(probabilities[0], row["answer"]["probabilities"], 1e-4, 1e-4)
print(*(entry.name for entry in session.get_inputs()))
"""


def test_from_a_table_to_a_scored_file_and_one_that_onnxruntime_runs(person: Person, tmp_path: Path) -> None:
    known = pl.DataFrame(points()).select(height="x", weight="y", churn="inside")
    known.write_csv(tmp_path / "points.csv")
    known.head(9).drop("churn").write_csv(tmp_path / "new.csv")
    person.see("state", lambda state: state.get("page") == "welcome")
    person.click("part welcome_table")
    person.type_into_dialog(tmp_path / "points.csv")
    person.click("button Make a project")
    person.click("part show_network")
    person.see("state", lambda state: state["planned"] and not state["errors"])
    person.click("block output_1")
    person.do("key", "ctrl+s")
    person.type_into_dialog(tmp_path / "points.netloom")
    person.see("state", lambda state: state["title"].startswith("points.netloom"))

    person.click("part step_train")
    person.click("part train")
    person.see("state", lambda state: state["trained"] == 1)
    person.click("part step_ship")
    person.click("part score_choose")
    person.type_into_dialog(tmp_path / "new.csv")
    person.click("button Save predictions…")
    person.type_into_dialog(tmp_path / "scored.csv")
    person.see("part save_words", lambda part: "9 rows" in part.get("text", ""))
    scored = pl.read_csv(tmp_path / "scored.csv")
    assert scored.columns[:2] == ["height", "weight"]
    assert set(scored["prediction"]) <= {"no", "yes"}

    person.click("tab Export")
    person.click("part export_onnx")
    person.type_into_dialog(tmp_path / "inside.onnx")
    person.see("part export_words", lambda part: "as the trained network does" in part.get("text", ""))

    asked = [sys.executable, "-c", ASK, str(tmp_path / "inside.onnx"), str(tmp_path / "examples.json")]
    ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["height", "weight"], ran.stderr
