"""The rasteriser: areas by geometry, whole pixels, and the same shapes as Pillow draws them, sixteen times as large."""

from __future__ import annotations

import math

import pytest
from PIL import Image, ImageDraw

from tray_router.desktop.tray.raster import Canvas, IconPicture, Mask, Shape, line, polygon, rounded

SIZE = 24
FINE = 16


def mask_of(*shapes: Shape, holes: tuple[Shape, ...] = ()) -> Mask:
    mask = Mask(SIZE)
    for shape in shapes:
        mask.add(shape)
    for hole in holes:
        mask.cut(hole)
    return mask


def coverage(mask: Mask) -> list[float]:
    found = [0.0] * (SIZE * SIZE)
    for index, covered in mask.pixels():
        found[index] = covered
    return found


def area(mask: Mask) -> float:
    return math.fsum(coverage(mask))


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (rounded(3, 4, 17, 20, 0), 14 * 16),
        (rounded(3.25, 4, 17.5, 20, 0), 14.25 * 16),
        (rounded(2, 2, 22, 22, 10), math.pi * 100),
        (rounded(1, 5, 23, 19, 4), 22 * 14 - (4 - math.pi) * 16),
        (polygon((12, 2), (22, 20), (2, 20)), 180),
        (polygon((2, 20), (22, 20), (12, 2)), 180),
        (line((6, 6), (18, 18), 3), 3 * math.hypot(12, 12) + math.pi * 1.5**2),
        (line((4, 12), (20, 12), 4), 4 * 16 + math.pi * 4),
    ],
)
def test_the_area_is_that_of_the_shape(shape: Shape, expected: float) -> None:
    assert area(mask_of(shape)) == pytest.approx(expected, rel=0.01)


def test_edges_on_whole_pixels_are_sharp() -> None:
    covered = coverage(mask_of(rounded(3, 4, 17, 20, 0)))
    assert set(covered) == {0.0, 1.0}
    assert next(index for index, each in enumerate(covered) if each) == 4 * SIZE + 3
    assert covered[19 * SIZE + 16] == 1.0


def test_half_a_pixel_is_half_covered() -> None:
    covered = coverage(mask_of(rounded(3.5, 4, 5, 6, 0)))
    assert covered[4 * SIZE + 3 : 4 * SIZE + 6] == [0.5, 1.0, 0.0]


def test_what_lies_outside_is_left_out() -> None:
    assert area(mask_of(rounded(-5, -5, 100, 100, 0))) == SIZE * SIZE
    assert area(mask_of(rounded(-9, -9, -1, -1, 2), rounded(30, 30, 40, 40, 2))) == 0


def test_a_shape_inside_is_cut_out_exactly() -> None:
    ring = mask_of(rounded(2, 2, 22, 22, 10), holes=(rounded(6, 6, 18, 18, 6),))
    assert area(ring) == pytest.approx(math.pi * (100 - 36), rel=0.01)
    half = mask_of(rounded(2, 2, 22, 22, 10), holes=(rounded(6, 6, 18, 18, 6).right_of(12),))
    assert area(half) == pytest.approx(math.pi * (100 - 18), rel=0.01)


def test_overlapping_shapes_are_covered_once() -> None:
    twice = mask_of(rounded(2, 2, 12, 12, 0), rounded(2, 2, 12, 12, 0))
    assert coverage(twice) == coverage(mask_of(rounded(2, 2, 12, 12, 0)))


def test_pixels_know_their_place_in_a_picture() -> None:
    assert list(mask_of(rounded(5, 7, 6, 8, 0)).pixels()) == [(7 * SIZE + 5, 1.0)]


@pytest.mark.parametrize("case", ["disc", "bar", "triangle", "cross"])
def test_shapes_look_as_pillow_draws_them_at_sixteen_times_the_size(case: str) -> None:
    large = Image.new("L", (SIZE * FINE, SIZE * FINE), 0)
    draw = ImageDraw.Draw(large)
    if case == "disc":
        shapes = [rounded(2, 2, 22, 22, 10)]
        draw.ellipse((2 * FINE, 2 * FINE, 22 * FINE - 1, 22 * FINE - 1), fill=255)
    elif case == "bar":
        shapes = [rounded(1, 5, 23, 19, 4)]
        draw.rounded_rectangle((FINE, 5 * FINE, 23 * FINE - 1, 19 * FINE - 1), 4 * FINE, fill=255)
    elif case == "triangle":
        shapes = [polygon((12, 2), (22, 20), (2, 20))]
        draw.polygon([(12 * FINE, 2 * FINE), (22 * FINE, 20 * FINE), (2 * FINE, 20 * FINE)], fill=255)
    else:
        shapes = [line((5, 5), (19, 19), 3), line((19, 5), (5, 19), 3)]
        for x1, x2 in ((5, 19), (19, 5)):
            draw.line((x1 * FINE, 5 * FINE, x2 * FINE, 19 * FINE), fill=255, width=3 * FINE)
            for x, y in ((x1, 5), (x2, 19)):
                draw.circle((x * FINE, y * FINE), 1.5 * FINE, fill=255)
    expected = large.resize((SIZE, SIZE), Image.Resampling.BOX).tobytes()
    drawn = [255 * each for each in coverage(mask_of(*shapes))]
    apart = [abs(a - b) for a, b in zip(drawn, expected, strict=True)]
    assert sum(apart) / len(apart) < 2  # Pillow's polygons and lines take in their edges
    assert max(apart) < 40


def test_paint_lies_over_what_was_there() -> None:
    canvas = Canvas(2)
    left, upper = Mask(2), Mask(2)
    left.add(rounded(0, 0, 1, 2, 0))
    upper.add(rounded(0, 0, 2, 0.5, 0))  # half of each upper pixel
    canvas.paint("#ff0000", left)
    canvas.paint("#0000ff", upper)
    rows = canvas.picture()
    assert rows == IconPicture(2, bytes([128, 0, 128, 255, 0, 0, 255, 128, 255, 0, 0, 255, 0, 0, 0, 0]))
