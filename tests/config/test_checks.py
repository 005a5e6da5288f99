"""What options say about one another, and what only their meaning can tell."""

from __future__ import annotations

import pytest

from tray_router.config.load import parse_document, parse_settings

HOSTS = """
[hosts.mac]
url = "mac"
[hosts.windows]
url = "win:11434"
"""


# --- machines -------------------------------------------------------------------------------------------


def test_addresses_are_stored_in_their_final_form():
    settings = parse_settings(HOSTS)
    assert settings.hosts["mac"].url == "http://mac:11434"
    assert settings.hosts["windows"].url == "http://win:11434"


def test_a_bad_address_is_a_problem_of_its_machine(problem_of):
    problem = problem_of('[hosts.mac]\nurl = "ftp://mac"')
    assert (problem.path, problem.value) == ("hosts.mac.url", '"ftp://mac"')


@pytest.mark.parametrize(
    ("option", "value", "message", "suggestion"),
    [
        ("rented", "mo-fr 9-17", "'mo' is no day", "mon-fri 09:00-17:00"),
        ("rented", "mon-fri", "names days without hours", ""),
        ("wake", "aa.bb.cc.dd.ee.ff", "must be a MAC address", "aa:bb:cc:dd:ee:ff"),
        ("wake", "ff:ff:ff:ff:ff:ff", "must be the MAC address of one network card", ""),
        ("wake", "gpu-pc", "must be a MAC address", ""),
        ("wake_broadcast", "192.168.1", "must be an IPv4 address", ""),
    ],
)
def test_hours_and_addresses_of_cards_are_checked_and_shown(problem_of, option, value, message, suggestion):
    wake = 'wake = "aa:bb:cc:dd:ee:ff"\n' if option == "wake_broadcast" else ""
    problem = problem_of(f'[hosts.mac]\nurl = "mac"\n{wake}{option} = "{value}"')
    assert (problem.path, problem.value, problem.suggestion) == (f"hosts.mac.{option}", f'"{value}"', suggestion)
    assert message in problem.message


def test_an_address_for_wake_packets_does_nothing_without_a_card_to_wake():
    (notice,) = parse_document('[hosts.mac]\nurl = "mac:11434"\nwake_broadcast = "10.0.0.255"').notices
    assert (notice.path, notice.message) == ("hosts.mac.wake_broadcast", "does nothing without wake.")


def test_what_is_unusual_is_a_notice_and_no_problem():
    loaded = parse_document(
        """
        [hosts.a]
        url = "http://mac"
        headers.Authorization = { env = "PROXY_TOKEN" }
        [hosts.b]
        url = "0.0.0.0:8080"
        [hosts.c]
        url = "http://127.0.0.1:8080"
        """
    )
    notices = {notice.path: notice.message for notice in loaded.notices}
    assert "means 80" in notices["hosts.a.url"]
    assert "unencrypted" in notices["hosts.a.headers"]
    assert "127.0.0.1" in notices["hosts.b.url"]
    assert "same machine as b" in notices["hosts.c.url"]
    assert loaded.settings.hosts["a"].url == "http://mac"


def test_plain_settings_have_no_notices():
    assert parse_document(HOSTS).notices == ()


@pytest.mark.parametrize("name", ['"my mac"', '"a@b"', '""', '"-a"', '"' + "x" * 65 + '"'])
@pytest.mark.parametrize("section", ["hosts", "routes"])
def test_names_must_be_usable_in_candidates_and_menus(problem_of, section, name):
    body = 'url = "mac"' if section == "hosts" else "candidates = []"
    assert "must be a name" in problem_of(f"[{section}.{name}]\n{body}").message


def test_names_may_be_of_any_script():
    assert "büro" in parse_settings('[hosts."büro"]\nurl = "mac"\n[routes.x]\ncandidates = ["m@büro"]').hosts


