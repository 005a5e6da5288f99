"""Connections to names with several addresses, over real sockets; only the name service is played."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.loops import until
from tray_router.backends.http import client_over, dialing, httpx
from tray_router.backends.http.dialing import dial
from tray_router.backends.http.plain import PlainTransport


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def deaf(listening: socket.socket) -> Iterator[tuple[str, str]]:
    """Addresses whose port, the same as that of ``listening``, takes no further connection, like a machine asleep."""
    addresses = ("127.0.0.2", "127.0.0.3")
    with ExitStack() as stack:
        for address in addresses:
            try:
                full = stack.enter_context(socket.create_server((address, port_of(listening)), backlog=0))
            except OSError:
                pytest.skip("this system has one loopback address only")
            stack.enter_context(socket.socket()).connect(full.getsockname())
        yield addresses


def lead_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads to these addresses."""

    def found(host: object, port: int, *_args: object, **_more: object) -> list[object]:
        families = [socket.AF_INET6 if ":" in address else socket.AF_INET for address in addresses]
        return [
            (family, socket.SOCK_STREAM, 6, "", (address, port))
            for family, address in zip(families, addresses, strict=True)
        ]

    monkeypatch.setattr("socket.getaddrinfo", found)


async def reached(port: int) -> str:
    with await dial("lab.local", port) as connected:
        assert not connected.getblocking()
        address: str = connected.getpeername()[0]
        return address


def port_of(server: socket.socket) -> int:
    port: int = server.getsockname()[1]
    return port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_an_address_and_a_name(listening: socket.socket, host: str) -> None:
    with await dial(host, port_of(listening)) as connected:
        assert connected.getpeername() == listening.getsockname()


async def test_the_next_address_is_tried_at_once_when_one_refuses(
    listening: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialing, "ADDRESS_DELAY_S", 3600.0)
    lead_to(monkeypatch, "127.0.0.98", "127.0.0.99", "127.0.0.1")
    assert await reached(port_of(listening)) == "127.0.0.1"


async def test_the_next_address_is_tried_after_a_while_when_one_is_silent(
    listening: socket.socket, deaf: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialing, "ADDRESS_DELAY_S", 0.01)
    lead_to(monkeypatch, *deaf, "127.0.0.1")
    assert await reached(port_of(listening)) == "127.0.0.1"


async def test_the_families_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch, "::1", "::2", "::3", "127.0.0.1")
    assert [where[0] for _, where in await dialing._addresses("lab.local", 1)] == ["::1", "127.0.0.1", "::2", "::3"]


async def test_when_all_fail_the_refusal_is_told(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    """That somebody refused says more than that another address has no route."""
    lead_to(monkeypatch, "2001:db8::1", "127.0.0.99")
    with pytest.raises(ConnectionRefusedError):
        await reached(port_of(listening))


async def test_names_that_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch)
    with pytest.raises(OSError, match="no address"):
        await reached(1)


async def test_a_name_that_is_too_long_is_an_unknown_one() -> None:
    url = f"http://{'x' * 70}.invalid:1"
    async with client_over(PlainTransport(url), url, {}) as http:
        with pytest.raises(httpx.ConnectError) as raised:
            await http.get("/")
    assert isinstance(raised.value.__cause__, socket.gaierror)


async def test_whoever_gives_up_leaves_no_socket(
    listening: socket.socket, deaf: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that is left open fails the test: ResourceWarning is an error."""
    monkeypatch.setattr(dialing, "ADDRESS_DELAY_S", 0.0)
    lead_to(monkeypatch, *deaf)
    task = asyncio.create_task(reached(port_of(listening)))
    await until(lambda: len(asyncio.all_tasks()) == 4)  # this one, the dialling, and one for each address
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_limit_covers_all_addresses(
    listening: socket.socket, deaf: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lead_to(monkeypatch, *deaf)
    with pytest.raises(httpx.ConnectTimeout):
        await PlainTransport(f"http://lab.local:{port_of(listening)}").open(0.05)
