"""A simulated cloud service on loopback that speaks OpenAI's chat protocol and keeps everything it was sent.

Rules: it knows what it would have charged, so that budgets can be held against it; faults are set before a request and
hold until they are changed. It lives on one event loop; ``sent`` may be read from any thread.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from tray_router.simulator.connection import Headers, HttpRequest, Reply
from tray_router.simulator.listener import Listener, Reach

_JSON: Headers = [("Content-Type", "application/json")]
_EVENTS: Headers = [("Content-Type", "text/event-stream; charset=utf-8")]
_BYTES_PER_TOKEN = 4
_USD_PER_MILLION = 1e6


class Ending(StrEnum):
    """How a stream ends."""

    DONE = "done"
    NO_DONE = "no-done"  # the connection ends without [DONE]
    CUT = "cut"  # torn down in the middle
    ERROR = "error"  # an error event in the middle, as OpenRouter sends it
    HANG = "hang"  # silence in the middle


class UsageReport(StrEnum):
    """What the last chunk says of the tokens."""

    RIGHT = "right"
    MISSING = "missing"
    ZERO = "zero"
    HUGE = "huge"
    WITH_COST = "with-cost"  # OpenRouter's form


@dataclass(slots=True)
class CloudFaults:
    """What is wrong with the service; assign to its fields.

    Attributes:
        status: answer every chat with this status and ``body``; 0 for none.
        retry_after: value of the header of that name.
        refused_option: an option that is answered with OpenAI's 400.
        first_token_s: silence before the first word.
    """

    status: int = 0
    body: Any = None
    content_type: str = "application/json"
    retry_after: str = ""
    refused_option: str = ""
    ending: Ending = Ending.DONE
    usage: UsageReport = UsageReport.RIGHT
    first_token_s: float = 0.0
    error_event: dict[str, Any] = field(
        default_factory=lambda: {"error": {"code": 502, "message": "upstream failed", "metadata": {}}}
    )


@dataclass(frozen=True, slots=True)
class SentChat:
    """One chat as it arrived: headers in lower case, the body as bytes and decoded."""

    headers: dict[str, str]
    raw: bytes
    body: dict[str, Any]

    @property
    def prompt_tokens(self) -> int:
        """As the service counts them: one per four bytes of all contents."""
        contents = json.dumps([message.get("content") for message in self.body.get("messages", ())], ensure_ascii=False)
        return max(1, len(contents.encode()) // _BYTES_PER_TOKEN)

    @property
    def max_tokens(self) -> int | None:
        """The bound on the answer, under either name."""
        limit = self.body.get("max_completion_tokens", self.body.get("max_tokens"))
        return limit if isinstance(limit, int) else None


Script = Callable[[SentChat], tuple[str, ...]]
"""The words of the answer to one chat."""


def _echo_nothing(chat: SentChat) -> tuple[str, ...]:
    del chat
    return ("It ", "is ", "so ", "because ", "the ", "earth ", "turns ", "once ", "a ", "day.")


class SimulatedCloud:
    """The service. Use it as an async context manager.

    Attributes:
        models: what ``GET /v1/models`` lists; a chat with another is answered with 404.
        key: what must come as ``Authorization: Bearer``; empty for none.
        sent: every chat, in order.
        charged_usd: what it would have taken so far, at ``price`` (input, output) US dollars per million tokens.
        thinking: sent before the answer as ``reasoning_content``.
    """

    def __init__(
        self, models: tuple[str, ...] = ("big-model",), *, key: str = "", price: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        self.models = models
        self.key = key
        self.price = price
        self.faults = CloudFaults()
        self.script: Script = _echo_nothing
        self.thinking: tuple[str, ...] = ()
        self.sent: list[SentChat] = []
        self.raw: list[bytes] = []
        self.charged_usd = 0.0
        self.open_streams = 0
        self._listener = Listener(self._handle, "127.0.0.1", 0)

    @property
    def url(self) -> str:
        """Base URL with the version, as settings hold it."""
        return f"http://127.0.0.1:{self._listener.port}/v1"

    async def __aenter__(self) -> Self:
        self._listener.reserve()
        self._listener.switch(Reach.UP)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._listener.aclose()

    async def _handle(self, request: HttpRequest, reply: Reply) -> None:
        self.raw.append(request.target.encode() + repr(sorted(request.headers.items())).encode() + request.body)
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return await _refuse(reply, 401, {"message": "Incorrect API key provided.", "code": "invalid_api_key"})
        if request.method == "GET" and request.path == "/v1/models":
            listed = [{"id": name, "object": "model"} for name in self.models]
            return await reply.send(200, json.dumps({"object": "list", "data": listed}).encode(), _JSON)
        if request.method == "POST" and request.path == "/v1/chat/completions":
            return await self._chat(request, reply)
        return await _refuse(reply, 404, {"message": "Unknown request URL.", "code": "unknown_url"})

    async def _chat(self, request: HttpRequest, reply: Reply) -> None:
        chat = SentChat(request.headers, request.body, json.loads(request.body))
        self.sent.append(chat)
        faults = self.faults
        if faults.status:
            headers = [("Content-Type", faults.content_type)]
            headers += [("Retry-After", faults.retry_after)] if faults.retry_after else []
            body = faults.body if isinstance(faults.body, bytes) else json.dumps(faults.body).encode()
            return await reply.send(faults.status, body, headers)
        if faults.refused_option and faults.refused_option in chat.body:
            name = faults.refused_option
            text = f"Unsupported parameter: '{name}' is not supported with this model."
            return await _refuse(reply, 400, {"message": text, "code": "unsupported_parameter", "param": name})
        if chat.body.get("model") not in self.models:
            return await _refuse(reply, 404, {"message": "The model does not exist.", "code": "model_not_found"})
        self.open_streams += 1
        try:
            await self._stream(chat, reply)
        finally:
            self.open_streams -= 1
        return None

    async def _stream(self, chat: SentChat, reply: Reply) -> None:
        faults = self.faults
        words, is_cut = self.script(chat), False
        if chat.max_tokens is not None and len(words) + len(self.thinking) > chat.max_tokens:
            words, is_cut = words[: max(0, chat.max_tokens - len(self.thinking))], True
        answer_tokens = len(self.thinking) + len(words)
        self.charged_usd += self._price(chat.prompt_tokens, answer_tokens)
        await reply.start(200, _EVENTS, b": waiting\n\n")
        if faults.first_token_s:
            await asyncio.sleep(faults.first_token_s)
        for thought in self.thinking:
            await _put(reply, {"choices": [{"index": 0, "delta": {"reasoning_content": thought}}]})
        for number, word in enumerate(words):
            if number == len(words) // 2 and await self._spoiled(reply):
                return
            await _put(reply, {"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]})
        reason = "length" if is_cut else "stop"
        await _put(reply, {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if chat.body.get("stream_options", {}).get("include_usage"):
            await self._put_usage(reply, chat.prompt_tokens, answer_tokens)
        if faults.ending is not Ending.NO_DONE:
            await reply.write(b"data: [DONE]\n\n")
        await reply.finish()

    async def _spoiled(self, reply: Reply) -> bool:
        """Carries out the fault in the middle of a stream, if there is one."""
        match self.faults.ending:
            case Ending.CUT:
                reply.reset()
            case Ending.ERROR:
                await _put(reply, self.faults.error_event)
                await reply.finish()
            case Ending.HANG:
                await asyncio.Event().wait()
            case _:
                return False
        return True

    async def _put_usage(self, reply: Reply, prompt: int, answer: int) -> None:
        report = self.faults.usage
        if report is UsageReport.MISSING:
            return
        if report is UsageReport.ZERO:
            prompt, answer = 0, 0
        elif report is UsageReport.HUGE:
            prompt, answer = 10**12, 10**12
        usage: dict[str, Any] = {
            "prompt_tokens": prompt,
            "completion_tokens": answer,
            "total_tokens": prompt + answer,
        }
        if report is UsageReport.WITH_COST:
            usage["cost"] = self._price(prompt, answer)
        await _put(reply, {"choices": [], "usage": usage})

    def _price(self, prompt: int, answer: int) -> float:
        return (prompt * self.price[0] + answer * self.price[1]) / _USD_PER_MILLION


async def _put(reply: Reply, event: dict[str, Any]) -> None:
    await reply.write(b"data: " + json.dumps(event).encode() + b"\n\n")


async def _refuse(reply: Reply, status: int, error: dict[str, Any]) -> None:
    body = {"error": {"type": "invalid_request_error", "param": None, **error}}
    await reply.send(status, json.dumps(body).encode(), _JSON)
