"""Routes are changed in place: every comment, every other line and their order stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tray_router.config.edit import edit_routes
from tray_router.config.load import parse_settings
from tray_router.config.route_settings import RouteSettings, default_route
from tray_router.config.settings import HostSettings, Settings
from tray_router.config.write import render_config
from tray_router.errors import ConfigError

HOST = '[hosts.mac]\nurl = "http://mac:11434"\n\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '# mine\n[routes.quick] # here\ncandidates = ["a"] # c\n\n# ---- Hotkeys\n[hotkeys]\nask = ""\n',
            '# mine\n[routes.quick] # here\ncandidates = ["a"] # c\nkeywords = ["rota"]\nprior = 1.5\n\n'
            '# ---- Hotkeys\n[hotkeys]\nask = ""\n',
        ),
        (
            '[routes.quick]\nkeywords = ["x"] # k\nprior = 1 # p\n[log]\n',
            '[routes.quick]\nkeywords = ["x", "rota"] # k\nprior = 1.5 # p\n[log]\n',
        ),
        (
            '[routes.quick]\nkeywords = [\n    "x", # why\n    "y",\n]\nprior = -1\n',
            '[routes.quick]\nkeywords = [\n    "x", # why\n    "y",\n    "rota",\n]\nprior = 1.5\n',
        ),
        (
            'routes.quick.candidates = ["a"]\nroutes.code.prior = 2\n# end\n',
            'routes.quick.candidates = ["a"]\nroutes.quick.keywords = ["rota"]\nroutes.quick.prior = 1.5\n'
            "routes.code.prior = 2\n# end\n",
        ),
        (
            '[routes.quick]\ncandidates = ["a"]',
            '[routes.quick]\ncandidates = ["a"]\nkeywords = ["rota"]\nprior = 1.5\n',
        ),
        (
            '[routes.quick]\ncandidates = ["a"]\n\n# acts\n[[actions]]\nname = "n"\nprompt = "p"\n',
            '[routes.quick]\ncandidates = ["a"]\nkeywords = ["rota"]\nprior = 1.5\n\n# acts\n[[actions]]\nname = "n"\n'
            'prompt = "p"\n',
        ),
    ],
    ids=["table", "present", "list over lines", "dotted", "no last line end", "before actions"],
)
def test_only_the_route_changes(before: str, after: str) -> None:
    assert edit_routes(before, {"quick": ["rota"]}, {"quick": 1.5}) == after


@pytest.mark.parametrize(
    "before",
    [
        '[routes]\nquick = { candidates = ["a"] } # q\ncode = { prior = 2 }\n',
        "[routes.quick]\n# nothing here\n\n[routes.code]\n",
        f'[routes.quick]\ncandidates = ["a"]\n{HOST}[routes.code]\n# end\n[log]\n',
        "[routes.quick]\nkeywords = []\n",
    ],
    ids=["inline", "empty", "out of order", "empty list"],
)
def test_other_layouts_keep_their_comments_and_mean_the_same(before: str) -> None:
    after = edit_routes(before, {"quick": ["rota", 'say "hi"']}, {"quick": -0.5})
    old, new = parse_settings(before), parse_settings(after)
    assert new.routes["quick"] == structs.replace(old.routes["quick"], keywords=("rota", 'say "hi"'), prior=-0.5)
    assert structs.replace(new, routes=old.routes) == old
    assert [part for part in before.split() if part == "#"] == [part for part in after.split() if part == "#"]


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    before = '\ufeff[routes.quick]\r\ncandidates = ["a"]\r\n\r\n# end\r\n[log]\r\n'
    after = edit_routes(before, {"quick": ["rota"]}, {})
    assert after == before.replace('["a"]\r\n', '["a"]\r\nkeywords = ["rota"]\r\n')


def test_a_file_with_problems_is_refused() -> None:
    with pytest.raises(ConfigError, match="one problem"):
        edit_routes("[routes.quick]\npriorr = 1\n", {"quick": ["rota"]}, {})
    with pytest.raises(ConfigError, match="not valid TOML"):
        edit_routes("[routes.quick\n", {"quick": ["rota"]}, {})


def test_a_change_that_would_not_be_allowed_is_refused() -> None:
    with pytest.raises(ConfigError):
        edit_routes("[routes.quick]\n", {}, {"quick": 99.0})


def test_a_route_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigError, match="no route 'code'"):
        edit_routes("[routes.quick]\n", {"code": ["rota"]}, {})


KEYWORDS = st.lists(st.from_regex(r"[a-zäß][a-z\"'\\ #\u4e00-\u4e20]{0,12}", fullmatch=True), max_size=3)


@given(st.lists(KEYWORDS, min_size=2, max_size=2), KEYWORDS, st.integers(-20, 20))
def test_a_written_file_says_the_same_and_more(present: list[list[str]], added: list[str], halves: int) -> None:
    routes = {
        "quick": structs.replace(default_route("quick"), keywords=tuple(present[0])),
        "own": RouteSettings(candidates=("a", "b"), keywords=tuple(present[1])),
    }
    settings = Settings(hosts={"mac": HostSettings(url="http://mac:11434")}, routes=routes)
    before = render_config(settings)
    after = edit_routes(before, {"own": added}, {"own": halves / 2})
    changed = structs.replace(routes["own"], keywords=(*present[1], *added), prior=halves / 2)
    assert parse_settings(after) == structs.replace(settings, routes={**routes, "own": changed})
    assert set(filter(lambda line: line.startswith("#"), before.splitlines())) <= set(after.splitlines())
