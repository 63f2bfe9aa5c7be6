"""The bars of a column's distribution: they stand where they should, whatever was counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from netloom.profiles import ColumnProfile, Level
from netloom_desktop.data.columns_bars import bars_of, rectangles

COUNTS = st.lists(st.integers(0, 2**53), max_size=40)


@given(COUNTS, COUNTS, st.sampled_from(["number", "category", "yes_no", "date", "text", "identifier", "empty"]))
def test_bars_stand_in_their_room_whatever_is_counted(steps: list[int], levels: list[int], kind: str) -> None:
    found = ColumnProfile(
        name="x", kind="number", missing=0, distinct=3, histogram=tuple(steps),
        levels=tuple(Level(value=f"v{place}", count=count) for place, count in enumerate(levels)),
    )  # fmt: skip  # a long call
    room = QRectF(3, 5, 80, 20)
    bars = bars_of(found, kind)  # type: ignore[arg-type]  # a kind
    assert all(0 <= height <= 1 for height in bars.heights)
    drawn = list(rectangles(bars, room, 1.5))
    assert len(drawn) == len(bars.heights)
    for rect, height in zip(drawn, bars.heights, strict=True):
        assert room.left() - 1 <= rect.left() <= rect.right() <= room.right() + 1
        assert room.top() - 1 <= rect.top() <= rect.bottom() <= room.bottom() + 1
        assert (rect.height() > 0) == (height > 0)
        assert (rect.left() * 1.5) % 1 == pytest.approx(0, abs=1e-6) or (rect.left() * 1.5) % 1 == pytest.approx(1)


def test_the_rest_of_many_values_is_one_bar() -> None:
    levels = tuple(Level(value=str(place), count=20 - place) for place in range(15))
    bars = bars_of(ColumnProfile(name="x", kind="category", missing=0, distinct=15, levels=levels), "category")
    assert len(bars.counts) == 12
    assert bars.rest == sum(20 - place for place in (12, 13, 14))
    assert bars.heights[0] == pytest.approx(20 / 21)
    assert bars.heights[-1] == 1
