"""What the log holds, and what it never prints."""

import base64
import json

from tests.simulator.support import TEXT, chat, machine, on_loop, picture
from tray_router.simulator import Outcome, SimulatedHostSettings, start_in_thread


@on_loop
async def test_everything_that_was_sent_can_be_found_again():
    images = [picture(10, 20), picture(30, 40, "JPEG")]
    async with machine() as (host, client):
        message = {"role": "user", "content": "What is it?", "images": [base64.b64encode(i).decode() for i in images]}
        body = {"model": "text", "messages": [message], "options": {"num_ctx": 8192}, "truncate": False}
        await client.post("/api/chat", json=body, headers={"X-Extra": "1"})
        await client.get("/api/tags?x=1")
        record = host.requests.chats[0]
        assert record.body == body
        assert record.images == tuple(images)
        assert record.prompt == "What is it?"
        assert record.model == "text"
        assert record.headers["x-extra"] == "1"
        assert (record.status, record.outcome) == (400, Outcome.SENT)
        assert [r.path for r in host.requests.all()] == ["/api/chat", "/api/tags"]
        assert record.at <= record.ended_at


@on_loop
async def test_questions_are_told_apart_from_preloads():
    async with machine() as (host, client):
        await client.post("/api/chat", json={"model": "text"})
        await client.post("/api/chat", json=chat("a question"))
        await client.post("/api/chat", json={"model": "text", "keep_alive": 0})
        assert [r.prompt for r in host.requests.questions] == ["a question"]
        assert len(host.requests.chats) == 3


@on_loop
async def test_a_summary_holds_no_prompt_no_image_and_no_key():
    async with machine() as (host, client):
        encoded = base64.b64encode(picture()).decode()
        body = {"model": "text", "messages": [{"role": "user", "content": "PRIVATE", "images": [encoded]}]}
        await client.post("/api/chat", json=body, headers={"Authorization": "Bearer KEY"})
        printed = json.dumps(host.requests.chats[0].summary())
        assert "PRIVATE" not in printed
        assert "KEY" not in printed
        assert encoded not in printed
        assert host.requests.chats[0].summary()["images"] == 1


@on_loop
async def test_the_first_byte_is_timed_and_the_tokens_are_counted():
    async with machine() as (host, client):
        host.faults.load_s = 0.03
        lines = (await client.post("/api/chat", json=chat())).text.splitlines()
        record = host.requests.chats[0]
        assert record.tokens_sent == len(lines) - 1
        assert record.at + 0.03 <= record.first_byte_at <= record.ended_at


@on_loop
async def test_the_log_is_bounded_and_tells_of_each_end():
    async with machine(log_limit=3) as (host, client):
        told = []
        host.requests.on_end(lambda record: told.append(record.number))
        for _ in range(5):
            await client.get("/api/version")
        assert told == [1, 2, 3, 4, 5]
        assert [r.number for r in host.requests.all()] == [3, 4, 5]
        host.requests.clear()
        await client.get("/api/version")
        assert [r.number for r in host.requests.all()] == [6]


@on_loop
async def test_a_body_that_is_no_json_is_kept_as_it_came():
    async with machine() as (host, client):
        await client.post("/api/chat", content=b"{broken")
        record = host.requests.chats[0]
        assert (record.body, record.raw, record.model, record.images) == (None, b"{broken", "", ())


def test_the_log_can_be_read_from_another_thread():
    import httpx

    with start_in_thread([SimulatedHostSettings("one", (TEXT,))]) as fleet:
        httpx.post(f"{fleet.urls['one']}/api/chat", json=chat("from outside"), trust_env=False)
        assert [r.prompt for r in fleet["one"].requests.questions] == ["from outside"]