@pytest.mark.parametrize(
    ("headers", "path", "part"),
    [
        ("X-A = {}", "headers.X-A", "env"),
        ('X-A = { env = "A", keyring = "a/b" }', "headers.X-A", "env"),
        ('X-A = { env = "not a name" }', "headers.X-A.env", "environment variable"),
        ('X-A = { keyring = "service" }', "headers.X-A.keyring", "service/user"),
        ('X-A = { keyring = "/user" }', "headers.X-A.keyring", "service/user"),
        ('"X A" = { env = "A" }', 'headers."X A"', "no name of an HTTP header"),
        ('Host = { env = "A" }', "headers.Host", "sets itself"),
        ('X-A = { env = "A" }\nx-a = { env = "A" }', "headers.x-a", "twice"),
    ],
)
def test_headers_name_one_source_each(problem_of, headers, path, part):
    problem = problem_of(f'[hosts.mac]\nurl = "https://mac"\n[hosts.mac.headers]\n{headers}')
    assert problem.path == f"hosts.mac.{path}"
    assert part in problem.message
    assert "not a name" not in problem.value


# --- routes ---------------------------------------------------------------------------------------------


def test_what_a_route_is_given_depends_on_its_name():
    routes = parse_settings("[routes.quick]\n[routes.vision]\n[routes.code]\n[routes.reasoning]\n[routes.own]\n").routes
    assert {name: route.cost_rank for name, route in routes.items()} == {
        "quick": 0,
        "vision": 1,
        "reasoning": 2,
        "code": 3,
        "own": 1,
    }
    assert routes["vision"].needs == ("vision",)
    assert routes["quick"].fallback == ()
    assert all(route.fallback == ("quick",) for name, route in routes.items() if name != "quick")


def test_without_a_quick_route_nothing_falls_back_on_it():
    assert parse_settings("[routes.code]\ncandidates = ['x']").routes["code"].fallback == ()


def test_what_the_file_says_goes_before_what_the_name_implies():
    routes = parse_settings("[routes.quick]\n[routes.vision]\nneeds = []\nfallback = []\ncost_rank = 9").routes
    assert (routes["vision"].needs, routes["vision"].fallback, routes["vision"].cost_rank) == ((), (), 9)


@pytest.mark.parametrize(
    ("candidate", "part", "suggestion"),
    [
        ("qwen3:4b@mca", "hosts: mac, windows", "qwen3:4b@mac"),
        ("qwen3-coder-with-a-long-name:30b@gamma-ray", "hosts: mac, windows", ""),
        ("qwen3:4b@", '"model@host"', ""),
        ("@mac", '"model@host"', ""),
        ("", '"model@host"', ""),
        ("qwen3 4b@mac", "no spaces", ""),
    ],
)
def test_candidates_name_known_machines(problem_of, candidate, part, suggestion):
    problem = problem_of(f'{HOSTS}[routes.quick]\ncandidates = ["x@mac", "{candidate}"]')
    assert problem.path == "routes.quick.candidates[1]"
    assert problem.value == f'"{candidate}"'
    assert part in problem.message
    assert problem.suggestion == suggestion


def test_a_machine_with_a_mistake_is_still_a_known_name(problem_of):
    problem = problem_of('[hosts.mac]\nurl = ""\n[routes.quick]\ncandidates = ["qwen3:4b@mac"]')
    assert problem.path == "hosts.mac.url"


def test_without_machines_no_machine_can_be_named(problem_of):
    assert "no [hosts] are given" in problem_of('[routes.quick]\ncandidates = ["qwen3:4b@mac"]').message


def test_doubles_and_cloud_models_among_the_candidates_are_noted():
    text = f'{HOSTS}[routes.quick]\ncandidates = ["qwen3@mac", "Qwen3:latest@mac", "qwen3", "gpt-oss:120b-cloud"]'
    notices = {notice.path: notice.message for notice in parse_document(text).notices}
    assert set(notices) == {"routes.quick.candidates[1]", "routes.quick.candidates[3]"}
    assert "twice" in notices["routes.quick.candidates[1]"]
    assert "out of your network" in notices["routes.quick.candidates[3]"]


@pytest.mark.parametrize(("name", "suggestion"), [("qiuck", "quick"), ("code", ""), ("zzz", "")])
def test_fallbacks_name_other_routes(problem_of, name, suggestion):
    problem = problem_of(f'[routes.quick]\n[routes.code]\nfallback = ["{name}"]')
    assert problem.path == "routes.code.fallback[0]"
    assert "another route: quick" in problem.message
    assert problem.suggestion == suggestion


