"""Loading, queueing, eviction, keep-alive and slots, over real requests (Ollama contract, section 3)."""

import asyncio
import itertools
import json

import pytest

from tests.simulator.support import TEXT, chat, client_for, machine, on_loop, until
from tray_router.simulator import Outcome, SimulatedModel

OTHER = SimulatedModel("other")
THIRD = SimulatedModel("third")


async def _loaded(client):
    return [m["name"] for m in (await client.get("/api/ps")).json()["models"]]


async def _load(client, model, **more):
    reply = await client.post("/api/chat", json={"model": model, **more})
    assert reply.json()["done_reason"] == "load"


@on_loop
async def test_one_load_at_a_time_in_the_order_of_asking():
    async with machine(TEXT, OTHER, THIRD) as (host, client):
        host.faults.load_s = 0.03
        loads = []
        for number, model in enumerate(("third", "text", "other")):
            loads.append(asyncio.create_task(_load(client, model)))
            await until(lambda number=number: host.requests.total > number, "the request arrives")
        await until(lambda: host.scheduler.waiting_loads == 2, "two loads wait")
        await asyncio.gather(*loads)
        assert [runner.spec.model.name for runner in host.scheduler.runners] == ["third", "text", "other"]
        times = [runner.loaded_at for runner in host.scheduler.runners]
        assert all(later - earlier >= 0.03 for earlier, later in itertools.pairwise(times))


@on_loop
async def test_requests_for_a_loaded_model_do_not_wait_for_a_load():
    async with machine(TEXT, OTHER) as (host, client):
        await _load(client, "text")
        host.faults.model("other").load_s = 60.0
        stuck = asyncio.create_task(_load(client, "other"))
        await until(lambda: host.scheduler.is_loading, "the load has begun")
        assert (await client.post("/api/chat", json=chat())).status_code == 200
        stuck.cancel()
        await asyncio.gather(stuck, return_exceptions=True)
        await until(lambda: not host.scheduler.is_loading, "the load is aborted")


@on_loop
async def test_the_idle_model_with_the_shortest_keep_alive_makes_room():
    async with machine(TEXT, OTHER, THIRD, max_loaded=2) as (_, client):
        await _load(client, "text", keep_alive="10m")
        await _load(client, "other", keep_alive=60)
        await _load(client, "third")
        assert set(await _loaded(client)) == {"text:latest", "third:latest"}


@on_loop
async def test_a_load_that_needs_room_starves_while_the_loaded_model_is_asked():
    async with machine(TEXT, OTHER, max_loaded=1, slots=2) as (host, client):
        host.faults.model("text").hang = True
        first = asyncio.create_task(client.post("/api/chat", json=chat()))
        await until(lambda: host.requests.total == 1, "the first question arrives")
        await until(lambda: any(r.busy for r in host.scheduler.runners), "it holds the model")
        starving = asyncio.create_task(_load(client, "other"))
        await until(lambda: host.scheduler.is_loading, "the load waits for room")
        second = asyncio.create_task(client.post("/api/chat", json=chat("later, but served first")))
        await until(lambda: [r.busy for r in host.scheduler.runners] == [2], "the later one is in before it")
        assert not starving.done()
        host.faults.model("text").hang = False
        assert (await first).status_code == (await second).status_code == 200
        await starving
        assert await _loaded(client) == ["other:latest"]


@pytest.mark.parametrize(
    ("more", "is_reloaded"),
    [
        ({}, False),
        ({"options": {"num_ctx": 4096}}, False),
        ({"options": {"num_ctx": 8192}}, True),
        ({"options": {"temperature": 0.3, "seed": 7}}, False),
        ({"options": {"num_gpu": 0}}, True),
        ({"options": {"num_batch": 256}}, True),
        ({"shift": True}, False),
        ({"shift": False}, True),
    ],
)
@on_loop
async def test_what_reloads(more, is_reloaded):
    async with machine() as (host, client):
        await _load(client, "text")
        before = host.scheduler.runners[0]
        assert (await client.post("/api/chat", json=chat(stream=False, **more))).status_code == 200
        assert (host.scheduler.runners[0] is not before) == is_reloaded


