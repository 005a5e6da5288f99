"""``/api/chat`` and ``/api/generate``: NDJSON or one JSON object.

Rule: the first line is what starts the reply; a stream that fails after it ends with an error line or silently,
never with another status (contract, section 1). Runs in the loop's thread.
"""

from __future__ import annotations

import contextlib
from typing import Any

from tray_router.model import Capability
from tray_router.simulator import gojson
from tray_router.simulator.answers import split_tokens
from tray_router.simulator.api.cloud import check_cloud, check_remote, cloud_model
from tray_router.simulator.api.collecting import collect, hangs_up
from tray_router.simulator.api.errors import JSON_PLAIN, JSON_UTF8, NDJSON, ApiError, StreamFailure
from tray_router.simulator.api.generation import Events, Final, Piece, generate, generate_remotely
from tray_router.simulator.api.parsing import Ask, Endpoint, check_suffixes, native_ask
from tray_router.simulator.connection import Reply
from tray_router.simulator.faults import Ending
from tray_router.simulator.machine import Machine, is_cloud_name, is_valid_name
from tray_router.simulator.request_log import RequestRecord
from tray_router.simulator.settings import SimulatedModel

_FAMILIAR_ENDPOINT = {Endpoint.CHAT: "chat", Endpoint.GENERATE: "generate", Endpoint.OPENAI: "chat"}
_SMALLEST_TOKEN_ID = 100


async def serve_native(machine: Machine, endpoint: Endpoint, body: bytes, reply: Reply, record: RequestRecord) -> None:
    """Answer one request of ``/api/chat`` or ``/api/generate``.

    Raises:
        ApiError: nothing has been sent.
    """
    ask = native_ask(endpoint, body)
    try:
        model = resolve(machine, ask, record)
        if model is None:
            return await _send_unloaded(reply, ask)
        events = open_events(machine, model, ask)
        async with contextlib.aclosing(events):
            shape = _Shape(ask, model)
            if ask.stream and ask.turns and not ask.renders_only:
                await _stream(events, shape, reply, record)
            else:
                await _collect(events, shape, reply, record)
    except ApiError as error:
        if error.is_runners and ask.stream:
            error.content_type = JSON_PLAIN
        raise


def resolve(machine: Machine, ask: Ask, record: RequestRecord) -> SimulatedModel | None:
    """The model that is to answer; None after an unload.

    Raises:
        ApiError: no such model, it cannot do that, or it may not be asked.
    """
    check_suffixes(ask.name)
    if is_cloud_name(ask.name):
        check_cloud(machine, record)
        return cloud_model(ask.name)
    model = _local(machine, ask)
    if model.is_remote:
        check_remote(machine, model, record)
        return model
    _check_abilities(model, ask)
    if not ask.turns and ask.keep_alive_s == 0:
        machine.scheduler.expire(model)
        return None
    return model


def open_events(machine: Machine, model: SimulatedModel, ask: Ask) -> Events:
    """The events of the answer; the faults of the moment go with them."""
    faults = machine.faults.take(model.canonical_name)
    return (generate_remotely if model.is_remote else generate)(machine, model, ask, faults)


def _local(machine: Machine, ask: Ask) -> SimulatedModel:
    if not ask.name:
        if ask.endpoint is Endpoint.GENERATE:
            raise ApiError(404, "model '' not found")
        raise ApiError(400, "model is required")
    if not is_valid_name(ask.name.removesuffix(":local")):
        raise ApiError(400, "invalid model name")
    model = machine.find(ask.name)
    if model is None:
        raise ApiError(404, f"model '{ask.name}' not found")
    return model


def _check_abilities(model: SimulatedModel, ask: Ask) -> None:
    if ask.think and not model.can(Capability.THINKING):
        raise ApiError(400, f'"{ask.name}" does not support thinking')
    if not model.can(Capability.COMPLETION):
        raise ApiError(400, f'"{ask.name}" does not support {_FAMILIAR_ENDPOINT[ask.endpoint]}')
    if ask.has_tools and not model.can(Capability.TOOLS):
        raise ApiError(400, f"{model.registry_name} does not support tools")
    if ask.suffix and not model.can(Capability.INSERT):
        raise ApiError(400, f"{model.registry_name} does not support insert")


