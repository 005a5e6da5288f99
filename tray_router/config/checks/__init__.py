"""What the types alone cannot say: addresses, header sources, chords, patterns, and names that refer to one another.

Rule: takes what the collector made, which may hold INVALID where something was noted already, and never notes the
same mistake twice. Returns the settings with addresses and chords in their normal form. No I/O; any thread.
"""

from __future__ import annotations

import msgspec

from tray_router.config.checks.actions import ChordBook, check_languages, checked_actions, checked_hotkeys
from tray_router.config.checks.cloud import check_cloud
from tray_router.config.checks.hosts import check_host, note_shared_addresses
from tray_router.config.checks.routes import check_route
from tray_router.config.problems import ProblemList
from tray_router.config.settings import FleetSettings, LimitSettings, Settings

__all__ = ["check_settings"]


def check_settings(settings: Settings, problems: ProblemList, notices: ProblemList) -> Settings:
    """Notes what is wrong in ``problems`` and what is only unusual in ``notices``; returns the normal form."""
    hosts = {name: check_host(name, host, problems, notices) for name, host in settings.hosts.items()}
    note_shared_addresses(hosts, notices)
    for name, route in settings.routes.items():
        check_route(name, route, settings, problems, notices)
    chords = ChordBook(problems)
    hotkeys = checked_hotkeys(settings.hotkeys, chords)
    actions = checked_actions(settings, chords, problems, notices)
    check_languages(settings.popup, problems)
    cloud = check_cloud(settings, problems, notices)
    _check_limits(settings.limits, settings.fleet, problems)
    return msgspec.structs.replace(settings, hosts=hosts, hotkeys=hotkeys, actions=actions, cloud=cloud)


def _check_limits(limits: LimitSettings, fleet: FleetSettings, problems: ProblemList) -> None:
    """Pairs that contradict each other; broken ones have been replaced by defaults and noted already."""
    if problems:
        return
    if limits.first_token_cold_s < limits.first_token_warm_s:
        message = f"must not be less than first_token_warm_s ({limits.first_token_warm_s:g})."
        problems.add(("limits", "first_token_cold_s"), message, value=limits.first_token_cold_s)
    if limits.answer_tokens >= limits.num_ctx_max:
        message = f"must be less than num_ctx_max ({limits.num_ctx_max}), or no room is left for the question."
        problems.add(("limits", "answer_tokens"), message, value=limits.answer_tokens)
    if fleet.poll_idle_s < fleet.poll_s:
        message = f"must not be less than poll_s ({fleet.poll_s:g})."
        problems.add(("fleet", "poll_idle_s"), message, value=fleet.poll_idle_s)
