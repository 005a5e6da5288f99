"""Connections that are opened before anything is sent, over real sockets, and taking a model out of memory."""

from __future__ import annotations

import asyncio

import pytest

from tests.backends.support import ask, client_for, machine, relay, text_of
from tests.backends.test_breakdowns import check_words
from tests.builders import attempt
from tests.loops import until
from tray_router.errors import BackendError, FailureKind
from tray_router.simulator import Outcome


async def test_an_opened_connection_sends_nothing_and_carries_the_next_question() -> None:
    async with machine() as (mac, _), relay(mac.url) as (url, made), client_for(url) as backend:
        assert not backend.is_connected("mac")
        opened = await backend.connect("mac", 5.0)
        await until(lambda: made)
        assert mac.requests.total == 0
        await opened.use()
        assert text_of(await ask(backend)) == "One two three."
        assert len(made) == 1
        await opened.aclose()  # the question took it: nothing to close
        assert backend.is_connected("mac")
        await ask(backend)
        assert len(made) == 1


async def test_an_opened_connection_goes_before_those_that_were_kept() -> None:
    async with machine() as (mac, _), relay(mac.url) as (url, made), client_for(url) as backend:
        await ask(backend)
        opened = await backend.connect("mac", 5.0)
        await opened.use()
        assert not backend.is_connected("mac")  # the kept one, perhaps dead by now, is closed
        await ask(backend)
        assert len(made) == 2


async def test_a_connection_that_is_not_used_is_closed_without_a_byte() -> None:
    async with machine() as (mac, backend):
        for is_offered in (False, True):
            opened = await backend.connect("mac", 5.0)
            if is_offered:
                await opened.use()
            await until(lambda: mac.connection_count == 1)
            await opened.aclose()
            await until(lambda: mac.connection_count == 0)
        assert mac.requests.total == 0


async def test_many_questions_at_once_find_enough_connections() -> None:
    async with machine(slots=8) as (mac, backend):
        opened = [await backend.connect("mac", 5.0) for _ in range(3)]
        for each in opened:
            await each.use()
        answers = await asyncio.gather(*(ask(backend) for _ in range(8)))
        assert [text_of(answer) for answer in answers] == ["One two three."] * 8
        for each in opened:
            await each.aclose()
        assert len(mac.requests.questions) == 8


@pytest.mark.parametrize(
    ("fault", "kind"), [("down", FailureKind.REFUSED), ("black_hole", FailureKind.CONNECT_TIMEOUT)]
)
async def test_connecting_fails_as_asking_does(fault: str, kind: FailureKind) -> None:
    async with machine() as (mac, backend):
        mac.faults.update(**{fault: True})
        with pytest.raises(BackendError) as raised:
            await backend.connect("mac", 0.2)
        check_words(raised.value)
        assert (raised.value.kind, raised.value.host, raised.value.model) == (kind, "mac", "")


@pytest.mark.parametrize("url", ["ftp://127.0.0.1:1", "http://127.0.0.1:port", "http://[::1", "mac"])
async def test_connecting_to_addresses_that_are_none(url: str) -> None:
    async with client_for(url) as backend:
        with pytest.raises(BackendError) as raised:
            await backend.connect("mac", 0.2)
        assert raised.value.kind is FailureKind.UNREACHABLE


async def test_a_connection_that_the_machine_closed_meanwhile_does_not_count() -> None:
    async with machine() as (mac, backend):
        await ask(backend)
        assert backend.is_connected("mac")
        mac.drop_connections()
        await until(lambda: not backend.is_connected("mac"))
        assert text_of(await ask(backend)) == "One two three."


async def test_a_stopped_connect_leaves_nothing() -> None:
    async with machine() as (mac, backend):
        mac.faults.black_hole = True
        task = asyncio.create_task(backend.connect("mac", 5.0))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()


# --- unloading ------------------------------------------------------------------------------------------


async def test_unloading_takes_the_model_out_of_memory() -> None:
    async with machine() as (mac, backend):
        await ask(backend)
        assert await backend.loaded_models("mac")
        await backend.unload("mac", "qwen3:4b")
        assert await backend.loaded_models("mac") == ()
        (_, unload) = mac.requests.chats
        assert unload.body == {"model": "qwen3:4b", "keep_alive": 0}


async def test_unloading_frees_a_slot_that_leaked() -> None:
    """Ollama issue 17131: a client that leaves inside a stream can take the slot with it."""
    async with machine(says="a b c d e f") as (mac, backend):
        mac.faults.update(leaks_slot=True, tokens_per_s=50.0)
        stream = backend.chat(attempt(), ())
        with pytest.raises(BackendError):
            await anext(stream)  # nothing was asked: a load
        mac.faults.leaks_slot = True
        leaving = asyncio.create_task(ask(backend))
        await until(lambda: mac.requests.questions and mac.requests.questions[0].tokens_sent)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        (left,) = mac.requests.questions
        await until(lambda: left.outcome is Outcome.CLIENT_GONE)
        mac.faults.reset()
        with pytest.raises(BackendError) as raised:
            await ask(backend, attempt(first_token_s=0.3, connect_s=1.0))
        assert raised.value.kind is FailureKind.SILENT
        await until(lambda: mac.requests.questions[-1].outcome is Outcome.CLIENT_GONE)
        await backend.unload("mac", "qwen3:4b")
        assert text_of(await ask(backend)) == "a b c d e f"


async def test_unloading_a_model_that_is_not_there() -> None:
    async with machine() as (_, backend):
        with pytest.raises(BackendError) as raised:
            await backend.unload("mac", "gone")
    check_words(raised.value)
    assert raised.value.kind is FailureKind.MODEL_MISSING
