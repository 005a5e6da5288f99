"""Types, bounds and choices: each mistake is found where it is, and does not hide the next."""

from __future__ import annotations

import pytest

from tray_router.config.action_settings import OutputChoice
from tray_router.config.load import parse_settings
from tray_router.config.route_settings import RouteSettings
from tray_router.config.settings import HostSettings, Settings, Theme
from tray_router.model import Capability


def test_an_empty_file_is_all_defaults():
    assert parse_settings("") == Settings()


def test_values_reach_their_places():
    settings = parse_settings(
        """
        [hosts.mac]
        url = "http://mac:11434"
        priority = -1
        always_on = true
        [hosts.mac.headers]
        Authorization = { env = "PROXY_TOKEN" }
        [routes.quick]
        candidates = ["qwen3:4b@mac", "llama3.2"]
        prior = 1
        [routes.diagrams]
        candidates = ["gemma3:12b"]
        needs = ["vision", "tools"]
        think = false
        [[actions]]
        name = "Translate"
        prompt = "Translate to English: {text}"
        route = "quick"
        output = "copy"
        [popup]
        theme = "dark"
        font_points = 12
        [limits]
        connect_s = 1.5
        """
    )
    assert settings.hosts["mac"].headers["Authorization"].env == "PROXY_TOKEN"
    assert (settings.hosts["mac"].priority, settings.hosts["mac"].always_on) == (-1, True)
    assert settings.routes["quick"].candidates == ("qwen3:4b@mac", "llama3.2")
    assert settings.routes["diagrams"].needs == (Capability.VISION, Capability.TOOLS)
    assert settings.routes["diagrams"].think is False
    assert settings.actions[0].output is OutputChoice.COPY
    assert settings.popup.theme is Theme.DARK
    assert settings.popup.font_points == 12.0
    assert isinstance(settings.popup.font_points, float)
    assert settings.limits.connect_s == 1.5
    assert isinstance(settings.hosts["mac"], HostSettings)
    assert isinstance(settings.routes["quick"], RouteSettings)


@pytest.mark.parametrize(
    ("text", "path", "value", "allowed", "suggestion"),
    [
        ("skin = 'red'", "skin", '"red"', "hosts, routes, routing", ""),
        ("[pop_up]\nwidth = 3", "pop_up", "a table", "hosts, routes", "popup"),
        ("[popup]\nwdth = 3", "popup.wdth", "3", "theme, width", "width"),
        ("[popup]\nwidth = 'wide'", "popup.width", '"wide"', "a whole number, not text", ""),
        ("[popup]\nwidth = 560.5", "popup.width", "560.5", "a whole number, not a number", ""),
        ("[popup]\nwidth = true", "popup.width", "true", "a whole number, not true or false", ""),
        ("[popup]\nwidth = 10", "popup.width", "10", "at least 280 and at most 4,000", ""),
        ("[popup]\nwidth = 99_999", "popup.width", "99999", "at most 4,000", ""),
        ("[popup]\ntheme = 'drak'", "popup.theme", '"drak"', '"auto", "light" or "dark"', "dark"),
        ("[popup]\ntheme = 1", "popup.theme", "1", '"auto", "light" or "dark"', ""),
        ("[popup]\nfont_points = nan", "popup.font_points", "nan", "at least 0", ""),
        ("[popup]\nfont_points = inf", "popup.font_points", "inf", "at most 72", ""),
        ("[limits]\nidle_s = 0", "limits.idle_s", "0", "more than 0", ""),
        ("[limits]\nidle_s = 0x" + "F" * 500, "limits.idle_s", "a very large number", "at most 86,400", ""),
        ("[limits]\nidle_s = 1979-05-27", "limits.idle_s", "a date or time", "a number, not a date", ""),
        ("[log]\nlevel = 'warn'", "log.level", '"warn"', '"debug", "info"', "warning"),
        ("popup = 3", "popup", "3", "must be a table", ""),
        ("hosts = []", "hosts", "a list", "must be a table", ""),
        ("[hosts]\nmac = 'http://mac'", "hosts.mac", '"http://mac"', 'url = "http://', ""),
        ("[hosts.mac]\npriority = 1", "hosts.mac.url", "", "is missing", ""),
        ("[hosts.mac]\nurl='mac'\nalways_on = 'true'", "hosts.mac.always_on", '"true"', "without quotes", ""),
        ("[routes.a]\ncandidates = 'x'", "routes.a.candidates", '"x"', "a list of texts in brackets", ""),
        ("[routes.a]\ncandidates = ['x', 3]", "routes.a.candidates[1]", "3", "text in quotes, not a whole", ""),
        ("[routes.a]\nneeds = ['visoin']", "routes.a.needs[0]", '"visoin"', '"vision"', "vision"),
        ("[routes.a]\nneeds = 'vision'", "routes.a.needs", '"vision"', "a list of words (completion,", ""),
        ("[routes.a]\nthink = 'true'", "routes.a.think", '"true"', '"auto", true or false (without quotes)', ""),
        ("[routes.a]\nthink = 'yes'", "routes.a.think", '"yes"', '"auto", true or false', ""),
        ("[routes.a]\nprior = 11", "routes.a.prior", "11", "at least -10 and at most 10", ""),
        ("[actions]\nname = 'x'", "actions", "a table", "[[actions]]", ""),
        ("actions = ['x']", "actions[0]", '"x"', "[[actions]]", ""),
        ("[[actions]]\nname = ''\nprompt = 'x'", "actions[0].name", '""', "must not be empty", ""),
        ("[[actions]]\nname = 'x'", "actions[0].prompt", "", "is missing", ""),
    ],
)
def test_each_mistake_is_located_shown_and_answered(problem_of, text, path, value, allowed, suggestion):
    problem = problem_of(text)
    assert problem.path == path
    assert problem.value == value
    assert allowed in problem.message
    assert problem.suggestion == suggestion


def test_a_mistake_in_an_option_does_not_hide_others_beside_it(problems_of):
    found = problems_of("[popup]\nwidth = 'x'\ntheme = 'x'\nmax_height = -1\nfont = 2")
    assert set(found) == {"popup.width", "popup.theme", "popup.max_height", "popup.font"}


@pytest.mark.parametrize("value", ['"hunter2"', '{ env = "A", value = "hunter2" }', '{ value = "hunter2" }', "42"])
def test_a_header_with_its_value_in_the_file_is_refused_and_not_repeated(refused, value):
    error = refused(f'[hosts.mac]\nurl = "mac"\nheaders.Authorization = {value}')
    text = f"{error} {' '.join(map(str, error.problems))}"
    assert "hunter2" not in text
    assert "hosts.mac.headers.Authorization" in text
    assert "env" in text


@pytest.mark.parametrize(
    ("text", "path", "table"),
    [
        (
            '[cloud.endpoints.sky]\nurl = "https://x.y/v1"\nmodels = ["m"]\nbudget_per_day = 2\n',
            "cloud.endpoints.sky.budget_per_day",
            "[cloud]",
        ),
        ('[hosts.mac]\nurl = "mac"\ntheme = "dark"\n', "hosts.mac.theme", "[popup]"),
        ('url = "mac"\n', "url", "[hosts.<name>] or [cloud.endpoints.<name>]"),
        ('[popup]\noutput = "copy"\n', "popup.output", "[[actions]]"),
    ],
)
def test_an_option_in_the_wrong_table_is_told_where_it_belongs(problems_of, text, path, table):
    problem = problems_of(text)[path]
    assert f"is no option of this table, but of {table}" in problem.message
    assert not problem.suggestion
