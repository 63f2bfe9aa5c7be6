"""Where everything is: pure functions, checked on whole spaces of inputs."""

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netloom_desktop.canvas.alignment import aligned, distributed, free_place, making_room
from netloom_desktop.canvas.geometry import (
    GRID,
    WIDTH,
    Point,
    Rect,
    Way,
    around,
    block_height,
    crosses,
    curve_near,
    distance_to,
    encloses,
    nearest_towards,
    port_height,
    snapped,
    spanning,
    wire_course,
    wire_curve,
)
from netloom_desktop.canvas.layout import ACROSS, auto_layout, layer_of

COORDINATES = st.floats(-5_000, 5_000)
POINTS = st.builds(Point, COORDINATES, COORDINATES)
RECTS = st.builds(Rect, COORDINATES, COORDINATES, st.just(WIDTH), st.floats(80, 200))


@given(POINTS, POINTS)
def test_a_wire_begins_and_ends_at_its_ports_and_leaves_to_the_right(start: Point, end: Point) -> None:
    curve = wire_curve(start, end)
    assert (curve.at(0), curve.at(1)) == (pytest.approx(start), pytest.approx(end))
    assert curve.first.x > start.x
    assert curve.second.x < end.x


@given(POINTS, POINTS, st.floats(0, 1))
def test_a_point_of_a_wire_is_on_it(start: Point, end: Point, along: float) -> None:
    course = wire_course(start, end)
    assert distance_to(course, course.curves[0].at(along), pieces=400) < 2


@given(POINTS, POINTS, st.lists(POINTS, min_size=1, max_size=4))
def test_a_bent_wire_leads_through_its_bends_without_a_corner(start: Point, end: Point, bends: list[Point]) -> None:
    course = wire_course(start, end, bends)
    assert (course.start, course.end, course.bends) == (start, end, tuple(bends))
    for before, after in pairwise(course.curves):
        assert before.end == after.start
        arriving, leaving = _towards(before.second, before.end), _towards(after.start, after.first)
        assert arriving == pytest.approx(leaving, abs=1e-6) or (0, 0) in (arriving, leaving)
    for number, bend in enumerate(course.bends):
        assert distance_to(course, bend) < 1e-6
        assert curve_near(course, course.curves[number].at(0.5)) in range(len(course.curves))


def _towards(start: Point, end: Point) -> tuple[float, float]:
    """The direction from one point to another; (0, 0) where they are too near to tell."""
    far = math.hypot(end.x - start.x, end.y - start.y)
    return ((end.x - start.x) / far, (end.y - start.y) / far) if far > 1e-3 else (0.0, 0.0)


def test_a_closed_line_goes_round_what_is_within_it() -> None:
    outline = [Point(0, 0), Point(100, 0), Point(100, 100), Point(50, 30), Point(0, 100)]
    assert encloses(outline, Point(50, 20))
    assert not encloses(outline, Point(50, 60))
    assert not encloses(outline, Point(150, 50))
    assert not encloses([], Point(0, 0))


def test_a_cut_across_a_wire_crosses_it_and_one_beside_it_does_not() -> None:
    curve = wire_course(Point(0, 0), Point(300, 0))
    assert crosses(curve, [Point(150, -50), Point(150, 50)])
    assert not crosses(curve, [Point(150, 10), Point(150, 50)])
    assert not crosses(curve, [Point(150, 0)])


@given(COORDINATES)
def test_a_snapped_length_is_on_the_grid_and_near(value: float) -> None:
    assert snapped(value) % GRID == 0
    assert abs(snapped(value) - value) <= GRID / 2


@given(POINTS, POINTS)
def test_a_band_has_both_its_corners(first: Point, second: Point) -> None:
    band = spanning(first, second).grown(1e-6)
    assert band.holds(first)
    assert band.holds(second)


@given(st.lists(RECTS, min_size=1, max_size=8))
def test_a_rectangle_around_some_holds_them_all(rects: list[Rect]) -> None:
    box = around(rects)
    assert box is not None
    assert all(rect.within(box.grown(1e-6)) and rect.meets(box) for rect in rects)


def test_there_is_nothing_around_nothing() -> None:
    assert around([]) is None


@given(st.integers(0, 9), st.integers(0, 9))
def test_ports_stand_on_their_block_apart_from_each_other(inputs: int, outputs: int) -> None:
    height = block_height(inputs, outputs)
    places = [port_height(place, inputs, outputs) for place in range(max(inputs, outputs))]
    assert all(0 < place < height for place in places)
    assert all(second - first >= 20 for first, second in pairwise(places))


def test_arrows_go_to_what_is_nearest_in_their_direction() -> None:
    points = {"right": Point(300, 20), "far": Point(700, 0), "below": Point(0, 200), "aside": Point(100, 400)}
    assert nearest_towards(Point(0, 0), points.items(), Way(1, 0)) == "right"
    assert nearest_towards(Point(0, 0), points.items(), Way(0, 1)) == "below"
    assert nearest_towards(Point(0, 0), points.items(), Way(-1, 0)) is None


# Alignment


