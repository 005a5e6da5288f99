"""Reading order of pieces of text on a picture."""

import pytest

from tray_router.backends.ocr.order import TextBox, in_reading_order


def box(text, left, top, width=80.0, height=20.0):
    return TextBox(left, top, left + width, top + height, text)


@pytest.mark.parametrize(
    ("boxes", "text"),
    [
        ([], ""),
        ([box("second", 10, 50), box("first", 10, 10)], "first\nsecond"),
        ([box("world", 100, 12), box("hello", 10, 10)], "hello world"),
        ([box("12.50", 300, 10), box("total", 10, 11)], "total\t12.50"),
        ([box("  ", 10, 10), box("x ", 10, 40)], "x"),
        ([box("a", 0, 0), box("b", 90, 9), box("c", 0, 18)], "a b\nc"),
    ],
    ids=["nothing", "lines", "one line", "columns", "blanks", "a slant does not join lines"],
)
def test_pieces_become_lines(boxes, text):
    assert in_reading_order(boxes) == text


def test_a_large_heading_does_not_swallow_the_lines_beside_it():
    heading = box("HEAD", 0, 0, height=60)
    small = [box("one", 200, 2), box("two", 200, 40)]
    assert in_reading_order([heading, *small]).splitlines() == ["one", "HEAD", "two"]
