"""Everything that can go wrong between the client and a machine, over real sockets: what kind it is, and in what words.

Each error has a title of one sentence and, but for a few, a hint; neither ever holds the prompt.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.backends.support import (
    QUESTION,
    SECRET,
    SEER,
    TEXT,
    THINKER,
    Talk,
    ask,
    client_for,
    machine,
    raw_server,
    reply,
    says,
    text_of,
)
from tests.builders import attempt, installed
from tests.loops import until
from tray_router.backends.ollama import OllamaBackend
from tray_router.backends.ollama.stream import MAX_LINE_BYTES
from tray_router.engine.ports import Chunk
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, Message, Role
from tray_router.simulator import (
    Ending,
    Faults,
    Front,
    LoadFailure,
    Outcome,
    PromptPath,
    fixed_answer,
)

K = FailureKind
LOADED = b'{"message":{"content":""},"done":true,"done_reason":"load"}'
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
NATIVE = replace(TEXT, prompt_path=PromptPath.NATIVE)


def patience_for(kind: FailureKind) -> Attempt:
    """Little where waiting is the point of the test, else more than any noisy computer needs."""
    if kind is K.CONNECT_TIMEOUT:
        return attempt(connect_s=0.2)
    return attempt(connect_s=1.0, first_token_s=0.2, idle_s=0.2) if kind is K.SILENT else attempt()


async def failing(
    backend: OllamaBackend, wanted: Attempt | None = None, messages: tuple[Message, ...] = QUESTION
) -> tuple[BackendError, list[Chunk]]:
    """The error that an answer ends with, and what came before it; checks what holds for every error."""
    chunks: list[Chunk] = []
    with pytest.raises(BackendError) as raised:
        async for chunk in backend.chat(wanted or attempt(), messages):
            chunks.append(chunk)
    check_words(raised.value)
    assert raised.value.host == "mac"
    assert raised.value.model == (wanted or attempt()).candidate.model
    return raised.value, chunks


def check_words(error: BackendError) -> None:
    assert SECRET not in str(error)
    assert error.title.endswith(".")
    assert ". " not in error.title.replace("127.0.0.1", "")
    assert "\n" not in str(error)
    assert len(error.title) < 160
    assert error.hint
    assert not error.hint.startswith("Ollama said: .")


Spoil = Callable[[Faults], object]


def faults(**changes: Any) -> Spoil:
    return lambda found: found.update(**changes)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        pytest.param(faults(down=True), K.REFUSED, id="down"),
        pytest.param(faults(black_hole=True), K.CONNECT_TIMEOUT, id="black hole"),
        pytest.param(faults(startup_hang=True), K.SILENT, id="accepts and says nothing"),
        pytest.param(faults(hang=True), K.SILENT, id="hangs before the first token"),
        pytest.param(faults(load_s=30.0), K.SILENT, id="loads too long"),
        pytest.param(faults(auth_token="t"), K.UNAUTHORIZED, id="401 JSON"),
        pytest.param(faults(front=Front.UNAUTHORIZED), K.UNAUTHORIZED, id="401 HTML"),
        pytest.param(faults(front=Front.FORBIDDEN), K.FORBIDDEN, id="403 HTML"),
        pytest.param(faults(front=Front.LOGIN_PAGE), K.NOT_OLLAMA, id="200 HTML"),
        pytest.param(faults(front=Front.TOO_LARGE), K.PROTOCOL, id="413 HTML"),
        pytest.param(faults(front=Front.BAD_GATEWAY), K.NOT_OLLAMA, id="502 HTML"),
        pytest.param(faults(front=Front.GATEWAY_TIMEOUT), K.NOT_OLLAMA, id="504 HTML"),
        pytest.param(faults(front=Front.NOT_OLLAMA), K.NOT_OLLAMA, id="404 of another service"),
        pytest.param(faults(queue_full=True), K.BUSY, id="503 queue full"),
        pytest.param(faults(load_failure=LoadFailure.BROKEN), K.LOAD_FAILED, id="500 load"),
        pytest.param(faults(load_failure=LoadFailure.TIMEOUT), K.LOAD_FAILED, id="500 load stalled"),
        pytest.param(faults(load_failure=LoadFailure.OUT_OF_MEMORY), K.OUT_OF_MEMORY, id="500 memory"),
        pytest.param(faults(crash_before_first=True), K.CRASHED, id="500 crash"),
        pytest.param(faults(runner_status=500), K.CRASHED, id="500 of the runner, nested"),
        pytest.param(faults(ending=Ending.CRASH, ending_after=0), K.CRASHED, id="crash at once"),
        pytest.param(faults(ending=Ending.EOF, ending_after=0), K.INCOMPLETE, id="empty 200"),
        pytest.param(faults(ending=Ending.RESET, ending_after=0), K.INCOMPLETE, id="reset at once"),
        pytest.param(faults(ending=Ending.CLOSE, ending_after=0), K.INCOMPLETE, id="closed at once"),
    ],
)
async def test_failures_before_the_first_token(spoil: Spoil, kind: FailureKind) -> None:
    async with machine(NATIVE) as (mac, backend):
        spoil(mac.faults)
        error, chunks = await failing(backend, patience_for(kind))
        mac.faults.reset()
    assert error.kind is kind
    assert chunks == []


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (Ending.RESET, K.INCOMPLETE),
        (Ending.CLOSE, K.INCOMPLETE),
        (Ending.EOF, K.INCOMPLETE),
        (Ending.CRASH, K.CRASHED),
        (Ending.RUNNER_ERROR, K.CRASHED),
        (Ending.GARBAGE, K.PROTOCOL),
        (Ending.STALL, K.SILENT),
    ],
)
async def test_failures_inside_an_answer_keep_what_came(ending: Ending, kind: FailureKind) -> None:
    async with machine(NATIVE, says="a b c d e f") as (mac, backend):
        mac.faults.update(ending=ending, ending_after=3)
        error, chunks = await failing(backend, attempt(idle_s=0.4 if ending is Ending.STALL else 20.0))
        assert error.kind is kind
        assert text_of(chunks) == "a b c"[: len(text_of(chunks))]
        if ending is not Ending.RESET:  # a reset may overtake what was sent before it
            assert text_of(chunks) == "a b c"
        mac.faults.reset()
        assert text_of(await ask(backend)) == "a b c d e f"  # the client is none the worse for it


async def test_the_same_token_for_ever_ends_as_incomplete() -> None:
    async with machine() as (mac, backend):
        mac.faults.repeats_token = True
        error, chunks = await failing(backend)
    assert error.kind is K.INCOMPLETE
    assert len(chunks) == 33


async def test_a_machine_that_goes_down_inside_an_answer() -> None:
    async with machine(says="a b c d e f") as (mac, backend):
        mac.faults.tokens_per_s = 50.0
        stream = backend.chat(attempt(), QUESTION)
        await anext(stream)
        mac.faults.down = True
        with pytest.raises(BackendError) as raised:
            while True:
                await anext(stream)
        assert raised.value.kind is K.INCOMPLETE
        error, _ = await failing(backend)
        assert error.kind is K.REFUSED
        mac.faults.reset()
        assert text_of(await ask(backend)) == "a b c d e f"


async def test_a_machine_that_falls_asleep_inside_an_answer() -> None:
    async with machine(says="a b c d e f") as (mac, backend):
        mac.faults.tokens_per_s = 50.0
        stream = backend.chat(attempt(idle_s=0.4), QUESTION)
        await anext(stream)
        mac.faults.black_hole = True
        with pytest.raises(BackendError) as raised:
            while True:
                await anext(stream)
        check_words(raised.value)
        assert raised.value.kind is K.SILENT


async def test_an_answer_that_never_ends_is_cut_at_the_total_limit() -> None:
    async with machine() as (mac, backend):
        mac.faults.update(tokens_per_s=200.0)
        mac.answers = fixed_answer("on and " * 10_000)
        error, chunks = await failing(backend, attempt(total_s=0.3))
        (record,) = mac.requests.questions
        await until(lambda: record.outcome is Outcome.CLIENT_GONE)
    assert error.kind is K.INCOMPLETE
    assert "took too long" in error.title
    assert chunks


async def test_a_missing_model() -> None:
    async with machine() as (_, backend):
        error, _chunks = await failing(backend, attempt("nobody:7b"))
    assert error.kind is K.MODEL_MISSING
    assert error.title == "nobody:7b is not installed on mac."
    assert "ollama pull nobody:7b" in error.hint


@pytest.mark.parametrize("path", PromptPath)
async def test_a_text_that_is_too_long_is_refused_with_its_length_and_never_cut(path: PromptPath) -> None:
    long = (Message(Role.USER, f"{SECRET} word " * 6_000),)
    async with machine(replace(TEXT, prompt_path=path)) as (_, backend):
        error, _chunks = await failing(backend, attempt(num_ctx=4_096), long)
        assert error.kind is K.CONTEXT_EXCEEDED
        assert error.needed_context is not None
        assert error.needed_context > 4_096
        too_small, _chunks = await failing(backend, attempt(num_ctx=error.needed_context - 1), long)
        assert too_small.needed_context == error.needed_context  # the count is the server's own, and exact
        with pytest.raises(BackendError):
            await ask(backend, attempt(num_ctx=error.needed_context - 1), long)


@pytest.mark.parametrize("path", PromptPath)
async def test_an_image_for_a_model_that_cannot_see(path: PromptPath) -> None:
    async with machine(replace(TEXT, prompt_path=path)) as (_, backend):
        error, _chunks = await failing(backend, messages=(Message(Role.USER, SECRET, (b"png",)),))
    assert error.kind is K.NOT_VISION


async def test_an_image_that_is_none() -> None:
    async with machine(SEER) as (_, backend):
        error, _chunks = await failing(backend, attempt("llava"), (Message(Role.USER, SECRET, (b"png",)),))
    assert error.kind is K.BAD_IMAGE


async def test_thinking_asked_of_a_model_that_cannot() -> None:
    async with machine(TEXT, THINKER) as (_, backend):
        error, _chunks = await failing(backend, attempt(think=True))
    assert error.kind is K.BAD_REQUEST


async def test_a_cloud_model_without_account() -> None:
    async with machine() as (_, backend):
        wanted = attempt("big:120b-cloud")
        error, _chunks = await failing(backend, replace(wanted, candidate=replace(wanted.candidate, is_cloud=True)))
    assert error.kind is K.UNAUTHORIZED
    assert "http" not in error.hint  # the sign-in address is not passed on


@pytest.mark.parametrize("name", ["big:120b-cloud", "big:cloud", "Big:CLOUD "])
async def test_a_name_that_ollama_passes_on_to_its_cloud_is_not_even_sent(name: str) -> None:
    async with machine() as (mac, backend):
        error, _chunks = await failing(backend, attempt(name))
        assert mac.requests.total == 0
    assert error.kind is K.GUARDED
    assert "leave your network" in error.title


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        pytest.param(says(reply(LOADED)), K.PROTOCOL, id="load"),
        pytest.param(says(reply(b"not json\n")), K.PROTOCOL, id="garbage"),
        pytest.param(says(reply(b"[" * 100_000 + b"\n")), K.PROTOCOL, id="deep nesting"),
        pytest.param(says(reply(b'"text"\n')), K.PROTOCOL, id="no object"),
        pytest.param(says(reply(b"\xff\xfe\n")), K.PROTOCOL, id="no text"),
        pytest.param(says(reply(b"x" * (MAX_LINE_BYTES + 100_000))), K.PROTOCOL, id="4 MB line"),
        pytest.param(says(reply(b"")), K.INCOMPLETE, id="empty body"),
        pytest.param(says(reply(b'{"message":{"content":"a"},"done":false}\n')), K.INCOMPLETE, id="no done"),
        pytest.param(says(reply(b'{"error":{"message":"odd"}}\n')), K.CRASHED, id="error of another form"),
        pytest.param(says(reply(b"<html>", content_type="text/html")), K.NOT_OLLAMA, id="html"),
        pytest.param(says(reply(b"moved", "302 Found", "text/plain")), K.NOT_OLLAMA, id="redirect"),
        pytest.param(says(reply(b"", "500 Internal Server Error")), K.NOT_OLLAMA, id="empty 500"),
        pytest.param(says(b""), K.INCOMPLETE, id="hangs up"),
        pytest.param(says(b"220 mail ESMTP\r\n\r\n", then_waits=True), K.NOT_OLLAMA, id="mail server"),
        pytest.param(says(reply(b""), then_waits=True), K.SILENT, id="head only"),
        pytest.param(says(CHUNKED + b"zz\r\n"), K.INCOMPLETE, id="broken chunk"),
    ],
)
async def test_servers_that_are_none(talk: Talk, kind: FailureKind) -> None:
    async with raw_server(talk) as url, client_for(url) as backend:
        error, _chunks = await failing(backend, patience_for(kind))
    assert error.kind is kind


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        ("408 Request Timeout", b"", K.BUSY, "waited too long (408)"),
        ("413 Content Too Large", b'{"error":"too large"}', K.PROTOCOL, "of this size (413)"),
        ("413 Content Too Large", b"<html>", K.PROTOCOL, "of this size (413)"),
        ("429 Too Many Requests", b"slow down", K.BUSY, "fewer questions (429)"),
        ("502 Bad Gateway", b"<html>", K.NOT_OLLAMA, "does not reach Ollama (502)"),
        ("502 Bad Gateway", b'{"error":"ollama.com is unreachable"}', K.CRASHED, "failed while answering"),
        ("504 Gateway Timeout", b"", K.NOT_OLLAMA, "gave up waiting for Ollama (504)"),
        ("401 Unauthorized", b"<html>", K.UNAUTHORIZED, "wants a login (401)"),
        ("403 Forbidden", b"", K.FORBIDDEN, "refuses this address (403)"),
        ("404 Not Found", b"404 page not found", K.NOT_OLLAMA, "not as Ollama does"),
        ("405 Method Not Allowed", b"405 method not allowed", K.NOT_OLLAMA, "not as Ollama does"),
    ],
)
async def test_what_stands_in_front_of_a_machine_is_named(
    status: str, body: bytes, kind: FailureKind, words: str
) -> None:
    content_type = "application/json" if body.startswith(b"{") else "text/html" if body else "text/plain"
    async with raw_server(says(reply(body, status, content_type))) as url, client_for(url) as backend:
        error, _chunks = await failing(backend)
    assert error.kind is kind
    assert words in error.title


async def test_a_name_that_leads_to_several_addresses_is_tried_on_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address refuses, as an IPv6 one does where Ollama listens on IPv4 only."""
    async with machine() as (mac, _):
        port = mac.url.rsplit(":", 1)[1]

        def addresses(*_args: object, **_more: object) -> list[object]:
            names = ("127.0.0.99", "127.0.0.1")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, int(port))) for name in names]

        monkeypatch.setattr("socket.getaddrinfo", addresses)
        async with client_for(f"http://lab.local:{port}") as backend:
            assert text_of(await ask(backend)) == "One two three."