class _Shape:
    """How one reply's objects look."""

    def __init__(self, ask: Ask, model: SimulatedModel) -> None:
        self._ask = ask
        self._is_chat = ask.endpoint is Endpoint.CHAT
        self._head: dict[str, Any] = {"model": ask.name}
        if model.is_remote:
            self._head |= {"remote_model": model.remote_model, "remote_host": model.remote_host}

    def line(self, text: str, thinking: str = "") -> dict[str, Any]:
        """An object that does not end the reply."""
        return {**self._start(text, thinking), "done": False, **self._probabilities(thinking + text)}

    def last(self, final: Final, text: str = "", thinking: str = "") -> dict[str, Any]:
        """The object that ends it; with the whole answer when nothing was streamed."""
        if final.rendered is not None:
            empty = {"message": {"role": "", "content": ""}} if self._is_chat else {"response": ""}
            debug = {"rendered_template": final.rendered}
            return {**self._head, "created_at": gojson.timestamp(), **empty, "done": False, "_debug_info": debug}
        end = {**self._start(text, thinking), "done": True, "done_reason": final.done_reason}
        has_context = not self._is_chat and not self._ask.raw and final.figures.prompt_tokens
        if has_context:
            tokens = final.figures.prompt_tokens + final.figures.answer_tokens
            end["context"] = [_SMALLEST_TOKEN_ID + number for number in range(tokens)]
        return {**end, **final.figures.as_json(), **self._probabilities(thinking + text)}

    def _start(self, text: str, thinking: str) -> dict[str, Any]:
        start = {**self._head, "created_at": gojson.timestamp()}
        thought = {"thinking": thinking} if thinking else {}
        if self._is_chat:
            return {**start, "message": {"role": "assistant", "content": text, **thought}}
        return {**start, "response": text, **thought}

    def _probabilities(self, text: str) -> dict[str, Any]:
        if not self._ask.logprobs or not text:
            return {}
        tokens = split_tokens(text)
        return {"logprobs": [{"token": t, "logprob": -0.5, "bytes": list(t.encode())} for t in tokens]}


async def _stream(events: Events, shape: _Shape, reply: Reply, record: RequestRecord) -> None:
    async def put(value: dict[str, Any]) -> None:
        line = gojson.encode(value) + b"\n"
        if reply.status is None:
            await reply.start(200, [("Content-Type", NDJSON)], line)
        else:
            await reply.write(line)

    try:
        async for event in events:
            if isinstance(event, Piece):
                record.tokens_sent += 1
                await put(shape.line("", event.text) if event.is_thinking else shape.line(event.text))
            else:
                await put(shape.last(event))
    except StreamFailure as failure:
        if hangs_up(reply, failure):
            return
        if failure.text and reply.status is None:
            raise ApiError(500, failure.text, is_runners=True) from failure
        if failure.text:
            await put({"error": failure.text})
        elif reply.status is None:
            await reply.start(200, [("Content-Type", NDJSON)])
        if failure.ending is Ending.GARBAGE:
            await reply.write(b"\x00<garbage>\n")
    await reply.finish()


async def _collect(events: Events, shape: _Shape, reply: Reply, record: RequestRecord) -> None:
    found = await collect(events, record)
    failure = found.failure
    if failure is not None and hangs_up(reply, failure):
        return
    status, body = 200, b""
    if found.final is not None:
        body = gojson.encode(shape.last(found.final, found.text, found.thinking))
    elif failure is not None and failure.text:
        status, body = 500, gojson.encode({"error": failure.text})
    elif failure is not None and failure.ending is Ending.GARBAGE:
        body = b"\x00<garbage>"
    else:
        body = gojson.encode(shape.line(found.text, found.thinking))
    await reply.send(status, body, [("Content-Type", JSON_UTF8)])


async def _send_unloaded(reply: Reply, ask: Ask) -> None:
    shape = _Shape(ask, SimulatedModel(ask.name))
    await reply.send(200, gojson.encode(shape.last(Final("unload"))), [("Content-Type", JSON_UTF8)])
