"""Which changes of the fleet are worth a notification: the last machine of a route is lost, and everything is back.

Rules: only a route that was served before can be lost; a loss is told when it has lasted SETTLE_S, so that a machine
that comes and goes says nothing; after a notification the next one waits QUIET_S, and twice as long each time while
there is no hour of calm; what is over by then is not told. Times are monotonic seconds and come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tray_router.model import FleetSnapshot, HostState

SETTLE_S = 10.0
QUIET_S = 300.0
QUIET_MAX_S = 3600.0


@dataclass(frozen=True, slots=True)
class News:
    """A notification, a sentence each."""

    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class FleetNews:
    """What was seen and what was told.

    Attributes:
        served: routes that were served at some time, of those that there are.
        lost: routes that nobody serves, with the second since when.
        told: those of them that the user knows of.
        back_since: since when everything is served again after a loss was told; None while it is not.
        quiet_until: nothing is told before.
        quiet_s: how long it will be quiet after the next notification.
        why: machines that are missing, for the notification.
    """

    served: frozenset[str] = frozenset()
    lost: Mapping[str, float] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    back_since: float | None = None
    quiet_until: float = float("-inf")
    quiet_s: float = QUIET_S
    why: str = ""


def looked(news: FleetNews, snapshot: FleetSnapshot, now: float) -> FleetNews:
    """The fleet is like this now."""
    routes = {route.route: route.is_served for route in snapshot.routes}
    served = (news.served & routes.keys()) | {name for name, is_served in routes.items() if is_served}
    lost = {name: news.lost.get(name, now) for name, is_served in routes.items() if not is_served and name in served}
    told = news.told & routes.keys()
    is_back = bool(told) and not lost
    return replace(
        news,
        served=frozenset(served),
        lost=lost,
        told=frozenset(told),
        back_since=(news.back_since if news.back_since is not None else now) if is_back else None,
        why=_missing(snapshot),
    )


def next_look(news: FleetNews) -> float | None:
    """When ``due`` may have something to tell if nothing changes; None for never."""
    untold = [since for name, since in news.lost.items() if name not in news.told]
    starts = [*untold, *([news.back_since] if news.back_since is not None else [])]
    return max(min(starts) + SETTLE_S, news.quiet_until) if starts else None


def due(news: FleetNews, now: float) -> tuple[FleetNews, News | None]:
    """What is to be told now, if anything, and what is known after that."""
    if now < news.quiet_until:
        return news, None
    lost = [name for name, since in news.lost.items() if now - since >= SETTLE_S]
    if set(lost) - news.told:
        told = replace(news, told=news.told | set(lost))
        return _quiet(told, now), News(_lost_title(lost, news), news.why)
    if news.back_since is not None and now - news.back_since >= SETTLE_S:
        back = replace(news, told=frozenset(), back_since=None)
        return _quiet(back, now), News("Every route is served again.")
    return news, None


def _quiet(news: FleetNews, now: float) -> FleetNews:
    is_calm = now - news.quiet_until >= QUIET_MAX_S
    quiet_s = QUIET_S if is_calm else news.quiet_s
    return replace(news, quiet_until=now + quiet_s, quiet_s=min(2 * quiet_s, QUIET_MAX_S))


def _lost_title(lost: list[str], news: FleetNews) -> str:
    if len(news.lost) == len(news.served) and len(lost) > 1:
        return "Nobody can answer any more."
    if len(lost) == 1:
        return f"Nobody serves {lost[0]} any more."
    return f"Nobody serves {', '.join(lost[:-1])} and {lost[-1]} any more."


def _missing(snapshot: FleetSnapshot) -> str:
    """The machines that are not there, each with its reason."""
    gone = [host for host in snapshot.hosts if host.state in (HostState.DOWN, HostState.PAUSED)]
    return " ".join(host.problem or f"{host.name} is {host.hold_words or host.state.value}." for host in gone[:3])
