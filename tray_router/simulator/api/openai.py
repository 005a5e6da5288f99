"""``/v1/chat/completions`` and ``/v1/models/{name}``: Ollama's OpenAI-compatible face.

Rule: errors have OpenAI's form, except those of the cloud, which stay plain; an error in the middle of a stream is
lost (an empty chunk, then the end without ``[DONE]``), as observed. Source: Ollama contract, section 1.
"""

from __future__ import annotations

import contextlib
import re
import time
from typing import Any
from urllib.parse import unquote

from tray_router.model import canonical_model_name
from tray_router.simulator import gojson
from tray_router.simulator.api.collecting import collect, hangs_up
from tray_router.simulator.api.errors import JSON_PLAIN, JSON_UTF8, ApiError, StreamFailure
from tray_router.simulator.api.generation import Events, Figures, Final, Piece
from tray_router.simulator.api.listing import openai_model
from tray_router.simulator.api.native import open_events, resolve
from tray_router.simulator.api.parsing import Ask, Endpoint
from tray_router.simulator.connection import Reply
from tray_router.simulator.machine import Machine, is_cloud_name
from tray_router.simulator.request_log import RequestRecord
from tray_router.simulator.script import Turn

_EVENT_STREAM = "text/event-stream"
_DATA_URI = re.compile(r"data:(?:image/(?:jpeg|jpg|png|webp))?;base64,")
_ERROR_KINDS = {400: "invalid_request_error", 404: "not_found_error"}
_LEVELS = ("high", "medium", "low", "max", "none")
_NO_REMOTE_IMAGES = "image URLs are not currently supported, please use base64 encoded data instead"


async def serve_openai(machine: Machine, body: bytes, reply: Reply, record: RequestRecord) -> None:
    """Answer one request of ``/v1/chat/completions``.

    Raises:
        ApiError: nothing has been sent.
    """
    data = _decoded(body)
    ask = _ask(data)
    try:
        model = resolve(machine, ask, record)
    except ApiError as error:
        raise error if is_cloud_name(ask.name) else _openai_error(error, JSON_PLAIN) from error
    if model is None:  # only an empty conversation unloads, and those were refused
        return
    chat = _Chat(ask, next(machine.chat_numbers), has_usage=_wants_usage(data))
    events = open_events(machine, model, ask)
    try:
        async with contextlib.aclosing(events):
            if ask.stream:
                await _stream(events, chat, reply, record)
            else:
                await _collect(events, chat, reply, record)
    except ApiError as error:
        raise _openai_error(error, JSON_PLAIN) from error


def one_model(machine: Machine, name: str) -> dict[str, Any]:
    """``/v1/models/{name}``. Raises ApiError (404) for an unknown one."""
    wanted = unquote(name)
    model = machine.find(wanted)
    if model is None:
        missing = ApiError(404, f"model '{canonical_model_name(wanted)}' not found")
        raise _openai_error(missing, JSON_PLAIN)
    return openai_model(model, wanted)


def _openai_error(error: ApiError, content_type: str) -> ApiError:
    kind = _ERROR_KINDS.get(error.status, "api_error")
    inner = {"message": error.text, "type": kind, "param": None, "code": None}
    return ApiError(error.status, {"error": inner}, content_type)


def _refused(message: str) -> ApiError:
    return _openai_error(ApiError(400, message), JSON_UTF8)


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        data = gojson.decode(body)
    except gojson.GoError as error:
        raise _refused(str(error)) from error
    if not isinstance(data, dict):
        kind = gojson.kind_of(data)
        raise _refused(f"json: cannot unmarshal {kind} into Go value of type openai.ChatCompletionRequest")
    return data


def _ask(data: dict[str, Any]) -> Ask:
    messages = data.get("messages")
    if not isinstance(messages, list) or not messages:
        raise _refused("[] is too short - 'messages'")
    effort = data.get("reasoning_effort") or (data.get("reasoning") or {}).get("effort")
    if effort is not None and effort not in _LEVELS:
        named = ", ".join(f'"{level}"' for level in _LEVELS[:-1])
        raise _refused(f"invalid reasoning value: '{effort}' (must be {named}, or \"none\")")
    options = {name: data[name] for name in ("temperature", "top_p", "seed") if data.get(name) is not None}
    if (limit := data.get("max_tokens") or data.get("max_completion_tokens")) is not None:
        options["num_predict"] = limit
    if (stop := data.get("stop")) is not None:
        options["stop"] = [stop] if isinstance(stop, str) else stop
    return Ask(
        endpoint=Endpoint.OPENAI,
        name=data.get("model") or "",
        turns=tuple(_turn(message) for message in messages),
        stream=data.get("stream") is True,
        options=options,
        think=None if effort is None else effort != "none",
        has_tools=bool(data.get("tools")),
    )


