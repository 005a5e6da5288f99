"""What is rendered is read back as it was, with comments that can be taken at their word."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tray_router.config.action_settings import ActionSettings, OutputChoice
from tray_router.config.keeping_settings import HistorySettings, LedgerSettings
from tray_router.config.load import parse_document, parse_settings
from tray_router.config.propose import propose_routes
from tray_router.config.route_settings import RouteSettings, RoutingSettings, default_route
from tray_router.config.sections import HeaderSource
from tray_router.config.settings import (
    FleetSettings,
    HostSettings,
    HotkeySettings,
    LimitSettings,
    LogLevel,
    LogSettings,
    PopupSettings,
    Settings,
    Theme,
    fields_of,
)
from tray_router.config.write import render_config, render_proposal, toml_key, toml_text
from tray_router.model import Capability, InstalledModel

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_WORD = st.from_regex(r"[a-zäб][a-z0-9_.-]{0,8}", fullmatch=True)
_MODEL = st.sampled_from(["qwen3:4b", "hf.co/Someone/Model-GGUF:Q4_K_M", "llama3.2", "a'b:1b", 'a"b', "a\\b"])
_SOURCES = st.builds(HeaderSource, env=st.sampled_from(["PROXY_TOKEN", "_A1"])) | st.builds(
    HeaderSource, keyring=st.sampled_from(["service/user", 'a "b"/c\\d'])
)
_HOST = st.builds(
    HostSettings,
    url=st.sampled_from(["http://mac:11434", "https://gpu.example.net/ollama", "http://[::1]:8080"]),
    headers=st.dictionaries(st.sampled_from(["Authorization", "X-A", "x.b"]), _SOURCES, max_size=2),
    priority=st.integers(-1000, 1000),
    always_on=st.booleans(),
)
_SECONDS = st.floats(0.001, 86400)
_PATTERNS = st.sampled_from([r"\bfoo\b", "it's", "'both' \\d", 'say "hi"', "ünï", "a|b"])


@st.composite
def _settings(draw):
    hosts = draw(st.dictionaries(_WORD, _HOST, max_size=3))
    names = draw(st.lists(st.sampled_from(["quick", "vision", "code", "own", "größe"]), unique=True, max_size=4))
    candidates = st.builds(lambda model, host: f"{model}@{host}", _MODEL, st.sampled_from(list(hosts) or [""])).map(
        lambda text: text.removesuffix("@")
    )
    routes = {name: draw(_route(name, names, candidates | _MODEL)) for name in names}
    actions = draw(st.lists(_action(names), unique_by=lambda action: action.name.strip().casefold(), max_size=2))
    limits = draw(st.builds(LimitSettings, connect_s=_SECONDS, idle_s=_SECONDS, total_s=_SECONDS))
    return Settings(
        hosts=hosts,
        routes=routes,
        routing=draw(st.builds(RoutingSettings, continuity=st.booleans(), cheap_first_margin=st.floats(0, 1))),
        hotkeys=draw(
            st.builds(HotkeySettings, ask=st.sampled_from(["", "<ctrl>+<alt>+a", "<f9>", "<ctrl>+\\", '<cmd>+"']))
        ),
        actions=tuple(actions),
        popup=draw(st.builds(PopupSettings, theme=st.sampled_from(Theme), font_points=st.floats(0, 72))),
        limits=limits,
        fleet=FleetSettings(poll_s=1.25),
        ledger=draw(st.builds(LedgerSettings, keep_days=st.integers(0, 36_500))),
        history=draw(
            st.builds(HistorySettings, enabled=st.booleans(), keep_days=st.integers(0, 36_500), private=st.booleans())
        ),
        log=draw(st.builds(LogSettings, level=st.sampled_from(LogLevel))),
    )


def _route(name, names, candidates):
    others = [other for other in names if other != name]
    changes = st.fixed_dictionaries(
        {},
        optional={
            "candidates": st.lists(candidates, max_size=5).map(tuple),
            "needs": st.lists(st.sampled_from(Capability), max_size=2).map(tuple),
            "keywords": st.lists(_TEXT.map(lambda text: f"w{text}"), max_size=2).map(tuple),
            "patterns": st.lists(_PATTERNS, max_size=2).map(tuple),
            "prior": st.floats(-10, 10),
            "cost_rank": st.integers(0, 100),
            "fallback": st.lists(st.sampled_from(others), max_size=2).map(tuple) if others else st.just(()),
            "think": st.sampled_from(["auto", True, False]),
        },
    )
    default = default_route(name, has_quick="quick" in names)
    return changes.map(lambda given: structs.replace(default, **given))


def _action(names):
    return st.builds(
        ActionSettings,
        name=_TEXT.map(lambda text: "n" + "".join(char for char in text if char.isprintable())),
        prompt=_TEXT.map(lambda text: f"p{text}"),
        route=st.sampled_from(["", *names]),
        model=st.just("") | _MODEL,
        output=st.sampled_from(OutputChoice),
    )


@given(_settings())
def test_what_is_rendered_is_read_back_as_it_was(settings):
    assert parse_settings(render_config(settings)) == settings


@given(_settings(), st.dictionaries(st.sampled_from(["quick", "code", "own"]), _TEXT))
def test_comments_cannot_become_options(settings, reasons):
    assert parse_settings(render_config(settings, reasons)) == settings


@given(_settings())
def test_the_order_of_machines_and_routes_is_kept(settings):
    again = parse_settings(render_config(settings))
    assert list(again.hosts) == list(settings.hosts)
    assert list(again.routes) == list(settings.routes)


@given(_TEXT)
def test_any_text_survives_as_value_and_as_key(text):
    assert tomllib.loads(f"{toml_key(text)} = {toml_text(text)}") == {text: text}


def _home_lab():
    hosts = {
        "mac": HostSettings(url="http://mac:11434"),
        "gpu-pc": HostSettings(url="http://gpu:11434", priority=1, headers={"X-A": HeaderSource(env="A")}),
    }
    capabilities = frozenset({Capability.COMPLETION, Capability.VISION})
    proposal = propose_routes(
        {
            "mac": [InstalledModel("gemma3:4b", capabilities=capabilities), InstalledModel("nomic-embed-text")],
            "gpu-pc": [InstalledModel(f"qwen3-coder:{size}b") for size in (7, 14, 30)],
        }
    )
    return proposal, proposal.settings(hosts)


@pytest.mark.parametrize("which", ["empty", "proposal"])
def test_every_option_stands_there_and_each_comment_is_its_default(which):
    proposal, settings = _home_lab()
    if which == "empty":
        settings = Settings()
        text = render_config(settings)
    else:
        text = render_proposal(proposal, settings)
    uncommented = re.sub(r"(?m)^# (\w+ = )", r"\1", text)
    assert uncommented != text
    loaded = parse_document(uncommented)
    assert loaded.settings == settings
    for name in ("routing", "hotkeys", "popup", "limits", "fleet", "ledger", "history", "log"):
        section = tomllib.loads(uncommented)[name]
        assert set(section) == {field.encode_name for field in fields_of(type(getattr(settings, name)))}


def test_examples_in_comments_are_valid_themselves():
    text = render_config(Settings())
    example = re.sub(r"(?m)^#    (\S)", r"\1", text)
    settings = parse_settings(example)
    assert settings.hosts
    assert settings.routes
    assert settings.actions


def test_the_reasons_and_what_is_not_used_are_told():
    proposal, settings = _home_lab()
    text = render_proposal(proposal, settings)
    assert "# qwen3-coder:30b is the largest model made for code" in text
    assert "nomic-embed-text on mac: it cannot chat." in text
    assert all(len(line) <= 120 for line in text.splitlines())


def test_a_long_list_takes_one_line_each():
    route = RouteSettings(candidates=tuple(f"model-with-a-long-name-{n}:30b" for n in range(8)), fallback=())
    text = render_config(Settings(routes={"code": route}))
    assert '\n    "model-with-a-long-name-7:30b",\n]' in text


def test_a_remark_stands_above_its_machine_and_cannot_become_an_option():
    hosts = {"mac": HostSettings(url="http://mac:11434"), "a.b": HostSettings(url="http://pc:11434")}
    text = render_config(Settings(hosts=hosts), remarks={"a.b": 'Did not answer.\n[hosts.evil]\nurl = "x"'})
    assert '\n# Did not answer. [hosts.evil] url = "x"\n[hosts."a.b"]\n' in text
    assert parse_settings(text).hosts == hosts
