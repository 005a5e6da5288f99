"""The step-by-step look at a machine, against simulated machines and servers that are none."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping

import pytest

from tests.backends.support import TEXT, machine, raw_server, reply, says
from tray_router.backends.ollama import OllamaHost
from tray_router.backends.ollama import checkup as module
from tray_router.backends.ollama.checkup import Step, StepResult, check_up
from tray_router.backends.ollama.failures import Place
from tray_router.model import Capability
from tray_router.simulator import SimulatedModel

WHOLE = [Step.NAME, Step.TCP, Step.HTTP, Step.OLLAMA, Step.MODELS, Step.TOKEN]
SMALL = SimulatedModel("tiny:1b", size_bytes=1_000_000_000, load_s=0.05)
EMBEDDER = SimulatedModel("nomic-embed-text", capabilities=frozenset({Capability.EMBEDDING}), size_bytes=1_000)


async def look(url: str, headers: Mapping[str, str] | None = None, said: list[str] | None = None) -> list[StepResult]:
    progress = said if said is not None else []
    return [found async for found in check_up(OllamaHost("mac", url, headers or {}), progress.append)]


async def failure_at(url: str) -> StepResult:
    """The step that failed; all before it worked, and none came after it."""
    *fine, last = await look(url)
    assert all(found.works for found in fine)
    assert not last.works
    assert last.detail
    assert last.hint
    return last


async def test_a_machine_in_order_takes_every_step() -> None:
    said: list[str] = []
    async with machine(SMALL, TEXT, EMBEDDER) as (mac, _):
        found = await look(mac.url, said=said)
        (question,) = mac.requests.questions
    assert [result.step for result in found] == WHOLE
    assert all(result.works and result.seconds >= 0 and not result.hint for result in found)
    assert "there is nothing to look up" in found[0].detail
    assert "simulated" in found[3].detail
    assert found[4].detail == "3 models; none is in memory."
    assert found[5].detail.startswith("tiny:1b answered; 0.")  # the smallest that chats, and it had to be loaded
    assert said == ["loading tiny:1b (1.0 GB), which may take a while"]
    assert question.summary()["model"] == "tiny:1b"


async def test_a_model_in_memory_is_asked_rather_than_a_smaller_one_that_must_be_loaded() -> None:
    said: list[str] = []
    async with machine(SMALL, TEXT) as (mac, backend):
        warm = json.dumps({"model": TEXT.name, "options": {"num_ctx": 8192}}).encode()
        await backend._json("POST", Place("mac", mac.url), "/api/generate", bool, body=json.loads(warm))
        found = await look(mac.url, said=said)
        assert found[4].detail == "2 models; in memory: qwen3:4b."
        assert found[5].detail == "qwen3:4b answered; it was in memory."
        (loaded,) = await backend.loaded_models("mac")
    assert said == []
    assert loaded.context_length == 8192  # the look has not loaded it anew


async def test_a_name_is_looked_up() -> None:
    async with machine() as (mac, _):
        found = await look(mac.url.replace("127.0.0.1", "localhost"))
    assert found[0].detail.startswith("localhost is ")
    assert "127.0.0.1" in found[0].detail
    assert found[-1].works


async def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    failed = await failure_at("http://gpu-pc.lan:11434")
    assert (failed.step, failed.detail) == (Step.NAME, "Nobody knows the name gpu-pc.lan.")
    assert "mDNS" in failed.hint


async def test_a_name_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*_: object, **__: object) -> None:
        await asyncio.sleep(3_600)

    monkeypatch.setattr(module, "NAME_LIMIT_S", 0.02)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", silent)
    failed = await failure_at("http://gpu-pc.lan:11434")
    assert failed.step is Step.NAME
    assert "DNS" in failed.hint


async def test_a_port_where_nothing_listens() -> None:
    async with machine() as (mac, _):
        url = mac.url
    failed = await failure_at(url)
    assert (failed.step, failed.detail) == (Step.TCP, f"Nothing listens at {url} (mac).")
    assert "OLLAMA_HOST=0.0.0.0" in failed.hint


async def test_https_where_plain_http_is_spoken() -> None:
    async with machine() as (mac, _):
        failed = await failure_at(mac.url.replace("http:", "https:"))
    assert failed.step is Step.TLS
    assert "http://" in failed.hint


async def test_a_machine_that_takes_the_connection_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPLY_LIMIT_S", 0.05)
    async with raw_server(says(b"", then_waits=True)) as url:
        assert (await failure_at(url)).step is Step.HTTP


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (reply(b"<html>Log in</html>", content_type="text/html"), "not as Ollama does"),
        (reply(b"", status="401 Unauthorized"), "wants a login"),
        (reply(b"", status="403 Forbidden"), "refuses this address"),
        (reply(b'{"status": "fine"}', content_type="application/json"), "not as Ollama does"),
    ],
)
async def test_somebody_else_behind_that_port(answer: bytes, word: str) -> None:
    async with raw_server(says(answer)) as url:
        *_, http, last = await look(url)
    assert (http.step, http.works) == (Step.HTTP, True)
    assert (last.step, last.works) == (Step.OLLAMA, False)
    assert word in last.detail
    assert last.hint


async def test_a_machine_without_models_and_one_with_none_that_chats() -> None:
    async with machine(EMBEDDER) as (mac, _):
        failed = await failure_at(mac.url)
    assert (failed.step, failed.detail) == (Step.TOKEN, "mac has no model that answers questions.")
    assert "ollama pull" in failed.hint
    empty = b'{"models":[]}'
    versions = reply(b'{"version":"0.33.0"}', content_type="application/json")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(versions if b"version" in head else reply(empty, content_type="application/json"))

    async with raw_server(talk) as url:
        failed = await failure_at(url)
    assert (failed.step, failed.detail) == (Step.MODELS, "mac has no model.")


async def test_headers_go_with_every_step() -> None:
    heads: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(reply(b'{"version":"0.33.0"}', content_type="application/json"))

    async with raw_server(talk) as url:
        await look(url, headers={"Authorization": "Bearer hunter2"})
    assert len(heads) >= 2
    assert all(b"Bearer hunter2" in head for head in heads)