def _wants_usage(data: dict[str, Any]) -> bool:
    return bool((data.get("stream_options") or {}).get("include_usage"))


def _turn(message: Any) -> Turn:
    fields = message if isinstance(message, dict) else {}
    role, content = str(fields.get("role") or ""), fields.get("content")
    if content is None or isinstance(content, str):
        return Turn(role, content or "")
    if not isinstance(content, list):
        raise _refused(f"invalid message content type: {gojson.kind_of(content)}")
    texts, images = [], []
    for part in content:
        if not isinstance(part, dict) or part.get("type") not in ("text", "image_url"):
            raise _refused("invalid message format")
        if part["type"] == "text":
            texts.append(str(part.get("text") or ""))
        else:
            images.append(_image(part.get("image_url")))
    return Turn(role, "\n".join(texts), tuple(images))


def _image(value: Any) -> bytes:
    url = value.get("url") if isinstance(value, dict) else value
    if not isinstance(url, str):
        raise _refused("invalid message format")
    if url.startswith(("http://", "https://")):
        raise _refused(_NO_REMOTE_IMAGES)
    prefix = _DATA_URI.match(url)
    if prefix is None:
        raise _refused("invalid image input")
    try:
        return gojson.base64_bytes(url[prefix.end() :])
    except gojson.GoError as error:
        raise _refused("invalid message format") from error


class _Chat:
    """How one reply's objects look."""

    def __init__(self, ask: Ask, number: int, *, has_usage: bool) -> None:
        self._id = f"chatcmpl-{number % 999}"
        self._name = ask.name
        self._is_first = True
        self.has_usage = has_usage

    def chunk(self, delta: dict[str, Any], finish_reason: str | None, *, model: str | None = None) -> dict[str, Any]:
        role = {"role": "assistant"} if self._is_first else {}
        self._is_first = False
        choice = {"index": 0, "delta": {**role, **delta}, "finish_reason": finish_reason}
        return {**self._head("chat.completion.chunk", model), "choices": [choice]}

    def usage_chunk(self, figures: Figures) -> dict[str, Any]:
        return {**self._head("chat.completion.chunk"), "choices": [], "usage": _usage(figures)}

    def whole(self, text: str, thinking: str, final: Final | None) -> dict[str, Any]:
        message = {"role": "assistant", "content": text, **({"reasoning": thinking} if thinking else {})}
        reason = final.done_reason if final else None
        choice = {"index": 0, "message": message, "finish_reason": reason}
        usage = _usage(final.figures if final else Figures())
        return {**self._head("chat.completion"), "choices": [choice], "usage": usage}

    def _head(self, kind: str, model: str | None = None) -> dict[str, Any]:
        named = self._name if model is None else model
        created = int(time.time())
        return {"id": self._id, "object": kind, "created": created, "model": named, "system_fingerprint": "fp_ollama"}


def _usage(figures: Figures) -> dict[str, int]:
    total = figures.prompt_tokens + figures.answer_tokens
    return {"prompt_tokens": figures.prompt_tokens, "completion_tokens": figures.answer_tokens, "total_tokens": total}


async def _stream(events: Events, chat: _Chat, reply: Reply, record: RequestRecord) -> None:
    async def put(text: bytes) -> None:
        event = b"data: " + text + b"\n\n"
        if reply.status is None:
            await reply.start(200, [("Content-Type", _EVENT_STREAM)], event)
        else:
            await reply.write(event)

    try:
        async for event in events:
            if isinstance(event, Piece):
                record.tokens_sent += 1
                thought = {"reasoning": event.text} if event.is_thinking else {}
                content = "" if event.is_thinking else event.text
                await put(gojson.encode(chat.chunk({"content": content, **thought}, None)))
                continue
            await put(gojson.encode(chat.chunk({"content": ""}, event.done_reason)))
            if chat.has_usage:
                await put(gojson.encode(chat.usage_chunk(event.figures)))
            await put(b"[DONE]")
    except StreamFailure as failure:
        if hangs_up(reply, failure):
            return
        if failure.text:
            await put(gojson.encode(chat.chunk({"content": ""}, None, model="")))
        elif reply.status is None:
            await reply.start(200, [("Content-Type", _EVENT_STREAM)])
    await reply.finish()


async def _collect(events: Events, chat: _Chat, reply: Reply, record: RequestRecord) -> None:
    found = await collect(events, record)
    failure = found.failure
    if failure is not None and hangs_up(reply, failure):
        return
    if failure is not None and failure.text:
        raise ApiError(500, failure.text) from failure
    body = gojson.encode(chat.whole(found.text, found.thinking, found.final))
    await reply.send(200, body, [("Content-Type", JSON_PLAIN)])
