"""``[cloud]``: addresses, keys, models, routes, prices, and the user's own patterns. No I/O; any thread."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from tray_router.config.addresses import parse_address
from tray_router.config.checks.hosts import check_source
from tray_router.config.checks.names import is_name
from tray_router.config.checks.routes import check_reference
from tray_router.config.cloud_settings import CloudSettings, EndpointKind, EndpointSettings
from tray_router.config.problems import Path, ProblemList
from tray_router.config.sections import HeaderSource
from tray_router.config.settings import Settings
from tray_router.model import CloudMode, GuardMode

_LOCAL_SUFFIXES = (".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost")


def check_cloud(settings: Settings, problems: ProblemList, notices: ProblemList) -> CloudSettings:
    """Notes what is wrong in ``[cloud]``, or unusual; returns it with its URLs in the final form."""
    cloud = settings.cloud
    if not isinstance(cloud, CloudSettings):
        return cloud
    endpoints = {
        name: _check_endpoint(name, endpoint, settings, problems, notices) for name, endpoint in cloud.endpoints.items()
    }
    _check_patterns(cloud, problems)
    _check_budgets(cloud, problems)
    if cloud.mode is not CloudMode.NEVER and not cloud.endpoints:
        notices.add(("cloud", "mode"), "has no effect: there are no [cloud.endpoints].", value=cloud.mode.value)
    if cloud.guard is GuardMode.OFF and cloud.mode is not CloudMode.NEVER:
        notices.add(("cloud", "guard"), "lets keys and passwords leave your network.", value=cloud.guard.value)
    return msgspec.structs.replace(cloud, endpoints=endpoints)


def is_cloud_endpoint(endpoint: EndpointSettings) -> bool:
    """True when asking it leaves the user's network: by its kind, else by its address.

    An address that is neither private nor of a name for home networks counts as a cloud: better a mark too many.
    """
    if endpoint.kind is not EndpointKind.AUTO:
        return endpoint.kind is EndpointKind.CLOUD
    machine = (urlsplit(endpoint.url).hostname or "").rstrip(".").lower()
    try:
        address = ipaddress.ip_address(machine.partition("%")[0])
    except ValueError:
        is_bare = "." not in machine
        return not (is_bare or machine.endswith(_LOCAL_SUFFIXES))
    return not (address.is_private or address.is_loopback or address.is_link_local)


def _check_endpoint(
    name: str, endpoint: EndpointSettings, settings: Settings, problems: ProblemList, notices: ProblemList
) -> EndpointSettings:
    path = ("cloud", "endpoints", name)
    is_name(path, problems)
    if not isinstance(endpoint, EndpointSettings):
        return endpoint
    if name in settings.hosts:
        problems.add(path, "is the name of a machine in [hosts] already.")
    if isinstance(endpoint.key, HeaderSource) and (endpoint.key.env or endpoint.key.keyring):
        check_source((*path, "key"), endpoint.key, problems)
    if not endpoint.models:
        problems.add((*path, "models"), 'must name at least one model, e.g. ["gpt-4o-mini"].')
    for index, model in enumerate(endpoint.vision):
        if isinstance(model, str) and model not in endpoint.models:
            problems.add(
                (*path, "vision", index), "is not among its models.", value=model, known=_texts(endpoint.models)
            )
    if settings.routes:
        for index, route in enumerate(endpoint.routes):
            if isinstance(route, str):
                check_reference((*path, "routes", index), route, settings.routes, problems)
    return _with_url(path, endpoint, problems, notices)


def _with_url(path: Path, endpoint: EndpointSettings, problems: ProblemList, notices: ProblemList) -> EndpointSettings:
    if not isinstance(endpoint.url, str):
        return endpoint
    if "://" not in endpoint.url:
        problems.add((*path, "url"), "must begin with http:// or https://.", value=endpoint.url)
        return endpoint
    try:
        address = parse_address(endpoint.url)
    except ValueError as error:
        problems.add((*path, "url"), str(error), value=endpoint.url)
        return endpoint
    checked = msgspec.structs.replace(endpoint, url=address.url)
    if address.url.startswith("http:") and not address.is_local and is_cloud_endpoint(checked):
        problems.add((*path, "url"), "must begin with https://: what is asked would cross the internet unencrypted.")
    elif address.url.startswith("http:") and not address.is_local and (endpoint.key.env or endpoint.key.keyring):
        notices.add((*path, "key"), "travels unencrypted over http; use https where the network is not yours.")
    return checked


def _check_patterns(cloud: CloudSettings, problems: ProblemList) -> None:
    from tray_router.routing.patterns import problem_with

    for index, pattern in enumerate(cloud.patterns):
        wrong = problem_with(pattern) if isinstance(pattern, str) else ""
        if wrong:
            problems.add(("cloud", "patterns", index), wrong, value=pattern)


def _check_budgets(cloud: CloudSettings, problems: ProblemList) -> None:
    if problems:
        return
    if cloud.budget_per_request > cloud.budget_per_day:
        message = f"must not be more than budget_per_day ({cloud.budget_per_day:g})."
        problems.add(("cloud", "budget_per_request"), message, value=cloud.budget_per_request)
    if cloud.budget_per_day > cloud.budget_per_month:
        message = f"must not be more than budget_per_month ({cloud.budget_per_month:g})."
        problems.add(("cloud", "budget_per_day"), message, value=cloud.budget_per_day)


def _texts(values: tuple[object, ...]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def local_endpoints(settings: Settings) -> Mapping[str, EndpointSettings]:
    """The endpoints that belong to the user's own network: they are machines among the others."""
    return {name: endpoint for name, endpoint in settings.cloud.endpoints.items() if not is_cloud_endpoint(endpoint)}
