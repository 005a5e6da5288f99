"""Routes: candidates, fallbacks, keywords and patterns. No I/O; any thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tray_router.config.checks.names import is_name
from tray_router.config.cloud_settings import CloudSettings
from tray_router.config.problems import Path, ProblemList, listed, nearest
from tray_router.config.route_settings import RouteSettings
from tray_router.config.settings import Settings
from tray_router.model import canonical_model_name
from tray_router.model.kinds import is_cloud_name


def check_route(
    name: str, route: RouteSettings, settings: Settings, problems: ProblemList, notices: ProblemList
) -> None:
    """Notes what is wrong with one route, or unusual in it."""
    path = ("routes", name)
    if not is_name(path, problems) or not isinstance(route, RouteSettings):
        return
    seen: set[str] = set()
    for index, candidate in _texts(route.candidates):
        here = (*path, "candidates", index)
        check_candidate(here, candidate, machines(settings), problems, notices)
        model, at, host = candidate.rpartition("@")
        key = f"{canonical_model_name(model)}@{host}" if at else canonical_model_name(candidate)
        if key in seen:
            notices.add(here, "stands in this list twice.", value=candidate)
        seen.add(key)
    for index, other in _texts(route.fallback):
        check_reference((*path, "fallback", index), other, settings.routes, problems, but=name)
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


def machines(settings: Settings) -> Mapping[str, object]:
    """Everything that a candidate can name behind its ``@``: machines, and servers of OpenAI's protocol."""
    cloud = settings.cloud
    return {**settings.hosts, **cloud.endpoints} if isinstance(cloud, CloudSettings) else settings.hosts


def check_candidate(
    path: Path, candidate: str, hosts: Mapping[str, object], problems: ProblemList, notices: ProblemList
) -> None:
    """Notes what is wrong with one ``model@host`` or ``model``, or unusual in it."""
    model, at, host = candidate.rpartition("@")
    model = model if at else candidate
    if not model or (at and not host) or any(char.isspace() or not char.isprintable() for char in candidate):
        message = 'must be "model@host", e.g. "qwen3:4b@mac", or "model" for every machine that has it; no spaces.'
        problems.add(path, message, value=candidate)
        return
    if at and host not in hosts:
        near = "" if problems.is_full else nearest(host, hosts)
        where = f"hosts: {listed(hosts)}" if hosts else "no [hosts] are given"
        problems.add(
            path,
            f"names a host that is not in the settings ({where}).",
            value=candidate,
            suggestion=near and f"{model}@{near}",
        )
    if is_cloud_name(model):
        notices.add(path, "is a cloud model: Ollama sends what it is asked out of your network.", value=candidate)


def check_reference(
    path: Path, name: str, routes: Mapping[str, RouteSettings], problems: ProblemList, *, but: str = ""
) -> None:
    """The route of that name must exist, and must not be the one named ``but``."""
    if name in routes and name != but:
        return
    others = [] if problems.is_full else [other for other in routes if other != but]
    allowed = f"must be another route: {listed(others)}" if but else f"must be a route: {listed(others)}"
    message = f"{allowed}." if others else "names a route, but there is none to name."
    problems.add(path, message, value=name, known=others)


def _texts(values: tuple[Any, ...]) -> list[tuple[int, str]]:
    return [(index, value) for index, value in enumerate(values) if isinstance(value, str)]
