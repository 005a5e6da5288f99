"""The client over real sockets, against the simulated cloud."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import aclosing
from dataclasses import replace

import pytest

from tests.backends.support import raw_server, reply, says
from tests.builders import attempt
from tray_router.backends.openai import OpenAIBackend, OpenAIEndpoint
from tray_router.engine.ports import Chunk
from tray_router.errors import BackendError, FailureKind
from tray_router.model import Attempt, Message, Role
from tray_router.simulator.cloud_service import Ending, SimulatedCloud, UsageReport

ASK = (Message(Role.SYSTEM, "Be short."), Message(Role.USER, "why?"))
PNG = b"\x89PNG\r\n\x1a\n picture"


def key() -> str:
    return "-".join(["sk", "test", "0123456789" * 3])


def backend_for(cloud: SimulatedCloud, **more: object) -> OpenAIBackend:
    headers = {"Authorization": f"Bearer {cloud.key}"} if cloud.key else {}
    return OpenAIBackend([OpenAIEndpoint("sky", cloud.url, headers, cloud.models, **more)])  # type: ignore[arg-type]


def one_try(**more: object) -> Attempt:
    return attempt("big-model", "sky", **more)


async def answer(backend: OpenAIBackend, asked: Attempt, messages: tuple[Message, ...] = ASK) -> list[Chunk]:
    chunks: list[Chunk] = []
    async with aclosing(backend.chat(asked, messages)) as stream:
        chunks.extend([chunk async for chunk in stream])
    return chunks


async def failure_of(backend: OpenAIBackend, asked: Attempt) -> BackendError:
    with pytest.raises(BackendError) as raised:
        await answer(backend, asked)
    return raised.value


async def test_an_answer_comes_in_pieces_and_ends_with_its_figures():
    async with SimulatedCloud(key=key()) as cloud:
        cloud.thinking = ("let ", "me ", "see")
        backend = backend_for(cloud)
        chunks = await answer(backend, one_try(max_tokens=500))
        await backend.aclose()
    assert "".join(chunk.content for chunk in chunks) == "It is so because the earth turns once a day."
    assert "".join(chunk.thinking for chunk in chunks) == "let me see"
    stats = chunks[-1].stats
    assert stats is not None
    assert (stats.prompt_tokens, stats.answer_tokens, stats.done_reason) == (cloud.sent[0].prompt_tokens, 13, "stop")
    assert stats.cost_usd is None
    body = cloud.sent[0].body
    assert body["messages"] == [{"role": "system", "content": "Be short."}, {"role": "user", "content": "why?"}]
    assert (body["stream"], body["stream_options"], body["max_tokens"]) == (True, {"include_usage": True}, 500)


async def test_images_go_as_data_uris():
    async with SimulatedCloud() as cloud:
        backend = backend_for(cloud)
        await answer(backend, one_try(), (Message(Role.USER, "what is it?", (PNG, b"\xff\xd8\xffjpeg")),))
        await backend.aclose()
    text, png, jpeg = cloud.sent[0].body["messages"][0]["content"]
    assert text == {"type": "text", "text": "what is it?"}
    assert png["image_url"]["url"] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert jpeg["image_url"]["url"].startswith("data:image/jpeg;base64,")


async def test_an_answer_that_is_cut_at_its_bound_says_so():
    async with SimulatedCloud() as cloud:
        backend = backend_for(cloud)
        chunks = await answer(backend, one_try(max_tokens=4))
        await backend.aclose()
    assert chunks[-1].stats is not None
    assert (chunks[-1].stats.done_reason, chunks[-1].stats.answer_tokens) == ("length", 4)


async def test_what_the_service_says_it_took_is_passed_on():
    async with SimulatedCloud(price=(3.0, 15.0)) as cloud:
        cloud.faults.usage = UsageReport.WITH_COST
        backend = backend_for(cloud)
        chunks = await answer(backend, one_try())
        await backend.aclose()
    assert chunks[-1].stats is not None
    assert chunks[-1].stats.cost_usd == pytest.approx(cloud.charged_usd)


@pytest.mark.parametrize("name", ["max_tokens", "stream_options"])
async def test_an_option_that_the_server_does_not_know_is_renamed_or_left_out(name):
    async with SimulatedCloud() as cloud:
        cloud.faults.refused_option = name
        backend = backend_for(cloud)
        chunks = await answer(backend, one_try(max_tokens=500))
        await backend.aclose()
    assert chunks[-1].stats is not None
    assert [chat.max_tokens for chat in cloud.sent] == [500, 500]  # the bound on the price is never dropped
    assert name not in cloud.sent[1].body


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        (Ending.NO_DONE, FailureKind.INCOMPLETE),
        (Ending.CUT, FailureKind.INCOMPLETE),
        (Ending.ERROR, FailureKind.CRASHED),
    ],
)
async def test_a_stream_that_breaks_is_a_failure(ending, kind):
    async with SimulatedCloud() as cloud:
        cloud.faults.ending = ending
        backend = backend_for(cloud)
        error = await failure_of(backend, one_try())
        await backend.aclose()
    assert (error.kind, error.host, error.model) == (kind, "sky", "big-model")


async def test_silence_in_the_middle_and_before_the_first_word_has_limits():
    async with SimulatedCloud() as cloud:
        backend = backend_for(cloud)
        cloud.faults.ending = Ending.HANG
        assert (await failure_of(backend, one_try(idle_s=0.05))).kind is FailureKind.SILENT
        cloud.faults.first_token_s = 30.0
        assert (await failure_of(backend, one_try(first_token_s=0.05))).kind is FailureKind.SILENT
        await backend.aclose()


async def test_leaving_closes_the_connection():
    async with SimulatedCloud() as cloud:
        cloud.faults.ending = Ending.HANG
        backend = backend_for(cloud)
        async with aclosing(backend.chat(one_try(), ASK)) as stream:
            assert (await anext(stream)).content == "It "
        async with asyncio.timeout(30):
            while cloud.open_streams:  # noqa: ASYNC110 - the service is no coroutine of ours
                await asyncio.sleep(0.001)
        await backend.aclose()


ERRORS = [
    (401, {"error": {"message": "Incorrect API key provided: sk-abc", "code": "invalid_api_key"}}, "unauthorized"),
    (400, [{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}], "unauthorized"),
    (402, {"error": {"code": 402, "message": "Insufficient credits"}}, "unpaid"),
    (429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}, "unpaid"),
    (400, {"error": {"type": "invalid_request_error", "message": "Your credit balance is too low"}}, "unpaid"),
    (429, {"error": {"message": "Rate limit reached", "type": "tokens"}}, "rate-limited"),
    (403, {"error": {"code": 403, "message": "flagged", "metadata": {"reasons": ["violence"]}}}, "forbidden"),
    (404, {"error": {"message": "The model `x` does not exist", "code": "model_not_found"}}, "model-missing"),
    (400, {"error": {"code": 400, "message": "x is not a valid model ID"}}, "model-missing"),
    (
        400,
        {"error": {"message": "maximum context length is 8192", "code": "context_length_exceeded"}},
        "context-exceeded",
    ),
    (413, {"type": "error", "error": {"type": "request_too_large", "message": "too large"}}, "context-exceeded"),
    (529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, "busy"),
    (503, {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}, "busy"),
    (524, b"<html>a timeout occurred</html>", "silent"),
    (500, {"error": {"message": "boom", "type": "server_error"}}, "crashed"),
    (
        400,
        {"object": "error", "message": "At most 0 image(s) may be provided: images not supported", "code": 400},
        "not-vision",
    ),
    (400, {"error": {"message": "temperature must be below 2", "param": "temperature"}}, "protocol"),
    (422, {"detail": [{"loc": ["body"], "msg": "field required"}]}, "protocol"),
    (307, b"", "not-ollama"),
    (200, b"<html>log in</html>", "not-ollama"),
]


@pytest.mark.parametrize(("status", "body", "kind"), ERRORS, ids=[f"{s}-{k}-{i}" for i, (s, _, k) in enumerate(ERRORS)])
async def test_every_provider_s_errors_are_understood_and_never_repeated(status, body, kind):
    async with SimulatedCloud(key=key()) as cloud:
        cloud.faults.status, cloud.faults.body = status, body
        cloud.faults.content_type = "text/html" if isinstance(body, bytes) else "application/json"
        backend = backend_for(cloud)
        error = await failure_of(backend, one_try())
        await backend.aclose()
    assert error.kind.value == kind
    assert error.title.endswith(".")
    assert error.hint.endswith((".", "?"))
    for word in ("sk-abc", "flagged", "boom", "temperature must", "timeout occurred", key()):
        assert word not in str(error)


async def test_a_pause_that_is_asked_for_is_told():
    async with SimulatedCloud() as cloud:
        cloud.faults.status, cloud.faults.body, cloud.faults.retry_after = 429, {"error": {"message": "slow"}}, "20"
        backend = backend_for(cloud)
        error = await failure_of(backend, one_try())
        cloud.faults.retry_after = "Wed, 21 Oct 2026 07:28:00 GMT"
        dated = await failure_of(backend, one_try())
        await backend.aclose()
    assert (error.retry_after_s, dated.retry_after_s) == (20.0, None)
    assert "20 s" in error.hint


async def test_a_redirect_gets_no_key():
    async with SimulatedCloud(key=key()) as elsewhere:
        head = f"HTTP/1.1 308 Permanent Redirect\r\nLocation: {elsewhere.url}/chat/completions\r\n"
        talk = says(f"{head}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        async with raw_server(talk) as url:
            headers = {"Authorization": f"Bearer {key()}"}
            backend = OpenAIBackend([OpenAIEndpoint("sky", f"{url}/v1", headers, ("big-model",))])
            error = await failure_of(backend, one_try())
            await backend.aclose()
    assert error.kind is FailureKind.NOT_OLLAMA
    assert elsewhere.raw == []


async def test_a_server_that_talks_nonsense():
    async with raw_server(says(reply(b"data: no json\n\n", content_type="text/event-stream"))) as url:
        backend = OpenAIBackend([OpenAIEndpoint("sky", f"{url}/v1", {}, ("big-model",))])
        assert (await failure_of(backend, one_try())).kind is FailureKind.NOT_OLLAMA
        await backend.aclose()


async def test_nobody_there():
    async with SimulatedCloud() as cloud:
        url = cloud.url
    backend = OpenAIBackend([OpenAIEndpoint("sky", url, {}, ("big-model",))])
    assert (await failure_of(backend, one_try())).kind is FailureKind.REFUSED
    await backend.aclose()


async def test_thinking_and_parts_stand_in_different_places():
    events = (
        {"choices": [{"delta": {"reasoning": "a"}}]},
        {"choices": [{"delta": {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "b"}]}]}}]},
        {"choices": [{"delta": {"content": [{"type": "text", "text": "c"}]}, "finish_reason": "stop"}]},
        {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 9}},
    )
    stream = b"".join(b"data: " + json.dumps(event).encode() + b"\n\n" for event in events) + b"data: [DONE]\n\n"
    async with raw_server(says(reply(stream, content_type="text/event-stream"))) as url:
        backend = OpenAIBackend([OpenAIEndpoint("sky", f"{url}/v1", {}, ("big-model",))])
        chunks = await answer(backend, one_try())
        await backend.aclose()
    assert [(chunk.content, chunk.thinking) for chunk in chunks[:-1]] == [("", "a"), ("", "b"), ("c", "")]
    assert chunks[-1].stats is not None
    assert chunks[-1].stats.answer_tokens == 6  # Google's thinking is in the total alone


async def test_as_a_machine_of_one_s_own_it_tells_its_models():
    async with SimulatedCloud(models=("qwen3-32b", "seer", "other")) as cloud:
        endpoint = OpenAIEndpoint("vllm", cloud.url, {}, ("qwen3-32b", "seer"), vision=("seer",))
        backend = OpenAIBackend([endpoint])
        models = await backend.installed_models("vllm")
        loaded = await backend.loaded_models("vllm")
        assert await backend.version("vllm")
        assert await backend.describe("vllm", models[0]) == models[0]
        assert backend.is_connected("vllm")
        opened = await backend.connect("vllm", 1.0)
        await opened.aclose()
        await backend.aclose()
    assert [model.name for model in models] == ["qwen3-32b", "seer"]
    assert ["vision" in model.capabilities for model in models] == [False, True]
    assert [model.name for model in loaded] == ["qwen3-32b", "seer"]


async def test_a_retired_client_ends_its_answers_first():
    async with SimulatedCloud() as cloud:
        backend = backend_for(cloud)
        async with aclosing(backend.chat(one_try(), ASK)) as stream:
            first = await anext(stream)
            await backend.retire()
            rest = [chunk async for chunk in stream]
        assert not backend.is_connected("sky")
    assert first.content + "".join(chunk.content for chunk in rest) == "It is so because the earth turns once a day."


def test_an_endpoint_does_not_show_its_key():
    assert key() not in repr(OpenAIEndpoint("sky", "https://example.org/v1", {"Authorization": f"Bearer {key()}"}))
    assert replace(OpenAIEndpoint("sky", "https://example.org/v1"), models=("a",)).models == ("a",)
