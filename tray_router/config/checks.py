"""What the types alone cannot say: addresses, header sources, chords, patterns, and names that refer to one another.

Rule: takes what the collector made, which may hold INVALID where something was noted already, and never notes the
same mistake twice. Returns the settings with addresses and chords in their normal form. No I/O; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from tray_router.config.addresses import parse_address
from tray_router.config.chords import parse_chord
from tray_router.config.problems import Path, ProblemList, nearest
from tray_router.config.settings import (
    ActionSettings,
    FleetSettings,
    HeaderSource,
    HostSettings,
    HotkeySettings,
    LimitSettings,
    RouteSettings,
    Settings,
)
from tray_router.model import TriggerAction, canonical_model_name

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
_NAME_RULE = (
    "must be a name of at most 64 letters, digits, dots, dashes and underscores that begins with no dash or dot."
)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # a token of RFC 9110, section 5.6.2
_FRAMING_HEADERS = frozenset({"connection", "content-length", "content-type", "host", "transfer-encoding", "upgrade"})
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CLOUD_MARKS = (":cloud", "-cloud")  # Ollama contract, section 7
_PLACEHOLDER = re.compile(r"\{([A-Za-z_]\w{0,30})\}")
TEXT_PLACEHOLDER = "{text}"


def check_settings(settings: Settings, problems: ProblemList, notices: ProblemList) -> Settings:
    """Notes what is wrong in ``problems`` and what is only unusual in ``notices``; returns the normal form."""
    hosts = {name: _checked_host(name, host, problems, notices) for name, host in settings.hosts.items()}
    _note_shared_addresses(hosts, notices)
    for name, route in settings.routes.items():
        if _is_name(("routes", name), problems) and isinstance(route, RouteSettings):
            _check_route(name, route, settings, problems, notices)
    chords = _ChordBook(problems)
    hotkeys = _checked_hotkeys(settings.hotkeys, chords)
    actions = _checked_actions(settings, chords, problems, notices)
    _check_limits(settings.limits, settings.fleet, problems)
    return msgspec.structs.replace(settings, hosts=hosts, hotkeys=hotkeys, actions=actions)


def is_cloud_name(model: str) -> bool:
    """True for names that Ollama passes on to its cloud, wherever they are asked for (contract, section 7)."""
    return model.strip().lower().endswith(_CLOUD_MARKS)


def _is_name(path: Path, problems: ProblemList) -> bool:
    if _NAME.fullmatch(str(path[-1])):
        return True
    problems.add(path, _NAME_RULE)
    return False


# --- machines -------------------------------------------------------------------------------------------


def _checked_host(name: str, host: HostSettings, problems: ProblemList, notices: ProblemList) -> HostSettings:
    path = ("hosts", name)
    _is_name(path, problems)
    if not isinstance(host, HostSettings):
        return host
    _check_headers((*path, "headers"), host.headers, problems)
    if not isinstance(host.url, str):
        return host
    try:
        address = parse_address(host.url)
    except ValueError as error:
        problems.add((*path, "url"), str(error), value=host.url)
        return host
    if address.note:
        notices.add((*path, "url"), address.note, value=host.url)
    if host.headers and address.url.startswith("http:") and not address.is_local:
        notices.add((*path, "headers"), "travel unencrypted over http; use https where the network is not yours.")
    return msgspec.structs.replace(host, url=address.url)


def _check_headers(path: Path, headers: dict[str, HeaderSource], problems: ProblemList) -> None:
    seen: set[str] = set()
    for name, source in headers.items():
        here = (*path, name)
        if not _HEADER_NAME.fullmatch(name):
            problems.add(here, "is no name of an HTTP header.")
        elif name.lower() in _FRAMING_HEADERS:
            problems.add(here, "is a header that Tray Router sets itself.")
        elif name.lower() in seen:
            problems.add(here, "stands there twice; upper and lower case make no difference.")
        seen.add(name.lower())
        if isinstance(source, HeaderSource):
            _check_source(here, source, problems)


def _check_source(path: Path, source: HeaderSource, problems: ProblemList) -> None:
    if bool(source.env) == bool(source.keyring):
        problems.add(path, f"must be {HeaderSource.expected}.")
    elif source.env and not _ENVIRONMENT_NAME.fullmatch(source.env):
        message = "must be the name of an environment variable: letters, digits and underscores."
        problems.add((*path, "env"), message, value=source.env, is_secret=True)
    elif source.keyring and not all(part.strip() for part in (source.keyring + "/").split("/", 1)):
        problems.add((*path, "keyring"), 'must be "service/user".', value=source.keyring, is_secret=True)


def _note_shared_addresses(hosts: dict[str, HostSettings], notices: ProblemList) -> None:
    first: dict[str, str] = {}
    for name, host in hosts.items():
        if not isinstance(host, HostSettings) or not isinstance(host.url, str):
            continue
        other = first.setdefault(host.url, name)
        if other != name:
            notices.add(("hosts", name, "url"), f"is the same machine as {other}.", value=host.url)


# --- routes ---------------------------------------------------------------------------------------------


def _check_route(
    name: str, route: RouteSettings, settings: Settings, problems: ProblemList, notices: ProblemList
) -> None:
    path = ("routes", name)
    seen: set[str] = set()
    for index, candidate in _texts(route.candidates):
        here = (*path, "candidates", index)
        _check_candidate(here, candidate, settings.hosts, problems, notices)
        model, at, host = candidate.rpartition("@")
        key = f"{canonical_model_name(model)}@{host}" if at else canonical_model_name(candidate)
        if key in seen:
            notices.add(here, "stands in this list twice.", value=candidate)
        seen.add(key)
    for index, other in _texts(route.fallback):
        _check_reference((*path, "fallback", index), other, [n for n in settings.routes if n != name], problems)
    _check_rules(name, route, problems)


def _check_rules(name: str, route: RouteSettings, problems: ProblemList) -> None:
    """Keywords and patterns by the classifier's own rules, which are loaded only when there is something to check."""
    if not route.keywords and not route.patterns:
        return
    from tray_router.routing.rules import RouteRules, check_rules

    rules = RouteRules(name, keywords=_harmless(route.keywords), patterns=_harmless(route.patterns))
    for found in check_rules([rules]):
        option, bracket, index = found.path.removeprefix(f"routes.{name}.").partition("[")
        if bracket:
            place = int(index.rstrip("]"))
            problems.add(("routes", name, option, place), found.message, value=getattr(rules, option)[place])
        else:
            problems.add(("routes", name, option), found.message, shown=found.value)


