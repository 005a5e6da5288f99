"""Answers of the Ollama client, against the simulated machine over real sockets."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import aclosing

import pytest

from tests.backends.support import (
    QUESTION,
    SEER,
    TEXT,
    THINKER,
    ask,
    client_for,
    machine,
    raw_server,
    relay,
    reply,
    says,
    text_of,
)
from tests.builders import attempt, installed
from tests.loops import until
from tray_router.backends.ollama import OllamaBackend
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Capability, Message, Role
from tray_router.simulator import Outcome, SimulatedModel, long_answer


async def test_an_answer_comes_in_pieces_and_ends_with_figures() -> None:
    async with machine() as (_, backend):
        chunks = await ask(backend)
    assert text_of(chunks) == "One two three."
    assert len(chunks) > 2
    assert [chunk.stats is not None for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert all(chunk.thinking == "" for chunk in chunks)


async def test_pieces_are_passed_on_as_they_come() -> None:
    async with machine(says="a b c d e f g h") as (mac, backend):
        mac.faults.tokens_per_s = 50.0
        async with aclosing(backend.chat(attempt(), QUESTION)) as stream:
            first = await anext(stream)
            assert first.content == "a"
            assert mac.requests.questions[0].outcome is Outcome.PENDING
            assert [chunk.content async for chunk in stream][:-1] == [" b", " c", " d", " e", " f", " g", " h"]


async def test_thinking_is_kept_apart() -> None:
    async with machine(THINKER) as (mac, backend):
        chunks = await ask(backend, attempt("r1"))
        assert "".join(chunk.thinking for chunk in chunks) == "Hm. Let me see."
        assert text_of(chunks) == "One two three."
        silent = await ask(backend, attempt("r1", think=False))
        assert "".join(chunk.thinking for chunk in silent) == ""
        assert [record.body.get("think") for record in mac.requests.chats] == [None, False]


async def test_figures_are_seconds_and_the_rest_of_the_total_is_the_queue() -> None:
    last = {
        "done": True,
        "done_reason": "length",
        "message": {"role": "assistant", "content": " end"},
        "total_duration": 10_000_000_000,
        "load_duration": 4_000_000_000,
        "prompt_eval_count": 25,
        "prompt_eval_duration": 1_000_000_000,
        "eval_count": 40,
        "eval_duration": 2_000_000_000,
    }
    async with raw_server(says(reply(json.dumps(last).encode()))) as url, client_for(url) as backend:
        (chunk,) = await ask(backend)
    assert chunk.content == " end"  # the last line may carry text
    assert chunk.stats is not None
    assert (chunk.stats.total_s, chunk.stats.load_s, chunk.stats.prompt_s, chunk.stats.answer_s) == (
        10.0,
        4.0,
        1.0,
        2.0,
    )
    assert chunk.stats.queue_s == pytest.approx(3.0)
    assert (chunk.stats.prompt_tokens, chunk.stats.answer_tokens, chunk.stats.done_reason) == (25, 40, "length")
    assert chunk.stats.tokens_per_s == 20.0


async def test_waiting_for_a_slot_shows_as_queue_and_loading_as_load() -> None:
    slow = SimulatedModel("qwen3:4b", load_s=0.05, tokens_per_s=100.0)
    async with machine(slow, says="a b c d e f g h i j k l") as (_, backend):
        first, second = await asyncio.gather(ask(backend), ask(backend))
    ahead, behind = first[-1].stats, second[-1].stats
    assert ahead is not None
    assert behind is not None
    assert ahead.load_s is not None
    assert ahead.load_s >= 0.05
    assert behind.queue_s is not None
    assert ahead.queue_s is not None
    assert max(ahead.queue_s, behind.queue_s) >= 0.05
    assert min(ahead.queue_s, behind.queue_s) < max(ahead.queue_s, behind.queue_s)


async def test_stopping_closes_the_stream_and_the_machine_notices() -> None:
    async with machine() as (mac, backend):
        mac.answers = long_answer(5_000)
        mac.faults.tokens_per_s = 100.0
        stream = backend.chat(attempt(), QUESTION)
        assert (await anext(stream)).content
        await stream.aclose()
        (record,) = mac.requests.questions
        await until(lambda: record.outcome is Outcome.CLIENT_GONE)
        assert record.tokens_sent < 100


async def test_stopping_before_the_first_token_is_noticed_too() -> None:
    async with machine() as (mac, backend):
        mac.faults.hang = True
        task = asyncio.create_task(ask(backend))
        await until(lambda: mac.requests.questions)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (record,) = mac.requests.questions
        await until(lambda: record.outcome is Outcome.CLIENT_GONE)
        assert record.status == 499


async def test_one_connection_serves_many_requests() -> None:
    async with machine() as (mac, _), relay(mac.url) as (url, made), client_for(url) as backend:
        for _round in range(3):
            await backend.version("mac")
            await backend.installed_models("mac")
            await ask(backend)
            with pytest.raises(BackendError):
                await ask(backend, attempt("nobody"))
        assert mac.requests.total == 12
        assert len(made) == 2  # one of them for the liveness probe alone


async def test_what_is_sent() -> None:
    async with machine(SEER) as (mac, backend):
        picture = bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
            "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
        before = (Message(Role.USER, "first"), Message(Role.ASSISTANT, "answer"))
        messages = (*before, Message(Role.USER, "and this?", (picture,)))
        await ask(backend, attempt("llava", num_ctx=8_192, think=None), messages)
        (record,) = mac.requests.chats
    assert record.headers["content-type"] == "application/json"
    assert record.body == {
        "model": "llava",
        "messages": [
            {"role": "user", "content": "first"},
            {"role": "assistant", "content": "answer"},
            {"role": "user", "content": "and this?", "images": [base64.b64encode(picture).decode()]},
        ],
        "stream": True,
        "truncate": False,
        "options": {"num_ctx": 8_192},
    }
    assert record.images == (picture,)


async def test_two_questions_with_the_loaded_context_load_once() -> None:
    async with machine() as (mac, backend):
        await ask(backend, attempt(num_ctx=8_192))
        (loaded,), runners = await backend.loaded_models("mac"), mac.scheduler.runners
        assert (loaded.name, loaded.context_length) == ("qwen3:4b", 8_192)
        await ask(backend, attempt(num_ctx=loaded.context_length))
        assert mac.scheduler.runners == runners
        await ask(backend, attempt(num_ctx=4_096))
        assert mac.scheduler.runners != runners


async def test_a_long_answer_is_whole_and_in_order() -> None:
    async with machine() as (mac, backend):
        mac.answers = long_answer(5_000)
        words = text_of(await ask(backend)).split()
    assert words == [f"word{number}" for number in range(1, 5_001)]


async def test_characters_and_lines_split_between_packets_come_out_whole() -> None:
    line = json.dumps({"message": {"content": "日本 😀"}, "done": False}, ensure_ascii=False).encode()
    last = b'{"message":{"content":""},"done":true,"done_reason":"stop"}'
    data = reply(b"\n" + line + b"\r\n\n" + last)  # blank lines and a missing line break at the end are harmless

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for at in range(0, len(data), 7):
            writer.write(data[at : at + 7])
            await writer.drain()

    async with raw_server(talk) as url, client_for(url) as backend:
        chunks = await ask(backend)
    assert [chunk.content for chunk in chunks] == ["日本 😀", ""]


async def test_what_follows_the_last_line_does_not_hold_up_the_answer() -> None:
    data = reply(b'{"message":{"content":"a"},"done":true,"done_reason":"stop"}\n{"more":')
    async with raw_server(says(data, then_waits=True)) as url, client_for(url) as backend:
        chunks = await asyncio.wait_for(ask(backend), 30)
    assert chunks[-1].content == "a"


async def test_lists_of_models() -> None:
    stub = SimulatedModel("away", remote_host="http://127.0.0.1:9", remote_model="big")
    odd = SimulatedModel(
        "r1", capabilities=THINKER.capabilities, listed_capabilities=frozenset({Capability.COMPLETION})
    )
    async with machine(TEXT, odd, stub, version="0.99.1-simulated") as (_, backend):
        assert await backend.version("mac") == "0.99.1-simulated"
        models = {model.name: model for model in await backend.installed_models("mac")}
        assert set(models) == {"qwen3:4b", "r1:latest", "away:latest"} or set(models) == {"qwen3:4b", "r1", "away"}
        text, thinker = models["qwen3:4b"], next(m for name, m in models.items() if name.startswith("r1"))
        assert (text.parameters_b, text.size_bytes, text.quantization) == (4.0, TEXT.size_bytes, "Q4_K_M")
        assert next(m for name, m in models.items() if name.startswith("away")).is_remote
        assert not text.is_remote
        assert thinker.capabilities == {Capability.COMPLETION}
        described = await backend.describe("mac", thinker)
        assert described.capabilities == THINKER.capabilities  # the tags can be wrong, show is not
        assert (described.context_length, described.digest) == (THINKER.context_length, thinker.digest)
        assert await backend.loaded_models("mac") == ()


async def test_retiring_waits_for_the_last_answer() -> None:
    async with machine(says="a b c d") as (mac, backend):
        stream = backend.chat(attempt(), QUESTION)
        await anext(stream)
        await backend.retire()
        assert text_of([chunk async for chunk in stream]) == " b c d"
        await until(lambda: mac.connection_count == 0)


async def test_retiring_at_rest_closes_at_once() -> None:
    async with machine() as (mac, backend):
        await ask(backend)
        await backend.retire()
        await until(lambda: mac.connection_count == 0)
        await backend.aclose()  # a second time is harmless


async def test_a_machine_that_is_not_in_the_settings_is_a_backend_error() -> None:
    backend = OllamaBackend([])
    with pytest.raises(BackendError) as raised:
        await backend.version("nas")
    assert raised.value.kind is FailureKind.UNREACHABLE
    with pytest.raises(BackendError):
        await ask(backend, attempt(host_name="nas"))
    with pytest.raises(BackendError):
        await backend.describe("nas", installed("a"))
    await backend.aclose()
