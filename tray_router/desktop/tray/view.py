"""What the tray shows of the fleet: colour, segments, tooltip and menu, as plain data.

Rule: pure; no pystray, no Pillow, no D-Bus. Words first: everything that the icon says by colour and shape is in the
tooltip and the menu as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from tray_router.model import FleetSnapshot, HostActivity, HostState, HostStatus, TriggerAction

MAX_SEGMENTS = 6
"""More machines than this cannot be told apart at 16 pixels; then the icon shows the worst state and a count."""
MAX_TOOLTIP_LINE = 128
"""Windows cuts a tray tooltip there, and pystray raises beyond it."""
_MAX_MODELS, _MAX_NOTICES, _MAX_NOTICE_CHARS, _MAX_NAME_CHARS = 12, 5, 90, 60
_MS_PER_S = 1000


class Health(StrEnum):
    """How many routes can be served now."""

    ALL = "all"  # green
    SOME = "some"  # amber
    NONE = "none"  # red
    UNKNOWN = "unknown"  # grey: nothing has been asked yet


class Glyph(Enum):
    """State of one machine; the value is its word for people, declared from best to worst."""

    UP = "up"
    BUSY = "busy"
    LOADING = "loading a model"
    PAUSED = "paused"
    UNKNOWN = "not asked yet"
    DEGRADED = "in trouble"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class IconView:
    """Everything that the picture depends on.

    Attributes:
        glyphs: one per machine in the order of the settings, at most ``MAX_SEGMENTS``; with more machines the worst
            state alone.
        count: 0, or with more than ``MAX_SEGMENTS`` machines the number of those in the worst state.
    """

    health: Health = Health.UNKNOWN
    glyphs: tuple[Glyph, ...] = ()
    count: int = 0


class Command(StrEnum):
    """What a menu item asks for. ``MenuEntry.argument`` is the machine for PAUSE… and RESUME, the name for ACTION."""

    ASK = TriggerAction.ASK.value
    REGION = TriggerAction.REGION.value
    PROMPT = TriggerAction.PROMPT.value
    ACTION = "action"  # one of the user's own
    PAUSE = "pause"
    PAUSE_HOUR = "pause-hour"
    PAUSE_TOMORROW = "pause-tomorrow"
    RESUME = "resume"
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
    """The whole tray: picture, tooltip (first line at most ``MAX_TOOLTIP_LINE`` characters) and menu."""

    icon: IconView
    tooltip: str
    menu: tuple[MenuEntry, ...]


def tray_view(
    snapshot: FleetSnapshot,
    notices: Sequence[str] = (),
    chords: Mapping[TriggerAction, str] | None = None,
    actions: Mapping[str, str] | None = None,
) -> TrayView:
    """What to show.

    Args:
        notices: sentences that need the user's attention.
        chords: readable chords of the actions that have one, e.g. ``Ctrl+Alt+Space``.
        actions: the user's own actions, name to readable chord, which may be empty.
    """
    entries = _action_entries(chords or {}, actions or {}) + _fleet_entries(snapshot) + _other_entries(notices)
    return TrayView(icon_view(snapshot), _tooltip(snapshot, notices), tuple(entries))


def icon_view(snapshot: FleetSnapshot) -> IconView:
    """The part of the view that the picture depends on."""
    glyphs = tuple(glyph_of(host) for host in snapshot.hosts)
    if len(glyphs) <= MAX_SEGMENTS:
        return IconView(health_of(snapshot), glyphs)
    worst = max(glyphs, key=list(Glyph).index)
    return IconView(health_of(snapshot), (worst,), glyphs.count(worst))


def health_of(snapshot: FleetSnapshot) -> Health:
    """By the routes; by the machines as long as there are no routes."""
    if all(host.state is HostState.UNKNOWN for host in snapshot.hosts):
        return Health.UNKNOWN
    if snapshot.routes:
        served = [route.is_served for route in snapshot.routes]
    else:
        served = [host.state in (HostState.UP, HostState.DEGRADED) for host in snapshot.hosts]
    if all(served):
        return Health.ALL
    return Health.SOME if any(served) else Health.NONE


def glyph_of(host: HostStatus) -> Glyph:
    """The state of one machine in one of seven shapes."""
    if host.state is HostState.UP:
        return {HostActivity.BUSY: Glyph.BUSY, HostActivity.LOADING: Glyph.LOADING}.get(host.activity, Glyph.UP)
    return {
        HostState.UNKNOWN: Glyph.UNKNOWN,
        HostState.STARTING: Glyph.LOADING,
        HostState.DEGRADED: Glyph.DEGRADED,
        HostState.DOWN: Glyph.DOWN,
        HostState.PAUSED: Glyph.PAUSED,
    }[host.state]


# --- words ----------------------------------------------------------------------------------------------


def host_line(host: HostStatus) -> str:
    """E.g. ``gpu-pc: up · qwen3:4b · 3 ms``."""
    word = "starting" if host.state is HostState.STARTING else host.hold_words or glyph_of(host).value
    parts = [f"{host.name}: {word}"]
    if host.is_usable and host.loaded:
        more = f" +{len(host.loaded) - 1}" if len(host.loaded) > 1 else ""
        parts.append(f"{host.loaded[0].name}{more}")
    if host.state in (HostState.UP, HostState.DEGRADED) and host.rtt_s is not None:
        parts.append(_milliseconds(host.rtt_s))
    if host.is_simulated:
        parts.append("simulated")
    return " · ".join(parts)


def _milliseconds(seconds: float) -> str:
    value = seconds * _MS_PER_S
    return "under 1 ms" if value < 1 else f"{value:.0f} ms"


def _headline(snapshot: FleetSnapshot) -> str:
    """The first line of the tooltip."""
    if not snapshot.hosts:
        return "Tray Router: no machines yet"
    health = health_of(snapshot)
    if health is Health.UNKNOWN:
        return "Tray Router: looking for the machines"
    if not snapshot.routes:
        words = {Health.ALL: "all machines answer", Health.SOME: "some machines do not answer"}
        return f"Tray Router: {words.get(health, 'no machine answers')}"
    missing = [route.route for route in snapshot.routes if not route.is_served]
    if not missing:
        return "Tray Router: every route is served"
    if len(missing) == len(snapshot.routes):
        return "Tray Router: no route can be served"
    return _shortened(f"Tray Router: nobody serves {', '.join(missing)}", MAX_TOOLTIP_LINE)


def _tooltip(snapshot: FleetSnapshot, notices: Sequence[str]) -> str:
    lines = [_headline(snapshot), *(_shortened(host_line(host), MAX_TOOLTIP_LINE) for host in snapshot.hosts)]
    if notices:
        lines.append("1 notice in the menu" if len(notices) == 1 else f"{len(notices)} notices in the menu")
    return "\n".join(lines)


def _shortened(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"


# --- menu -----------------------------------------------------------------------------------------------


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
    for name, chord in actions.items():
        label = _with_chord(_shortened(name, _MAX_NAME_CHARS), chord)
        entries.append(MenuEntry(f"action:{name}", label, Command.ACTION, name))
    return [*entries, MenuEntry("after actions")]


def _with_chord(text: str, chord: str) -> str:
    return f"{text}  ({chord})" if chord else text


def _fleet_entries(snapshot: FleetSnapshot) -> list[MenuEntry]:
    hosts = [_host_entry(host) for host in snapshot.hosts] or [MenuEntry("no hosts", "No machines yet")]
    return [*hosts, MenuEntry("after hosts")]


def _other_entries(notices: Sequence[str]) -> list[MenuEntry]:
    entries = []
    if notices:
        shown = [MenuEntry(f"notice:{text}", _shortened(text, _MAX_NOTICE_CHARS)) for text in notices[:_MAX_NOTICES]]
        left = len(notices) - len(shown)
        entries += [*shown, *([MenuEntry("notices left", f"… and {left} more")] if left else [])]
        entries.append(MenuEntry("after notices"))
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
            children.append(MenuEntry(name, _shortened(text, _MAX_NOTICE_CHARS)))
    if host.models:
        children.append(MenuEntry("after state"))
    for model in host.models[:_MAX_MODELS]:
        mark = " (in memory)" if host.loaded_model(model.name) is not None else ""
        children.append(MenuEntry(f"model:{model.name}", f"{model.name}{mark}"))
    if len(host.models) > _MAX_MODELS:
        children.append(MenuEntry("models left", f"… and {len(host.models) - _MAX_MODELS} more"))
    return MenuEntry(f"host:{host.name}", host_line(host), children=tuple(children))
