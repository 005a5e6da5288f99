"""The user's own actions in the tray's menu."""

from __future__ import annotations

from tests.builders import host
from tray_router.desktop.tray.menu import pystray_menu
from tray_router.desktop.tray.view import Command, MenuEntry, tray_view
from tray_router.model import FleetSnapshot, TriggerAction

SNAPSHOT = FleetSnapshot(hosts=(host("mac"),))
CHORDS = {TriggerAction.ASK: "Ctrl+Alt+Space"}


def entries(actions: dict[str, str]) -> tuple[MenuEntry, ...]:
    return tray_view(SNAPSHOT, (), CHORDS, actions).menu


def submenu(actions: dict[str, str]) -> tuple[MenuEntry, ...]:
    return next(entry for entry in entries(actions) if entry.key == "actions").children


def test_they_stand_in_a_menu_of_their_own_in_the_order_given() -> None:
    keys = [entry.key for entry in entries({"Translate": "Ctrl+Alt+T", "Explain": ""})]
    assert keys[:5] == ["ask", "region", "prompt", "actions", "after actions"]
    menu = submenu({"Translate": "Ctrl+Alt+T", "Explain": ""})
    assert [entry.text for entry in menu] == ["Translate  (Ctrl+Alt+T)", "Explain"]
    assert [(entry.key, entry.command, entry.argument) for entry in menu] == [
        ("action:Translate", Command.ACTION, "Translate"),
        ("action:Explain", Command.ACTION, "Explain"),
    ]


def test_without_any_the_menu_is_as_before() -> None:
    assert [entry.key for entry in entries({})] == [
        "ask",
        "region",
        "prompt",
        "after actions",
        "host:mac",
        "after hosts",
        "dashboard",
        "after today",
        "private",
        "settings",
        "config",
        "quit",
    ]
    assert tray_view(SNAPSHOT, (), CHORDS).menu == entries({})


def test_an_action_may_be_called_like_anything_else_in_the_menu() -> None:
    actions = {"ask": "", "quit": "", "host:mac": ""}
    keys = [entry.key for entry in (*entries(actions), *submenu(actions))]
    assert len(set(keys)) == len(keys)


def test_a_long_name_is_shortened_and_still_meant() -> None:
    name = "Rewrite " * 20
    (entry,) = submenu({name: ""})
    assert len(entry.text) <= 60
    assert entry.text.endswith("…")
    assert entry.argument == name


def test_a_click_says_which_action() -> None:
    clicked: list[tuple[Command, str]] = []
    menu = pystray_menu(entries({"Translate": ""}), lambda command, name: clicked.append((command, name)))
    actions = next(item for item in menu.items if getattr(item, "key", "") == "actions")
    (item,) = actions.submenu.items
    item(None)
    assert clicked == [(Command.ACTION, "Translate")]


def test_the_private_switch_is_checked_and_offers_the_other() -> None:
    for is_private, command in ((False, Command.PRIVATE), (True, Command.NOT_PRIVATE)):
        menu = tray_view(SNAPSHOT, is_private=is_private).menu
        entry = next(entry for entry in menu if entry.key == "private")
        assert (entry.command, entry.checked) == (command, is_private)
