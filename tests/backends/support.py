"""What the tests of the Ollama client share: a simulated machine with a client for it, and a server of raw bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from typing import Any

from tests.builders import attempt
from tray_router.backends.ollama import OllamaBackend, OllamaHost
from tray_router.engine.ports import Chunk
from tray_router.model import Attempt, Capability, Message, Role
from tray_router.simulator import SimulatedHost, SimulatedHostSettings, SimulatedModel, fixed_answer

TEXT = SimulatedModel("qwen3:4b")
THINKER = SimulatedModel("r1", capabilities=frozenset({Capability.COMPLETION, Capability.THINKING}))
SEER = SimulatedModel("llava", capabilities=frozenset({Capability.COMPLETION, Capability.VISION}))

SECRET = "xyzzy-the-prompt-xyzzy"  # in every prompt, so that a leak can be found
QUESTION = (Message(Role.SYSTEM, "Be brief."), Message(Role.USER, SECRET))


@asynccontextmanager
async def machine(
    *models: SimulatedModel, headers: Mapping[str, str] | None = None, says: str = "One two three.", **settings: Any
) -> AsyncIterator[tuple[SimulatedHost, OllamaBackend]]:
    """A simulated machine named ``mac`` with ``qwen3:4b`` unless told otherwise, and a client that knows it."""
    simulated = SimulatedHost(
        SimulatedHostSettings("mac", models or (TEXT,), answers=fixed_answer(says, "Hm. Let me see."), **settings)
    )
    async with simulated, client_for(simulated.url, headers=headers) as backend:
        yield simulated, backend


@asynccontextmanager
async def client_for(url: str, *, headers: Mapping[str, str] | None = None) -> AsyncIterator[OllamaBackend]:
    """A client that knows one machine, ``mac``."""
    backend = OllamaBackend([OllamaHost("mac", url, headers or {})])
    try:
        yield backend
    finally:
        await backend.aclose()


async def ask(
    backend: OllamaBackend, wanted: Attempt | None = None, messages: tuple[Message, ...] = QUESTION
) -> list[Chunk]:
    """All chunks of one answer."""
    async with aclosing(backend.chat(wanted or attempt(), messages)) as stream:
        return [chunk async for chunk in stream]


def text_of(chunks: list[Chunk]) -> str:
    return "".join(chunk.content for chunk in chunks)


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[str]:
    """A server that does with each connection what ``talk`` does; yields its base URL."""
    talks: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks[task] = writer
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await talk(reader, writer)
        finally:
            del talks[task]
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        for writer in talks.values():
            writer.transport.abort()
        await asyncio.gather(*talks, return_exceptions=True)
        await server.wait_closed()


def reply(body: bytes, status: str = "200 OK", content_type: str = "application/x-ndjson") -> bytes:
    """A whole HTTP reply that ends with the connection."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def says(data: bytes, *, then_waits: bool = False) -> Talk:
    """Reads one request, sends ``data`` and hangs up, or waits until the client does."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[16:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: ")), 0
        )
        await reader.readexactly(length)
        writer.write(data)
        await writer.drain()
        if then_waits:
            await reader.read()

    return talk


@asynccontextmanager
async def relay(url: str) -> AsyncIterator[tuple[str, list[asyncio.StreamWriter]]]:
    """Passes bytes on to ``url`` and back; yields its own URL and a list with an entry for each connection made."""
    target = url.removeprefix("http://").split(":")
    made: list[asyncio.StreamWriter] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.append(writer)
        far_reader, far_writer = await asyncio.open_connection(target[0], int(target[1]))
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_pass_on(reader, far_writer))
                both.create_task(_pass_on(far_reader, writer))
        finally:
            far_writer.close()

    async with raw_server(talk) as own:
        yield own, made


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
