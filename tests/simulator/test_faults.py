"""The knobs: which request meets which fault, and what each looks like from outside."""

import asyncio
import json
import threading

import httpx
import pytest

from tests.simulator.support import TEXT, chat, client_for, machine, on_loop, until
from tray_router.errors import UsageError
from tray_router.model import Capability
from tray_router.simulator import (
    Cloud,
    Ending,
    Faults,
    Front,
    LoadFailure,
    Outcome,
    PromptPath,
    SimulatedModel,
    start_in_thread,
)
from tray_router.simulator.settings import SimulatedHostSettings


def test_the_next_requests_go_before_the_model_and_the_model_before_the_machine():
    faults = Faults()
    faults.update(tokens_per_s=1.0, load_s=1.0, ending_after=1)
    faults.model("text").update(tokens_per_s=2.0, load_s=2.0)
    faults.next_requests(1, tokens_per_s=3.0)
    first, second, other = faults.take("text:latest"), faults.take("text:latest"), faults.take("other:latest")
    assert (first.tokens_per_s, first.load_s, first.ending_after) == (3.0, 2.0, 1)
    assert (second.tokens_per_s, second.load_s, second.ending_after) == (2.0, 2.0, 1)
    assert (other.tokens_per_s, other.load_s) == (1.0, 1.0)


def test_false_of_a_model_goes_before_true_of_the_machine():
    faults = Faults(queue_full=True)
    faults.model("text").queue_full = False
    assert not faults.take("text:latest").queue_full
    assert faults.take("other:latest").queue_full


def test_values_may_be_text_and_unknown_ones_change_nothing():
    faults = Faults()
    faults.update(ending="reset", front="bad-gateway", load_failure="broken")
    assert (faults.ending, faults.front, faults.load_failure) == (Ending.RESET, Front.BAD_GATEWAY, LoadFailure.BROKEN)
    with pytest.raises(UsageError, match="no fault named 'dwon'"):
        faults.update(black_hole=True, dwon=True)
    with pytest.raises(UsageError, match="cannot be 'exploded'"):
        faults.update(black_hole=True, ending="exploded")
    with pytest.raises(UsageError, match="no fault named 'dwon'"):
        faults.dwon = True
    assert not faults.black_hole


def test_reset_forgets_everything():
    faults = Faults(down=True, hang=True)
    faults.model("text").hang = True
    faults.next_requests(3, queue_full=True)
    faults.reset()
    assert not faults.down
    assert faults.take("text:latest") == Faults().take("text:latest")


def test_a_change_is_told_once_however_many_fields_it_has():
    told = []
    faults = Faults()
    faults.listen(lambda: told.append(faults.down))
    faults.update(down=True, hang=True)
    faults.model("text").hang = False
    faults.down = False
    assert told == [True, True, False]


@on_loop
async def test_hang_before_the_first_byte_ends_when_it_is_cleared():
    async with machine() as (host, client):
        host.faults.model("text").hang = True
        asked = asyncio.create_task(client.post("/api/chat", json=chat()))
        await until(lambda: any(r.busy for r in host.scheduler.runners), "the chat holds the model")
        assert (await client.get("/api/version")).status_code == 200  # the machine itself is well
        assert not asked.done()
        host.faults.model("text").hang = False
        assert (await asked).status_code == 200


@on_loop
async def test_a_single_request_that_hangs_does_so_for_good():
    async with machine(slots=2) as (host, client):
        host.faults.next_requests(1, hang=True)
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/api/chat", json=chat(), timeout=httpx.Timeout(30.0, read=0.1))
        assert (await client.post("/api/chat", json=chat())).status_code == 200


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("ending", [Ending.RESET, Ending.CLOSE])
@on_loop
async def test_a_cut_reply_is_an_error_for_the_client(ending, stream):
    async with machine() as (host, client):
        host.faults.update(ending=ending, ending_after=5)
        received = []
        with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
            async with client.stream("POST", "/api/chat", json=chat(stream=stream)) as reply:
                async for line in reply.aiter_lines():
                    received.append(json.loads(line))
        assert len(received) == (5 if stream else 0)
        assert host.requests.chats[0].outcome is Outcome.CUT
        assert host.requests.chats[0].tokens_sent == 5


