"""Waking machines over the network: which, when, and with what packet. PURE; ``desktop.wake`` sends it.

Rule: a machine is woken when a question would have gone to it first and it is down, at most once in
``WAKE_INTERVAL_S``; the question is answered by somebody else meanwhile.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tray_router.model import FleetSnapshot, HostState

WAKE_INTERVAL_S = 60.0  # a computer needs about this long from sleep to Ollama; more packets wake nobody faster
WAKE_PORT = 9  # "discard", the port that magic packets are sent to by custom
EVERYWHERE = "255.255.255.255"
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4})|[0-9A-Fa-f]{12}")
_MAC_DIGITS = re.compile(r"[^0-9A-Fa-f]")
_MAC_LENGTH = 12
_HOME_PREFIX = 24  # the usual size of a home network; a guess, beside the address for everybody


@dataclass(frozen=True, slots=True)
class WakeTarget:
    """How to wake one machine.

    Attributes:
        mac: six bytes.
        host: its name or address as in its URL.
        broadcast: where to send the packet; empty for ``EVERYWHERE`` and the machine's own network.
    """

    mac: bytes
    host: str = ""
    broadcast: str = ""


def parse_mac(text: str) -> bytes:
    """``aa:bb:cc:dd:ee:ff``, with dashes or without anything between, as six bytes.

    Raises:
        ValueError: it is no such address.
    """
    plain = text.strip()
    if _MAC.fullmatch(plain) is None:
        raise ValueError("must be a MAC address such as aa:bb:cc:dd:ee:ff.")
    address = bytes.fromhex(_MAC_DIGITS.sub("", plain))
    if not any(address) or address[0] & 1:
        raise ValueError("must be the MAC address of one network card, not that of a group.")
    return address


def guess_mac(text: str) -> str:
    """The address that was probably meant, when there are twelve hex digits in the text; else empty."""
    digits = _MAC_DIGITS.sub("", text.strip()).lower()
    if len(digits) != _MAC_LENGTH:
        return ""
    return ":".join(digits[start : start + 2] for start in range(0, _MAC_LENGTH, 2))


def magic_packet(mac: bytes) -> bytes:
    """Six bytes of ones and sixteen times the address (AMD, Magic Packet Technology, publication 20213)."""
    return b"\xff" * 6 + mac * 16


def broadcast_addresses(target: WakeTarget, address: str) -> tuple[str, ...]:
    """Where to send the packet.

    Args:
        address: the machine's IP address; empty when unknown.
    """
    if target.broadcast:
        return (target.broadcast,)
    try:
        own = ipaddress.ip_address(address)
    except ValueError:
        return (EVERYWHERE,)
    if own.version != 4 or own.is_loopback:  # noqa: PLR2004 - IPv6 knows no broadcast
        return (EVERYWHERE,)
    network = ipaddress.ip_network(f"{address}/{_HOME_PREFIX}", strict=False)
    return (EVERYWHERE, str(network.broadcast_address))


def as_if_awake(fleet: FleetSnapshot, wakeable: frozenset[str]) -> FleetSnapshot | None:
    """The fleet as it were if those machines that can be woken were up; None when none of them is down."""
    if not any(host.state is HostState.DOWN and host.name in wakeable for host in fleet.hosts):
        return None
    hosts = tuple(
        replace(host, state=HostState.UP, problem="", hint="")
        if host.state is HostState.DOWN and host.name in wakeable
        else host
        for host in fleet.hosts
    )
    return replace(fleet, hosts=hosts)


def is_due(host: str, sent_at: Mapping[str, float], now: float) -> bool:
    """Whether a packet may be sent to this machine now."""
    last = sent_at.get(host)
    return last is None or now - last >= WAKE_INTERVAL_S
