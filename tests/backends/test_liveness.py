"""The liveness probe over real sockets: what is cheap, what is left to the general client, and what tells at once."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.support import client_for, machine, raw_server, relay
from tests.loops import until
from tray_router.backends.liveness import (
    ConnectTimeoutError,
    LivenessProbe,
    OddReplyError,
    read_reply,
)
from tray_router.backends.ollama import client
from tray_router.errors import BackendError, FailureKind

BODY = b'{"version":"0.33.0"}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n" + BODY
CLOSING = PLAIN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n" + BODY + b"\r\n0\r\n\r\n"


def probe_of(url: str, lost: Callable[[], None] = lambda: None, **headers: str) -> LivenessProbe:
    return LivenessProbe(url, headers, lost)


# --- the reply --------------------------------------------------------------------------------------------


def test_a_plain_reply_is_read_whole_or_waited_for() -> None:
    assert read_reply(PLAIN) == (BODY, True)
    assert read_reply(CLOSING) == (BODY, False)
    for cut in range(len(PLAIN)):
        assert read_reply(PLAIN[:cut]) is None


@pytest.mark.parametrize(
    "reply",
    [
        PLAIN.replace(b"200 OK", b"502 Bad Gateway"),
        PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"),
        PLAIN.replace(b"Content-Length: 20", b"X: 1"),
        PLAIN.replace(b"Content-Length: 20", b"Content-Length: 999999"),
        PLAIN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"),
        PLAIN + b"more",
        CHUNKED,
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 4_000,
    ],
)
def test_any_other_reply_is_odd(reply: bytes) -> None:
    with pytest.raises(OddReplyError):
        read_reply(reply)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        found = read_reply(b"HTTP/1.1 200 OK\r\n" + data)
    except OddReplyError:
        return
    assert found is None or len(found[0]) <= len(data)


# --- the connection ---------------------------------------------------------------------------------------


async def test_one_connection_serves_all_probes_with_the_machines_own_headers() -> None:
    heads: list[bytes] = []
    made = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal made
        made += 1
        while True:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(PLAIN)

    async with raw_server(talk) as url:
        probe = probe_of(f"{url}/ollama/", Authorization="Bearer über")
        for _ in range(3):
            assert await probe.ask(2.0) == BODY
        probe.close()
    assert (made, len(heads)) == (1, 3)
    lines = heads[0].decode("latin-1").split("\r\n")
    assert lines[0] == "GET /ollama/api/version HTTP/1.1"
    assert f"Host: {url.removeprefix('http://')}" in lines
    assert "Authorization: Bearer über" in lines


async def test_a_server_that_closes_after_each_reply_is_asked_anew_and_raises_no_alarm() -> None:
    lost: list[str] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(CLOSING)

    async with raw_server(talk) as url:
        probe = probe_of(url, lambda: lost.append("lost"))
        assert [await probe.ask(2.0) for _ in range(3)] == [BODY] * 3
        probe.close()
    assert lost == []


async def test_a_machine_that_hangs_up_while_nothing_is_asked_tells_at_once() -> None:
    lost = asyncio.Event()
    async with machine() as (mac, _):
        probe = probe_of(mac.url, lost.set)
        assert json.loads(await probe.ask(2.0))["version"].startswith("0.")
        await mac.aclose()
        await asyncio.wait_for(lost.wait(), 30)
        with pytest.raises(ConnectionRefusedError):
            await probe.ask(2.0)


async def test_a_connection_that_broke_unnoticed_is_made_anew_for_the_same_question() -> None:
    made = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal made
        made += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(PLAIN)
        await reader.readuntil(b"\r\n\r\n")  # and hangs up on the second question

    async with raw_server(talk) as url:
        probe = probe_of(url)
        assert [await probe.ask(2.0) for _ in range(3)] == [BODY] * 3
        probe.close()
    assert made == 3


async def test_a_dead_old_connection_is_overtaken_by_a_fresh_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.backends.liveness.SUSPECT_S", 0.02)
    made = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal made
        made += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(PLAIN)
        await reader.read()  # whatever comes later is swallowed

    async with raw_server(talk) as url:
        probe = probe_of(url)
        assert await probe.ask(5.0) == BODY
        assert await probe.ask(5.0) == BODY
        assert made == 2
        probe.close()


async def test_a_slow_reply_over_the_old_connection_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.backends.liveness.SUSPECT_S", 0.02)
    connections: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        is_first = len(connections) == 1
        await reader.readuntil(b"\r\n\r\n")
        if not is_first:
            connections[0].write(PLAIN)  # the old one wakes up; the fresh one says nothing
            await reader.read()
            return
        writer.write(PLAIN)
        await reader.read()

    async with raw_server(talk) as url:
        probe = probe_of(url)
        assert await probe.ask(5.0) == BODY
        assert await probe.ask(5.0) == BODY
        probe.close()


async def test_silence_is_a_timeout_on_fresh_and_old_connections() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_server(talk) as url:
        probe = probe_of(url)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await probe.ask(0.05)


async def test_a_machine_that_swallows_connections_is_a_connect_timeout() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = []
        for _ in range(3):  # fills the queue: what comes now is neither taken nor refused
            client_socket = socket.socket()
            client_socket.setblocking(False)
            client_socket.connect_ex(("127.0.0.1", port))
            waiting.append(client_socket)
        try:
            with pytest.raises(ConnectTimeoutError):
                await probe_of(f"http://127.0.0.1:{port}").ask(0.2)
        finally:
            for each in waiting:
                each.close()


async def test_a_question_that_is_given_up_leaves_nothing_for_the_next() -> None:
    slow = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            await slow.wait()
            writer.write(PLAIN)

    async with raw_server(talk) as url:
        probe = probe_of(url)
        with pytest.raises(TimeoutError):
            await probe.ask(0.05)
        slow.set()
        assert await probe.ask(2.0) == BODY
        probe.close()


# --- in the client ----------------------------------------------------------------------------------------


async def test_an_odd_server_is_left_to_the_general_client_for_a_while() -> None:
    requests = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        while True:
            await reader.readuntil(b"\r\n\r\n")
            requests += 1
            writer.write(CHUNKED)

    async with raw_server(talk) as url, client_for(url) as backend:
        assert await backend.version("mac") == "0.33.0"
        assert requests == 2  # the probe, and the general client that understands it
        assert [await backend.version("mac") for _ in range(3)] == ["0.33.0"] * 3
        assert requests == 5


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", FailureKind.UNAUTHORIZED),
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", FailureKind.FORBIDDEN),
        (PLAIN.replace(BODY, b"<html></html>Hello, "), FailureKind.NOT_OLLAMA),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", FailureKind.NOT_OLLAMA),
        (b"", FailureKind.UNREACHABLE),
    ],
)
async def test_what_an_odd_reply_means_is_said_as_ever(reply: bytes, kind: FailureKind) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)

    async with raw_server(talk) as url, client_for(url) as backend:
        with pytest.raises(BackendError) as raised:
            await backend.version("mac")
    assert raised.value.kind is kind


async def test_a_silent_machine_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PROBE_LIMIT_S", 0.1)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_server(talk) as url, client_for(url) as backend:
        with pytest.raises(BackendError) as raised:
            await backend.version("mac")
    assert raised.value.kind is FailureKind.SILENT


async def test_the_name_of_a_machine_that_hangs_up_is_told_unless_we_hang_up_ourselves() -> None:
    lost: list[str] = []
    async with machine() as (mac, _), relay(mac.url) as (url, made), client_for(url) as backend:
        backend.on_connection_lost = lost.append
        await backend.version("mac")
        made[0].close()
        await until(lambda: lost == ["mac"])
        await backend.version("mac")
        await backend.retire()
    assert lost == ["mac"]
