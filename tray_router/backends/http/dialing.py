"""TCP connections to a name or an address; all addresses of a name are tried, as RFC 8305 says.

Rule: an address gets a head start of ``ADDRESS_DELAY_S`` over the next, or less when it fails sooner; the first that is
connected is taken, and the others are closed. Of several failures the one is told that says most: that somebody
refused. Runs in the engine's loop; names are looked up in a worker thread.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any

ADDRESS_DELAY_S = 0.25  # RFC 8305, section 8: the Connection Attempt Delay

Address = tuple[socket.AddressFamily, Any]
"""A family, and where to connect to as its sockets want it."""


async def dial(host: str, port: int) -> socket.socket:
    """A connected socket that does not block; how long this may take is up to the caller.

    Args:
        host: a name in ASCII, or an address without brackets.

    Raises:
        OSError: nobody takes the connection, or the name has no address.
    """
    addresses = await _addresses(host, port)
    return await (_first(addresses) if len(addresses) > 1 else _connected(addresses[0]))


async def _addresses(host: str, port: int) -> Sequence[Address]:
    """Where to connect to: the two families by turns, beginning with that of the system's first choice."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return [(family, (host, port))]
    # as bytes: a text would go through Python's codec for international names, whose errors are no OSError
    found = await asyncio.get_running_loop().getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    every = list(dict.fromkeys((entry[0], entry[4]) for entry in found))
    if not every:
        raise OSError(f"{host} has no address")
    same = [entry for entry in every if entry[0] == every[0][0]]
    other = [entry for entry in every if entry[0] != every[0][0]]
    return [entry for entry in chain.from_iterable(zip_longest(same, other)) if entry is not None]


async def _connected(address: Address) -> socket.socket:
    family, where = address
    connecting = socket.socket(family, socket.SOCK_STREAM)
    try:
        connecting.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connecting, where)
    except BaseException:
        connecting.close()
        raise
    return connecting


async def _first(addresses: Sequence[Address]) -> socket.socket:
    ahead = deque(addresses)
    errors: list[BaseException] = []
    running: set[asyncio.Task[socket.socket]] = set()
    try:
        while ahead or running:
            if ahead:
                running.add(asyncio.create_task(_connected(ahead.popleft())))
            pause = ADDRESS_DELAY_S if ahead else None
            done, _ = await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                running.discard(task)
                error = task.exception()
                if error is None:
                    return task.result()
                errors.append(error)
    finally:
        await _drop(running)
    raise next((error for error in errors if isinstance(error, ConnectionRefusedError)), errors[0])


async def _drop(tasks: set[asyncio.Task[socket.socket]]) -> None:
    """Ends what still connects, and hangs up what came too late."""
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, socket.socket):
            result.close()