def _harmless(values: tuple[Any, ...]) -> tuple[str, ...]:
    """The texts in their places; what was noted already is replaced by a word that nobody objects to."""
    return tuple(value if isinstance(value, str) else "x" for value in values)


def _check_candidate(
    path: Path, candidate: str, hosts: dict[str, HostSettings], problems: ProblemList, notices: ProblemList
) -> None:
    model, at, host = candidate.rpartition("@")
    model = model if at else candidate
    if not model or (at and not host) or any(char.isspace() or not char.isprintable() for char in candidate):
        message = 'must be "model@host", e.g. "qwen3:4b@mac", or "model" for every machine that has it; no spaces.'
        problems.add(path, message, value=candidate)
        return
    if at and host not in hosts:
        near = nearest(host, hosts)
        where = f"hosts: {', '.join(hosts)}" if hosts else "no [hosts] are given"
        problems.add(
            path,
            f"names a host that is not in the settings ({where}).",
            value=candidate,
            suggestion=near and f"{model}@{near}",
        )
    if is_cloud_name(model):
        notices.add(path, "is a cloud model: Ollama sends what it is asked out of your network.", value=candidate)


def _check_reference(path: Path, name: str, known: Iterable[str], problems: ProblemList) -> None:
    names = list(known)
    if name not in names:
        allowed = f"must be another route: {', '.join(names)}" if names else "names a route, but there is no other"
        problems.add(path, f"{allowed}.", value=name, known=names)


def _texts(values: tuple[Any, ...]) -> list[tuple[int, str]]:
    return [(index, value) for index, value in enumerate(values) if isinstance(value, str)]


# --- hotkeys and actions --------------------------------------------------------------------------------


class _ChordBook:
    """All chords of the settings; no two may be the same."""

    def __init__(self, problems: ProblemList) -> None:
        self._problems = problems
        self._owners: dict[str, str] = {}

    def checked(self, path: Path, chord: str, owner: str) -> str:
        """The chord in its normal form, or as it was when a problem was noted."""
        if not chord.strip():
            return ""
        try:
            normal = parse_chord(chord)
        except ValueError as error:
            message, suggestion = error.args
            self._problems.add(path, message, value=chord, suggestion=suggestion)
            return chord
        other = self._owners.setdefault(normal, owner)
        if other != owner:
            self._problems.add(path, f"is the chord of {other} already.", value=chord)
        return normal


def _checked_hotkeys(hotkeys: HotkeySettings, chords: _ChordBook) -> HotkeySettings:
    normal = {
        action.value: chords.checked(("hotkeys", action.value), getattr(hotkeys, action.value), f"hotkeys.{action}")
        for action in TriggerAction
    }
    return HotkeySettings(**normal)


def _checked_actions(
    settings: Settings, chords: _ChordBook, problems: ProblemList, notices: ProblemList
) -> tuple[ActionSettings, ...]:
    owners: dict[str, int] = {}
    return tuple(
        _checked_action(index, action, settings, owners, chords, problems, notices)
        if isinstance(action, ActionSettings)
        else action
        for index, action in enumerate(settings.actions)
    )


def _checked_action(
    index: int,
    action: ActionSettings,
    settings: Settings,
    owners: dict[str, int],
    chords: _ChordBook,
    problems: ProblemList,
    notices: ProblemList,
) -> ActionSettings:
    path = ("actions", index)
    if isinstance(action.name, str):
        if not action.name.strip() or not action.name.isprintable():
            problems.add((*path, "name"), "must be one line of visible text.", value=action.name)
        first = owners.setdefault(action.name.strip().casefold(), index)
        if first != index:
            problems.add((*path, "name"), f"is the name of actions[{first}] already.", value=action.name)
    if isinstance(action.prompt, str):
        for name in dict.fromkeys(_PLACEHOLDER.findall(action.prompt)):
            if f"{{{name}}}" != TEXT_PLACEHOLDER:
                notices.add((*path, "prompt"), f"holds {{{name}}}, which is sent as it is; only {{text}} is replaced.")
    if action.route:
        _check_reference((*path, "route"), action.route, settings.routes, problems)
    if action.model:
        _check_candidate((*path, "model"), action.model, settings.hosts, problems, notices)
    hotkey = chords.checked((*path, "hotkey"), action.hotkey, f"actions[{index}]")
    return msgspec.structs.replace(action, hotkey=hotkey)


# --- limits ---------------------------------------------------------------------------------------------


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
