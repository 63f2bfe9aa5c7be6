"""The examples that come with Netloom are valid, and their data is the bundled one."""

from pathlib import Path

import pytest

from netloom.planning import plan
from netloom.storage import data_problems, from_text
from netloom_resources import EXAMPLES, SAMPLES, Example

EACH = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


@EACH
def test_an_example_is_valid_and_leaves_nothing_to_be_mended(example: Example) -> None:
    found = plan(from_text(example.content(), example.title))
    assert [problem.message for problem in found.problems if problem.severity != "note"] == []


@EACH
def test_its_data_is_the_sample_that_it_names(example: Example, tmp_path: Path) -> None:
    project = from_text(example.content(), example.title)
    for name, content in SAMPLES[example.sample].contents().items():
        (tmp_path / name).write_bytes(content)
    assert data_problems(project, tmp_path) == ()
