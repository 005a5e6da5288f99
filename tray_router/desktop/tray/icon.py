"""Draws the tray icon: one segment per machine, each in a colour and a shape of its own, on a tile.

Rule: a pure function of ``IconView`` and size, cached. Edges lie on whole pixels at every size and are only smoothed
where they curve or slant. The tile carries the overall colour and gives the segments their contrast, so the same
picture works on light and dark panels. Any thread; a whole set takes some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tray_router.desktop.tray.picture import Glyph, Health, IconView
from tray_router.desktop.tray.raster import Canvas, IconPicture, Mask, Shape, line, polygon, rounded

SIZES = (16, 22, 24, 32, 48)
"""Pixels. Panels take the nearest size and scale it, so the usual ones are drawn to the pixel."""
_CACHED = 32  # views; 18 KB each
_GRID = 16.0  # sizes are thought of on a 16-pixel tile
_TILE = {
    Health.ALL: "#0d4a33",
    Health.SOME: "#6b4405",
    Health.NONE: "#7a1620",
    Health.UNKNOWN: "#3b4250",
}
_COLOUR = {
    Glyph.UP: "#4fe08f",
    Glyph.PAUSED: "#d3d9e2",
    Glyph.UNKNOWN: "#aab3c0",
    Glyph.DEGRADED: "#ffc53d",
    Glyph.DOWN: "#ff8f8f",
}
_WORKING = ("#7cc4ff", "#a5d6ff", "#cde8ff")  # by pulse: what works is lit up and dims again, in its own shape
_COUNT_COLOUR = "#ffffff"
# Columns and rows by number of machines: rows first, because a wide segment shows its shape in four pixels' height.
_LAYOUT = {1: (1, 1), 2: (1, 2), 3: (1, 3), 4: (2, 2), 5: (2, 3), 6: (2, 3)}
_SQUARISH = 1.8  # from this width by height on, a segment is a bar
_FEW_PIXELS = 5
_MAX_COUNT = 99
_DIGIT_ROWS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a segment goes, in whole pixels."""

    left: int
    top: int
    width: int
    height: int


def draw_icon(view: IconView) -> tuple[IconPicture, ...]:
    """The icon at 16, 22, 24, 32 and 48 pixels, RGBA. The same view gives the same pictures."""
    return _drawn(view)


@lru_cache(maxsize=_CACHED)
def _drawn(view: IconView) -> tuple[IconPicture, ...]:
    return tuple(draw_at(view, size) for size in SIZES)


def draw_at(view: IconView, size: int) -> IconPicture:
    """The icon at one size in pixels."""
    canvas = Canvas(size)
    tile = Mask(size)
    tile.add(rounded(0, 0, size, size, size * 3.5 / _GRID))
    canvas.paint(_TILE[view.health], tile)
    if view.count:
        _draw_count(canvas, view)
    else:
        for glyph, cell in zip(view.glyphs, cells(len(view.glyphs), size), strict=True):
            _draw_glyph(canvas, glyph, cell, view.pulse)
    return canvas.picture()


def cells(count: int, size: int) -> list[Cell]:
    """Where the segments of ``count`` machines (0 to 6) go on a tile of ``size`` pixels."""
    if not count:
        return []
    columns, rows = _LAYOUT[count]
    lefts, width = _spread(columns, size)
    tops, height = _spread(rows, size)
    if count == 1:  # a disc with some air around it
        inset = round(size / _GRID)
        lefts, tops, width, height = [lefts[0] + inset], [tops[0] + inset], width - 2 * inset, height - 2 * inset
    found = [Cell(left, top, width, height) for top in tops for left in lefts][:count]
    if count % columns:  # the last row is not full: its segment takes the whole width
        last = found[-1]
        found[-1] = Cell(lefts[0], last.top, lefts[-1] + width - lefts[0], height)
    return found


def _spread(parts: int, size: int) -> tuple[list[int], int]:
    """Starts and length of ``parts`` equal lengths with margins and gaps, all in whole pixels."""
    ideal_margin = size * 1.4 / _GRID
    ideal_gap = size * (2.0 if parts == 2 else 1.2) / _GRID  # noqa: PLR2004

    def badness(option: tuple[int, int]) -> float:
        margin, gap = option
        left_over = (size - 2 * margin - gap * (parts - 1)) % parts
        return abs(gap - ideal_gap) + 0.7 * abs(margin - ideal_margin) + 0.8 * left_over

    margins = (int(ideal_margin), int(ideal_margin) + 1)
    gaps = range(1, round(2 * ideal_gap) + 1)
    margin, gap = min(((margin, gap) for margin in margins for gap in gaps), key=badness)
    length = (size - 2 * margin - gap * (parts - 1)) // parts
    start = (size - length * parts - gap * (parts - 1)) // 2
    return [start + index * (length + gap) for index in range(parts)], length


# --- segments -------------------------------------------------------------------------------------------


def _draw_glyph(canvas: Canvas, glyph: Glyph, cell: Cell, pulse: int) -> None:
    mask = Mask(canvas.size)
    _SHAPES[glyph](mask, cell)
    canvas.paint(_WORKING[pulse] if glyph in (Glyph.BUSY, Glyph.LOADING) else _COLOUR[glyph], mask)


def _stroke(cell: Cell) -> int:
    """Line width in whole pixels for a segment."""
    return max(1, round(min(cell.width, cell.height) / 5))


def _radius(cell: Cell) -> float:
    short = min(cell.width, cell.height)
    return short / 2 if cell.width < _SQUARISH * cell.height else short / 3


