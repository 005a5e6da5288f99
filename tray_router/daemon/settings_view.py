"""What the settings window shows of the settings: plain fields, with the words of the settings' own descriptions.

No I/O; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec import inspect as mi

from tray_router.answers.actions import BUILT_IN_ACTIONS, built_in
from tray_router.config.action_settings import ActionSettings
from tray_router.config.collector import choices, default_of, description
from tray_router.config.propose import propose_routes
from tray_router.config.route_settings import BUILT_IN_ROUTE_NAMES, RouteSettings
from tray_router.config.settings import (
    HostSettings,
    HotkeySettings,
    Settings,
    fields_of,
)
from tray_router.daemon.hotkeys import ACTION_PREFIX, EVERY_HOTKEY
from tray_router.desktop.hotkeys import ChordError, parse_chord
from tray_router.desktop.hotkeys.models import HotkeyReport
from tray_router.errors import ConfigError
from tray_router.model import FleetSnapshot, is_same_name
from tray_router.wire.settings import (
    ActionFields,
    ChordFields,
    FieldProblem,
    MachineFields,
    OptionFields,
    RouteFields,
    RouteProposal,
)

SHOWN_OPTIONS = (
    "popup.theme",
    "popup.width",
    "popup.max_height",
    "popup.font_points",
    "popup.language",
    "tray.notifications",
    "tray.animate",
    "history.enabled",
    "history.keep_days",
    "history.private",
    "routing.retry_weak",
    "routing.preload",
    "routing.learn",
    "cloud.mode",
    "cloud.budget_per_request",
    "cloud.budget_per_day",
    "cloud.budget_per_month",
    "cloud.images",
    "cloud.guard",
)


def machine_fields(hosts: Mapping[str, HostSettings], *, is_in_file: bool) -> tuple[MachineFields, ...]:
    """The machines, without the sources of their headers."""
    return tuple(
        MachineFields(
            name=name,
            url=host.url,
            priority=host.priority,
            always_on=host.always_on,
            rented=host.rented,
            wake=host.wake,
            wake_broadcast=host.wake_broadcast,
            has_headers=bool(host.headers),
            is_in_file=is_in_file,
        )
        for name, host in hosts.items()
    )


def route_fields(routes: Mapping[str, RouteSettings], *, is_in_file: bool) -> tuple[RouteFields, ...]:
    """The routes, built-in ones first."""
    names = [name for name in BUILT_IN_ROUTE_NAMES if name in routes]
    return tuple(
        RouteFields(
            name=name,
            candidates=routes[name].candidates,
            keywords=routes[name].keywords,
            needs=tuple(need.value for need in routes[name].needs),
            is_built_in=name in BUILT_IN_ROUTE_NAMES,
            is_in_file=is_in_file,
        )
        for name in (*names, *(name for name in routes if name not in names))
    )


def proposals_for(snapshot: FleetSnapshot) -> tuple[tuple[RouteProposal, ...], dict[str, RouteSettings]]:
    """What would be proposed for the models that the machines have; nothing while none has any."""
    proposal = propose_routes({host.name: host.models for host in snapshot.hosts if host.models})
    found = tuple(
        RouteProposal(name, route.candidates, proposal.reasons.get(name, "")) for name, route in proposal.routes.items()
    )
    return found, proposal.routes


def chord_fields(settings: Settings, reports: Iterable[HotkeyReport]) -> tuple[ChordFields, ...]:
    """The hotkeys that are built in."""
    problems = _problems(reports)
    return tuple(
        ChordFields(
            key=field.name,
            about=description(field),
            chord=getattr(settings.hotkeys, field.name),
            default=default_of(field),
            readable=readable(getattr(settings.hotkeys, field.name)),
            problem=_problem(problems, field.name, getattr(settings.hotkeys, field.name)),
        )
        for field in fields_of(HotkeySettings)
    )


def action_fields(settings: Settings, reports: Iterable[HotkeyReport]) -> tuple[ActionFields, ...]:
    """Built-in actions with what the file changes, then the user's own, in the order of the popup."""
    problems = _problems(reports)

    def fields(place: int, action: ActionSettings, name: str) -> ActionFields:
        return ActionFields(
            name=action.name,
            prompt=action.prompt,
            route=action.route,
            model=action.model,
            output=action.output.value,
            show_diff=action.show_diff,
            hotkey=action.hotkey,
            enabled=action.enabled,
            place=place,
            built_in=name,
            readable=readable(action.hotkey),
            problem=_problem(problems, f"{ACTION_PREFIX}{action.name}", action.hotkey),
        )

    given = list(enumerate(settings.actions))
    found = []
    for name in BUILT_IN_ACTIONS:
        own = next((pair for pair in given if is_same_name(pair[1].name, name)), None)
        found.append(fields(*own, name) if own is not None else ActionFields(name, built_in=name))
    found += [fields(place, action, "") for place, action in given if built_in(action.name) is None]
    return tuple(found)


def _problems(reports: Iterable[HotkeyReport]) -> dict[str, str]:
    return {report.action: f"{report.problem} {report.hint}".strip() for report in reports}


def _problem(problems: Mapping[str, str], key: str, chord: str) -> str:
    """Why a chord does not work: what is wrong with it, or with all of them (e.g. under Wayland)."""
    return problems.get(key) or (problems.get(EVERY_HOTKEY, "") if chord else "")


def option_fields(settings: Settings) -> tuple[OptionFields, ...]:
    """The plain options that the window shows."""
    return tuple(_option(settings, *path.split(".")) for path in SHOWN_OPTIONS)


def _option(settings: Settings, section: str, name: str) -> OptionFields:
    table: Struct = getattr(settings, section)
    field = next(field for field in fields_of(type(table)) if field.name == name)
    kind: Any = field.type.type if isinstance(field.type, mi.Metadata) else field.type
    value, default = getattr(table, name), default_of(field)
    is_number = isinstance(kind, mi.IntType | mi.FloatType)
    return OptionFields(
        path=f"{section}.{name}",
        value=_plain(value),
        default=_plain(default),
        about=description(field),
        choices=() if isinstance(value, bool) else choices(field.type),
        lowest=kind.ge if is_number else None,
        highest=kind.le if is_number else None,
    )


def _plain(value: Any) -> str | bool | int | float:
    return value if isinstance(value, bool | int | float) else str(value)


def field_problems(error: ConfigError) -> tuple[FieldProblem, ...]:
    """Each problem with its place, in the words of the settings' own check."""
    if not error.problems:
        return (FieldProblem("", f"{error.title} {error.hint}".strip()),)
    found = []
    for problem in error.problems:
        message = f"{problem.message[:1].upper()}{problem.message[1:]}"
        meant = f" Did you mean {problem.suggestion}?" if problem.suggestion else ""
        found.append(FieldProblem(problem.path, f"{message}{meant}"))
    return tuple(found)


def readable(chord: str) -> str:
    """The chord for people; empty for none."""
    try:
        return str(parse_chord(chord)) if chord.strip() else ""
    except ChordError:
        return chord
