"""The Ollama client: keep-alive connections per machine, streaming with limits, cancellation by closing.

Rules (Ollama contract, section 9): no byte comes before the first token, so the first-token limit covers the reply's
headers too; a stream is whole only with ``done: true``; ``truncate: false`` always, so that nothing is cut in
silence; closing the generator closes the connection, which stops the machine. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from tray_router.backends.http import Clients, httpx
from tray_router.backends.liveness import ConnectTimeoutError, LivenessProbe, OddReplyError
from tray_router.backends.ollama import failures, replies
from tray_router.backends.ollama.failures import Place
from tray_router.backends.ollama.stream import UNREADABLE, chat_body, drain, read_capped, read_line, split_lines
from tray_router.engine.ports import Chunk, OpenConnection
from tray_router.errors import BackendError, FailureKind, would_leave
from tray_router.model import Attempt, InstalledModel, LoadedModel, Message
from tray_router.model.kinds import is_cloud_name

PROBE_LIMIT_S = 2.0  # /api/version touches no locks; a healthy server answers within milliseconds
LIST_LIMIT_S = 6.0  # /api/ps can block for 5 s while memory is being freed (contract, section 3)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OllamaHost:
    """One machine: its name, base URL, and headers already read from the environment or the keyring."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


class OllamaBackend:
    """Implements ``engine.ports.ModelBackend`` for a fixed set of machines.

    Attributes:
        on_connection_lost: called with a machine's name when it hangs up between two liveness probes.
    """

    def __init__(self, hosts: Iterable[OllamaHost]) -> None:
        self._hosts = {host.name: host for host in hosts}
        self._clients = Clients(self._close_probes)
        self._probes: dict[str, LivenessProbe] = {}
        self.on_connection_lost: Callable[[str], None] = lambda host: None

    async def version(self, host: str) -> str:
        """The server's version; the liveness probe.

        Raises:
            BackendError: any failure; kind SILENT when it accepts but says nothing within PROBE_LIMIT_S.
        """
        place = Place(host, self._url(host))
        try:
            return replies.read_version(msgspec.json.decode(await self._probe(place).ask(PROBE_LIMIT_S)))
        except ConnectTimeoutError:
            raise failures.from_transport(httpx.ConnectTimeout(""), place) from None
        except TimeoutError:  # an OSError as well, hence before it
            raise failures.silent(place, PROBE_LIMIT_S) from None
        except OSError as error:
            if error.errno is not None:  # none: several addresses, each with a reason of its own
                raise failures.from_transport(as_connect_error(error), place) from error
        except (OddReplyError, *UNREADABLE):
            pass
        # the general client finds out, and says, what it is
        return await self._json("GET", place, "/api/version", replies.read_version)

    async def installed_models(self, host: str) -> tuple[InstalledModel, ...]:
        """The models on disk, as ``/api/tags`` describes them."""
        return await self._json("GET", Place(host, self._url(host)), "/api/tags", replies.read_tags, LIST_LIMIT_S)

    async def loaded_models(self, host: str) -> tuple[LoadedModel, ...]:
        """The models in memory."""
        return await self._json("GET", Place(host, self._url(host)), "/api/ps", replies.read_ps, LIST_LIMIT_S)

    async def describe(self, host: str, model: InstalledModel) -> InstalledModel:
        """``model`` with its true capabilities and context length from ``/api/show``."""
        place = Place(host, self._url(host), model.name)
        return await self._json(
            "POST",
            place,
            "/api/show",
            lambda body: replies.read_show(body, model),
            LIST_LIMIT_S,
            body={"model": model.name},
        )

    async def retire(self) -> None:
        """Closes all connections as soon as the last running answer has ended; new settings have taken over."""
        self._close_probes()
        await self._clients.retire()

    async def aclose(self) -> None:
        """Closes all connections."""
        await self._clients.aclose()

    @property
    def is_busy(self) -> bool:
        """Whether an answer or a load is under way."""
        return self._clients.is_busy

    def is_connected(self, host: str) -> bool:
        """Whether a kept-alive connection to the machine is free for the next request."""
        return self._clients.has_idle(host)

    async def connect(self, host: str, limit_s: float) -> OpenConnection:
        """Opens a connection without sending anything; the caller uses or closes it.

        Raises:
            BackendError: nobody takes it within ``limit_s``.
        """
        place = Place(host, self._url(host))
        self._client(place)
        try:
            return await self._clients.open(host, limit_s)
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from error

    async def unload(self, host: str, model: str) -> None:
        """Takes a model out of the machine's memory as soon as nobody uses it (``keep_alive: 0`` without messages).

        The cure for a slot that leaked (contract, section 5). The server answers at once and unloads by itself.

        Raises:
            BackendError: any failure.
        """
        place = Place(host, self._url(host), model)
        body = {"model": model, "keep_alive": 0}
        await self._json("POST", place, "/api/chat", lambda _reply: None, PROBE_LIMIT_S, body=body)

    async def preload(self, host: str, model: str, num_ctx: int, limit_s: float) -> None:
        """Has the machine load a model: a chat without messages (contract, section 3). Returns once it is in memory.

        Args:
            num_ctx: context in tokens; a question with another one loads again.

        Raises:
            BackendError: any failure; kind SILENT when it takes longer than ``limit_s``.
        """
        place = Place(host, self._url(host), model)
        body = {"model": model, "stream": False, "options": {"num_ctx": num_ctx}}
        async with self._clients.running():  # new settings wait for it, too
            await self._json("POST", place, "/api/chat", lambda _reply: None, limit_s, body=body)

    async def chat(self, attempt: Attempt, messages: tuple[Message, ...]) -> AsyncGenerator[Chunk, None]:
        """Streams one answer of one model.

        Yields:
            Chunks; the last one carries ``stats``.

        Raises:
            BackendError: any failure, also of a stream that ends without ``done: true``; kind GUARDED, with nothing
                sent, for a name that Ollama passes on to its cloud when the candidate is not marked as such.
        """
        place = Place(attempt.candidate.host, self._url(attempt.candidate.host), attempt.candidate.model)
        if is_cloud_name(place.model) and not attempt.candidate.is_cloud:
            raise would_leave(place.model, place.host)
        request = self._client(place).build_request(
            "POST",
            "/api/chat",
            content=msgspec.json.encode(chat_body(attempt, messages)),
            headers={"Content-Type": "application/json"},
            timeout=httpx.Timeout(None, connect=attempt.connect_s, write=60.0),
        )
        deadline = asyncio.get_running_loop().time() + attempt.total_s
        async with (
            self._clients.running(),
            aclosing(self._lines(request, attempt, place, deadline)) as lines,
        ):
            async for line in lines:
                chunk = read_line(line, place)
                yield chunk
                if chunk.stats is not None:
                    await drain(lines)
                    return
        raise failures.incomplete(place)

    async def _lines(
        self, request: httpx.Request, attempt: Attempt, place: Place, deadline: float
    ) -> AsyncGenerator[bytes, None]:
        response = await self._open(request, attempt.first_token_s + attempt.load_s + attempt.connect_s, place)
        try:
            if response.status_code != httpx.codes.OK:
                raise await self._status_error(response, place)
            if "json" not in response.headers.get("content-type", ""):
                raise failures.not_ollama(place)
            async for line in split_lines(response.aiter_bytes(), place, attempt.idle_s, deadline):
                yield line
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place, has_begun=True) from error
        finally:
            await response.aclose()

    async def _open(self, request: httpx.Request, limit_s: float, place: Place) -> httpx.Response:
        """Sends the request and waits for the status line, which comes with the first token."""
        try:
            async with asyncio.timeout(limit_s):
                return await self._client(place).send(request, stream=True)
        except TimeoutError:
            raise failures.silent(place, limit_s) from None
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from error

    async def _json(
        self,
        method: str,
        place: Place,
        path: str,
        read: Callable[[Any], T],
        limit_s: float = PROBE_LIMIT_S,
        body: object = None,
    ) -> T:
        content = None if body is None else msgspec.json.encode(body)
        try:
            async with asyncio.timeout(limit_s):
                request = self._client(place).build_request(
                    method, path, content=content, timeout=httpx.Timeout(None, connect=PROBE_LIMIT_S * 0.75)
                )
                response = await self._client(place).send(request, stream=True)
                try:
                    if response.status_code != httpx.codes.OK:
                        raise await self._status_error(response, place)
                    payload = await read_capped(response, place)
                finally:
                    await response.aclose()
        except TimeoutError:
            raise failures.silent(place, limit_s) from None
        except httpx.HTTPError as error:
            raise failures.from_transport(error, place) from error
        try:
            return read(msgspec.json.decode(payload))
        except UNREADABLE:
            raise failures.not_ollama(place) from None

    async def _status_error(self, response: httpx.Response, place: Place) -> BackendError:
        payload = await read_capped(response, place)
        return failures.from_status(response.status_code, response.headers.get("content-type", ""), payload, place)

    def _url(self, host: str) -> str:
        known = self._hosts.get(host)
        if known is None:
            raise BackendError(FailureKind.UNREACHABLE, f"No machine is named {host}.", "Check [hosts].", host=host)
        return known.url

    def _probe(self, place: Place) -> LivenessProbe:
        probe = self._probes.get(place.host)
        if probe is None:
            if not LivenessProbe.can_probe(place.url):
                raise OddReplyError
            name = place.host
            headers = self._hosts[name].headers
            probe = self._probes[name] = LivenessProbe(place.url, headers, lambda: self.on_connection_lost(name))
        return probe

    def _close_probes(self) -> None:
        probes, self._probes = list(self._probes.values()), {}
        for probe in probes:
            probe.close()

    def _client(self, place: Place) -> httpx.AsyncClient:
        try:
            return self._clients.of(place.host, place.url, self._hosts[place.host].headers)
        except (httpx.InvalidURL, ValueError) as error:  # ValueError: a header that is no text
            raise failures.from_transport(error, place) from error


def as_connect_error(error: OSError) -> httpx.ConnectError:
    """The failure as httpx reports it, so that there is one place that knows what it means (``failures``)."""
    wrapped = httpx.ConnectError(str(error))
    wrapped.__cause__ = error
    return wrapped
