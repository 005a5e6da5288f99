"""Every wire case of the Ollama contract, replayed against a simulated machine over a real socket.

``cases.json`` holds what the contract's 149 cases say, in the form that ``shapes`` explains: the state to set up,
the request, and status, content type and shape or text of the reply. None of the 149 is left out now; a case that
the simulator cannot show belongs into ``left_out`` with the reason, so that the sum stays whole.

``drive`` names the cases that take more than one request and one reply; each is a function below.
"""

import asyncio
import base64
import gzip
import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.simulator.shapes import mismatches, sequence_mismatches
from tests.simulator.support import client_for, on_loop, picture, until
from tray_router.model import Capability
from tray_router.simulator import (
    Outcome,
    PromptPath,
    SimulatedHost,
    SimulatedHostSettings,
    SimulatedModel,
    fixed_answer,
)

_FILE = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
SHAPES, CASES, LEFT_OUT = _FILE["shapes"], _FILE["cases"], _FILE["left_out"]

# SHA-256 of the contract's 149 case names, sorted, one per line
_ALL_NAMES = "5f074213d2737b36e977f109624beaf9353bffbdb199618786582cf2a27d604c"
_SILENCE_S = 0.1

COMPLETION, VISION, THINKING = Capability.COMPLETION, Capability.VISION, Capability.THINKING
MODELS = (
    SimulatedModel("text", context_length=8192, blob="shared"),
    SimulatedModel("twin", context_length=8192, blob="shared"),
    SimulatedModel(
        "think", capabilities=frozenset({COMPLETION, THINKING}), prompt_path=PromptPath.NATIVE, context_length=8192
    ),
    SimulatedModel("vis", capabilities=frozenset({COMPLETION, VISION})),
    SimulatedModel("embedder", capabilities=frozenset({Capability.EMBEDDING}), embedding_length=64),
    SimulatedModel("big", context_length=1_000_000_000, kv_bytes_per_token=512),
    SimulatedModel("missing"),
    SimulatedModel("rem", size_bytes=188, remote_host="http://127.0.0.1:11556", remote_model="tiny"),
)
_MADE = {
    "<png>": lambda: base64.b64encode(picture()).decode(),
    "<not an image>": lambda: base64.b64encode(b"no picture at all").decode(),
    "<6000 tokens>": lambda: "word" * 6000,
    "<30 MB>": lambda: "word " * 6_000_000,
}


def test_every_case_is_kept_or_left_out_with_a_reason():
    kept = [case["name"] for case in CASES]
    names = sorted([*kept, *LEFT_OUT])
    assert len(names) == len(set(names)) == 149
    assert hashlib.sha256("\n".join(names).encode()).hexdigest() == _ALL_NAMES
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())
    assert len(kept) >= 125


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
@on_loop
async def test_case(case: dict[str, Any]):
    setup = case.get("setup", {})
    host = SimulatedHost(_settings(setup))
    async with host, client_for(host) as client:
        async with _state(host, client, setup):
            drive = _DRIVES[case["drive"]] if "drive" in case else _ask_and_check
            await drive(host, client, case)
        if "then" in case:
            reply = await client.get(case["then"]["path"])
            assert mismatches(reply.json(), case["then"]["json"], SHAPES) == []


# --- before


def _settings(setup: dict[str, Any]) -> SimulatedHostSettings:
    wanted = setup.get("models")
    models = tuple(m for m in MODELS if wanted is None or m.name in wanted)
    answer = fixed_answer(setup["answer"], setup.get("thinking", "")) if "answer" in setup else None
    return SimulatedHostSettings("mac", models, answers=answer, **setup.get("settings", {}))


class _state:
    """The faults, the requests that came before, and those that are still open."""

    def __init__(self, host: SimulatedHost, client: httpx.AsyncClient, setup: dict[str, Any]) -> None:
        self._host, self._client, self._setup = host, client, setup
        self._open: list[asyncio.Task[httpx.Response]] = []

    async def __aenter__(self) -> None:
        host, setup = self._host, self._setup
        for model, faults in setup.get("model_faults", {}).items():
            host.faults.model(model).update(**faults)
        for path, body in setup.get("before", ()):
            assert (await self._client.post(path, json=body)).status_code == 200
        host.faults.update(**setup.get("faults", {}))
        for path, body in setup.get("open", ()):
            arrived = host.requests.total
            self._open.append(asyncio.create_task(self._client.post(path, json=body)))
            await until(lambda before=arrived: host.requests.total > before, "the request arrives")
        reached = {
            None: lambda: True,
            "loading": lambda: host.scheduler.is_loading,
            "queued": lambda: host.scheduler.waiting_loads == 1,
            "busy": lambda: any(runner.busy for runner in host.scheduler.runners),
        }[setup.get("until")]
        await until(reached, str(setup.get("until")))

    async def __aexit__(self, *_: object) -> None:
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return _MADE[value]() if value in _MADE else value
    if isinstance(value, list):
        return [_filled(each) for each in value]
    return {key: _filled(each) for key, each in value.items()} if isinstance(value, dict) else value


def _request(client: httpx.AsyncClient, case: dict[str, Any]) -> httpx.Request:
    asked = case["request"]
    body: dict[str, Any] = {}
    if "json" in asked:
        body["json"] = _filled(asked["json"])
    elif "raw" in asked:
        body["content"] = gzip.compress(b'{"model":"text"}') if asked["raw"] == "<gzip>" else asked["raw"].encode()
    return client.build_request(asked["method"], asked["path"], headers=asked.get("headers"), **body)


