"""Ambiguity goes cheap first, without changing the reported route."""

from __future__ import annotations

from tray_router.model import Classification
from tray_router.routing import FirstRoute, RouteRules, first_route


def unsure(route: str, runner_up: str, margin: float) -> Classification:
    return Classification(route, 0.5, runner_up, margin)


def test_the_cheaper_of_two_close_routes_answers_first() -> None:
    first = first_route(unsure("code", "quick", 0.1))
    assert (first.route, first.is_cheaper) == ("quick", True)
    assert "code" in first.reason
    assert "quick" in first.reason


def test_a_clear_route_answers_itself() -> None:
    assert first_route(unsure("code", "quick", 0.4)) == FirstRoute("code")


def test_the_margin_can_be_set() -> None:
    assert first_route(unsure("code", "quick", 0.4), margin=0.5).route == "quick"
    assert first_route(unsure("code", "quick", 0.1), margin=0.0).route == "code"


def test_a_dearer_runner_up_never_answers_first() -> None:
    assert first_route(unsure("quick", "code", 0.01)) == FirstRoute("quick")


def test_vision_takes_no_part() -> None:
    assert first_route(unsure("code", "vision", 0.01)) == FirstRoute("code")
    assert first_route(unsure("vision", "quick", 0.01)) == FirstRoute("vision")


def test_ranks_come_from_the_settings() -> None:
    routes = [RouteRules("big", cost_rank=9), RouteRules("small", cost_rank=4), RouteRules("same", cost_rank=9)]
    assert first_route(unsure("big", "small", 0.1), routes).route == "small"
    assert first_route(unsure("big", "same", 0.1), routes).route == "big"


def test_a_single_route_answers() -> None:
    assert first_route(Classification("only", 1.0)) == FirstRoute("only")
