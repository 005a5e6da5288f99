"""Sends Wake-on-LAN packets by UDP (``fleet.wake`` says to whom and when).

Rule: implements ``engine.waking.WakePort``; looking up a name can take seconds, so it is done in a worker thread, one
packet at a time. A packet that cannot be sent is a line in the log: nobody waits for it.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from tray_router.errors import DesktopError
from tray_router.fleet.wake import WAKE_PORT, WakeTarget, broadcast_addresses, magic_packet

log = logging.getLogger(__name__)

REPEATS = 2  # a packet by UDP can get lost, and one more costs nothing


class WakeSender:
    """Sends packets in a thread of its own, which exists only while there is something to send."""

    def __init__(self, port: int = WAKE_PORT) -> None:
        self._port = port

    def send(self, target: WakeTarget) -> None:
        """Sends the packet soon; never blocks and never raises."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="wake")
        pool.submit(self._send_logged, target)
        pool.shutdown(wait=False)

    def _send_logged(self, target: WakeTarget) -> None:
        try:
            send_wake_packet(target, self._port)
        except DesktopError as error:
            log.warning("%s", error)


def send_wake_packet(target: WakeTarget, port: int = WAKE_PORT) -> tuple[str, ...]:
    """Sends the packet now. Blocking: a name may have to be looked up.

    Returns:
        The addresses that it went to.

    Raises:
        DesktopError: it could be sent to none of them.
    """
    addresses = broadcast_addresses(target, _ipv4_of(target.host) if not target.broadcast else "")
    packet = magic_packet(target.mac)
    reached, problem = [], ""
    for address in addresses:
        try:
            _send(packet, address, port)
            reached.append(address)
        except OSError as error:
            problem = error.strerror or type(error).__name__
    if not reached:
        where = _listed(addresses)
        raise DesktopError(
            f"The wake packet cannot be sent to {where}: {problem}.",
            "Set wake_broadcast to the broadcast address of that network, e.g. 192.168.1.255.",
        )
    return tuple(reached)


def _send(packet: bytes, address: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        for _ in range(REPEATS):
            sender.sendto(packet, (address, port))


def _ipv4_of(host: str) -> str:
    """The machine's address, or empty: a machine that sleeps may have no name at the moment."""
    try:
        return socket.gethostbyname(host) if host else ""
    except OSError:
        return ""


def _listed(addresses: Iterable[str]) -> str:
    return " and ".join(addresses)
