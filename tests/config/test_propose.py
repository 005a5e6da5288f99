"""Which routes are proposed for what is installed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.config.load import parse_settings
from tray_router.config.propose import propose_routes
from tray_router.config.route_settings import RouteSettings
from tray_router.config.settings import HostSettings
from tray_router.config.write import render_proposal
from tray_router.model import Capability, InstalledModel, canonical_model_name

CHAT = Capability.COMPLETION
SEES = Capability.VISION
THINKS = Capability.THINKING
TOOLS = Capability.TOOLS


def model(name, *more, size=None, digest="", capabilities=None, is_remote=False):
    """An installed model that can chat and what ``more`` says."""
    known = frozenset((CHAT, *more)) if capabilities is None else frozenset(capabilities)
    return InstalledModel(name=name, digest=digest, parameters_b=size, capabilities=known, is_remote=is_remote)


def models_of(route: RouteSettings) -> list[str]:
    """The distinct models of a route in their order."""
    return list(dict.fromkeys(candidate.rpartition("@")[0] for candidate in route.candidates))


def test_the_home_lab_that_the_product_was_made_for():
    proposal = propose_routes(
        {
            "mac": [model("qwen3:4b", THINKS, TOOLS), model("nomic-embed-text:latest", capabilities=["embedding"])],
            "windows": [model("qwen3-coder:30b", TOOLS), model("deepseek-r1:8b", THINKS), model("qwen3:4b", THINKS)],
            "ubuntu": [model("minicpm-v:8b", SEES), model("granite3.2-vision:2b", SEES, TOOLS)],
        }
    )
    routes = proposal.routes
    assert list(routes) == ["quick", "vision", "reasoning", "code"]
    assert routes["quick"].candidates[:2] == ("qwen3:4b@mac", "qwen3:4b@windows")
    assert routes["vision"].candidates == ("granite3.2-vision:2b@ubuntu", "minicpm-v:8b@ubuntu")
    assert routes["code"].candidates[0] == "qwen3-coder:30b@windows"
    assert routes["reasoning"].candidates[0] == "deepseek-r1:8b@windows"
    assert [(skipped.model, skipped.host) for skipped in proposal.skipped] == [("nomic-embed-text:latest", "mac")]
    assert proposal.reasons["quick"].startswith("qwen3:4b is the smallest capable chat model")
    for name in ("quick", "code", "reasoning"):
        assert {candidate.rpartition("@")[2] for candidate in routes[name].candidates} == {"mac", "windows", "ubuntu"}


def test_one_chat_model_serves_every_route():
    routes = propose_routes({"local": [model("llama3.2:3b")]}).routes
    for name in ("quick", "code", "reasoning"):
        assert routes[name].candidates == ("llama3.2:3b@local",)
    assert routes["vision"].candidates == ()
    assert routes["vision"].fallback == ("quick",)
    assert routes["vision"].needs == (SEES,)


def test_a_model_that_sees_serves_vision_too():
    routes = propose_routes({"local": [model("gemma3:4b", SEES)]}).routes
    assert all(route.candidates == ("gemma3:4b@local",) for route in routes.values())


def test_nothing_that_can_chat_is_no_proposal():
    proposal = propose_routes({"a": [model("bge-m3", capabilities=["embedding"])], "b": []})
    assert proposal.routes == {}
    assert proposal.reasons == {}
    assert proposal.skipped[0].reason == "it cannot chat"


@pytest.mark.parametrize(
    "cloud", [model("gpt-oss:120b-cloud"), model("kimi-k2:cloud"), model("Kimi:CLOUD"), model("stub", is_remote=True)]
)
def test_cloud_models_are_left_out(cloud):
    proposal = propose_routes({"local": [cloud, model("llama3.2:3b")]})
    assert models_of(proposal.routes["quick"]) == ["llama3.2:3b"]
    assert "cloud" in proposal.skipped[0].reason


@pytest.mark.parametrize(
    ("installed", "first"),
    [
        (["qwen3:0.6b", "qwen3:4b", "qwen3:14b"], "qwen3:4b"),
        (["qwen3:0.6b", "qwen3:32b"], "qwen3:0.6b"),
        (["llama3.2:1b", "llama3.1:8b"], "llama3.1:8b"),
        (["qwen3:14b", "qwen3:32b"], "qwen3:14b"),
        (["smollm2:135m", "tinyllama:1.1b"], "tinyllama:1.1b"),
        (["qwen2.5-coder:3b", "llama3.1:8b"], "qwen2.5-coder:3b"),
        (["qwen2.5-coder:7b", "llama3.1:8b"], "llama3.1:8b"),
        (["deepseek-r1:8b", "phi4:14b"], "phi4:14b"),
        (["deepseek-r1:1.5b", "llama3.1:8b"], "deepseek-r1:1.5b"),
        (["llava:7b", "mistral:7b"], "mistral:7b"),
        (["moondream:1.8b", "gemma3:4b"], "gemma3:4b"),
        (["qwen2.5-coder:7b", "qwen3:0.6b"], "qwen2.5-coder:7b"),
        (["qwen2.5-coder:7b"], "qwen2.5-coder:7b"),
    ],
)
def test_quick_is_the_smallest_capable_chat_model(installed, first):
    routes = propose_routes({"local": [InstalledModel(name) for name in installed]}).routes
    assert models_of(routes["quick"])[0] == first


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        (
            ["qwen2.5-coder:7b", "qwen3-coder:30b", "llama3.1:8b"],
            ["qwen3-coder:30b", "qwen2.5-coder:7b", "llama3.1:8b"],
        ),
        (["codellama:13b", "llama3.1:70b"], ["codellama:13b", "llama3.1:70b"]),
        (["qwen2.5-coder:0.5b", "llama3.1:8b"], ["llama3.1:8b", "qwen2.5-coder:0.5b"]),
        (["llama3.2:3b", "phi4:14b"], ["phi4:14b", "llama3.2:3b"]),
        (["llava:34b", "llama3.1:8b"], ["llama3.1:8b", "llava:34b"]),
    ],
)
def test_code_takes_the_largest_coder_then_smaller_ones_then_others(installed, expected):
    routes = propose_routes({"local": [InstalledModel(name) for name in installed]}).routes
    assert models_of(routes["code"]) == expected


def test_reasoning_takes_the_largest_model_that_thinks():
    installed = [model("qwen3:32b", THINKS), model("deepseek-r1:8b", THINKS), model("llama3.3:70b"), model("q:3b")]
    routes = propose_routes({"local": installed}).routes
    assert models_of(routes["reasoning"]) == ["qwen3:32b", "deepseek-r1:8b", "llama3.3:70b", "q:3b"]


def test_of_two_thinkers_of_one_size_the_specialist_goes_first():
    installed = [model("qwen3:8b", THINKS), model("deepseek-r1:8b", THINKS)]
    assert models_of(propose_routes({"local": installed}).routes["reasoning"])[0] == "deepseek-r1:8b"


def test_capabilities_go_before_names():
    installed = [model("my-vision-tune:7b"), model("plain:7b", SEES)]
    assert models_of(propose_routes({"local": installed}).routes["vision"]) == ["plain:7b"]


def test_one_model_on_several_machines_is_listed_in_their_order():
    both = {"b": [model("qwen3:4b")], "a": [model("Qwen3:4B"), model("big:30b")]}
    assert propose_routes(both).routes["quick"].candidates == ("qwen3:4b@b", "Qwen3:4B@a", "big:30b@a")


def test_one_name_may_stand_for_different_models():
    routes = propose_routes({"old": [model("gemma3:4b")], "new": [model("gemma3:4b", SEES)]}).routes
    assert routes["vision"].candidates == ("gemma3:4b@new",)
    assert set(routes["quick"].candidates) == {"gemma3:4b@old", "gemma3:4b@new"}


def test_a_second_name_of_the_same_model_is_not_listed_again():
    installed = [model("qwen3:latest", digest="d"), model("qwen3:8b", digest="d")]
    assert propose_routes({"local": installed}).routes["quick"].candidates == ("qwen3:8b@local",)


def test_a_long_list_is_cut_but_no_machine_is_left_out_and_the_quick_model_is_kept():
    many = {
        "big": [model(f"m{size}:{size}b") for size in range(10, 30)],
        "small": [model("tiny:2b")],
        "far": [model("z:3b")],
    }
    for route in ("quick", "code", "reasoning"):
        candidates = propose_routes(many).routes[route].candidates
        assert len(candidates) <= 9
        assert {candidate.rpartition("@")[2] for candidate in candidates} == {"big", "small", "far"}
        assert "tiny:2b@small" in candidates


def test_a_name_that_could_not_be_written_down_is_skipped():
    proposal = propose_routes({"local": [model('x"\n[popup]\nwidth = 300:1b'), model("good:4b")]})
    assert models_of(proposal.routes["quick"]) == ["good:4b"]
    assert proposal.skipped[0].reason == "its name is not usable"
    settings = proposal.settings({"local": HostSettings(url="http://127.0.0.1:11434")})
    assert parse_settings(render_proposal(proposal, settings)) == settings


_NAMES = st.sampled_from(
    "qwen3 llama3.2 qwen3-coder codellama deepseek-r1 llava minicpm-v nomic-embed-text gemma3 gpt-oss moondream".split()
)
_TAGS = st.sampled_from(["", ":latest", ":0.5b", ":1.5b", ":4b", ":8b", ":30b", ":8x7b", ":120b-cloud", ":q4_K_M"])
_MODELS = st.builds(
    lambda name, tag, capabilities, size, remote: InstalledModel(
        name=name + tag, capabilities=frozenset(capabilities), size_bytes=size, is_remote=remote
    ),
    _NAMES,
    _TAGS,
    st.lists(st.sampled_from(list(Capability))),
    st.integers(0, 10**11),
    st.booleans(),
)
_LISTS = st.lists(_MODELS, max_size=12, unique_by=lambda installed: canonical_model_name(installed.name))


@given(st.dictionaries(st.sampled_from(["mac", "windows", "ubuntu"]), _LISTS))
def test_whatever_is_installed_the_proposal_is_valid_and_serves_what_can_be_served(installed):
    proposal = propose_routes(installed)
    left_out = {(skipped.model, skipped.host) for skipped in proposal.skipped}
    usable = {(m.name, host) for host, models in installed.items() for m in models} - left_out
    if not usable:
        assert proposal.routes == {}
        return
    for name in ("quick", "code", "reasoning"):
        assert proposal.routes[name].candidates
    for route in proposal.routes.values():
        assert len(set(route.candidates)) == len(route.candidates)
        for candidate in route.candidates:
            chosen, _, host = candidate.rpartition("@")
            assert (chosen, host) in usable
            assert not canonical_model_name(chosen).endswith("cloud")
    for candidate in proposal.routes["vision"].candidates:
        chosen, _, host = candidate.rpartition("@")
        known = next(m.capabilities for m in installed[host] if m.name == chosen)
        assert not known or any(SEES in m.capabilities for m in installed[host] if m.name == chosen)
    settings = proposal.settings({host: HostSettings(url=f"http://{host}:11434") for host in installed})
    assert parse_settings(render_proposal(proposal, settings)) == settings
