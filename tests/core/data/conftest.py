"""What tests of tables share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def hostile() -> Path:
    """Tables that are broken, odd or meant to do harm: those that are read and those that are refused."""
    return Path(__file__).with_name("hostile")
