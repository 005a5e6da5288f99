"""The client of OpenAI's chat protocol: streaming with limits, cancellation by closing.

Rules: one httpx client per endpoint, which takes nothing from the environment and follows no redirect, so that a key
goes to its own service alone; no cause of a failure is kept, whose text may hold the key; an answer is whole only with
``[DONE]``; ``max_tokens`` bounds what is paid. This client sends what it is given: what may leave the network is
decided before (``engine.cloud``). Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from tray_router.backends.http import Clients, httpx
from tray_router.backends.openai import failures, replies
from tray_router.backends.openai.failures import Place
from tray_router.backends.openai.request import OPTIONAL, adapt, chat_body
from tray_router.backends.openai.stream import UNREADABLE, chunks, read_whole
from tray_router.engine.ports import Chunk, OpenConnection
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, InstalledModel, LoadedModel, Message

LIST_LIMIT_S = 6.0
VERSION = "openai"  # of a server that tells none
UNKNOWN_CONTEXT = 131_072  # tokens; what today's servers are mostly started with


@dataclass(frozen=True, slots=True)
class OpenAIEndpoint:
    """One server. ``headers`` hold the key, already read from the environment or the keyring."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    models: tuple[str, ...] = ()
    vision: tuple[str, ...] = ()


class OpenAIBackend:
    """Implements ``engine.ports.ModelBackend`` for a fixed set of endpoints."""

    def __init__(self, endpoints: Iterable[OpenAIEndpoint]) -> None:
        self._endpoints = {endpoint.name: endpoint for endpoint in endpoints}
        self._clients = Clients()

    async def version(self, host: str) -> str:
        """Liveness: its list of models can be read. These servers name no version."""
        await self.listed_models(host)
        return VERSION

    async def listed_models(self, host: str) -> dict[str, int | None]:
        """The models of ``GET /models``, with their context lengths where the server tells them.

        Raises:
            BackendError: any failure.
        """
        place = Place(host, self._endpoint(host).url)
        try:
            async with asyncio.timeout(LIST_LIMIT_S):
                client = self._client(place)
                response = await client.send(client.build_request("GET", _path(place, "models")), stream=True)
                body = await read_whole(response, place, LIST_LIMIT_S)
        except TimeoutError:
            raise failures.silent(place, LIST_LIMIT_S) from None
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from None
        if response.status_code != httpx.codes.OK:
            raise _status_error(response, body, place)
        try:
            return replies.read_models(msgspec.json.decode(body))
        except UNREADABLE:
            raise failures.garbled(place) from None

    async def installed_models(self, host: str) -> tuple[InstalledModel, ...]:
        """The models that the settings name: servers list more than they can answer with, or under other names."""
        endpoint = self._endpoint(host)
        listed = await self.listed_models(host)
        return tuple(replies.installed(m, listed.get(m), sees=m in endpoint.vision) for m in endpoint.models)

    async def loaded_models(self, host: str) -> tuple[LoadedModel, ...]:
        """The same: what such a server serves is in its memory."""
        listed = await self.listed_models(host)
        models = self._endpoint(host).models
        return tuple(LoadedModel(name=m, context_length=listed.get(m) or UNKNOWN_CONTEXT) for m in models)

    async def describe(self, host: str, model: InstalledModel) -> InstalledModel:
        """Nothing more is known than ``installed_models`` says."""
        del host
        return model

    def is_connected(self, host: str) -> bool:
        """Whether a kept-alive connection is free for the next request."""
        return self._clients.has_idle(host)

    async def connect(self, host: str, limit_s: float) -> OpenConnection:
        """Opens a connection and sends nothing.

        Raises:
            BackendError: nobody takes it.
        """
        place = Place(host, self._endpoint(host).url)
        self._client(place)
        try:
            return await self._clients.open(host, limit_s)
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from None

    async def unload(self, host: str, model: str) -> None:
        """Such servers keep what they serve."""

    async def preload(self, host: str, model: str, num_ctx: int, limit_s: float) -> None:
        """What such a server serves is in its memory."""

    async def retire(self) -> None:
        """Closes all connections as soon as the last running answer has ended; new settings have taken over."""
        await self._clients.retire()

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._clients.aclose()

    async def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        """Streams one answer of one model.

        Yields:
            Chunks; the last one carries ``stats``, whose ``cost_usd`` is what the service itself said, if anything.

        Raises:
            BackendError: any failure, also of a stream that ends without ``[DONE]``.
        """
        place = Place(attempt.candidate.host, self._endpoint(attempt.candidate.host).url, attempt.candidate.model)
        deadline = asyncio.get_running_loop().time() + attempt.total_s
        async with self._clients.running():
            response = await self._open(attempt, messages, place)
            try:
                async with (
                    aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_bytes())) as pieces,
                    aclosing(chunks(pieces, attempt, place, deadline)) as answer,
                ):
                    async for chunk in answer:
                        yield chunk
            except httpx.HTTPError as error:
                raise failures.from_transport(error, place) from None
            finally:
                await response.aclose()

    async def _open(self, attempt: Attempt, messages: tuple[Message, ...], place: Place) -> httpx.Response:
        """The open reply; options that a server does not know are left out or renamed, one after the other."""
        body = chat_body(attempt, messages, place)
        for _ in OPTIONAL:
            response = await self._send(body, attempt, place)
            is_stream = "event-stream" in response.headers.get("content-type", "")
            if response.status_code == httpx.codes.OK and is_stream:
                return response
            payload = await read_whole(response, place, LIST_LIMIT_S)
            if response.status_code == httpx.codes.OK:
                raise failures.garbled(place)
            if response.status_code != httpx.codes.BAD_REQUEST or not adapt(body, payload):
                raise _status_error(response, payload, place)
        raise failures.garbled(place)

    async def _send(self, body: dict[str, Any], attempt: Attempt, place: Place) -> httpx.Response:
        client = self._client(place)
        request = client.build_request(
            "POST",
            _path(place, "chat/completions"),
            content=msgspec.json.encode(body),
            headers={"Content-Type": "application/json", "Accept": "text/event-stream"},
            timeout=httpx.Timeout(None, connect=attempt.connect_s, write=60.0),
        )
        limit_s = attempt.connect_s + attempt.first_token_s
        try:
            async with asyncio.timeout(limit_s):
                return await client.send(request, stream=True)
        except TimeoutError:
            raise failures.silent(place, limit_s) from None
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from None

    def _endpoint(self, name: str) -> OpenAIEndpoint:
        known = self._endpoints.get(name)
        if known is None:
            raise BackendError(
                FailureKind.UNREACHABLE, f"No endpoint is named {name}.", "Check [cloud.endpoints].", host=name
            )
        return known

    def _client(self, place: Place) -> httpx.AsyncClient:
        try:
            return self._clients.of(place.endpoint, place.url, self._endpoints[place.endpoint].headers)
        except (httpx.InvalidURL, ValueError) as error:  # its text may hold the header's value: not chained
            raise failures.from_transport(error, place) from None


def _status_error(response: httpx.Response, body: bytes, place: Place) -> BackendError:
    headers = response.headers
    return failures.from_status(
        response.status_code, headers.get("content-type", ""), headers.get("retry-after", ""), body, place
    )


def _path(place: Place, name: str) -> str:
    return f"{place.url.rstrip('/')}/{name}"
