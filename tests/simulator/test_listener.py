"""Down, black hole, startup hang: what a client meets at the door, and that the port stays the same."""

import asyncio
import socket
import sys
import time

import httpx
import pytest

from tests.simulator.support import chat, client_for, machine, on_loop, until
from tray_router.simulator import Outcome, SimulatedHost, SimulatedHostSettings


@on_loop
async def test_down_refuses_and_up_again_has_the_same_port():
    async with machine() as (host, client):
        url = host.url
        for _ in range(3):
            host.faults.down = True
            with pytest.raises(httpx.ConnectError):
                await client.get("/")
            host.faults.down = False
            assert host.url == url
            assert (await client.get("/")).text == "Ollama is running"


@on_loop
async def test_down_and_up_within_one_turn_of_the_loop():
    async with machine() as (host, client):
        for _ in range(5):
            host.faults.down = True
            host.faults.down = False
        assert (await client.get("/")).status_code == 200


@on_loop
async def test_a_port_of_a_machine_that_is_down_is_not_given_away():
    async with machine() as (host, _):
        host.faults.down = True
        with socket.socket() as other, pytest.raises(OSError, match=r"[Aa]ddress already in use"):
            other.bind(("127.0.0.1", host.port))


@on_loop
async def test_down_ends_open_replies_and_empties_the_memory():
    async with machine() as (host, client):
        host.faults.tokens_per_s = 20.0
        async with client.stream("POST", "/api/chat", json=chat()) as reply:
            lines = reply.aiter_lines()
            await anext(lines)
            host.faults.down = True
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                async for _ in lines:
                    pass
        await until(lambda: host.connection_count == 0, "all connections are closed")
        assert host.requests.chats[0].outcome is Outcome.STOPPED
        assert host.scheduler.runners == ()


@pytest.mark.skipif(sys.platform == "win32", reason="a full backlog refuses there")
@on_loop
async def test_connecting_to_a_black_hole_hangs():
    async with machine() as (host, _):
        host.faults.black_hole = True
        for _ in range(3):
            with socket.socket() as sock:
                sock.settimeout(0.15)
                with pytest.raises(TimeoutError):
                    sock.connect(("127.0.0.1", host.port))
        async with client_for(host, timeout=0.1) as hasty:
            with pytest.raises(httpx.ConnectTimeout):
                await hasty.get("/")


@pytest.mark.skipif(sys.platform == "win32", reason="a full backlog refuses there")
@on_loop
async def test_who_waits_at_a_black_hole_is_let_in_when_it_ends():
    async with machine() as (host, client):
        host.faults.black_hole = True
        asked = asyncio.create_task(client.get("/"))
        await asyncio.wait([asked], timeout=0.1)
        assert not asked.done()
        host.faults.black_hole = False
        assert (await asked).text == "Ollama is running"  # the kernel sends its SYN again after a second


@on_loop
async def test_open_connections_fall_silent_in_a_black_hole():
    async with machine() as (host, client):
        host.faults.tokens_per_s = 50.0
        async with client.stream("POST", "/api/chat", json=chat()) as reply:
            lines = reply.aiter_lines()
            await anext(lines)
            host.faults.black_hole = True
            with pytest.raises(TimeoutError):  # and not the end of the answer
                while True:
                    await asyncio.wait_for(anext(lines), 0.15)
        host.faults.black_hole = False
        await until(lambda: host.connection_count == 0, "the frozen connection is dropped")


@on_loop
async def test_startup_hang_accepts_and_sends_nothing():
    async with machine() as (host, client):
        host.faults.startup_hang = True
        asked = asyncio.create_task(client.get("/api/version"))
        await until(lambda: len(host.requests) == 1, "the request arrives")
        await asyncio.wait([asked], timeout=0.05)
        assert not asked.done()
        assert host.requests.all()[0].first_byte_at is None
        host.faults.startup_hang = False
        assert (await asked).json() == {"version": "0.33.0-simulated"}


@on_loop
async def test_fixed_port_taken_by_another():
    async with machine() as (host, _):
        second = SimulatedHost(SimulatedHostSettings("twin", port=host.port))
        with pytest.raises(OSError, match=r"[Aa]ddress already in use"):
            await second.start()
        await second.aclose()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address by default")
@on_loop
async def test_machines_on_addresses_of_their_own():
    async with machine(address="127.0.0.7") as (host, client):
        assert host.url.startswith("http://127.0.0.7:")
        assert (await client.get("/")).status_code == 200


@on_loop
async def test_the_machine_can_be_closed_in_any_state():
    for faults in ({}, {"down": True}, {"black_hole": True}, {"startup_hang": True}, {"hang": True}):
        host = SimulatedHost(SimulatedHostSettings("mac"))
        await host.start()
        host.faults.update(**faults)
        began = time.monotonic()
        await host.aclose()
        await host.aclose()
        assert time.monotonic() - began < 5
        with socket.socket() as sock:
            sock.settimeout(1)
            assert sock.connect_ex(("127.0.0.1", host.port)) != 0
