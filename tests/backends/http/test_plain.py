"""Plain HTTP over real sockets: how replies come, when connections are used again, and what every failure is called."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import h11
import pytest

from tests.backends.support import machine, raw_server, relay, says
from tests.loops import until
from tray_router.backends.http import httpx, new_client, plain
from tray_router.backends.http.connection import MAX_HEAD_BYTES, MAX_UNREAD_BYTES
from tray_router.backends.http.plain import PlainTransport
from tray_router.backends.http.transport import MAX_KEPT_ALIVE

OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = OK + b"Content-Length: 5\r\n\r\nhello"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;note=1\r\nlo\r\n0\r\nTrailer: x\r\n\r\n"
MORE_THAN_BUFFERS_HOLD = 32 * 1024 * 1024


@asynccontextmanager
async def client(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with new_client(url, {}) as made:
        yield made


class Peer:
    """A server that reads requests without a body and answers each with the next of ``replies``; then hangs up."""

    def __init__(self, *replies: bytes) -> None:
        self.replies = list(replies)
        self.connections = 0
        self.heads: list[bytes] = []

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while self.replies:
            self.heads.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(self.replies.pop(0))
            await writer.drain()
        await reader.read()


# --- replies --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        WHOLE,
        CHUNKED,
        OK + b"Connection: close\r\n\r\nhello",
        b"HTTP/1.0 200 OK\r\n\r\nhello",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + WHOLE,
        b"HTTP/1.1 200\r\nCONTENT-LENGTH:5\r\n\r\nhello",
    ],
)
@pytest.mark.parametrize("is_in_single_bytes", [False, True])
async def test_every_framing_of_a_reply(data: bytes, is_in_single_bytes: bool) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in [bytes([byte]) for byte in data] if is_in_single_bytes else [data]:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    async with raw_server(talk) as url, client(url) as http:
        response = await http.get("/")
    assert (response.status_code, response.content) == (200, b"hello")


async def test_pieces_are_handed_on_as_they_come() -> None:
    goes_on = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
        await goes_on.wait()
        writer.write(b"3\r\ntwo\r\n0\r\n\r\n")

    async with raw_server(talk) as url, client(url) as http, http.stream("GET", "/") as response:
        pieces = response.aiter_bytes()
        assert await anext(pieces) == b"one"
        goes_on.set()
        assert [piece async for piece in pieces] == [b"two"]


@pytest.mark.parametrize("method", ["HEAD", "GET"])
async def test_replies_without_a_body(method: str) -> None:
    peer = Peer(OK + b"Content-Length: 500\r\n\r\n" if method == "HEAD" else b"HTTP/1.1 204 No Content\r\n\r\n")
    async with raw_server(peer.talk) as url, client(url) as http:
        assert (await http.request(method, "/")).content == b""


async def test_a_body_of_unknown_length_is_sent_in_chunks() -> None:
    got = bytearray()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.extend(await reader.readuntil(b"0\r\n\r\n"))
        writer.write(WHOLE)

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"abc", b"", b"de"):
            yield piece

    async with raw_server(talk) as url, client(url) as http:
        await http.post("/", content=pieces())
    head, body = bytes(got).split(b"\r\n\r\n", 1)
    assert b"transfer-encoding: chunked" in head.lower()
    assert body == b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"


async def test_a_body_of_many_megabytes_arrives_whole() -> None:
    body = b"x" * MORE_THAN_BUFFERS_HOLD
    got = bytearray()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        while len(got) < len(body):
            got.extend(await reader.read(1 << 20))
        writer.write(WHOLE)

    async with raw_server(talk) as url, client(url) as http:
        await http.post("/", content=body)
    assert got == body


async def test_a_reply_that_nobody_reads_is_held_back_at_its_sender() -> None:
    sent = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"Content-Length: %d\r\n\r\n" % MORE_THAN_BUFFERS_HOLD)
        while sent < MORE_THAN_BUFFERS_HOLD:
            writer.write(b"x" * 65_536)
            sent += 65_536
            await writer.drain()

    async with raw_server(talk) as url, client(url) as http, http.stream("GET", "/") as response:
        seen = -1
        while sent != seen:  # until the sender has stopped
            seen = sent
            for _ in range(50):
                await asyncio.sleep(0.001)
        assert MAX_UNREAD_BYTES <= sent < MORE_THAN_BUFFERS_HOLD
        assert sum([len(piece) async for piece in response.aiter_bytes()]) == MORE_THAN_BUFFERS_HOLD


# --- which connection -----------------------------------------------------------------------------------


async def test_a_connection_serves_one_request_after_the_other() -> None:
    peer = Peer(WHOLE, CHUNKED, WHOLE)
    async with raw_server(peer.talk) as url, client(url) as http:
        for _ in range(3):
            assert (await http.get("/")).content == b"hello"
    assert (peer.connections, len(peer.heads)) == (1, 3)


@pytest.mark.parametrize(
    "first",
    [
        OK + b"Content-Length: 5\r\nConnection: close\r\n\r\nhello",
        WHOLE + b"and something that nobody asked for",
        WHOLE + OK,
    ],
)
async def test_a_connection_that_is_done_or_out_of_step_serves_no_other(first: bytes) -> None:
    peer = Peer(first, WHOLE)
    async with raw_server(peer.talk) as url, client(url) as http:
        assert (await http.get("/1")).content == b"hello"
        assert (await http.get("/2")).content == b"hello"
    assert peer.connections == 2


async def test_what_comes_unasked_on_a_kept_connection_ends_it() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(WHOLE)
        await speaks.wait()
        writer.write(WHOLE)
        await reader.read()

    speaks = asyncio.Event()
    async with raw_server(talk) as url:
        transport = PlainTransport(url)
        async with httpx.AsyncClient(base_url=url, transport=transport) as http:
            await http.get("/")
            assert transport.has_idle()
            speaks.set()
            await until(lambda: not transport.has_idle())


async def test_a_reply_that_was_left_in_the_middle_takes_its_connection_along() -> None:
    async with machine() as (mac, _), client(mac.url) as http:
        mac.faults.update(tokens_per_s=0.5)
        body = {"model": "qwen3:4b", "messages": [{"role": "user", "content": "Hello"}]}
        async with http.stream("POST", "/api/chat", content=json.dumps(body)) as response:
            await anext(response.aiter_bytes())
        await until(lambda: mac.connection_count == 0)


async def test_a_kept_connection_that_was_closed_before_the_loop_could_know_is_not_used() -> None:
    """Nothing was sent over it, so asking over another is asking once."""
    async with machine() as (mac, _), client(mac.url) as http:
        await http.get("/api/version")
        mac.drop_connections()
        await asyncio.sleep(0)  # the other end is closed, and our own loop has not looked yet
        assert (await http.get("/api/version")).status_code == 200
        assert mac.requests.total == 2


async def test_a_request_that_went_out_is_not_sent_again() -> None:
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        if len(heads) == 1:
            writer.write(WHOLE)
            heads.append(await reader.readuntil(b"\r\n\r\n"))

    async with raw_server(talk) as url, client(url) as http:
        await http.get("/1")
        with pytest.raises(httpx.RemoteProtocolError, match="hung up"):
            await http.get("/2")
    assert len(heads) == 2


async def test_a_connection_is_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = Peer(WHOLE, WHOLE)
    async with raw_server(peer.talk) as url, client(url) as http:
        await http.get("/1")
        monkeypatch.setattr(plain, "KEEPALIVE_S", -1.0)
        await http.get("/2")
    assert peer.connections == 2


async def test_requests_at_once_have_connections_of_their_own_of_which_some_are_kept() -> None:
    async with machine(slots=20) as (mac, _), relay(mac.url) as (url, made), client(url) as http:
        await asyncio.gather(*(http.get("/api/version") for _ in range(MAX_KEPT_ALIVE + 4)))
        assert len(made) == MAX_KEPT_ALIVE + 4
        await until(lambda: mac.connection_count == MAX_KEPT_ALIVE)
        await asyncio.gather(*(http.get("/api/version") for _ in range(MAX_KEPT_ALIVE)))
        assert len(made) == MAX_KEPT_ALIVE + 4


async def test_closing_the_client_ends_requests_that_run() -> None:
    async with raw_server(says(b"", then_waits=True)) as url:
        transport = PlainTransport(url)
        http = httpx.AsyncClient(base_url=url, transport=transport)
        running = asyncio.create_task(http.get("/"))
        await until(lambda: transport._busy)
        await http.aclose()
        with pytest.raises(httpx.RemoteProtocolError):
            await running


async def test_a_client_speaks_to_its_own_machine_alone() -> None:
    """Its headers may hold a password."""
    async with machine() as (mac, _), machine() as (other, _), client(mac.url) as http:
        for url in (other.url, mac.url.replace("http:", "https:")):
            with pytest.raises(httpx.UnsupportedProtocol):
                await http.get(f"{url}/api/version")
        assert other.requests.total == 0


def test_international_names_are_understood() -> None:
    assert httpx.URL("http://müller.example:11434").raw_host == b"xn--mller-kva.example"
    with pytest.raises(httpx.InvalidURL):
        PlainTransport("http://-ü-.example")


# --- failures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "is_no_http"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nX-Pad: " + b"x" * (MAX_HEAD_BYTES + 1), True),
        (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", True),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", True),
        (b"", False),
        (OK, False),
        (OK + b"Content-Length: 6\r\n\r\nhello", True),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", True),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", True),
    ],
)
async def test_replies_that_are_none_or_break_off(data: bytes, is_no_http: bool) -> None:
    async with raw_server(says(data)) as url, client(url) as http:
        with pytest.raises(httpx.RemoteProtocolError) as raised:
            await http.get("/")
    assert isinstance(raised.value.__cause__, h11.RemoteProtocolError) is is_no_http


@pytest.mark.parametrize("begins_with", [b"", OK, OK + b"Content-Length: 5\r\n\r\nhel"])
async def test_silence_is_a_read_timeout(begins_with: bytes) -> None:
    async with raw_server(says(begins_with, then_waits=True)) as url, client(url) as http:
        with pytest.raises(httpx.ReadTimeout):
            await http.get("/", timeout=httpx.Timeout(5.0, read=0.05))


async def test_a_peer_that_takes_nothing_is_a_write_timeout() -> None:
    async with raw_server(_deaf) as url, client(url) as http:
        with pytest.raises(httpx.WriteTimeout):
            await http.post("/", content=b"x" * MORE_THAN_BUFFERS_HOLD, timeout=httpx.Timeout(5.0, write=0.05))


async def test_a_peer_that_hangs_up_while_the_request_goes_out_is_told_by_the_missing_reply() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with raw_server(talk) as url, client(url) as http:
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            await http.post("/", content=b"x" * MORE_THAN_BUFFERS_HOLD)


async def test_what_cannot_be_sent_is_refused_and_leaves_no_connection() -> None:
    async with machine() as (mac, _), client(mac.url) as http:
        with pytest.raises(httpx.LocalProtocolError):
            await http.get("/", headers={"X-Two": "a\r\nb"})
        await until(lambda: mac.connection_count == 0)
        assert mac.requests.total == 0


@pytest.mark.parametrize("begins_with", [b"", OK + b"Content-Length: 5\r\n\r\nhel"])
async def test_a_request_that_is_stopped_closes_its_connection(begins_with: bytes) -> None:
    has_gone = asyncio.Event()
    has_asked = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(begins_with)
        has_asked.set()
        try:
            await reader.read()
        finally:
            has_gone.set()

    async with raw_server(talk) as url, client(url) as http:
        asking = asyncio.create_task(http.get("/"))
        await has_asked.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(30.0):
            await has_gone.wait()


async def _deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reads a little and no more: what is beyond stays with the sender."""
    await reader.readuntil(b"\r\n\r\n")
    await writer.wait_closed()
