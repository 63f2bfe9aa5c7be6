"""What all tests share."""

import os
from pathlib import Path

import pytest

os.environ["KERAS_BACKEND"] = "torch"  # before anything imports keras: no TensorFlow is needed, nor looked for


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real tables with reference scores, beside the checkout; its tests are skipped without it."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the real tables are not beside this checkout ({folder.name} is missing)")
    return folder