@pytest.mark.parametrize(
    ("ending", "last"),
    [(Ending.EOF, {"done": False}), (Ending.CRASH, {"error"}), (Ending.GARBAGE, None)],
)
@on_loop
async def test_wrong_endings_of_a_whole_http_reply(ending, last):
    async with machine() as (host, client):
        host.faults.update(ending=ending, ending_after=2)
        reply = await client.post("/api/chat", json=chat())
        assert reply.status_code == 200
        lines = reply.text.splitlines()
        assert not any('"done":true' in line for line in lines)
        if last is None:
            with pytest.raises(json.JSONDecodeError):
                json.loads(lines[-1])
        elif isinstance(last, set):
            assert set(json.loads(lines[-1])) == last
        else:
            assert len(lines) == 2
            assert json.loads(lines[-1])["done"] is False


@on_loop
async def test_a_stall_sends_nothing_more_and_keeps_the_connection():
    async with machine() as (host, client):
        host.faults.update(ending=Ending.STALL, ending_after=3)
        received = []
        async with client.stream("POST", "/api/chat", json=chat()) as reply:
            lines = reply.aiter_lines()
            received += [await anext(lines) for _ in range(3)]
            with pytest.raises(TimeoutError):
                received.append(await asyncio.wait_for(anext(lines), 0.1))
        assert len(received) == 3
        await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")


@on_loop
async def test_a_crash_before_any_token_keeps_a_real_status():
    async with machine() as (host, client):
        host.faults.update(ending=Ending.CRASH, ending_after=0)
        assert (await client.post("/api/chat", json=chat())).status_code == 500


@pytest.mark.parametrize("front", [front for front in Front if front is not Front.NONE])
@on_loop
async def test_something_else_answers_on_every_path(front):
    async with machine() as (host, client):
        host.faults.front = front
        replies = [await client.get("/api/version"), await client.post("/api/chat", json=chat())]
        for reply in replies:
            assert "simulated" not in reply.text
            kind = "application/json" if front is Front.NOT_OLLAMA else "text/html"
            assert reply.headers["content-type"].startswith(kind)
        assert len({reply.status_code for reply in replies}) == 1
        host.faults.front = Front.NONE
        assert (await client.get("/api/version")).json() == {"version": "0.33.0-simulated"}


