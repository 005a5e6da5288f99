"""The clients of a backend: when they are made, and when they are closed."""

from __future__ import annotations

import pytest

from tray_router.backends.http import Clients, httpx

URL = "http://127.0.0.1:9"


async def test_a_machine_has_one_client_until_it_is_closed() -> None:
    closed: list[str] = []
    clients = Clients(lambda: closed.append("closing"))
    first = clients.of("mac", URL, {"X-Key": "1"})
    assert clients.of("mac", URL, {}) is first
    assert clients.of("pc", URL, {}) is not first
    assert not clients.has_idle("mac")
    assert not clients.has_idle("nobody")
    await clients.aclose()
    assert first.is_closed
    assert closed == ["closing"]
    again = clients.of("mac", URL, {})
    assert again is not first
    await clients.aclose()


async def test_those_that_retire_wait_for_all_that_runs() -> None:
    clients = Clients()
    client = clients.of("mac", URL, {})
    async with clients.running():
        async with clients.running():
            await clients.retire()
            assert clients.is_busy
        assert not client.is_closed
    assert client.is_closed
    assert not clients.is_busy


async def test_what_runs_ends_by_a_failure_as_well() -> None:
    clients = Clients()
    client = clients.of("mac", URL, {})
    with pytest.raises(ZeroDivisionError):
        async with clients.running():
            await clients.retire()
            raise ZeroDivisionError
    assert client.is_closed


async def test_with_nothing_running_they_retire_at_once() -> None:
    clients = Clients()
    client = clients.of("mac", URL, {})
    await clients.retire()
    assert client.is_closed


async def test_an_address_that_is_none_leaves_nothing_behind() -> None:
    clients = Clients()
    with pytest.raises(httpx.InvalidURL):
        clients.of("mac", "http://[::1", {})
    client = clients.of("mac", URL, {})
    assert not client.is_closed
    await clients.aclose()