@on_loop
async def test_a_crashed_model_stays_listed_until_it_is_asked_again():
    async with machine() as (host, client):
        host.faults.next_requests(1, ending="crash")
        await client.post("/api/chat", json=chat())
        crashed = host.scheduler.runners[0]
        assert await _loaded(client) == ["text:latest"]
        assert (await client.post("/api/chat", json=chat(stream=False))).json()["done"] is True
        assert host.scheduler.runners[0] is not crashed


@on_loop
async def test_an_idle_model_leaves_memory_after_its_keep_alive():
    async with machine(TEXT, OTHER, keep_alive_s=0.05) as (_, client):
        await _load(client, "text")
        await _load(client, "other", keep_alive=-1)
        ends = asyncio.get_running_loop().time() + 30
        while await _loaded(client) != ["other:latest"]:
            assert asyncio.get_running_loop().time() < ends


@on_loop
async def test_an_unsaid_keep_alive_keeps_the_earlier_one():
    async with machine() as (host, client):
        await _load(client, "text", keep_alive="1h")
        await client.post("/api/chat", json=chat())
        assert host.scheduler.runners[0].keep_alive_s == 3600


@on_loop
async def test_slots_bound_what_runs_at_once_and_some_models_have_only_one():
    narrow = SimulatedModel("narrow", max_slots=1)
    async with machine(TEXT, narrow, slots=3) as (host, client):
        for model, slots in (("text", 3), ("narrow", 1)):
            host.faults.tokens_per_s = 20.0
            host.requests.clear()
            asked = [asyncio.create_task(client.post("/api/chat", json=chat(model=model))) for _ in range(5)]
            await until(lambda: sum(r.tokens_sent > 0 for r in host.requests.chats) == slots, "the slots are full")  # noqa: B023
            await until(lambda: max(r.tokens_sent for r in host.requests.chats) > 2, "they go on")
            assert sum(r.tokens_sent > 0 for r in host.requests.chats) == slots
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
            await until(lambda: all(r.busy == 0 for r in host.scheduler.runners), "all have left")


@on_loop
async def test_a_slot_stays_taken_after_its_client_left_for_the_given_time():
    async with machine() as (host, client):
        host.faults.next_requests(1, tokens_per_s=20.0, cancel_lag_s=60.0)
        async with client.stream("POST", "/api/chat", json=chat()) as reply:
            await anext(reply.aiter_lines())
        await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")
        waiting = asyncio.create_task(client.post("/api/chat", json=chat()))
        await until(lambda: host.scheduler.runners[0].busy == 1, "the next one waits")
        assert host.scheduler.runners[0].slots.locked()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


@on_loop
async def test_many_clients_leaving_at_random_moments_lose_no_slot():
    async with machine(TEXT, OTHER, slots=2, max_loaded=1) as (host, client):
        host.faults.update(tokens_per_s=2000.0, load_s=0.002)
        async with client_for(host) as hasty:
            for number in range(60):
                model = "other" if number % 7 == 3 else "text"
                task = asyncio.create_task(hasty.post("/api/chat", json=chat(model=model)))
                await asyncio.sleep(number % 10 / 1000)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await until(lambda: all(r.busy == 0 for r in host.scheduler.runners), "nobody holds a model")
        await until(lambda: not host.scheduler.is_loading, "nothing loads")
        replies = await asyncio.gather(*(client.post("/api/chat", json=chat(stream=False)) for _ in range(4)))
        assert [reply.json()["done"] for reply in replies] == [True] * 4


@on_loop
async def test_figures_are_nanoseconds_of_what_was_asked_for():
    model = SimulatedModel("slow", load_s=0.05, tokens_per_s=1000.0, prompt_tokens_per_s=1000.0)
    async with machine(model) as (_, client):
        reply = (await client.post("/api/chat", json=chat("x" * 200, "slow", stream=False))).json()
        assert reply["load_duration"] >= 50e6
        assert reply["prompt_eval_count"] == 54
        assert reply["prompt_eval_duration"] >= 54e6
        assert reply["eval_duration"] >= (reply["eval_count"] - 2) * 1e6
        parts = reply["load_duration"] + reply["prompt_eval_duration"] + reply["eval_duration"]
        assert reply["total_duration"] >= parts
        warm = json.loads((await client.post("/api/chat", json=chat("x", "slow"))).text.splitlines()[-1])
        assert 0 < warm["load_duration"] < reply["load_duration"]
