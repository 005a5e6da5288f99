"""Looks at one machine step by step, from its name to one token: what works, how long it took, what to do if not.

Rule: each step needs the one before, so the first that fails ends the look, with a hint of its own. Only the last step
makes the machine work: one token of the smallest chat model, one that is in memory if there is any. Runs in any loop;
needs no daemon.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tray_router.backends.http import httpx, new_client
from tray_router.backends.ollama import failures, replies
from tray_router.backends.ollama.client import OllamaHost, as_connect_error
from tray_router.backends.ollama.failures import Place
from tray_router.errors import BackendError, FailureKind
from tray_router.model import InstalledModel, LoadedModel, canonical_model_name
from tray_router.model.kinds import Kind, kind_of

NAME_LIMIT_S = 5.0
CONNECT_LIMIT_S = 3.0
REPLY_LIMIT_S = 6.0
WARM_LIMIT_S = 60.0
COLD_LIMIT_S = 600.0  # a large model from a slow disk (Ollama contract, sections 1 and 9)
SLOW_NAME_S = 0.5
_PORTS = {"http": 80, "https": 443}
_GB = 1e9
_SHOWN_MODELS = 3


class Step(StrEnum):
    """In their order; the value is the word for people."""

    NAME = "name"
    TCP = "TCP"
    TLS = "TLS"
    HTTP = "HTTP"
    OLLAMA = "Ollama"
    MODELS = "models"
    TOKEN = "a token"  # noqa: S105 - of a model


@dataclass(frozen=True, slots=True)
class StepResult:
    """How one step went.

    Attributes:
        seconds: what it took.
        detail: what was found, or what went wrong; one sentence.
        hint: what to do; empty unless it failed or is unusual.
    """

    step: Step
    works: bool
    seconds: float
    detail: str
    hint: str = ""


Progress = Callable[[str], None]
"""Told what is being waited for when that may take long."""


async def check_up(host: OllamaHost, progress: Progress = lambda text: None) -> AsyncGenerator[StepResult, None]:
    """Looks at the machine.

    Yields:
        A result per step; after one that failed there are no more.
    """
    look = _Look(host, progress)
    for step, run in look.steps():
        started = time.monotonic()
        try:
            detail, hint = await run()
        except BackendError as error:
            yield StepResult(step, False, time.monotonic() - started, error.title, error.hint)
            return
        yield StepResult(step, True, time.monotonic() - started, detail, hint)


class _Look:
    """What the steps find out for one another."""

    def __init__(self, host: OllamaHost, progress: Progress) -> None:
        parts = urlsplit(host.url)
        self._host = host
        self._progress = progress
        self._place = Place(host.name, host.url)
        self._scheme = parts.scheme
        self._machine = parts.hostname or ""
        self._port = parts.port or _PORTS.get(parts.scheme, 80)
        self._addresses: list[str] = []
        self._reply: httpx.Response | None = None
        self._installed: tuple[InstalledModel, ...] = ()
        self._loaded: tuple[LoadedModel, ...] = ()

    def steps(self) -> list[tuple[Step, Callable[[], Any]]]:
        tls = [(Step.TLS, self._tls)] if self._scheme == "https" else []
        return [
            (Step.NAME, self._name),
            (Step.TCP, self._tcp),
            *tls,
            (Step.HTTP, self._http),
            (Step.OLLAMA, self._ollama),
            (Step.MODELS, self._models),
            (Step.TOKEN, self._token),
        ]

    async def _name(self) -> tuple[str, str]:
        with suppress(ValueError):
            ipaddress.ip_address(self._machine)
            self._addresses = [self._machine]
            return f"{self._machine} is an address; there is nothing to look up.", ""
        started = time.monotonic()
        try:
            async with asyncio.timeout(NAME_LIMIT_S):
                found = await asyncio.get_running_loop().getaddrinfo(self._machine, self._port, type=socket.SOCK_STREAM)
        except TimeoutError:
            raise self._failed(
                FailureKind.UNREACHABLE,
                f"The name {self._machine} was not answered for within {NAME_LIMIT_S:.0f} s.",
                "Use its IP address in the settings, or look at the DNS server of this network.",
            ) from None
        except OSError:
            raise self._failed(
                FailureKind.UNREACHABLE,
                f"Nobody knows the name {self._machine}.",
                "Check the spelling; names ending in .local need mDNS (Avahi, Bonjour) on both computers. "
                "An IP address always works.",
            ) from None
        self._addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        is_slow = time.monotonic() - started > SLOW_NAME_S
        hint = "Looking up the name is slow; an IP address in the settings would save that time." if is_slow else ""
        return f"{self._machine} is {', '.join(self._addresses)}.", hint

    async def _tcp(self) -> tuple[str, str]:
        writer = await self._connected()
        peer = writer.get_extra_info("peername")
        await _hang_up(writer)
        return f"{peer[0]} takes connections on port {self._port}.", ""

    async def _tls(self) -> tuple[str, str]:
        from tray_router.backends.http.over_tls import shake_hands

        try:
            version = await shake_hands(self._machine, self._port, CONNECT_LIMIT_S)
        except httpx.HTTPError as error:
            raise failures.from_transport(error, self._place) from error
        return f"{version}, and the certificate is valid for {self._machine}.", ""

    async def _connected(self) -> asyncio.StreamWriter:
        """A connection, or the failure in the words that a question would have met."""
        try:
            async with asyncio.timeout(CONNECT_LIMIT_S):
                _, writer = await asyncio.open_connection(self._machine, self._port)
                return writer
        except TimeoutError:
            raise failures.from_transport(httpx.ConnectTimeout(""), self._place) from None
        except OSError as error:
            raise failures.from_transport(as_connect_error(error), self._place) from error

    async def _http(self) -> tuple[str, str]:
        self._reply = await self._request("GET", "/api/version", REPLY_LIMIT_S)
        status, phrase = self._reply.status_code, self._reply.reason_phrase
        server = self._reply.headers.get("server", "")
        return f"{self._reply.http_version} {status} {phrase}{f' from {server}' if server else ''}.".strip(), ""

    async def _ollama(self) -> tuple[str, str]:
        version = self._read(self._reply, replies.read_version)
        if "simulated" in version:
            return f"Ollama {version}: this machine is simulated.", ""
        return f"Ollama {version}.", ""

    async def _models(self) -> tuple[str, str]:
        self._installed = self._read(await self._request("GET", "/api/tags", REPLY_LIMIT_S), replies.read_tags)
        with suppress(BackendError):  # it can block while memory is being freed; the token tells more
            self._loaded = self._read(await self._request("GET", "/api/ps", REPLY_LIMIT_S), replies.read_ps)
        if not self._installed:
            raise self._failed(
                FailureKind.MODEL_MISSING,
                f"{self._host.name} has no model.",
                "Install one there, e.g. `ollama pull qwen3:4b`.",
            )
        count = len(self._installed)
        said = f"{count} model{'s' if count > 1 else ''}"
        return f"{said}; {_in_memory(self._loaded)}.", ""

    async def _token(self) -> tuple[str, str]:
        model, loaded = self._choice()
        if loaded is None:
            self._progress(f"loading {model.name} ({model.size_bytes / _GB:.1f} GB), which may take a while")
        body: dict[str, Any] = {
            "model": model.name,
            "messages": [{"role": "user", "content": "Say yes."}],
            "stream": False,
            "truncate": False,
            "think": False,
            "options": {"num_predict": 1},
        }
        if loaded is not None and loaded.context_length:
            body["options"]["num_ctx"] = loaded.context_length  # another value would load it again
        place = Place(self._host.name, self._host.url, model.name)
        limit_s = COLD_LIMIT_S if loaded is None else WARM_LIMIT_S
        started = time.monotonic()
        reply = await self._request("POST", "/api/chat", limit_s, body, place)
        chunk = self._read(reply, replies.read_chunk, place)
        if chunk.stats is None:
            raise failures.incomplete(place)
        seconds = time.monotonic() - started
        if loaded is not None:
            return f"{model.name} answered; it was in memory.", ""
        load_s = chunk.stats.load_s or seconds
        return f"{model.name} answered; {load_s:.1f} s of that went into loading it.", ""

    def _choice(self) -> tuple[InstalledModel, LoadedModel | None]:
        """The smallest chat model in memory, else the smallest on disk."""
        chat = [m for m in self._installed if not m.is_remote and kind_of(m).kind is not Kind.NO_CHAT]
        if not chat:
            raise self._failed(
                FailureKind.MODEL_MISSING,
                f"{self._host.name} has no model that answers questions.",
                "Install one there, e.g. `ollama pull qwen3:4b`.",
            )
        loaded = {canonical_model_name(m.name): m for m in self._loaded}
        warm = [m for m in chat if canonical_model_name(m.name) in loaded]
        smallest = min(warm or chat, key=lambda m: (m.size_bytes, m.name))
        return smallest, loaded.get(canonical_model_name(smallest.name))

    async def _request(
        self, method: str, path: str, limit_s: float, body: object = None, place: Place | None = None
    ) -> httpx.Response:
        where = place or self._place
        content = None if body is None else msgspec.json.encode(body)
        try:
            async with asyncio.timeout(limit_s), new_client(self._host.url, self._host.headers) as client:
                return await client.request(method, path, content=content, timeout=httpx.Timeout(None))
        except TimeoutError:
            raise failures.silent(where, limit_s) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise failures.from_transport(error, where) from error

    def _read(self, reply: httpx.Response | None, read: Callable[[Any], Any], place: Place | None = None) -> Any:
        where = place or self._place
        if reply is None:
            raise failures.not_ollama(where)
        if reply.status_code != httpx.codes.OK:
            raise failures.from_status(reply.status_code, reply.headers.get("content-type", ""), reply.content, where)
        try:
            return read(msgspec.json.decode(reply.content))
        except (ValueError, msgspec.DecodeError, RecursionError):
            raise failures.not_ollama(where) from None

    def _failed(self, kind: FailureKind, title: str, hint: str) -> BackendError:
        return BackendError(kind, title, hint, host=self._host.name)


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


def _in_memory(loaded: tuple[LoadedModel, ...]) -> str:
    if not loaded:
        return "none is in memory"
    names = ", ".join(model.name for model in loaded[:_SHOWN_MODELS])
    more = f" and {len(loaded) - _SHOWN_MODELS} more" if len(loaded) > _SHOWN_MODELS else ""
    return f"in memory: {names}{more}"
