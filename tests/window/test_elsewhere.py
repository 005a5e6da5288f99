"""Where else a question can be asked; no Qt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.window.scenes import explained, routed
from tray_router.events import Routed
from tray_router.model import Candidate, Override, RouteHealth
from tray_router.window.elsewhere import Place, keys, places
from tray_router.window.turn import Turn
from tray_router.wire.window import Explained

R = "request-1"


def turn(why: Explained | None, now: Routed | None) -> Turn:
    return Turn(R, explained=why, routed=now)


def test_routes_come_first_then_the_candidates_that_no_route_stands_for() -> None:
    assert places(turn(explained(), routed())) == (
        Place("quick → mac / qwen3:4b", Override(route="quick")),
        Place("code → windows / qwen3-coder:30b", Override(route="code"), is_present=True),
        Place("reasoning → windows / deepseek-r1:8b", Override(route="reasoning")),
        Place("qwen3-coder:30b on ubuntu", Override(model="qwen3-coder:30b", host="ubuntu")),
        Place("gemma3:12b on ubuntu", Override(model="gemma3:12b", host="ubuntu")),
    )


def test_the_places_keep_their_order_wherever_the_question_is() -> None:
    before = places(turn(explained(), routed()))
    moved = Routed(R, "quick", "qwen3:4b", "mac")
    after = places(turn(replace(explained(), route="quick"), moved))
    assert [place.text for place in after] == [place.text for place in before]
    assert [place.is_present for place in after] == [True, False, False, False, False]


def test_a_route_whose_first_machine_failed_can_be_chosen_again() -> None:
    """The question is on the route, but not where the route would begin now."""
    spare = Routed(R, "code", "qwen3-coder:30b", "ubuntu", attempt=2)
    present = [place.text for place in places(turn(explained(), spare)) if place.is_present]
    assert present == ["qwen3-coder:30b on ubuntu"]


def test_before_anybody_is_asked_every_place_is_elsewhere() -> None:
    assert not any(place.is_present for place in places(turn(explained(), None)))


@pytest.mark.parametrize(
    "why",
    [
        None,
        Explained(R, "quick"),
        Explained(
            R,
            "code",
            candidates=(Candidate("qwen3-coder:30b", "windows"),),
            routes=(RouteHealth("code", "qwen3-coder:30b", "windows"),),
        ),
    ],
    ids=["not known", "nobody", "only where it is"],
)
def test_with_no_other_place_there_is_none(why: Explained | None) -> None:
    assert places(turn(why, routed())) == ()
    assert places(None) == ()


def test_a_model_on_one_machine_is_named_once() -> None:
    twice = replace(explained(), routes=(), candidates=(Candidate("a", "b"), Candidate("a", "b"), Candidate("a", "c")))
    assert [place.text for place in places(turn(twice, None))] == ["a on b", "a on c"]


def test_the_first_nine_have_a_key() -> None:
    assert [keys(number) for number in (0, 1, 9, 10)] == ["", "Ctrl+1", "Ctrl+9", ""]
