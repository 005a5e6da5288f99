"""Loading a model before anybody asks it."""

from __future__ import annotations

import asyncio

import pytest

from tests.backends.support import TEXT, ask, machine, text_of
from tests.builders import attempt
from tests.loops import until
from tray_router.errors import BackendError, FailureKind
from tray_router.simulator import LoadFailure, SimulatedModel


async def test_a_preload_leaves_the_model_in_memory_with_the_context_that_was_asked_for() -> None:
    async with machine() as (mac, backend):
        await backend.preload("mac", "qwen3:4b", 8_192, 5.0)
        (loaded,) = await backend.loaded_models("mac")
        assert (loaded.name, loaded.context_length) == ("qwen3:4b", 8_192)
        (sent,) = mac.requests.chats
        assert sent.body == {"model": "qwen3:4b", "stream": False, "options": {"num_ctx": 8_192}}
        (runner,) = mac.scheduler.runners
        assert text_of(await ask(backend, attempt(num_ctx=8_192))) == "One two three."
        assert mac.scheduler.runners == (runner,), "the question did not load it again"


async def test_a_question_joins_a_load_that_is_at_work() -> None:
    async with machine(SimulatedModel("qwen3:4b", load_s=0.2)) as (mac, backend):
        preload = asyncio.create_task(backend.preload("mac", "qwen3:4b", 4_096, 5.0))
        await until(lambda: mac.scheduler.is_loading)
        assert text_of(await ask(backend)) == "One two three."
        await preload
        assert len(mac.scheduler.runners) == 1


async def test_a_cancelled_preload_throws_the_load_away() -> None:
    async with machine(SimulatedModel("qwen3:4b", load_s=30.0)) as (mac, backend):
        preload = asyncio.create_task(backend.preload("mac", "qwen3:4b", 4_096, 60.0))
        await until(lambda: mac.scheduler.is_loading)
        preload.cancel()
        await asyncio.gather(preload, return_exceptions=True)
        await until(lambda: not mac.scheduler.is_loading)
        assert mac.scheduler.runners == ()


async def test_a_load_that_fails_says_how() -> None:
    async with machine(TEXT) as (mac, backend):
        mac.faults.model("qwen3:4b").update(load_failure=LoadFailure.OUT_OF_MEMORY)
        with pytest.raises(BackendError) as caught:
            await backend.preload("mac", "qwen3:4b", 4_096, 5.0)
        assert (caught.value.kind, caught.value.model) == (FailureKind.OUT_OF_MEMORY, "qwen3:4b")


async def test_a_load_that_takes_too_long_is_given_up() -> None:
    async with machine(SimulatedModel("qwen3:4b", load_s=30.0)) as (_, backend):
        with pytest.raises(BackendError) as caught:
            await backend.preload("mac", "qwen3:4b", 4_096, 0.1)
        assert caught.value.kind is FailureKind.SILENT


async def test_new_settings_wait_for_a_preload() -> None:
    async with machine(SimulatedModel("qwen3:4b", load_s=0.1)) as (mac, backend):
        preload = asyncio.create_task(backend.preload("mac", "qwen3:4b", 4_096, 5.0))
        await until(lambda: mac.scheduler.is_loading)
        await backend.retire()
        await preload
        assert len(mac.scheduler.runners) == 1