async def test_https_to_a_plain_port() -> None:
    async with machine() as (mac, _), client_for(mac.url.replace("http:", "https:")) as backend:
        error, _chunks = await failing(backend)
        assert error.kind is K.TLS
        assert "http://" in error.hint
        with pytest.raises(BackendError) as raised:
            await backend.version("mac")
        assert raised.value.kind is K.TLS


async def test_nothing_on_the_port() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        async with client_for(url) as backend:
            error, _chunks = await failing(backend)
    assert error.kind is K.REFUSED
    assert url in error.title


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ftp://127.0.0.1:1", K.UNREACHABLE),
        ("http://127.0.0.1:port", K.UNREACHABLE),
        ("http://[::1", K.UNREACHABLE),
        ("mac", K.UNREACHABLE),
        ("http://name.invalid:1", K.UNREACHABLE),
    ],
)
async def test_addresses_that_are_none(url: str, kind: FailureKind) -> None:
    async with client_for(url) as backend:
        error, _chunks = await failing(backend)
        assert error.kind is kind
        with pytest.raises(BackendError) as raised:
            await backend.version("mac")
        assert raised.value.kind is kind


async def test_headers_that_cannot_be_sent_are_an_error_like_any_other() -> None:
    async with machine(headers={"X-Key": "café\nnew line"}) as (mac, backend):
        with pytest.raises(BackendError) as raised:
            await ask(backend)
        assert "café" not in str(raised.value)
        assert mac.requests.total == 0