@pytest.mark.parametrize(
    ("option", "value", "path"),
    [
        ("patterns", "['[']", "patterns[0]"),
        ("patterns", "['ok', '(a+)+$']", "patterns[1]"),
        ("patterns", "[3, '(']", "patterns[1]"),
        ("keywords", "['fine', '--']", "keywords[1]"),
        ("keywords", f"{['word'] * 1000}", "keywords"),
    ],
)
def test_keywords_and_patterns_follow_the_rules_of_the_classifier(refused, option, value, path):
    found = [problem.path for problem in refused(f"[routes.own]\n{option} = {value}").problems]
    assert f"routes.own.{path}" in found
    assert len(found) == (2 if "[3," in value else 1)


# --- hotkeys and actions --------------------------------------------------------------------------------


def test_hotkeys_are_stored_in_their_final_form_and_can_be_switched_off():
    hotkeys = parse_settings('[hotkeys]\nask = "<ALT>+<ctrl>+a"\nregion = ""').hotkeys
    assert hotkeys.by_action() == {"ask": "<ctrl>+<alt>+a", "prompt": "<ctrl>+<alt>+p"}


def test_a_bad_hotkey_gets_the_nearest_good_one(problem_of):
    problem = problem_of('[hotkeys]\nask = "ctrl+alt+a"')
    assert (problem.path, problem.value, problem.suggestion) == ("hotkeys.ask", '"ctrl+alt+a"', "<ctrl>+<alt>+a")


def test_no_two_things_share_a_chord(problems_of):
    found = problems_of(
        """
        [hotkeys]
        ask = "<ctrl>+<alt>+p"
        [[actions]]
        name = "One"
        prompt = "x"
        hotkey = "<alt>+<ctrl>+R"
        [[actions]]
        name = "Two"
        prompt = "x"
        hotkey = "<cmd>+x"
        [[actions]]
        name = "Three"
        prompt = "x"
        hotkey = "<cmd>+X"
        """
    )
    assert "hotkeys.ask already" in found["hotkeys.prompt"].message
    assert "hotkeys.region already" in found["actions[0].hotkey"].message
    assert "actions[1] already" in found["actions[2].hotkey"].message


@pytest.mark.parametrize(
    ("action", "path", "part", "suggestion"),
    [
        ('name = "a"\nprompt = "x"\nroute = "cod"', "route", "quick, code", "code"),
        ('name = "a"\nprompt = "x"\nmodel = "qwen3:4b@wndows"', "model", "hosts: mac", "qwen3:4b@windows"),
        ('name = "a"\nprompt = "x"\nhotkey = "x"', "hotkey", "swallow", "<ctrl>+<alt>+x"),
        ('name = "TRANSLATE"\nprompt = "x"', "name", "name of actions[0]", ""),
        ('name = "a\\nb"\nprompt = "x"', "name", "one line", ""),
        ('name = "a"\nprompt = "x"\noutput = "clipboard"', "output", '"copy"', ""),
    ],
)
def test_actions_refer_to_what_there_is(problem_of, action, path, part, suggestion):
    first = '[[actions]]\nname = "Translate"\nprompt = "{text}"\n'
    problem = problem_of(f"{HOSTS}[routes.quick]\n[routes.code]\n{first}[[actions]]\n{action}")
    assert problem.path == f"actions[1].{path}"
    assert part in problem.message
    assert problem.suggestion == suggestion


def test_an_unknown_placeholder_is_noted():
    notices = parse_document('[[actions]]\nname = "a"\nprompt = "{text} {selection} {} {1}"').notices
    assert [notice.path for notice in notices] == ["actions[0].prompt"]
    assert "{selection}" in notices[0].message


# --- limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[limits]\nfirst_token_warm_s = 30\nfirst_token_cold_s = 10", "limits.first_token_cold_s"),
        ("[limits]\nnum_ctx_max = 2048\nanswer_tokens = 2048", "limits.answer_tokens"),
        ("[fleet]\npoll_s = 60\npoll_idle_s = 30", "fleet.poll_idle_s"),
    ],
)
def test_limits_do_not_contradict_one_another(problem_of, text, path):
    assert problem_of(text).path == path