def _block(cell: Cell, inset: float = 0) -> Shape:
    return rounded(
        cell.left + inset,
        cell.top + inset,
        cell.left + cell.width - inset,
        cell.top + cell.height - inset,
        max(0.0, _radius(cell) - inset),
    )


def _up(mask: Mask, cell: Cell) -> None:
    mask.add(_block(cell))


def _busy(mask: Mask, cell: Cell) -> None:
    """Filled with a hole: a lamp with something going on inside."""
    mask.add(_block(cell))
    short = min(cell.width, cell.height)
    hole = max(2, round(short * 0.4))
    hole += (short - hole) % 2
    if cell.width == cell.height and hole == short - 2 * _stroke(cell):
        hole -= 2  # or it would be the outline of an unknown machine
    left = cell.left + (cell.width - hole) / 2
    top = cell.top + (cell.height - hole) / 2
    mask.cut(rounded(left, top, left + hole, top + hole, hole / 2 if hole > 2 else 0.5))  # noqa: PLR2004


def _loading(mask: Mask, cell: Cell) -> None:
    """An outline that fills from the left, like a progress bar."""
    mask.add(_block(cell))
    mask.cut(_block(cell, _stroke(cell)).right_of(cell.left + cell.width // 2))


def _degraded(mask: Mask, cell: Cell) -> None:
    """A warning triangle; as a bar, a wedge that runs out."""
    bottom = cell.top + cell.height
    top = (cell.left + cell.width / 2 if cell.width < _SQUARISH * cell.height else cell.left, cell.top)
    mask.add(polygon(top, (cell.left + cell.width, bottom), (cell.left, bottom)))


def _down(mask: Mask, cell: Cell) -> None:
    """A cross; as a bar, a line that is broken by one."""
    short = min(cell.width, cell.height)
    left, top = cell.left + (cell.width - short) / 2, cell.top + (cell.height - short) / 2
    if short <= _FEW_PIXELS:
        _pixel_cross(mask, round(left), round(top), short)
        return
    width = short / 4.5
    near, far = width / 2, short - width / 2
    mask.add(line((left + near, top + near), (left + far, top + far), width))
    mask.add(line((left + near, top + far), (left + far, top + near), width))
    room = (cell.width - short) // 2 - max(1, short // 4)
    if room >= 2:  # noqa: PLR2004
        thick = 1 if short % 2 else 2
        y = cell.top + (cell.height - thick) // 2
        for start in (cell.left, cell.left + cell.width - room):
            mask.add(rounded(start, y, start + room, y + thick, 0))


def _pixel_cross(mask: Mask, left: int, top: int, size: int) -> None:
    """Too small for a smooth line: whole pixels on both diagonals."""
    for step in range(size):
        for x in (left + step, left + size - 1 - step):
            mask.add(rounded(x, top + step, x + 1, top + step + 1, 0))


def _paused(mask: Mask, cell: Cell) -> None:
    """Two upright bars."""
    short = min(cell.width, cell.height)
    bar = max(1, round(short * (0.3 if cell.width < _SQUARISH * cell.height else 0.45)))
    gap = bar + (cell.width - bar) % 2
    left = cell.left + (cell.width - gap) // 2 - bar
    for start in (left, left + bar + gap):
        mask.add(rounded(start, cell.top, start + bar, cell.top + cell.height, bar / 4))


def _unknown(mask: Mask, cell: Cell) -> None:
    """An empty outline."""
    mask.add(_block(cell))
    mask.cut(_block(cell, _stroke(cell)))


_SHAPES: dict[Glyph, Callable[[Mask, Cell], None]] = {
    Glyph.UP: _up,
    Glyph.BUSY: _busy,
    Glyph.LOADING: _loading,
    Glyph.DEGRADED: _degraded,
    Glyph.DOWN: _down,
    Glyph.PAUSED: _paused,
    Glyph.UNKNOWN: _unknown,
}


# --- many machines --------------------------------------------------------------------------------------


def _draw_count(canvas: Canvas, view: IconView) -> None:
    """The worst state above, and how many machines are in it below."""
    size = canvas.size
    margin, gap = max(1, round(size * 1.4 / _GRID)), max(1, round(size * 1.6 / _GRID))
    scale = max(1, round(size * 0.09))
    room = size - 2 * margin
    upper = Cell(margin, margin, room, room - gap - _DIGIT_ROWS * scale)
    _draw_glyph(canvas, view.glyphs[0], upper, view.pulse)
    _draw_number(canvas, min(view.count, _MAX_COUNT), size - margin - _DIGIT_ROWS * scale, scale)


def _draw_number(canvas: Canvas, number: int, top: int, scale: int) -> None:
    """In upright digits of whole pixels, ``scale`` pixels to a dot."""
    digits = str(number)
    left = (canvas.size - scale * (4 * len(digits) - 1) + 1) // 2
    mask = Mask(canvas.size)
    for position, digit in enumerate(digits):
        for row, bits in enumerate(_DIGITS[int(digit)]):
            for column in range(3):
                if bits & (4 >> column):
                    x, y = left + scale * (4 * position + column), top + scale * row
                    mask.add(rounded(x, y, x + scale, y + scale, 0))
    canvas.paint(_COUNT_COLOUR, mask)


# Three by five pixels; each number is one row, its bits from left to right.
_DIGITS = (
    (7, 5, 5, 5, 7),
    (2, 6, 2, 2, 7),
    (7, 1, 7, 4, 7),
    (7, 1, 3, 1, 7),
    (5, 5, 7, 1, 1),
    (7, 4, 7, 1, 7),
    (7, 4, 7, 5, 7),
    (7, 1, 2, 2, 2),
    (7, 5, 7, 5, 7),
    (7, 5, 7, 1, 7),
)
