"""A small rasteriser for icons: smooth rounded rectangles, convex polygons and thick lines on an RGBA canvas.

Rule: pure and without Pillow, whose import alone costs the idle daemon some 5 MB of memory. Every shape is convex,
so at each height it is one span; the spans of eight heights per pixel row are summed with exact ends. That is only
fast enough because icons are small. Units are pixels, with fractions; y points down. Any thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

_HEIGHTS = 8  # per pixel row
_BYTES = 4
_OPAQUE = 255
_SHOWN = 0.5 / _OPAQUE  # less coverage than this changes no byte

Point = tuple[float, float]
Span = tuple[float, float]
_NOTHING: Span = (math.inf, -math.inf)


@dataclass(frozen=True, slots=True)
class IconPicture:
    """A square picture.

    Attributes:
        size: width and height in pixels.
        rgba: four bytes per pixel, row by row, alpha not multiplied in; ``4 * size * size`` of them.
    """

    size: int
    rgba: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """A convex shape: its left and right end at each height from ``top`` to ``bottom``; left > right for nothing."""

    top: float
    bottom: float
    span: Callable[[float], Span]

    def right_of(self, x: float) -> Shape:
        """The part of it right of ``x``."""

        def cut(y: float) -> Span:
            left, right = self.span(y)
            return max(left, x), right

        return Shape(self.top, self.bottom, cut)


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Shape:
    """A rectangle with round corners; a disc when ``radius`` is half its width and height."""
    upper, lower = top + radius, bottom - radius

    def span(y: float) -> Span:
        away = max(upper - y, y - lower)
        if away <= 0:
            return left, right
        inset = radius - math.sqrt(max(0.0, radius * radius - away * away))
        return left + inset, right - inset

    return Shape(top, bottom, span)


def polygon(*corners: Point) -> Shape:
    """A convex polygon by its corners, in either direction."""
    edges = [
        (start, end) if start[1] < end[1] else (end, start)
        for start, end in pairwise((*corners, corners[0]))
        if start[1] != end[1]
    ]

    def span(y: float) -> Span:
        ends = [x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if y1 <= y < y2]
        return (min(ends), max(ends)) if ends else _NOTHING

    heights = [y for _, y in corners]
    return Shape(min(heights), max(heights), span)


def line(start: Point, end: Point, width: float) -> Shape:
    """A straight line with round ends; ``start`` and ``end`` differ and are the middles of those ends."""
    radius = width / 2
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    across, down = (y2 - y1) * radius / length, (x2 - x1) * radius / length
    middle = polygon(
        (x1 + across, y1 - down), (x2 + across, y2 - down), (x2 - across, y2 + down), (x1 - across, y1 + down)
    )

    def span(y: float) -> Span:
        lefts, rights = zip(middle.span(y), _disc_span(start, radius, y), _disc_span(end, radius, y), strict=True)
        return min(lefts), max(rights)

    return Shape(min(y1, y2) - radius, max(y1, y2) + radius, span)


def _disc_span(centre: Point, radius: float, y: float) -> Span:
    half = radius * radius - (y - centre[1]) ** 2
    if half <= 0:
        return _NOTHING
    return centre[0] - math.sqrt(half), centre[0] + math.sqrt(half)


class Mask:
    """How much of each pixel is covered, 0 to 1; shapes are added and cut out one after the other."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._rows: dict[int, list[float]] = {}

    def add(self, shape: Shape) -> None:
        """Covers the shape too. Pixels on the edges of two shapes are right on average, not each."""
        for y, fresh in self._covered(shape):
            row = self._rows.get(y)
            self._rows[y] = fresh if row is None else [a + b - a * b for a, b in zip(row, fresh, strict=True)]

    def cut(self, shape: Shape) -> None:
        """Uncovers the shape, which must lie within what is covered."""
        for y, hole in self._covered(shape):
            row = self._rows.get(y)
            if row is not None:
                self._rows[y] = [max(0.0, a - b) for a, b in zip(row, hole, strict=True)]

    def pixels(self) -> Iterator[tuple[int, float]]:
        """Index (``y * size + x``) and coverage of the pixels that are covered at all."""
        for y, row in self._rows.items():
            for index, coverage in enumerate(row, y * self.size):
                if coverage > _SHOWN:
                    yield index, coverage

    def _covered(self, shape: Shape) -> Iterator[tuple[int, list[float]]]:
        """The rows that the shape touches."""
        for y in range(max(0, math.floor(shape.top)), min(self.size, math.ceil(shape.bottom))):
            yield y, self._row(shape, y)

    def _row(self, shape: Shape, y: int) -> list[float]:
        # Holds by how much the coverage changes from pixel to pixel: a span costs the same whatever its length.
        steps = [0.0] * (self.size + 2)
        for number in range(_HEIGHTS):
            height = y + (number + 0.5) / _HEIGHTS
            if not shape.top <= height < shape.bottom:
                continue
            left, right = shape.span(height)
            left, right = max(left, 0.0), min(right, self.size)
            if left >= right:
                continue
            first, last = int(left), int(right)
            steps[first] += first + 1 - left
            steps[first + 1] += left - first
            steps[last] -= last + 1 - right
            steps[last + 1] -= right - last
        return [total / _HEIGHTS for total in accumulate(steps[: self.size])]


class Canvas:
    """A square picture in the making, at first transparent."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._rgba = bytearray(_BYTES * size * size)

    def paint(self, colour: str, mask: Mask) -> None:
        """Puts ``#rrggbb`` over what is there, as far as the mask (of the same size) covers it."""
        solid = bytes((*bytes.fromhex(colour.removeprefix("#")), _OPAQUE))
        for index, coverage in mask.pixels():
            at = slice(_BYTES * index, _BYTES * (index + 1))
            self._rgba[at] = solid if coverage >= 1 - _SHOWN else _over(self._rgba[at], solid, coverage)

    def picture(self) -> IconPicture:
        """What has been painted so far."""
        return IconPicture(self.size, bytes(self._rgba))


def _over(below: bytearray, colour: bytes, coverage: float) -> bytes:
    """Porter and Duff's "over" for one pixel; ``colour`` is opaque but covers only a part."""
    shining = below[3] / _OPAQUE * (1 - coverage)
    alpha = coverage + shining
    mixed = (round((c * coverage + b * shining) / alpha) for c, b in zip(colour[:3], below[:3], strict=True))
    return bytes((*mixed, round(alpha * _OPAQUE)))
