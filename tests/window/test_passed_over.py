"""Who was passed over, in few lines."""

from __future__ import annotations

from tray_router.model import Rejection
from tray_router.window.passed_over import MOST_LINES, rejection_lines

MODELS = ("a:1b", "b:2b", "c:3b")


def test_one_model_on_one_machine_is_one_line() -> None:
    lines = rejection_lines(
        (Rejection("m", "h", "busy"), Rejection("", "nas", "asleep"), Rejection("x", "", "unknown"))
    )
    assert lines == "m on h: busy\nnas: asleep\nx: unknown"


def test_a_machine_that_is_down_is_told_once() -> None:
    down = tuple(Rejection(model, host, "it is down") for model in MODELS for host in ("mac", "nas"))
    assert rejection_lines(down) == "mac: it is down (3 models)\nnas: it is down (3 models)"


def test_of_a_model_that_was_tried_again_the_later_reason_counts() -> None:
    assert rejection_lines((Rejection("m", "h", "it is down"), Rejection("m", "h", "refused"))) == "m on h: refused"


def test_a_long_list_ends_with_how_many_more_there_are() -> None:
    many = tuple(Rejection("m", f"h{number}", "busy") for number in range(MOST_LINES + 3))
    lines = rejection_lines(many).splitlines()
    assert (len(lines), lines[-1]) == (MOST_LINES, "and 4 more")
