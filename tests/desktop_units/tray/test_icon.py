"""The icon: every state has a shape and a place of its own at every size."""

from __future__ import annotations

from itertools import combinations

import pytest
from PIL import Image

from tray_router.desktop.tray.icon import SIZES, cells, draw_at, draw_icon
from tray_router.desktop.tray.picture import MAX_SEGMENTS, PULSES, Glyph, Health, IconView
from tray_router.desktop.tray.pixmaps import pixmaps
from tray_router.desktop.tray.raster import IconPicture


def luminance(picture: IconPicture) -> list[float]:
    """What is left without colour, as for a person who sees none; transparent pixels are black."""
    rgba = picture.rgba
    return [
        (0.2126 * rgba[at] + 0.7152 * rgba[at + 1] + 0.0722 * rgba[at + 2]) * rgba[at + 3] / 255
        for at in range(0, len(rgba), 4)
    ]


def pixel(picture: IconPicture, x: int, y: int) -> tuple[int, ...]:
    at = 4 * (y * picture.size + x)
    return tuple(picture.rgba[at : at + 4])


def test_a_view_is_drawn_once_in_all_sizes() -> None:
    view = IconView(Health.SOME, (Glyph.UP, Glyph.DOWN))
    pictures = draw_icon(view)
    assert [picture.size for picture in pictures] == list(SIZES)
    assert all(len(picture.rgba) == 4 * picture.size**2 for picture in pictures)
    assert draw_icon(IconView(Health.SOME, (Glyph.UP, Glyph.DOWN))) is pictures


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", range(1, MAX_SEGMENTS + 1))
def test_states_differ_by_shape_alone(size: int, count: int) -> None:
    drawn = {glyph: luminance(draw_at(IconView(Health.ALL, (glyph,) * count), size)) for glyph in Glyph}
    for one, other in combinations(Glyph, 2):
        clearly = sum(abs(a - b) > 40 for a, b in zip(drawn[one], drawn[other], strict=True))
        assert clearly >= 2 * count, (one, other)


@pytest.mark.parametrize("size", SIZES)
def test_the_tile_is_opaque_but_for_its_round_corners(size: int) -> None:
    picture = draw_at(IconView(Health.NONE), size)
    assert pixel(picture, size // 2, size // 2) == (0x7A, 0x16, 0x20, 255)
    corners = {pixel(picture, x, y)[3] for x in (0, size - 1) for y in (0, size - 1)}
    assert len(corners) == 1 and corners.pop() < 128
    assert pixel(picture, 0, size // 2)[3] == 255


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", range(1, MAX_SEGMENTS + 1))
def test_segments_lie_side_by_side_on_the_tile(size: int, count: int) -> None:
    found = cells(count, size)
    assert len(found) == count
    taken = [
        (x, y)
        for cell in found
        for x in range(cell.left, cell.left + cell.width)
        for y in range(cell.top, cell.top + cell.height)
    ]
    assert len(taken) == len(set(taken))
    assert all(0 < x < size - 1 and 0 < y < size - 1 for x, y in taken)


def test_each_segment_shows_its_own_machine() -> None:
    before = IconView(Health.ALL, (Glyph.UP, Glyph.UP, Glyph.UP))
    after = IconView(Health.ALL, (Glyph.UP, Glyph.DOWN, Glyph.UP))
    one, other = draw_at(before, 48), draw_at(after, 48)
    middle = cells(3, 48)[1]
    changed = {y for x in range(48) for y in range(48) if pixel(one, x, y) != pixel(other, x, y)}
    assert changed and changed <= set(range(middle.top, middle.top + middle.height))


@pytest.mark.parametrize("size", SIZES)
def test_many_machines_are_a_number(size: int) -> None:
    drawn = {count: draw_at(IconView(Health.NONE, (Glyph.DOWN,), count), size).rgba for count in (1, 7, 12, 99, 100)}
    assert drawn[99] == drawn[100]  # there is no room for three digits
    assert len(set(drawn.values())) == 4


def test_panels_get_alpha_first() -> None:
    picture = IconPicture(1, bytes([1, 2, 3, 4]))
    assert pixmaps([picture]) == [[1, 1, bytes([4, 1, 2, 3])]]


def test_panels_get_pillow_images_too() -> None:
    image = Image.new("RGB", (3, 2), (10, 20, 30))
    assert pixmaps(image) == [[3, 2, bytes([255, 10, 20, 30]) * 6]]


@pytest.mark.parametrize("glyph", [Glyph.BUSY, Glyph.LOADING])
@pytest.mark.parametrize("size", SIZES)
def test_the_animation_changes_the_light_and_never_the_shape(glyph: Glyph, size: int) -> None:
    steps = [draw_at(IconView(Health.ALL, (glyph, Glyph.UP), pulse=pulse), size) for pulse in sorted(set(PULSES))]
    assert len({step.rgba for step in steps}) == len(steps)
    tile = draw_at(IconView(Health.ALL), size).rgba
    shapes = [[step.rgba[n : n + 4] != tile[n : n + 4] for n in range(0, len(tile), 4)] for step in steps]
    assert shapes[0] == shapes[1] == shapes[2]
