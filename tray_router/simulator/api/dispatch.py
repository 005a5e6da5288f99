"""From method and path to the call that answers, after all that stands before it: proxies, keys, Host, Origin.

Rule: whatever a call raises as ``ApiError`` becomes a reply here and only here. Source: Ollama contract, sections
1 and 7. Runs in the loop's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from tray_router.simulator import gojson
from tray_router.simulator.api import embed, listing, native, openai
from tray_router.simulator.api.errors import HTML, JSON_PLAIN, JSON_UTF8, TEXT_PLAIN, TEXT_UTF8, ApiError
from tray_router.simulator.api.parsing import Endpoint
from tray_router.simulator.connection import Headers, HttpRequest, Reply
from tray_router.simulator.faults import Front
from tray_router.simulator.machine import Machine
from tray_router.simulator.request_log import RequestRecord

Call = Callable[[HttpRequest, Reply, RequestRecord], Awaitable[None]]

_ROOT_TEXT = b"Ollama is running"
_FRONT_STATUS = {
    Front.LOGIN_PAGE: 200,
    Front.UNAUTHORIZED: 401,
    Front.FORBIDDEN: 403,
    Front.TOO_LARGE: 413,
    Front.BAD_GATEWAY: 502,
    Front.GATEWAY_TIMEOUT: 504,
}
_OWN_ORIGINS = re.compile(
    r"https?://(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?|(app|file|tauri|vscode-webview|vscode-file)://.*"
)
_OWN_SUFFIXES = (".local", ".localhost", ".internal")


class Api:
    """All calls of one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._stale_ps: dict[str, Any] | None = None
        self._calls: dict[str, dict[str, Call]] = {
            "/": {"GET": self._root, "HEAD": self._root},
            "/api/version": {"GET": self._version, "HEAD": self._version},
            "/api/status": {"GET": self._status},
            "/api/tags": {"GET": self._tags, "HEAD": self._tags},
            "/api/ps": {"GET": self._ps},
            "/api/show": {"POST": self._show},
            "/api/chat": {"POST": self._chat},
            "/api/generate": {"POST": self._generate},
            "/api/embed": {"POST": self._embed},
            "/v1/models": {"GET": self._openai_models},
            "/v1/chat/completions": {"POST": self._openai_chat},
        }

    async def handle(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        """Answer one request, whatever it is."""
        if await self._is_stopped_in_front(request, reply):
            return
        call = await self._call_for(request, reply)
        if call is None:
            return
        try:
            await call(request, reply, record)
        except ApiError as error:
            await reply.send(error.status, gojson.encode(error.body), [("Content-Type", error.content_type)])

    def note_stale(self) -> None:
        """Remember, or forget, what ``/api/ps`` goes on saying. Called after every change of the faults."""
        if not self._machine.faults.ps_stale:
            self._stale_ps = None
        elif self._stale_ps is None:
            self._stale_ps = listing.loaded(self._machine)

    # --- before any call

    async def _is_stopped_in_front(self, request: HttpRequest, reply: Reply) -> bool:
        faults = self._machine.faults
        if faults.front is Front.NOT_OLLAMA:
            await reply.send(404, b'{"detail":"Not Found"}', [("Content-Type", JSON_PLAIN)])
        elif faults.front is not Front.NONE:
            status = _FRONT_STATUS[faults.front]
            page = f"<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>\n"
            await reply.send(status, page.encode(), [("Content-Type", HTML)])
        elif faults.auth_token and request.headers.get("authorization") != f"Bearer {faults.auth_token}":
            headers = [("Content-Type", JSON_PLAIN), ("WWW-Authenticate", "Bearer")]
            await reply.send(401, b'{"error":"unauthorized"}', headers)
        elif not self._is_welcome(request):
            await reply.send(403)
        else:
            return False
        return True

    def _is_welcome(self, request: HttpRequest) -> bool:
        origin = request.headers.get("origin")
        if origin is not None and not _OWN_ORIGINS.fullmatch(origin):
            return False
        if not _is_loopback(self._machine.settings.ollama_host):
            return True
        return _is_own_host(request.headers.get("host", ""))

    async def _call_for(self, request: HttpRequest, reply: Reply) -> Call | None:
        path = request.path
        methods = self._calls.get(path)
        if methods is None and path.startswith("/v1/models/"):
            methods = {"GET": self._openai_model}
        if methods is None:
            shorter = path.rstrip("/")
            if shorter != path and shorter in self._calls:
                await reply.send(301 if request.method == "GET" else 307, b"", [("Location", shorter)])
            else:
                await reply.send(404, b"404 page not found", [("Content-Type", TEXT_PLAIN)])
            return None
        call = methods.get(request.method)
        if call is None:
            headers = [("Content-Type", TEXT_PLAIN), ("Allow", ", ".join(methods))]
            await reply.send(405, b"405 method not allowed", headers)
        return call

    # --- calls

    async def _root(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await reply.send(200, _ROOT_TEXT, _with_origin(request, TEXT_UTF8))

    async def _version(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, listing.version(self._machine))

    async def _status(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, listing.cloud_status(self._machine))

    async def _tags(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, listing.tags(self._machine))

    async def _ps(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        faults = self._machine.faults
        await self._machine.wait_while(lambda: faults.ps_block)
        if faults.ps_delay_s > 0:
            await asyncio.sleep(faults.ps_delay_s)
        stale = self._stale_ps
        await _send_json(request, reply, listing.loaded(self._machine) if stale is None else stale)

    async def _show(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, listing.show(self._machine, request.body, record))

    async def _chat(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await native.serve_native(self._machine, Endpoint.CHAT, request.body, reply, record)

    async def _generate(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await native.serve_native(self._machine, Endpoint.GENERATE, request.body, reply, record)

    async def _embed(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, await embed.embed(self._machine, request.body))

    async def _openai_chat(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await openai.serve_openai(self._machine, request.body, reply, record)

    async def _openai_models(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        await _send_json(request, reply, listing.openai_models(self._machine), JSON_PLAIN)

    async def _openai_model(self, request: HttpRequest, reply: Reply, record: RequestRecord) -> None:
        name = request.path.removeprefix("/v1/models/")
        await _send_json(request, reply, openai.one_model(self._machine, name), JSON_PLAIN)


def _with_origin(request: HttpRequest, content_type: str) -> Headers:
    headers = [("Content-Type", content_type)]
    if origin := request.headers.get("origin"):
        headers += [("Access-Control-Allow-Origin", origin), ("Vary", "Origin")]
    return headers


async def _send_json(request: HttpRequest, reply: Reply, value: Any, content_type: str = JSON_UTF8) -> None:
    await reply.send(200, gojson.encode(value), _with_origin(request, content_type))


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(address).is_loopback
    return False


@lru_cache(maxsize=256)
def _is_own_host(header: str) -> bool:
    """Whether a Host header names this machine or its neighbourhood (section 7)."""
    bracketed = re.fullmatch(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?", header)
    name = bracketed[1] if bracketed else header.rpartition(":")[0] or header
    name = name.lower()
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(name)
        return address.is_loopback or address.is_private or address.is_unspecified
    return name in ("", "localhost", socket.gethostname().lower()) or name.endswith(_OWN_SUFFIXES)
