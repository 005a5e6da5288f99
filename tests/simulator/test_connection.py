"""HTTP as such: connections that are used again, bodies of all kinds, clients that leave, requests that are none."""

import asyncio
import json
import socket

import httpx
import pytest

from tests.simulator.support import chat, client_for, machine, on_loop, until
from tray_router.simulator import Answer, Outcome


async def _raw(port: int, data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    reply = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    await writer.wait_closed()
    return reply


@on_loop
async def test_many_requests_share_one_connection():
    async with machine() as (host, client):
        for _ in range(20):
            await client.get("/api/tags")
            await client.post("/api/chat", json=chat())
        assert host.connection_count == 1
        assert host.requests.total == 40


@on_loop
async def test_pipelined_requests_are_answered_in_order():
    async with machine() as (host, _):
        first = b"GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n"
        last = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        reply = await _raw(host.port, first + last)
        assert reply.index(b"0.33.0-simulated") < reply.index(b"Ollama is running")


@on_loop
async def test_a_chunked_body_and_one_announced_with_expect():
    async with machine() as (host, client):

        async def pieces():
            for piece in json.dumps(chat(stream=False)).encode().split(b","):
                yield piece + b"," if not piece.endswith(b"}") else piece

        assert (await client.post("/api/chat", content=pieces())).status_code == 200
        head = b"POST /api/show HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        writer.write(head + b"Content-Length: 16\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 100")
        writer.write(b'{"model":"text"}')
        assert b"200 OK" in await reader.read()
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("junk", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"HELLO\r\n\r\n"])
@on_loop
async def test_what_is_no_http_gets_a_400(junk):
    async with machine() as (host, client):
        assert (await _raw(host.port, junk)).startswith(b"HTTP/1.1 400")
        assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize("stream", [True, False])
@on_loop
async def test_a_client_that_leaves_frees_the_slot(stream):
    async with machine() as (host, client):
        host.faults.next_requests(1, tokens_per_s=20.0)
        async with client_for(host, timeout=0.1) as hasty:
            with pytest.raises(httpx.ReadTimeout):
                await hasty.post("/api/chat", json=chat(stream=stream), timeout=httpx.Timeout(5, read=0.03))
        await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")
        assert (await client.post("/api/chat", json=chat(stream=False))).json()["done"] is True


@on_loop
async def test_a_half_closed_client_counts_as_gone():
    async with machine() as (host, _):
        host.faults.hang = True
        body = json.dumps(chat()).encode()
        head = f"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", host.port)
        writer.write(head + body)
        await until(lambda: len(host.requests) == 1, "the request arrives")
        writer.write_eof()
        assert await reader.read() == b""
        await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")
        assert host.requests.chats[0].status == 499
        writer.close()
        await writer.wait_closed()


@on_loop
async def test_a_slow_reader_does_not_fill_the_memory():
    async with machine() as (host, _):
        body = json.dumps(chat(options={"num_predict": 0})).encode()  # never ends by itself
        head = f"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        loop = asyncio.get_running_loop()
        with socket.socket() as sock:
            sock.setblocking(False)
            await loop.sock_connect(sock, ("127.0.0.1", host.port))
            await loop.sock_sendall(sock, head + body)
            record = await _settled_record(host)
            sent = record.tokens_sent
            await asyncio.sleep(0.05)
            assert record.tokens_sent == sent
        await until(lambda: record.outcome is Outcome.CLIENT_GONE, "the client is seen to leave")


async def _settled_record(host):
    await until(lambda: bool(host.requests.chats), "the request arrives")
    record = host.requests.chats[0]
    for _ in range(200):
        before = record.tokens_sent
        await asyncio.sleep(0.03)
        if before and record.tokens_sent == before:
            return record
    raise AssertionError("the server never waited for the reader")


@on_loop
async def test_two_thousand_requests_at_once():
    def answer(question):
        return Answer(f"You are {question.last.content}, one of many.")

    async def ask(number: int) -> bytes:
        body = json.dumps(chat(f"number {number}")).encode()
        head = f"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        return await _raw(host.port, head.encode() + body)

    async with machine(slots=5000, answers=answer) as (host, client):
        await client.post("/api/chat", json={"model": "text"})  # cold, all beyond the queue's 512 would get a 503
        host.requests.clear()
        await client.aclose()
        host.faults.hang = True
        asked = [asyncio.create_task(ask(number)) for number in range(2000)]
        await until(lambda: host.connection_count == len(host.requests) == 2000, "all are there at once", 20)
        host.faults.hang = False
        for number, reply in enumerate(await asyncio.gather(*asked)):
            lines = [json.loads(line) for line in reply.splitlines() if line.startswith(b"{")]
            text = "".join(line["message"]["content"] for line in lines)
            assert text == f"You are number {number}, one of many."
            assert lines[-1]["done"] is True
        assert all(record.outcome is Outcome.SENT for record in host.requests.all())
