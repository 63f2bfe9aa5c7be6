"""A sequence said by another one comes back as it was, and what both have in common is not said again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom.pieces import Kept, joined, pieces

LETTERS = st.lists(st.sampled_from("abcdef"), max_size=12).map(tuple)


@given(LETTERS, LETTERS)
def test_what_is_said_comes_back_as_it_was(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert joined(before, pieces(before, after, str)) == after


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", ()),
        ("abc", "abc", (Kept(0, 3),)),
        ("abc", "abXc", (Kept(0, 2), "X", Kept(2, 3))),
        ("abcd", "ad", (Kept(0, 1), Kept(3, 4))),
        ("abcd", "cdab", (Kept(2, 4), Kept(0, 2))),
        ("a-b-c", "a-b-c-d", (Kept(0, 5), Kept(3, 4), "d")),
        ("ab", "", ()),
    ],
)
def test_stretches_that_are_kept_are_said_by_their_ends(before: str, after: str, said: tuple[object, ...]) -> None:
    assert pieces(before, after, str) == said


def test_objects_are_the_same_only_if_they_are_the_very_same() -> None:
    one, other = [1], [1]
    assert pieces([one], [one]) == (Kept(0, 1),)
    assert pieces([one], [other]) == ([1],)


@pytest.mark.parametrize("kept", [Kept(0, 3), Kept(2, 1), Kept(-1, 1), Kept(1, 1)])
def test_what_cannot_be_kept_is_refused(kept: Kept) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        joined("ab", [kept])
