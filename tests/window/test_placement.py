"""Where the popup opens; pure arithmetic."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.placement import (
    POINTER_GAP,
    SCREEN_MARGIN,
    Area,
    keep_inside,
    largest_size,
    open_at,
    side_by_side,
)

SCREEN = Area(0, 0, 1920, 1080)


def test_opens_below_the_pointer_and_reaches_to_both_sides() -> None:
    assert open_at((900, 200), SCREEN, 560, 640) == (900 - 168, 200 + POINTER_GAP)


def test_near_the_bottom_there_is_still_room_to_grow() -> None:
    assert open_at((900, 1000), SCREEN, 560, 640)[1] == 1080 - SCREEN_MARGIN - 640


def test_a_second_screen_keeps_its_own_coordinates() -> None:
    second = Area(1920, 200, 1024, 768)
    left, top = open_at((2930, 960), second, 560, 640)
    assert (left, top) == (1920 + 1024 - SCREEN_MARGIN - 560, 200 + 768 - SCREEN_MARGIN - 640)


def test_a_popup_that_was_moved_is_pulled_back_only_as_far_as_needed() -> None:
    assert keep_inside(Area(1500, 900, 560, 400), SCREEN) == (1360, 680)
    assert keep_inside(Area(100, 100, 560, 400), SCREEN) == (100, 100)


def test_beside_a_popup_that_leaves_room_the_popup_stays() -> None:
    window, popup = side_by_side(Area(1200, 100, 560, 400), SCREEN, (940, 620), (520, 320))
    assert popup == (1200, 100)
    assert window == Area(1200 - SCREEN_MARGIN - 940, 100, 940, 620)


def test_a_popup_in_the_middle_goes_to_the_nearer_edge() -> None:
    window, popup = side_by_side(Area(400, 100, 560, 400), Area(0, 0, 1280, 900), (940, 620), (520, 320))
    assert popup == (1280 - SCREEN_MARGIN - 560, 100)
    assert window.right < popup[0]
    assert window.left >= SCREEN_MARGIN


@given(st.integers(0, 1340), st.integers(0, 440))
def test_a_window_beside_the_popup_is_never_under_it(left: int, top: int) -> None:
    window, (at, _) = side_by_side(Area(left, top, 580, 640), SCREEN, (940, 620), (520, 320))
    assert window.right <= at or at + 580 <= window.left
    assert SCREEN.left <= window.left < window.right <= SCREEN.right
    assert SCREEN.left <= at <= SCREEN.right - 580
    assert SCREEN.top < window.top < window.bottom <= SCREEN.bottom


numbers = st.integers(-4000, 4000)
sizes = st.integers(1, 4000)


@given(numbers, numbers, numbers, numbers, st.integers(100, 4000), st.integers(100, 4000), sizes, sizes)
def test_never_off_the_screen(x: int, y: int, left: int, top: int, width: int, height: int, w: int, h: int) -> None:
    area = Area(left, top, width, height)
    popup_width, popup_height = largest_size(area, w, h)
    at_x, at_y = open_at((x, y), area, w, h)
    assert area.left <= at_x
    assert at_x + popup_width <= area.right
    assert area.top <= at_y
    assert at_y + popup_height <= area.bottom
