"""The actions in force: built in, changed by the settings, switched off, and the user's own."""

from __future__ import annotations

import pytest

from tray_router.answers.actions import BUILT_IN_ACTIONS
from tray_router.config.load import parse_settings
from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of, chips_of, languages_of
from tray_router.model import Action, Output, Override
from tray_router.wire.actions import ActionChip

OWN = """
[hosts.pc]
url = "pc"
[routes.quick]
[[actions]]
name = "Poem"
prompt = "{text}"
model = "qwen3:4b@pc"
route = "quick"
hotkey = "<ctrl>+<alt>+o"
output = "insert"
show_diff = false
"""


def test_without_settings_all_built_in_ones_are_there_in_their_order() -> None:
    assert actions_of(Settings()) == dict(BUILT_IN_ACTIONS)
    assert [chip.label for chip in chips_of(Settings())] == [
        "Answer", "Explain", "Summarise", "Fix", "Rephrase", "Translate", "Reply",
    ]  # fmt: skip


def test_every_option_of_an_own_action_arrives_behind_the_built_in_ones() -> None:
    *before, (name, action) = actions_of(parse_settings(OWN)).items()
    assert dict(before) == dict(BUILT_IN_ACTIONS)
    override = Override(route="quick", model="qwen3:4b", host="pc")
    assert (name, action) == (
        "Poem",
        Action("Poem", "{text}", override, Output.INSERT, shows_diff=False, hotkey="Ctrl+Alt+O"),
    )
    assert chips_of(parse_settings(OWN))[-1] == ActionChip("Poem", "Poem", "Ctrl+Alt+O")


def test_a_built_in_one_is_changed_only_in_what_is_given() -> None:
    settings = parse_settings('[[actions]]\nname = " FIX "\nhotkey = "<f9>"\nshow_diff = false')
    fix, built_in = actions_of(settings)["fix"], BUILT_IN_ACTIONS["fix"]
    assert (fix.prompt, fix.output, fix.is_built_in) == (built_in.prompt, Output.REPLACE, True)
    assert (fix.hotkey, fix.shows_diff) == ("F9", False)
    assert list(actions_of(settings)) == list(BUILT_IN_ACTIONS)


def test_a_prompt_of_the_users_own_takes_the_place_of_the_built_in_one() -> None:
    settings = parse_settings('[[actions]]\nname = "Translate"\nprompt = "Ins Platt: {text}"\noutput = "copy"')
    names = list(actions_of(settings))
    assert names.index("Translate") == list(BUILT_IN_ACTIONS).index("translate")
    assert actions_of(settings)["Translate"] == Action("Translate", "Ins Platt: {text}", output=Output.COPY)


def test_what_is_switched_off_is_gone() -> None:
    off = '[[actions]]\nname = "reply"\nenabled = false\n'
    settings = parse_settings(off + OWN + "enabled = false")
    assert list(actions_of(settings)) == [name for name in BUILT_IN_ACTIONS if name != "reply"]


@pytest.mark.parametrize(
    ("written", "environment", "expected"),
    [
        ("", {}, ("en",)),
        ("", {"LANG": "de_DE.UTF-8"}, ("de",)),
        ("", {"LANG": "C.UTF-8", "LANGUAGE": "de"}, ("en",)),
        ("", {"LANG": "de_CH.UTF-8", "LANGUAGE": "de_CH:fr:en"}, ("de", "fr", "en")),
        ("", {"LANG": "nb_NO.UTF-8", "LC_ALL": "fr_FR"}, ("fr",)),
        ('language = "pt-BR"', {"LANG": "de_DE.UTF-8"}, ("pt",)),
        ('language = "Japanese"\nreads = ["en", "ja", "de"]', {}, ("ja", "en", "de")),
        ('reads = ["fr"]', {"LANG": "de_DE.UTF-8"}, ("de", "fr")),
    ],
)
def test_the_languages_of_the_user(written: str, environment: dict[str, str], expected: tuple[str, ...]) -> None:
    assert languages_of(parse_settings(f"[popup]\n{written}"), environment) == expected
