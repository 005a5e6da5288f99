"""The long explanation as tables of text; no Qt."""

from __future__ import annotations

from dataclasses import replace

from tests.window.scenes import explained, hits, routed
from tray_router.events import Completed, Failed, Restarted, Routed
from tray_router.model import Rejection
from tray_router.window.explanation import Table, signed, tables
from tray_router.window.turn import Turn
from tray_router.wire.window import Explained

R = "request-1"


def turn(*events: object, why: Explained | None = None) -> Turn:
    made = Turn(R, explained=why or explained())
    for event in events:
        made.fold(event, 0.0)  # type: ignore[arg-type]
    return made


def table(made: Turn, title: str) -> Table:
    return next(one for one in tables(made) if one.title.startswith(title))


def test_features_stand_by_their_points_for_each_route_and_add_up() -> None:
    points = table(turn(routed()), "Why code · 94")
    assert points.head == ("code", "quick", "reasoning")
    assert points.rows == (
        ("reads like source code", "+4.0", "−2.0", "−2.0"),
        ("Python traceback", "+1.5", "−1.0", "−0.5"),
        ("stack frames", "+1.0", "", ""),
        ("short", "+0.5", "+0.5", "−1.0"),
        ("to begin with", "−1.0", "+2.0", "−1.0"),
    )
    assert points.total == ("total", "+6.0", "−0.5", "−4.5")


def test_without_a_rest_there_is_no_line_for_it() -> None:
    why = replace(explained(), features=hits("x", "an image", vision=9.0), scores=(("vision", 9.0),), route="vision")
    assert tables(turn(why=why))[0].rows == (("an image", "+9.0"),)


def test_a_route_that_has_not_the_most_points_says_so() -> None:
    chosen = replace(explained(), route="quick", confidence=1.0)
    assert tables(turn(why=chosen))[0].title == "quick, although code has more points"


def test_nothing_that_speaks_is_a_sentence() -> None:
    why = replace(explained(), features=())
    assert tables(turn(why=why))[0].rows == (("Nothing in the text speaks for any route.",),)


def test_of_many_routes_those_with_the_most_points_are_shown() -> None:
    scores = tuple((f"route-{number}", 10.0 - number) for number in range(9))
    points = tables(turn(why=replace(explained(), scores=scores)))[0]
    assert points.head == tuple(f"route-{number}" for number in range(6))
    assert {len(row) for row in (*points.rows, points.total)} == {7}


def test_the_order_says_who_is_asked_and_what_became_of_it() -> None:
    title = "Asked in this order"
    assert table(turn(), title).rows[0] == ("1. qwen3-coder:30b on windows", "loaded")
    assert table(turn(routed()), title).rows == (
        ("1. qwen3-coder:30b on windows", "asked now · loaded"),
        ("2. qwen3-coder:30b on ubuntu", ""),
        ("3. qwen3:4b on mac", "from the quick route"),
        ("4. gemma3:12b on ubuntu", "not in the settings"),
    )
    assert table(turn(routed(), Completed(R)), title).rows[0][1] == "answered · loaded"
    second = Routed(R, "code", "qwen3-coder:30b", "ubuntu", attempt=2)
    moved = turn(routed(), Restarted(R, "it failed"), second, Failed(R, "It broke."))
    assert [row[1] for row in table(moved, title).rows[:2]] == ["loaded", "asked"]


def test_who_was_passed_over_grows_with_the_failures() -> None:
    known = (
        ("qwen3-coder:30b on mac-studio", "the machine is down (no route to the host)"),
        ("starcoder2:7b", "no machine has this model"),
    )
    assert table(turn(routed()), "Passed over").rows == known
    more = (*explained().rejections, Rejection("qwen3-coder:30b", "windows", "it did not answer in time"))
    later = turn(routed(), Routed(R, "code", "qwen3-coder:30b", "ubuntu", rejections=more, attempt=2))
    assert table(later, "Passed over").rows == (*known, ("qwen3-coder:30b on windows", "it did not answer in time"))


def test_what_is_empty_is_left_out() -> None:
    assert tables(None) == ()
    assert tables(Turn(R)) == ()
    bare = Explained(R, "quick", 0.5)
    assert [one.title for one in tables(turn(why=bare))] == ["Why quick · 50\u202f% sure"]


def test_a_screen_reader_hears_the_names_of_the_columns() -> None:
    text = table(turn(routed()), "Why code").text
    assert "Python traceback, code +1.5, quick −1.0, reasoning −0.5" in text
    assert "stack frames, code +1.0\n" in text
    assert "1. qwen3-coder:30b on windows, asked now · loaded" in table(turn(routed()), "Asked").text


def test_points_have_a_sign() -> None:
    assert [signed(points) for points in (2.5, -0.5, 0.04, 0.0)] == ["+2.5", "−0.5", "", ""]
