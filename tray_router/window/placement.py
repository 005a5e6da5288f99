"""Where the popup opens, and how big it may be. Pure arithmetic in logical pixels; no Qt.

Rules: on the screen that holds the pointer, never outside its work area; a little below the pointer so that what the
user selected stays in view; high enough that the popup can grow to its full height without moving.
"""

from __future__ import annotations

from typing import NamedTuple

POINTER_GAP = 14  # below the pointer
TITLE_BAR = 30  # above a window with a frame, about
SCREEN_MARGIN = 8  # kept free at the edges of the work area
LEFT_SHARE = 0.3  # of the width lies left of the pointer: text is read to the right of where the eye is


class Area(NamedTuple):
    """A rectangle in logical pixels; right and bottom are exclusive."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


def largest_size(work_area: Area, width: int, max_height: int) -> tuple[int, int]:
    """The wished width and height, cut to what the work area holds."""
    return (
        max(1, min(width, work_area.width - 2 * SCREEN_MARGIN)),
        max(1, min(max_height, work_area.height - 2 * SCREEN_MARGIN)),
    )


def open_at(pointer: tuple[int, int], work_area: Area, width: int, full_height: int) -> tuple[int, int]:
    """Left and top for a popup of that width that may grow to ``full_height``."""
    width, full_height = largest_size(work_area, width, full_height)
    left = pointer[0] - round(LEFT_SHARE * width)
    top = pointer[1] + POINTER_GAP
    return (
        _clamp(left, work_area.left + SCREEN_MARGIN, work_area.right - SCREEN_MARGIN - width),
        _clamp(top, work_area.top + SCREEN_MARGIN, work_area.bottom - SCREEN_MARGIN - full_height),
    )


def keep_inside(popup: Area, work_area: Area) -> tuple[int, int]:
    """Left and top of a popup that the user may have moved, so that it does not hang over the bottom or the right."""
    return (
        _clamp(popup.left, work_area.left, max(work_area.left, work_area.right - popup.width)),
        _clamp(popup.top, work_area.top, max(work_area.top, work_area.bottom - popup.height)),
    )


def side_by_side(
    popup: Area, work_area: Area, wished: tuple[int, int], smallest: tuple[int, int]
) -> tuple[Area, tuple[int, int]]:
    """Where a window goes that must not lie under the popup, and the popup's left and top.

    The popup stays where there is room for the window's least width beside it, else it goes to the nearer edge; on a
    screen that is too narrow for both the window has its least width all the same.
    """
    free_left, free_right = popup.left - work_area.left, work_area.right - popup.right
    is_left = free_left >= free_right
    left = popup.left
    if max(free_left, free_right) < smallest[0] + 2 * SCREEN_MARGIN:
        left = work_area.right - SCREEN_MARGIN - popup.width if is_left else work_area.left + SCREEN_MARGIN
    room = (left - work_area.left if is_left else work_area.right - left - popup.width) - 2 * SCREEN_MARGIN
    width = max(smallest[0], min(wished[0], room))
    height = max(smallest[1], min(wished[1], work_area.height - 2 * SCREEN_MARGIN - TITLE_BAR))
    beside = left - SCREEN_MARGIN - width if is_left else left + popup.width + SCREEN_MARGIN
    at = _clamp(beside, work_area.left + SCREEN_MARGIN, work_area.right - SCREEN_MARGIN - width)
    top = _clamp(popup.top, work_area.top + SCREEN_MARGIN + TITLE_BAR, work_area.bottom - SCREEN_MARGIN - height)
    return Area(at, top, width, height), (left, popup.top)


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
