from __future__ import annotations

import pytest

from tray_router.config.load import parse_settings
from tray_router.daemon.hotkeys import chords_of, trigger_of
from tray_router.model import Trigger, TriggerAction, TriggerSource

SETTINGS = parse_settings(
    """
    [hotkeys]
    region = ""
    [[actions]]
    name = "Translate: now"
    prompt = "x"
    hotkey = "<ctrl>+<alt>+t"
    [[actions]]
    name = "ask"
    prompt = "x"
    hotkey = "<f9>"
    [[actions]]
    name = "Without"
    prompt = "x"
    """
)


def test_all_chords_of_the_settings_have_a_key_of_their_own() -> None:
    assert chords_of(SETTINGS) == {
        "ask": "<ctrl>+<alt>+<space>",
        "prompt": "<ctrl>+<alt>+p",
        "action:Translate: now": "<ctrl>+<alt>+t",
        "action:ask": "<f9>",
    }


@pytest.mark.parametrize(
    ("key", "action", "name"),
    [
        ("ask", TriggerAction.ASK, ""),
        ("region", TriggerAction.REGION, ""),
        ("prompt", TriggerAction.PROMPT, ""),
        ("action:Translate: now", TriggerAction.ASK, "Translate: now"),
        ("action:ask", TriggerAction.ASK, "ask"),
    ],
)
def test_a_press_becomes_the_trigger_of_its_key(key: str, action: TriggerAction, name: str) -> None:
    assert trigger_of(key, 4.5) == Trigger(action, TriggerSource.HOTKEY, 4.5, name)
