"""From boxes of text to lines in reading order. No I/O, any thread.

Rule: boxes whose middles lie within half a line's height of each other stand on one line, from left to right; a wide
gap between two of them becomes a tab, so that columns stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

SAME_LINE = 0.5  # of a line's height between the middles
COLUMN_GAP = 2.0  # line heights from which a gap is one between columns


@dataclass(frozen=True, slots=True)
class TextBox:
    """A piece of text and where it stands, in pixels of the image."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


def in_reading_order(boxes: Iterable[TextBox]) -> str:
    """The texts line by line, from above."""
    lines: list[list[TextBox]] = []
    for box in sorted((box for box in boxes if box.text.strip()), key=lambda box: box.middle):
        last = lines[-1] if lines else []
        if last and abs(box.middle - last[0].middle) <= SAME_LINE * min(box.height, last[0].height):
            last.append(box)
        else:
            lines.append([box])
    return "\n".join(_line(line) for line in lines)


def _line(boxes: list[TextBox]) -> str:
    ordered = sorted(boxes, key=lambda box: box.left)
    line = ordered[0].text.strip()
    for before, box in pairwise(ordered):
        gap = "\t" if box.left - before.right > COLUMN_GAP * box.height else " "
        line += gap + box.text.strip()
    return line
