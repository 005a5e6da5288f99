"""Machines: address, headers and their sources. No I/O; any thread."""

from __future__ import annotations

import ipaddress
import re

import msgspec

from tray_router.config.addresses import parse_address
from tray_router.config.checks.names import is_name
from tray_router.config.problems import Path, ProblemList
from tray_router.config.sections import HeaderSource
from tray_router.config.settings import HostSettings
from tray_router.fleet.wake import guess_mac, parse_mac

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # a token of RFC 9110, section 5.6.2
_FRAMING_HEADERS = frozenset({"connection", "content-length", "content-type", "host", "transfer-encoding", "upgrade"})
_ENVIRONMENT_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def check_host(name: str, host: HostSettings, problems: ProblemList, notices: ProblemList) -> HostSettings:
    """Notes what is wrong with one machine, or unusual; returns it with its URL in the final form."""
    path = ("hosts", name)
    is_name(path, problems)
    if not isinstance(host, HostSettings):
        return host
    _check_headers((*path, "headers"), host.headers, problems)
    _check_rented((*path, "rented"), host.rented, problems)
    _check_wake(path, host, problems, notices)
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


def _check_rented(path: Path, text: str, problems: ProblemList) -> None:
    if not text.strip():
        return
    from tray_router.fleet.schedule import ScheduleError, parse_schedule

    try:
        parse_schedule(text)
    except ScheduleError as error:
        problems.add(path, str(error), value=text, suggestion=error.suggestion)


def _check_wake(path: Path, host: HostSettings, problems: ProblemList, notices: ProblemList) -> None:
    if host.wake.strip():
        try:
            parse_mac(host.wake)
        except ValueError as error:
            meant = guess_mac(host.wake)
            suggestion = meant if meant != host.wake.strip().lower() else ""
            problems.add((*path, "wake"), str(error), value=host.wake, suggestion=suggestion)
    if not host.wake_broadcast.strip():
        return
    try:
        ipaddress.IPv4Address(host.wake_broadcast.strip())
    except ValueError:
        message = "must be an IPv4 address such as 192.168.1.255."
        problems.add((*path, "wake_broadcast"), message, value=host.wake_broadcast)
    if not host.wake.strip():
        notices.add((*path, "wake_broadcast"), "does nothing without wake.", value=host.wake_broadcast)


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
            check_source(here, source, problems)


def check_source(path: Path, source: HeaderSource, problems: ProblemList) -> None:
    """Notes what is wrong with where a header or key comes from."""
    if bool(source.env) == bool(source.keyring):
        problems.add(path, f"must be {HeaderSource.expected}.")
    elif source.env and not _ENVIRONMENT_NAME.fullmatch(source.env):
        message = "must be the name of an environment variable: letters, digits and underscores."
        problems.add((*path, "env"), message, value=source.env, is_secret=True)
    elif source.keyring and not all(part.strip() for part in (source.keyring + "/").split("/", 1)):
        problems.add((*path, "keyring"), 'must be "service/user".', value=source.keyring, is_secret=True)


def note_shared_addresses(hosts: dict[str, HostSettings], notices: ProblemList) -> None:
    """Notes machines that are the same one under two names."""
    first: dict[str, str] = {}
    for name, host in hosts.items():
        if not isinstance(host, HostSettings) or not isinstance(host.url, str):
            continue
        other = first.setdefault(host.url, name)
        if other != name:
            notices.add(("hosts", name, "url"), f"is the same machine as {other}.", value=host.url)
