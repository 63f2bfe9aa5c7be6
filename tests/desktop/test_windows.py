"""Windows of a table's rows: what is at hand is bounded, and what is looked at last is fetched first."""

from hypothesis import given
from hypothesis import strategies as st

from netloom.protocol import Rows
from netloom_desktop.data.windows import HEIGHT, KEPT, WIDTH, Cell, Place, Windows


def window(place: Place) -> Rows:
    """A window in which each cell says where it is; the first of each row is missing."""
    top, left = place.down * HEIGHT, place.across * WIDTH
    return Rows(
        start=top,
        first_column=left,
        names=tuple(f"c{left + column}" for column in range(WIDTH)),
        cells=tuple(tuple(f"{top + row},{left + column}" for column in range(WIDTH)) for row in range(HEIGHT)),
        missing=tuple((0,) for _ in range(HEIGHT)),
        rows=10**6,
        columns=10**4,
    )


places = st.builds(Place, st.integers(0, 20), st.integers(0, 20))


@given(st.lists(places, max_size=30))
def test_a_cell_is_that_of_its_place_or_still_to_come(kept: list[Place]) -> None:
    windows = Windows()
    for place in kept:
        windows.keep(place, window(place))
    for place in kept[-KEPT:]:
        row, column = place.down * HEIGHT + 7, place.across * WIDTH + 3
        assert windows.cell(row, column) == Cell(f"{row},{column}", missing=False)
        assert windows.cell(row, place.across * WIDTH) == Cell(f"{row},{place.across * WIDTH}", missing=True)


def test_at_most_so_many_are_kept_those_that_were_looked_at_last() -> None:
    windows = Windows()
    windows.keep(Place(0, 0), window(Place(0, 0)))
    for down in range(1, KEPT + 5):
        windows.keep(Place(down, 0), window(Place(down, 0)))
        assert windows.cell(0, 0) is not None
    assert len(windows) == KEPT
    assert windows.cell(HEIGHT, 0) is None


def test_what_was_looked_for_last_is_fetched_first_and_once() -> None:
    windows = Windows()
    for row in (0, 5, 3 * HEIGHT, HEIGHT):
        assert windows.cell(row, 0) is None
    assert [windows.next_wanted() for _ in range(4)] == [Place(1, 0), Place(3, 0), Place(0, 0), None]


def test_what_was_scrolled_past_long_ago_is_not_fetched() -> None:
    windows = Windows()
    for down in range(1_000):
        windows.cell(down * HEIGHT, 0)
    wanted = list(iter(windows.next_wanted, None))
    assert wanted[0] == Place(999, 0)
    assert len(wanted) < 50


def test_beyond_the_end_of_a_short_window_there_is_nothing() -> None:
    windows = Windows()
    short = window(Place(0, 0)).model_copy(update={"cells": (("1",) * WIDTH,), "missing": ((),)})
    windows.keep(Place(0, 0), short)
    assert windows.cell(0, 1) == Cell("1", missing=False)
    assert windows.cell(1, 0) is None
