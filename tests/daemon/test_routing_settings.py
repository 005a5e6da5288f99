"""Every option of ``[routing]`` does what it says."""

from __future__ import annotations

import pytest

from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.asking import popup_rules
from tray_router.daemon.compose import routing_table
from tray_router.engine.auto_routes import route_policy
from tray_router.engine.routing_table import RoutingTable
from tray_router.errors import ConfigError
from tray_router.model import Request

# Routes of one's own have no built-in points, so that only the priors decide.
CLOSE = "[routes.cheap]\ncost_rank = 0\n[routes.dear]\nprior = 0.25\ncost_rank = 5\n"


def table(text: str) -> RoutingTable:
    settings = parse_settings(text)
    made = routing_table(settings)
    made.policies.update({name: route_policy(name, route) for name, route in settings.routes.items()})
    return made


def first(text: str, request: Request) -> tuple[str, str]:
    """The route of a request, and the one that answers first."""
    found, asked_first = table(text).decide(request)
    return found.route, asked_first.route


@pytest.mark.parametrize(
    ("routing", "expected"),
    [
        ("", ("dear", "cheap")),
        ("[routing]\ncheap_first_margin = 0.1\n", ("dear", "dear")),
        ("[routing]\ncheap_first_margin = 0.15\n", ("dear", "cheap")),
        ("[routing]\ncheap_first_margin = 0\n", ("dear", "dear")),
    ],
)
def test_a_close_call_goes_to_the_cheaper_route_within_the_margin(routing: str, expected: tuple[str, str]) -> None:
    assert first(f"{CLOSE}{routing}", Request("r", "hello")) == expected


@pytest.mark.parametrize("is_follow_up", [True, False])
def test_continuity_can_be_switched_off(is_follow_up: bool) -> None:
    routes = "[routes.cheap]\nprior = 3\ncost_rank = 0\n[routes.dear]\ncost_rank = 5\n"
    request = Request("r", "hello", earlier_routes=("dear",), is_follow_up=is_follow_up)
    assert first(routes, request) == ("dear", "dear")
    assert first(f"{routes}[routing]\ncontinuity = false\n", request) == ("cheap", "cheap")


def test_without_continuity_a_follow_up_goes_to_the_cheaper_route_too() -> None:
    request = Request("r", "hello", earlier_routes=("dear",), is_follow_up=True)
    assert first(CLOSE, request) == ("dear", "dear")
    assert first(f"{CLOSE}[routing]\ncontinuity = false\n", request) == ("dear", "cheap")


def test_a_text_without_instruction_speaks_for_itself() -> None:
    """A long content is not a short follow-up, though nothing was typed."""
    routes = '[routes.cheap]\nkeywords = ["zanzibar"]\ncost_rank = 0\n[routes.dear]\nprior = 3.5\ncost_rank = 5\n'
    for content, expected in (("zanzibar", "dear"), ("zanzibar " * 11, "cheap")):
        request = Request("r", content=content, earlier_routes=("dear",), is_follow_up=True)
        assert first(routes, request)[0] == expected


def test_weak_answers_and_learning_can_be_switched_off() -> None:
    assert table("").retries_weak
    assert not table("[routing]\nretry_weak = false\n").retries_weak
    assert popup_rules(Settings()).learns
    assert not popup_rules(parse_settings("[routing]\nlearn = false\n")).learns


@pytest.mark.parametrize("margin", ["-0.1", "1.1", "true", '"0.2"', "nan"])
def test_a_margin_is_a_probability(margin: str) -> None:
    with pytest.raises(ConfigError) as raised:
        parse_settings(f"[routing]\ncheap_first_margin = {margin}\n")
    assert [problem.path for problem in raised.value.problems] == ["routing.cheap_first_margin"]
