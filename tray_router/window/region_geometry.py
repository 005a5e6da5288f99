"""From the hand's movement to pixels of the frozen screen. Pure arithmetic; no Qt.

Rules: a position in logical pixels becomes a position between physical pixels, so a region from a to b holds the pixels
a … b - 1; at the far edges, which a pointer cannot pass, the last pixel belongs to the region too. The scale is that of
the image, never what the toolkit claims: on fractional scales the two can differ (2.0 claimed, 1.5 true, on sway).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SMALLEST_PIXELS = 4  # a drag under this in either direction is a slip of the hand
LABEL_GAP = 8


class PixelRect(NamedTuple):
    """A rectangle in physical pixels of one screen."""

    left: int
    top: int
    width: int
    height: int

    @property
    def is_region(self) -> bool:
        """Large enough to be meant."""
        return self.width >= SMALLEST_PIXELS and self.height >= SMALLEST_PIXELS


def pixel_scale(image_width: int, screen_width: int, claimed: float) -> float:
    """Physical pixels for each logical one.

    The width of a screen in logical pixels is rounded (1280 / 1.5 = 853), which would put the far edge off by half a
    pixel; so the claimed ratio is used where the image confirms it to within that rounding, and the image's elsewhere.
    """
    if image_width <= 0 or screen_width <= 0:
        raise ValueError("a screen has a width")
    if abs(image_width - screen_width * claimed) <= claimed:
        return claimed
    return image_width / screen_width


def to_pixel(position: float, scale: float, size: int) -> int:
    """One coordinate in physical pixels, 0 … size; the last pixel's own position counts as the far edge."""
    pixel = round(position * scale)
    return size if pixel >= size - 1 else max(0, pixel)


def dragged(start: tuple[float, float], end: tuple[float, float], scale: float, size: tuple[int, int]) -> PixelRect:
    """The region between two positions in logical pixels on an image of that size."""
    xs = sorted(to_pixel(point[0], scale, size[0]) for point in (start, end))
    ys = sorted(to_pixel(point[1], scale, size[1]) for point in (start, end))
    return PixelRect(xs[0], ys[0], xs[1] - xs[0], ys[1] - ys[0])


def on_screen(rectangle: tuple[int, int, int, int], origin: tuple[int, int], size: tuple[int, int]) -> PixelRect | None:
    """The part of a rectangle that lies on a screen, in that screen's pixels; None when there is none.

    Args:
        rectangle: left, top, width, height in pixels of the whole desktop.
        origin: the screen's upper left corner there; size: its width and height.
    """
    left, top = max(rectangle[0] - origin[0], 0), max(rectangle[1] - origin[1], 0)
    right = min(rectangle[0] + rectangle[2] - origin[0], size[0])
    bottom = min(rectangle[1] + rectangle[3] - origin[1], size[1])
    part = PixelRect(left, top, right - left, bottom - top)
    return part if part.is_region else None


def topmost_at(windows: Sequence[PixelRect], x: int, y: int) -> PixelRect | None:
    """The first of the windows, topmost first, that holds this pixel."""
    return next((w for w in windows if w.left <= x < w.left + w.width and w.top <= y < w.top + w.height), None)


def label_at(
    region: tuple[float, float, float, float], label: tuple[float, float], screen: tuple[float, float]
) -> tuple[float, float]:
    """Where the size label goes, all in logical pixels: below the region, above it, else inside its lower edge."""
    left, top, width, height = region
    x = min(max(left + width - label[0], LABEL_GAP), screen[0] - label[0] - LABEL_GAP)
    below = top + height + LABEL_GAP
    if below + label[1] <= screen[1]:
        return x, below
    above = top - LABEL_GAP - label[1]
    return (x, above) if above >= 0 else (x, top + height - label[1] - LABEL_GAP)