# --- probes and lists -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        pytest.param(faults(down=True), K.REFUSED, id="down"),
        pytest.param(faults(auth_token="t"), K.UNAUTHORIZED, id="401"),
        pytest.param(faults(front=Front.FORBIDDEN), K.FORBIDDEN, id="403"),
        pytest.param(faults(front=Front.LOGIN_PAGE), K.NOT_OLLAMA, id="login page"),
        pytest.param(faults(front=Front.NOT_OLLAMA), K.NOT_OLLAMA, id="another service"),
        pytest.param(faults(front=Front.BAD_GATEWAY), K.NOT_OLLAMA, id="502"),
    ],
)
async def test_failing_probes(spoil: Spoil, kind: FailureKind) -> None:
    async with machine() as (mac, backend):
        spoil(mac.faults)
        for call in (backend.version, backend.installed_models, backend.loaded_models):
            with pytest.raises(BackendError) as raised:
                await call("mac")
            check_words(raised.value)
            assert (raised.value.kind, raised.value.model) == (kind, "")


async def test_a_probe_gives_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.backends.ollama.client.PROBE_LIMIT_S", 0.2)
    monkeypatch.setattr(OllamaBackend._json, "__defaults__", (0.2, None))
    async with machine() as (mac, backend):
        for change, kind in (("startup_hang", K.SILENT), ("black_hole", K.CONNECT_TIMEOUT)):
            mac.faults.update(**{change: True})
            with pytest.raises(BackendError) as raised:
                await backend.version("mac")
            check_words(raised.value)
            assert raised.value.kind is kind
            mac.faults.reset()