@given(st.dictionaries(st.text("abc", min_size=1), RECTS, min_size=3, max_size=6))
def test_distributed_blocks_have_equal_gaps_and_the_outer_ones_stay(rects: dict[str, Rect]) -> None:
    corners = distributed(rects, "across")
    order = sorted(corners, key=lambda id: corners[id].x)
    gaps = [corners[b].x - corners[a].x - WIDTH for a, b in pairwise(order)]
    assert max(gaps) - min(gaps) < 1e-6
    assert min(at.x for at in corners.values()) == pytest.approx(min(rect.x for rect in rects.values()))


@given(st.dictionaries(st.text("abc", min_size=1), RECTS, max_size=6))
def test_aligned_blocks_share_their_edge_and_keep_their_height(rects: dict[str, Rect]) -> None:
    corners = aligned(rects, "left")
    assert len({at.x for at in corners.values()}) <= 1
    assert all(corners[id].y == rect.y for id, rect in rects.items())


@given(st.dictionaries(st.text("abcd", min_size=1), RECTS, max_size=8), RECTS)
def test_a_free_place_touches_nothing(rects: dict[str, Rect], wanted: Rect) -> None:
    place = free_place(rects, wanted)
    here = Rect(place.x, place.y, wanted.width, wanted.height)
    assert not any(rect.meets(here) for rect in rects.values())


def test_neighbours_make_room_and_those_elsewhere_stay() -> None:
    rects = {
        "left": Rect(0, 0, WIDTH, 80),
        "right": Rect(300, 0, WIDTH, 80),
        "behind": Rect(600, 0, WIDTH, 80),
        "below": Rect(300, 900, WIDTH, 80),
    }
    new, moved = making_room(rects, Rect(160, 0, WIDTH, 80), 40)
    assert new.x == 240
    assert moved["right"].x == 480
    assert moved["behind"].x == 780
    assert "left" not in moved
    assert making_room(rects, Rect(2_000, 0, WIDTH, 80), 40) == (Rect(2_000, 0, WIDTH, 80), {})


@given(st.floats(-200, 900), st.floats(-300, 300))
def test_a_new_block_lies_on_none_wherever_it_was_dropped(x: float, y: float) -> None:
    rects = {name: Rect(250.0 * place, 0, WIDTH, 80) for place, name in enumerate(("first", "second", "third"))}
    new, moved = making_room(rects, Rect(x, y, WIDTH, 80), 40)
    for name, rect in rects.items():
        place = moved.get(name, Point(rect.x, rect.y))
        assert not Rect(place.x, place.y, rect.width, rect.height).meets(new)


# Auto-layout

GRAPHS = st.integers(1, 14).flatmap(
    lambda count: st.tuples(
        st.just([f"b{number}" for number in range(count)]),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=24),
    )
)


@given(GRAPHS)
def test_laid_out_blocks_touch_each_other_nowhere(graph: tuple[list[str], list[tuple[int, int]]]) -> None:
    ids, pairs = graph
    heights = {id: 80.0 + 20 * (number % 4) for number, id in enumerate(ids)}
    places = auto_layout(heights, [(ids[start], ids[end]) for start, end in pairs])
    assert places.keys() == heights.keys()
    rects = [Rect(*places[id], WIDTH, heights[id]) for id in ids]
    assert not any(one.meets(other) for one, other in combinations(rects, 2))


@given(GRAPHS)
def test_every_wire_leads_to_the_right_where_nothing_goes_round(
    graph: tuple[list[str], list[tuple[int, int]]],
) -> None:
    ids, pairs = graph
    links = [(ids[min(pair)], ids[max(pair)]) for pair in pairs if pair[0] != pair[1]]
    places = auto_layout(dict.fromkeys(ids, 80.0), links)
    assert all(places[source].x + WIDTH + ACROSS <= places[target].x for source, target in links)


def test_a_line_is_straight() -> None:
    ids = [f"b{number}" for number in range(30)]
    places = auto_layout(dict.fromkeys(ids, 80.0), list(pairwise(ids)))
    assert len({place.y for place in places.values()}) == 1


def test_a_wire_that_skips_blocks_has_a_lane_of_its_own() -> None:
    links = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    places = auto_layout(dict.fromkeys("abcd", 80.0), links)
    curve = wire_curve(Point(places["a"].x + WIDTH, places["a"].y + 40), Point(places["d"].x, places["d"].y + 40))
    between = [Rect(*places[id], WIDTH, 80) for id in "bc"]
    assert not any(rect.holds(curve.at(step / 40)) for rect in between for step in range(41))


def test_a_circle_is_laid_out_too() -> None:
    assert layer_of("abc", [("a", "b"), ("b", "c"), ("c", "a")]) == {"a": 0, "b": 1, "c": 2}


def test_thousands_of_blocks_are_laid_out() -> None:
    ids = [f"b{number}" for number in range(5_000)]
    links = [(ids[number // 2], ids[number]) for number in range(1, 5_000)]
    places = auto_layout(dict.fromkeys(ids, 80.0), links)
    assert len(set(places.values())) == 5_000
