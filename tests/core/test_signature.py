"""What is asked for, from the project alone."""

import pytest

from netloom.signature import Target
from tables import classes


@pytest.mark.parametrize("names", [("0", "1"), ("-5", "10", "7"), ("999999999999999999", "0")])
def test_classes_are_whole_numbers_if_int64_writes_them_so(names: tuple[str, ...]):
    assert Target(classes("stars", *names), "multiclass", names).integers


@pytest.mark.parametrize(
    "names", [("01", "1"), ("1.0", "2"), ("--5", "1"), ("-0", "1"), ("9" * 19, "1"), ("٣", "1"), ()]
)
def test_other_classes_are_text(names: tuple[str, ...]):
    assert not Target(classes("stars", *names), "multiclass", names).integers