# --- the reply


async def _ask_and_check(host: SimulatedHost, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    wanted = case["expect"]
    reply = await client.send(_request(client, case), stream=True)
    try:
        body = await _body(reply, wanted)
    finally:
        await reply.aclose()
    _check_head(reply, wanted)
    _check_body(body, wanted)


async def _body(reply: httpx.Response, wanted: dict[str, Any]) -> bytes:
    if wanted.get("ends") == "never":
        lines = []
        async for line in reply.aiter_lines():
            lines.append(line)
            if len(lines) == 500:  # more than ten times the whole answer
                break
        return "\n".join(lines).encode()
    pieces = []
    error: httpx.RemoteProtocolError | None = None
    try:
        async for piece in reply.aiter_raw():
            pieces.append(piece)
    except httpx.RemoteProtocolError as problem:
        error = problem
    assert (error is not None) == (wanted.get("ends") == "cut"), error
    return b"".join(pieces)


def _check_head(reply: httpx.Response, wanted: dict[str, Any]) -> None:
    assert reply.status_code == wanted["status"]
    assert reply.headers.get("content-type") == wanted["content_type"]
    for name, value in wanted.get("headers", {}).items():
        assert reply.headers[name] == value


def _check_body(body: bytes, wanted: dict[str, Any]) -> None:
    if "text" in wanted:
        assert body.decode() == wanted["text"]
    if "json" in wanted:
        assert mismatches(json.loads(body), wanted["json"], SHAPES) == []
    if "lines" in wanted:
        assert wanted.get("ends") == "never" or body.endswith(b"\n")
        assert sequence_mismatches([json.loads(line) for line in body.splitlines()], wanted["lines"], SHAPES) == []
    if "events" in wanted:
        events = [event.removeprefix("data: ") for event in body.decode().split("\n\n") if event]
        decoded = [event if event == "[DONE]" else json.loads(event) for event in events]
        assert sequence_mismatches(decoded, wanted["events"], SHAPES) == []


# --- cases with a course of their own


async def _clear_after_silence(host: SimulatedHost, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    """The connection is accepted and stays silent; the reply comes once the fault is over."""
    reply = asyncio.create_task(client.send(_request(client, case)))
    await until(lambda: host.requests.all(case["request"]["path"]) != (), "the request arrives")
    assert (await asyncio.wait([reply], timeout=_SILENCE_S))[0] == set()
    host.faults.reset()
    arrived = await reply
    _check_head(arrived, case["expect"])
    _check_body(arrived.content, case["expect"])


async def _five_at_once(host: SimulatedHost, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    """More requests than the queue is long, and all are served: a loaded model has no limit."""
    host.faults.hang = True
    asked = [asyncio.create_task(client.send(_request(client, case))) for _ in range(5)]
    await until(lambda: [runner.busy for runner in host.scheduler.runners] == [5], "all five wait")
    host.faults.hang = False
    replies = await asyncio.gather(*asked)
    for reply in replies:
        _check_head(reply, case["expect"])
        _check_body(reply.content, case["expect"])
    answers = [reply.json() for reply in replies]
    waits = [a["total_duration"] - a["load_duration"] - a["prompt_eval_duration"] - a["eval_duration"] for a in answers]
    spoken = [a["eval_duration"] for a in answers]
    assert max(waits) >= sum(spoken) - max(spoken)  # the last waited for four others; only the formula shows it


async def _leave_during_load(host: SimulatedHost, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    """A client that leaves aborts the load, and the next one starts from zero."""
    with suppress(httpx.ReadTimeout):
        async with client_for(host, timeout=httpx.Timeout(30.0, read=0.05)) as hasty:
            await hasty.send(_request(hasty, case))
    await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")
    assert host.requests.chats[0].status == case["expect"]["status"]
    assert not host.scheduler.is_loading
    assert host.scheduler.runners == ()


async def _leak_a_slot(host: SimulatedHost, client: httpx.AsyncClient, case: dict[str, Any]) -> None:
    """After a disconnect inside a stream chats hang while preloads and ps answer; an unload cures it."""
    host.faults.tokens_per_s = 100.0
    async with client.stream("POST", "/api/chat", json=case["request"]["json"]) as reply:
        await anext(reply.aiter_lines())
    await until(lambda: host.requests.chats[0].outcome is Outcome.CLIENT_GONE, "the client is seen to leave")
    host.faults.reset()
    stuck = asyncio.create_task(client.send(_request(client, case)))
    await until(lambda: any(runner.busy for runner in host.scheduler.runners), "the next chat waits")
    assert (await client.post("/api/chat", json={"model": "text"})).json()["done_reason"] == "load"
    assert len((await client.get("/api/ps")).json()["models"]) == 1
    assert not stuck.done()
    stuck.cancel()
    await asyncio.gather(stuck, return_exceptions=True)
    await until(lambda: not any(runner.busy for runner in host.scheduler.runners), "the stuck chat is gone")
    await client.post("/api/chat", json={"model": "text", "keep_alive": 0})
    assert (await client.send(_request(client, case))).status_code == 200


_DRIVES = {
    "clear_after_silence": _clear_after_silence,
    "five_at_once": _five_at_once,
    "leave_during_load": _leave_during_load,
    "leak_a_slot": _leak_a_slot,
}
