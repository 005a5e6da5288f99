"""From a drag to pixels; pure arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.window.region_geometry import PixelRect, dragged, label_at, pixel_scale, to_pixel


@pytest.mark.parametrize(
    ("image", "screen", "claimed", "expected"),
    [
        (1920, 1920, 1.0, 1.0),
        (2560, 1707, 1.5, 1.5),  # the logical width is rounded; the claim is exact
        (1280, 853, 1.5, 1.5),
        (1920, 1280, 2.0, 1.5),  # sway at 1.5: the toolkit says 2.0, the image says 1.5
        (3840, 1920, 1.0, 2.0),
    ],
)
def test_the_scale_is_that_of_the_image(image: int, screen: int, claimed: float, expected: float) -> None:
    assert pixel_scale(image, screen, claimed) == pytest.approx(expected)


def test_a_screen_without_width_is_refused() -> None:
    with pytest.raises(ValueError, match="width"):
        pixel_scale(0, 100, 1.0)


def test_a_drag_in_any_direction_is_the_same_region() -> None:
    corners = [((10, 20), (110, 70)), ((110, 70), (10, 20)), ((110, 20), (10, 70)), ((10, 70), (110, 20))]
    assert {dragged(a, b, 1.0, (1920, 1080)) for a, b in corners} == {PixelRect(10, 20, 100, 50)}


def test_the_last_pixel_can_be_reached() -> None:
    assert dragged((0, 0), (1919, 1079), 1.0, (1920, 1080)) == PixelRect(0, 0, 1920, 1080)
    assert to_pixel(5000.0, 1.0, 1920) == 1920
    assert to_pixel(-5.0, 1.0, 1920) == 0


def test_a_slip_of_the_hand_is_no_region() -> None:
    assert not dragged((10, 10), (13, 200), 1.0, (800, 600)).is_region
    assert not dragged((10, 10), (200, 13), 1.0, (800, 600)).is_region
    assert dragged((10, 10), (14, 14), 1.0, (800, 600)).is_region


@given(st.integers(1, 7680), st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0, 3.0]), st.data())
def test_every_pixel_comes_back_exactly(width: int, scale: float, data: st.DataObject) -> None:
    pixel = data.draw(st.integers(0, width - 1))
    true_scale = pixel_scale(width, max(1, round(width / scale)), scale)
    found = to_pixel(pixel / scale, true_scale, width)
    assert found == (width if pixel == width - 1 else pixel)


def test_the_label_stays_on_the_screen() -> None:
    label, screen = (80.0, 20.0), (800.0, 600.0)
    assert label_at((100, 100, 200, 100), label, screen) == (220, 208)
    assert label_at((100, 400, 200, 190), label, screen) == (220, 372)
    assert label_at((0, 0, 800, 600), label, screen) == (712, 572)
    assert label_at((0, 100, 20, 20), label, screen)[0] == 8
