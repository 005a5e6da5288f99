"""Who outside the network could take a question, and in which order."""

from __future__ import annotations

import pytest

from tests.builders import VISION, host, installed
from tray_router.model import FleetSnapshot, HostState, Override
from tray_router.routing.plan import ModelRef, RoutePolicy
from tray_router.routing.plan.cloud import CloudPlace, cloud_candidates, names_cloud

SKY = CloudPlace("sky", ("big", "small"), vision=("big",))
SEA = CloudPlace("sea", ("deep",), routes=("reasoning",))
REMOTE = installed("qwen3:480b-cloud", is_remote=True)
FLEET = FleetSnapshot(hosts=(host("mac", installed("qwen3:4b"), REMOTE),))


def plan(route="code", refs=(), override=None, *, needs_vision=False, fleet=FLEET):
    policy = RoutePolicy(name=route, refs=tuple(ModelRef.parse(ref) for ref in refs))
    chosen, rejected = cloud_candidates(policy, override or Override(), (SKY, SEA), fleet, needs_vision=needs_vision)
    assert all(candidate.is_cloud for candidate in chosen)
    return [str(candidate) for candidate in chosen], {(r.model, r.host): r.reason for r in rejected}


def test_services_come_in_the_order_of_the_settings():
    chosen, rejected = plan()
    assert chosen == ["big@sky", "small@sky"]
    assert rejected == {("deep", "sea"): "it is not meant for the code route"}
    assert plan("reasoning")[0] == ["big@sky", "small@sky", "deep@sea"]


def test_what_the_route_names_comes_first():
    assert plan(refs=["qwen3:4b@mac", "small@sky", "deep@sea"])[0] == ["small@sky", "deep@sea", "big@sky"]


def test_an_image_goes_only_to_what_sees():
    chosen, rejected = plan("vision", needs_vision=True)
    assert chosen == ["big@sky"]
    assert rejected["small", "sky"] == "it is not listed as one that sees images"


def test_models_of_ollama_s_cloud_only_where_they_are_named():
    assert "qwen3:480b-cloud@mac" not in plan()[0]
    assert plan(refs=["qwen3:480b-cloud"])[0][0] == "qwen3:480b-cloud@mac"
    assert plan(override=Override(model="qwen3:480b-cloud"))[0] == ["qwen3:480b-cloud@mac"]
    down = FleetSnapshot(hosts=(host("mac", REMOTE, state=HostState.DOWN),))
    assert plan(override=Override(model="qwen3:480b-cloud"), fleet=down)[0] == []
    assert plan(refs=["qwen3:480b-cloud"], needs_vision=True)[0] == ["big@sky"]
    seeing = FleetSnapshot(hosts=(host("mac", installed("see-cloud", VISION, is_remote=True)),))
    assert plan(refs=["see-cloud"], needs_vision=True, fleet=seeing)[0][0] == "see-cloud:latest@mac".replace(
        ":latest", ""
    )


@pytest.mark.parametrize(
    ("override", "chosen"),
    [
        (Override(model="big", host="sky"), ["big@sky"]),
        (Override(model="other", host="sky"), ["other@sky"]),
        (Override(host="sky"), ["big@sky", "small@sky"]),
        (Override(model="deep"), ["deep@sea"]),
        (Override(model="qwen3:4b"), []),
        (Override(host="mac"), []),
    ],
)
def test_who_is_chosen_by_name_is_the_only_one(override, chosen):
    assert plan(override=override)[0] == chosen


@pytest.mark.parametrize(
    ("override", "is_named"),
    [
        (Override(host="sky"), True),
        (Override(model="qwen3:480b-cloud"), True),
        (Override(model="big"), False),  # a model of that name may be at home as well
        (Override(model="qwen3:4b", host="mac"), False),
        (Override(), False),
    ],
)
def test_naming_a_place_outside_is_a_yes(override, is_named):
    assert names_cloud(override, (SKY, SEA), FLEET) is is_named
