"""What the tray says of the fleet: the line of a machine, the day's figures, the tooltip.

Rules: pure; words first: everything that the icon says by colour and shape is here as text. The tooltip's first line is
at most ``MAX_TOOLTIP_LINE`` characters, and so is every other.
"""

from __future__ import annotations

from collections.abc import Sequence

from tray_router.desktop.tray.picture import Health, glyph_of, health_of
from tray_router.model import FleetSnapshot, HostState, HostStatus, dollars
from tray_router.model.usage import Today

MAX_TOOLTIP_LINE = 128
"""Windows cuts a tray tooltip there, and pystray raises beyond it."""
MAX_TOOLTIP_HOSTS = 12  # machines that have a line of their own
_MS_PER_S, _GIGA, _KILO, _MINUTE, _HOUR = 1000, 1e9, 1000, 60, 3600
_SHORT_S = 9.95


def host_line(host: HostStatus) -> str:
    """E.g. ``gpu-pc: up · qwen3:4b · 4.1 GB · 3 ms``."""
    word = "starting" if host.state is HostState.STARTING else host.hold_words or glyph_of(host).value
    parts = [f"{host.name}: {word}"]
    if host.is_usable and host.in_flight > 1:
        parts.append(f"{host.in_flight} questions")
    if host.is_usable and host.loaded:
        more = f" +{len(host.loaded) - 1}" if len(host.loaded) > 1 else ""
        parts.append(f"{host.loaded[0].name}{more}")
        parts += filter(None, [memory(sum(model.size_bytes for model in host.loaded))])
    if host.state in (HostState.UP, HostState.DEGRADED) and host.rtt_s is not None:
        parts.append(_milliseconds(host.rtt_s))
    if host.is_simulated:
        parts.append("simulated")
    return " · ".join(parts)


def memory(size_bytes: int) -> str:
    """``4.1 GB``; empty when it is not known."""
    return f"{size_bytes / _GIGA:.1f} GB" if size_bytes > 0 else ""


def today_line(today: Today) -> str:
    """``Today: 31 answers, 26.7 k tokens, 14 min saved``; empty on a day without questions."""
    if not today.requests:
        return ""
    parts = [
        f"{today.answered:,} answer{'s' * (today.answered != 1)}",
        f"{_short(today.tokens_in + today.tokens_out)} tokens",
    ]
    if today.saved_s is not None and today.saved_s >= _MINUTE:
        parts.append(f"{duration(today.saved_s)} saved")
    if today.cloud_requests:
        parts.append(f"{today.cloud_requests:,} left your network ({dollars(today.cost_usd)})")
    return f"Today: {', '.join(parts)}"


def last_line(today: Today) -> str:
    """``Last answer: qwen3:4b on mac, 2.1 s``; empty when there was none lately."""
    last = today.last
    if last is None:
        return ""
    took = f", {duration(last.total_s)}" if last.total_s is not None else ""
    return f"Last answer: {last.model} on {last.host}{took}"


def work_line(snapshot: FleetSnapshot, waiting: int = 0) -> str:
    """``2 questions on their way, 3 in line``; empty when nobody works for us."""
    count = sum(host.in_flight for host in snapshot.hosts)
    way = f"{count} question{'s' * (count != 1)} on {'their' if count != 1 else 'its'} way" if count else ""
    return ", ".join(filter(None, (way, f"{waiting} in line" if waiting else "")))


def duration(seconds: float) -> str:
    """``2.1 s``, ``41 s``, ``14 min``, ``2 h 10 min``."""
    if seconds < _SHORT_S:
        return f"{seconds:.1f} s"
    if round(seconds) < _MINUTE:
        return f"{seconds:.0f} s"
    minutes = round(seconds / _MINUTE)
    if minutes < _MINUTE:
        return f"{minutes} min"
    return f"{minutes // _MINUTE} h {minutes % _MINUTE} min" if minutes % _MINUTE else f"{minutes // _MINUTE} h"


def _short(value: int) -> str:
    if value < 10 * _KILO:
        return f"{value:,}"
    return f"{value / _KILO:.1f} k" if value < 1000 * _KILO else f"{value / _KILO**2:.1f} M"


def _milliseconds(seconds: float) -> str:
    value = seconds * _MS_PER_S
    return "under 1 ms" if value < 1 else f"{value:.0f} ms"


def headline(snapshot: FleetSnapshot) -> str:
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
    return shortened(f"Tray Router: nobody serves {', '.join(missing)}", MAX_TOOLTIP_LINE)


def tooltip(
    snapshot: FleetSnapshot, notices: Sequence[str], today: Today | None, waiting: int, *, is_private: bool
) -> str:
    """Everything worth knowing, a line each; machines beyond ``MAX_TOOLTIP_HOSTS`` are counted."""
    hosts = snapshot.hosts[:MAX_TOOLTIP_HOSTS]
    lines = [headline(snapshot), work_line(snapshot, waiting), *map(host_line, hosts)]
    if len(snapshot.hosts) > len(hosts):
        lines.append(f"… and {len(snapshot.hosts) - len(hosts)} more machines")
    if today is not None:
        lines += [today_line(today), last_line(today)]
    if is_private:
        lines.append("Private: nothing of any question is kept")
    if notices:
        lines.append("1 notice in the menu" if len(notices) == 1 else f"{len(notices)} notices in the menu")
    return "\n".join(shortened(line, MAX_TOOLTIP_LINE) for line in lines if line)


def shortened(text: str, limit: int) -> str:
    """On one line, at most ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"