@on_loop
async def test_a_key_may_be_asked_for():
    async with machine() as (host, client):
        host.faults.auth_token = "secret"
        assert (await client.get("/api/version")).status_code == 401
        assert (await client.get("/api/version", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await client.get("/api/version", headers={"Authorization": "Bearer secret"})).status_code == 200


@on_loop
async def test_ps_may_lag_block_and_be_stale_while_version_answers():
    async with machine() as (host, client):
        await client.post("/api/chat", json={"model": "text"})

        async def listed():
            return [m["name"] for m in (await client.get("/api/ps")).json()["models"]]

        host.faults.ps_lag_s = 3600.0
        assert await listed() == []
        host.faults.ps_lag_s = 0.0
        host.faults.ps_stale = True
        await client.post("/api/chat", json={"model": "text", "keep_alive": 0})
        assert await listed() == ["text:latest"]
        host.faults.ps_stale = False
        assert await listed() == []
        host.faults.ps_block = True
        asked = asyncio.create_task(listed())
        await until(lambda: host.requests.all()[-1].outcome is Outcome.PENDING, "ps blocks")
        assert (await client.get("/api/version")).status_code == 200
        host.faults.ps_block = False
        assert await asked == []


@on_loop
async def test_a_lost_gpu_shows_in_ps():
    async with machine() as (host, client):
        await client.post("/api/chat", json={"model": "text"})
        one = (await client.get("/api/ps")).json()["models"][0]
        assert one["size_vram"] == one["size"] > 0
        host.faults.gpu_lost = True
        assert (await client.get("/api/ps")).json()["models"][0]["size_vram"] == 0


@on_loop
async def test_a_failed_load_fails_again_and_hits_no_loaded_model():
    other = SimulatedModel("other")
    async with machine(TEXT, other) as (host, client):
        await client.post("/api/chat", json={"model": "text"})
        host.faults.load_failure = LoadFailure.OUT_OF_MEMORY
        for _ in range(2):
            reply = await client.post("/api/chat", json=chat(model="other"))
            assert reply.status_code == 500
            assert "insufficient memory" in reply.json()["error"]
        assert (await client.post("/api/chat", json=chat())).status_code == 200


@on_loop
async def test_a_model_too_large_for_the_machine_is_out_of_memory():
    large = SimulatedModel("large", size_bytes=10**12)
    async with machine(large) as (_, client):
        assert "failed to allocate" in (await client.post("/api/chat", json=chat(model="large"))).json()["error"]


@pytest.mark.parametrize("state", list(Cloud))
@on_loop
async def test_the_log_knows_which_prompts_left_the_machine(state):
    stub = SimulatedModel("stub", remote_host="https://elsewhere.example", remote_model="big")
    async with machine(TEXT, stub) as (host, client):
        host.faults.update(cloud=state, remote=state)
        for model in ("gpt-oss:120b-cloud", "stub", "text"):
            await client.post("/api/chat", json=chat(model=model))
        left = [record.left_machine for record in host.requests.chats]
        assert left == [state is not Cloud.UNREACHABLE] * 2 + [False]
        statuses = {Cloud.SIGNED_OUT: (401, 401), Cloud.RATE_LIMITED: (429, 429), Cloud.UNREACHABLE: (502, 500)}
        assert tuple(r.status for r in host.requests.chats[:2]) == statuses.get(state, (200, 200))
        assert [r.spec.model.name for r in host.scheduler.runners] == ["text"]  # nothing is loaded for the others


@on_loop
async def test_faults_take_effect_at_once_from_another_thread():
    async with machine() as (host, _):
        problems = []

        def meddle():
            try:
                for _ in range(20):
                    host.faults.down = True
                    assert _refuses(host.port)
                    host.faults.down = False
                    assert not _refuses(host.port)
            except AssertionError as problem:
                problems.append(problem)

        thread = threading.Thread(target=meddle)
        thread.start()
        await until(lambda: not thread.is_alive(), "the other thread ends", 20)
        assert problems == []
        async with client_for(host) as fresh:
            assert (await fresh.get("/")).status_code == 200


def _refuses(port):
    import socket

    with socket.socket() as sock:
        sock.settimeout(5)
        return sock.connect_ex(("127.0.0.1", port)) != 0


def test_faults_of_a_fleet_in_a_thread():
    with start_in_thread([SimulatedHostSettings("one", (TEXT,))]) as fleet:
        url = fleet.urls["one"]
        assert httpx.get(url, trust_env=False).text == "Ollama is running"
        fleet["one"].faults.down = True
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)


@pytest.mark.parametrize("path", list(PromptPath))
@on_loop
async def test_images_for_a_model_that_cannot_see(path):
    blind = SimulatedModel("blind", prompt_path=path, capabilities=frozenset({Capability.COMPLETION}))
    async with machine(blind) as (host, client):
        body = {"model": "blind", "messages": [{"role": "user", "content": "x", "images": ["AAAA"]}]}
        reply = await client.post("/api/chat", json=body)
        assert reply.status_code == (500 if path is PromptPath.NATIVE else 400)
        assert json.loads(reply.json()["error"])["error"]["code"] == reply.status_code
        assert len(host.scheduler.runners) == 1  # it is loaded all the same