@pytest.mark.parametrize(
    ("talk", "kind"),
    [
        pytest.param(says(reply(b"{}", content_type="application/json")), K.NOT_OLLAMA, id="empty object"),
        pytest.param(says(reply(b'{"version": 5, "models": 5}')), K.NOT_OLLAMA, id="wrong types"),
        pytest.param(says(reply(b"nonsense")), K.NOT_OLLAMA, id="nonsense"),
        pytest.param(says(reply(b"[" * 100_000)), K.NOT_OLLAMA, id="deep nesting"),
        pytest.param(says(reply(b"[" + b" " * 17_000_000)), K.NOT_OLLAMA, id="17 MB"),
        pytest.param(says(b"220 mail ESMTP\r\n\r\n", then_waits=True), K.NOT_OLLAMA, id="mail server"),
        pytest.param(says(b""), K.UNREACHABLE, id="hangs up"),
    ],
)
async def test_probes_of_servers_that_are_none(talk: Talk, kind: FailureKind) -> None:
    async with raw_server(talk) as url, client_for(url) as backend:
        for call in (backend.version, backend.installed_models, backend.loaded_models):
            with pytest.raises(BackendError) as raised:
                await call("mac")
            check_words(raised.value)
            assert raised.value.kind is kind
            assert raised.value.kind.is_about_host  # a machine that fails its probe is not one that answered


async def test_describing_a_model_that_is_gone() -> None:
    async with machine() as (_, backend):
        with pytest.raises(BackendError) as raised:
            await backend.describe("mac", installed("gone"))
    assert (raised.value.kind, raised.value.model) == (K.MODEL_MISSING, "gone")


async def test_a_blocked_list_does_not_block_the_probe() -> None:
    async with machine() as (mac, backend):
        mac.faults.ps_block = True
        blocked = asyncio.create_task(backend.loaded_models("mac"))
        await until(lambda: mac.requests.all("/api/ps"))
        assert await backend.version("mac")
        mac.faults.ps_block = False
        assert await blocked == ()
