"""What the tray shows of the fleet: picture, tooltip and menu, as plain data.

Rule: pure; no pystray, no Pillow, no D-Bus. An entry's key is its own for ever, so that a click during a change still
hits what it was meant for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tray_router.desktop.tray.picture import IconView, icon_view
from tray_router.desktop.tray.words import host_line, last_line, memory, shortened, today_line, tooltip, work_line
from tray_router.model import FleetSnapshot, HostState, HostStatus, TriggerAction
from tray_router.model.usage import Today

_MAX_HOSTS, _MAX_MODELS, _MAX_NOTICES, _MAX_NOTICE_CHARS, _MAX_NAME_CHARS = 24, 12, 5, 90, 60


class Command(StrEnum):
    """What a menu item asks for. ``MenuEntry.argument`` is the machine for PAUSE… and RESUME, the name for ACTION."""

    ASK = TriggerAction.ASK.value
    REGION = TriggerAction.REGION.value
    PROMPT = TriggerAction.PROMPT.value
    ACTION = "action"  # one for the selected text, built in or the user's own
    PAUSE = "pause"
    PAUSE_HOUR = "pause-hour"
    PAUSE_TOMORROW = "pause-tomorrow"
    RESUME = "resume"
    DASHBOARD = "dashboard"
    PRIVATE = "private"
    NOT_PRIVATE = "not-private"
    SETTINGS = "settings"
    OPEN_CONFIG = "open-config"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu.

    Attributes:
        key: tells it apart from its siblings for ever, e.g. ``host:gpu-pc``; a click during a change still hits it.
        text: empty for a separator.
        command: None for a line that is only read.
        checked: None when it has no check mark.
        children: its submenu.
    """

    key: str
    text: str = ""
    command: Command | None = None
    argument: str = ""
    checked: bool | None = None
    is_default: bool = False
    children: tuple[MenuEntry, ...] = ()

    @property
    def is_separator(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class TrayView:
    """The whole tray: picture, tooltip and menu."""

    icon: IconView
    tooltip: str
    menu: tuple[MenuEntry, ...]


def tray_view(
    snapshot: FleetSnapshot,
    notices: Sequence[str] = (),
    chords: Mapping[TriggerAction, str] | None = None,
    actions: Mapping[str, str] | None = None,
    today: Today | None = None,
    pulse: int = 0,
    waiting: int = 0,
    *,
    is_private: bool = False,
) -> TrayView:
    """What to show.

    Args:
        notices: sentences that need the user's attention.
        chords: readable chords of the actions that have one, e.g. ``Ctrl+Alt+Space``.
        actions: what can be done with the selected text, name to readable chord, which may be empty.
        today: this day's figures, None before they are known.
        pulse: how far machines at work are lit, see ``picture.PULSES``.
        waiting: questions that stand in line for a machine.
        is_private: nothing is kept of any question.
    """
    entries = [
        *_action_entries(chords or {}, actions or {}),
        *_fleet_entries(snapshot),
        *_today_entries(snapshot, today, waiting),
        *_other_entries(notices, is_private=is_private),
    ]
    told = tooltip(snapshot, notices, today, waiting, is_private=is_private)
    return TrayView(icon_view(snapshot, pulse), told, tuple(entries))


def _action_entries(chords: Mapping[TriggerAction, str], actions: Mapping[str, str]) -> list[MenuEntry]:
    words = {
        Command.ASK: "Ask about the selection",
        Command.REGION: "Ask about a region of the screen",
        Command.PROMPT: "Write a prompt",
    }
    entries = []
    for command, text in words.items():
        label = _with_chord(text, chords.get(TriggerAction(command.value), ""))
        entries.append(MenuEntry(command.value, label, command, is_default=command is Command.ASK))
    children = tuple(_action_entry(name, chord) for name, chord in actions.items())
    menu = [MenuEntry("actions", "Selected text", children=children)] if children else []
    return [*entries, *menu, MenuEntry("after actions")]


def _action_entry(name: str, chord: str) -> MenuEntry:
    label = _with_chord(shortened(name, _MAX_NAME_CHARS), chord)
    return MenuEntry(f"action:{name}", label, Command.ACTION, name)


def _with_chord(text: str, chord: str) -> str:
    return f"{text}  ({chord})" if chord else text


def _fleet_entries(snapshot: FleetSnapshot) -> list[MenuEntry]:
    hosts = [_host_entry(host) for host in snapshot.hosts[:_MAX_HOSTS]] or [MenuEntry("no hosts", "No machines yet")]
    if len(snapshot.hosts) > _MAX_HOSTS:
        left = len(snapshot.hosts) - _MAX_HOSTS
        hosts.append(MenuEntry("hosts left", f"… and {left} more in the dashboard", Command.DASHBOARD))
    return [*hosts, MenuEntry("after hosts")]


def _today_entries(snapshot: FleetSnapshot, today: Today | None, waiting: int) -> list[MenuEntry]:
    """What is only read, and the way to all of it."""
    lines = [("work", work_line(snapshot, waiting))]
    if today is not None:
        lines += [("today", today_line(today)), ("last answer", last_line(today))]
    entries = [MenuEntry(key, shortened(text, _MAX_NOTICE_CHARS)) for key, text in lines if text]
    return [*entries, MenuEntry("dashboard", "Dashboard", Command.DASHBOARD), MenuEntry("after today")]


def _other_entries(notices: Sequence[str], *, is_private: bool) -> list[MenuEntry]:
    entries = []
    if notices:
        shown = [MenuEntry(f"notice:{text}", shortened(text, _MAX_NOTICE_CHARS)) for text in notices[:_MAX_NOTICES]]
        left = len(notices) - len(shown)
        entries += [*shown, *([MenuEntry("notices left", f"… and {left} more")] if left else [])]
        entries.append(MenuEntry("after notices"))
    switch = Command.NOT_PRIVATE if is_private else Command.PRIVATE
    entries.append(MenuEntry("private", "Private: keep nothing of any question", switch, checked=is_private))
    entries.append(MenuEntry("settings", "Settings…", Command.SETTINGS))
    entries.append(MenuEntry("config", "Open the settings file", Command.OPEN_CONFIG))
    entries.append(MenuEntry("quit", "Quit Tray Router", Command.QUIT))
    return entries


def _host_entry(host: HostStatus) -> MenuEntry:
    is_paused = host.state is HostState.PAUSED
    command = Command.RESUME if is_paused else Command.PAUSE
    children = [MenuEntry("paused", "Paused: takes no questions", command, host.name, checked=is_paused)]
    if not is_paused:
        children.append(MenuEntry("pause-hour", "Pause for 1 hour", Command.PAUSE_HOUR, host.name))
        children.append(MenuEntry("pause-tomorrow", "Pause until tomorrow", Command.PAUSE_TOMORROW, host.name))
    for name, text in (("problem", host.problem), ("hint", host.hint)):
        if text:
            children.append(MenuEntry(name, shortened(text, _MAX_NOTICE_CHARS)))
    if host.models:
        children.append(MenuEntry("after state"))
    for model in host.models[:_MAX_MODELS]:
        children.append(MenuEntry(f"model:{model.name}", f"{model.name}{_memory_mark(host, model.name)}"))
    if len(host.models) > _MAX_MODELS:
        children.append(MenuEntry("models left", f"… and {len(host.models) - _MAX_MODELS} more"))
    return MenuEntry(f"host:{host.name}", host_line(host), children=tuple(children))


def _memory_mark(host: HostStatus, model: str) -> str:
    loaded = host.loaded_model(model)
    if loaded is None:
        return ""
    return " (" + ", ".join(filter(None, ("in memory", memory(loaded.size_bytes)))) + ")"
