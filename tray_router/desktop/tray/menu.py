"""Turns the view's menu into pystray's. Rule: builds and calls back, decides nothing. Any thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tray_router.desktop.tray.pystray_api import Menu, MenuItem
from tray_router.desktop.tray.view import Command, MenuEntry

OnCommand = Callable[[Command, str], None]
"""Called with what the user chose and the machine it is about (or empty), in the tray's loop; must return at once."""


def pystray_menu(entries: Sequence[MenuEntry], on_command: OnCommand) -> Any:
    """The entries as a ``pystray.Menu``; each item has the entry's ``key`` as an attribute."""
    return Menu(*(_item(entry, on_command) for entry in entries))


def _item(entry: MenuEntry, on_command: OnCommand) -> Any:
    if entry.is_separator:
        return Menu.SEPARATOR
    item = MenuItem(
        entry.text,
        pystray_menu(entry.children, on_command) if entry.children else _action(entry, on_command),
        checked=None if entry.checked is None else _constant(entry.checked),
        default=entry.is_default,
        enabled=entry.command is not None or bool(entry.children),
    )
    item.key = entry.key
    return item


def _action(entry: MenuEntry, on_command: OnCommand) -> Callable[[], None] | None:
    command = entry.command
    if command is None:
        return None
    return lambda: on_command(command, entry.argument)


def _constant(value: bool) -> Callable[[Any], bool]:  # pystray wants a function of the item
    return lambda _item: value
