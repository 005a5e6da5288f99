"""Server texts and exceptions that the simulated machine cannot show, and the wording of all of them."""

from __future__ import annotations

import errno
import json
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.test_breakdowns import check_words
from tray_router.backends.http import httpx
from tray_router.backends.ollama import failures, remarks
from tray_router.backends.ollama.failures import Place
from tray_router.errors import BackendError, FailureKind

K = FailureKind
PLACE = Place("mac", "http://127.0.0.1:11434", "qwen3:4b")
TOO_LONG, EXCEEDED = "exceeds the available context size", "exceed_context_size_error"
PROBE = Place("mac", "http://127.0.0.1:11434")


def nested(message: str, kind: str = "server_error", **more: object) -> str:
    return json.dumps({"error": {"code": 400, "message": message, "type": kind, **more}})


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (404, "model 'nope' not found", K.MODEL_MISSING),
        (404, 'model "nope" not found, try pulling it first', K.MODEL_MISSING),
        (400, "model is required", K.BAD_REQUEST),
        (400, "invalid model name", K.BAD_REQUEST),
        (400, "missing request body", K.BAD_REQUEST),
        (500, 'option "num_ctx" must be of type integer', K.BAD_REQUEST),
        (500, 'invalid format: "xml"; expected "json" or a valid JSON Schema object', K.BAD_REQUEST),
        (400, 'time: missing unit in duration "5"', K.BAD_REQUEST),
        (400, '"text" does not support thinking', K.BAD_REQUEST),
        (400, "registry.ollama.ai/library/text:latest does not support tools", K.BAD_REQUEST),
        (503, "server busy, please try again.  maximum pending requests exceeded", K.BUSY),
        (500, "llama-server process has terminated: failed to allocate buffer for kv cache", K.OUT_OF_MEMORY),
        (500, "model requires more system memory (9.1 GiB) than is available (7.2 GiB)", K.OUT_OF_MEMORY),
        (500, "llama-server process has terminated: error loading model: tensor 'a' not found", K.LOAD_FAILED),
        (500, "timed out waiting for llama-server to start - ", K.LOAD_FAILED),
        (500, "unable to load model: /blobs/sha256-1", K.LOAD_FAILED),
        (500, "llama runner process has terminated: signal: killed", K.LOAD_FAILED),
        (500, "model runner has unexpectedly stopped, this may be due to resource limitations", K.CRASHED),
        (200, "an error was encountered while running the model: unexpected EOF", K.CRASHED),
        (200, "llama-server chat error: map[code:500 message:Compute error. type:server_error]", K.CRASHED),
        (500, "something new", K.CRASHED),
        (418, "something new", K.BAD_REQUEST),
        (400, nested("Failed to load image or audio file"), K.BAD_IMAGE),
        (400, "illegal base64 data at input byte 4", K.BAD_IMAGE),
        (400, nested("Multimodal data provided, but model does not support multimodal requests."), K.NOT_VISION),
        (500, nested("image input is not supported - hint: if this is unexpected, provide the mmproj"), K.NOT_VISION),
        (400, "the prompt is longer than the context length currently available to the model", K.CONTEXT_EXCEEDED),
    ],
)  # fmt: skip
def test_the_servers_words_say_what_kind_it_is(status: int, text: str, kind: FailureKind) -> None:
    error = failures.from_error_text(text, PLACE, status=status)
    check_words(error)
    assert error.kind is kind
    body = json.dumps({"error": text}).encode()
    if status >= 400:
        assert failures.from_status(status, "application/json", body, PLACE).kind is kind


@pytest.mark.parametrize(
    ("raw", "needed"),
    [
        (nested(f"request (6023 tokens) {TOO_LONG}", EXCEEDED, n_prompt_tokens=6023, n_ctx=4096), 6023),
        (nested(f"request (6023 tokens) {TOO_LONG}", EXCEEDED), 6023),
        (nested(f"request {TOO_LONG}", EXCEEDED), None),
        (nested(f"request {TOO_LONG}", EXCEEDED, n_prompt_tokens="many"), None),
        (nested(f"request {TOO_LONG}", EXCEEDED, n_prompt_tokens=True), None),
    ],
)
def test_the_count_of_a_prompt_that_is_too_long(raw: str, needed: int | None) -> None:
    error = failures.from_error_text(raw, PLACE, status=400)
    assert (error.kind, error.needed_context) == (K.CONTEXT_EXCEEDED, needed)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"error":"plain"}', "plain"),
        (b'{"error":{"message":"of the other form","code":null}}', "of the other form"),
        (b'{"error":{"code":1}}', ""),
        (b'{"error":null}', ""),
        (b'{"detail":"x"}', ""),
        (b"[]", ""),
        (b"", ""),
        (b"\xff", ""),
        (b"[" * 100_000, ""),
    ],
    ids=lambda value: str(value[:30]),
)
def test_the_text_of_an_error_body(body: bytes, text: str) -> None:
    assert remarks.error_text(body) == text


def test_words_nested_beyond_measure_are_taken_as_they_are() -> None:
    assert failures.from_error_text("[" * 100_000, PLACE, status=400).kind is K.BAD_REQUEST


@given(st.text(max_size=80), st.sampled_from([200, 400, 404, 500, 503]))
def test_any_words_become_an_error_with_words_of_ours(text: str, status: int) -> None:
    error = failures.from_error_text(text, PLACE, status=status)
    assert error.title.endswith(".")
    assert len(error.hint) < 300


@given(st.integers(min_value=300, max_value=599), st.binary(max_size=80), st.text(max_size=10))
def test_any_reply_becomes_an_error(status: int, body: bytes, content_type: str) -> None:
    assert isinstance(failures.from_status(status, content_type, body, PLACE), BackendError)


def chained(*causes: BaseException) -> httpx.ConnectError:
    """What httpx raises, with what lies beneath, outermost first."""
    error: BaseException | None = None
    for cause in reversed(causes):
        cause.__cause__ = error
        error = cause
    outer = httpx.ConnectError("All connection attempts failed")
    outer.__cause__ = error
    return outer


REFUSED, NO_ROUTE = ConnectionRefusedError(errno.ECONNREFUSED, "no"), OSError(errno.EHOSTUNREACH, "no")


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (chained(REFUSED), K.REFUSED, "Nothing listens"),
        (chained(OSError("all failed"), ExceptionGroup("two addresses", [NO_ROUTE, REFUSED])), K.REFUSED, "Nothing"),
        (chained(OSError("all failed"), ExceptionGroup("two", [REFUSED, REFUSED])), K.REFUSED, "Nothing listens"),
        (chained(ExceptionGroup("two", [NO_ROUTE, NO_ROUTE])), K.UNREACHABLE, "no route"),
        (chained(NO_ROUTE), K.UNREACHABLE, "no route"),
        (chained(OSError(65, "macOS")), K.UNREACHABLE, "no route"),
        (chained(socket.gaierror(-2, "Name or service not known")), K.UNREACHABLE, "cannot be found"),
        (httpx.ConnectTimeout(""), K.CONNECT_TIMEOUT, "does not accept"),
        (httpx.ReadError(""), K.INCOMPLETE, "hung up before qwen3:4b had answered"),
        (httpx.WriteTimeout(""), K.INCOMPLETE, "hung up before"),
    ],
)
def test_exceptions_of_the_transport(error: Exception, kind: FailureKind, words: str) -> None:
    found = failures.from_transport(error, PLACE)
    check_words(found)
    assert found.kind is kind
    assert words in found.title


def test_an_answer_that_has_begun_broke_off_and_what_came_is_kept() -> None:
    found = failures.from_transport(httpx.ReadError(""), PLACE, has_begun=True)
    assert (found.kind, "broke off" in found.title, "is kept" in found.hint) == (K.INCOMPLETE, True, True)
    found = failures.stalled(PLACE, 60.0)
    check_words(found)
    assert (found.kind, "stopped in the middle" in found.title) == (K.SILENT, True)


def test_silence_names_the_limit_of_questions_and_no_limit_for_probes() -> None:
    assert "first_token_cold_s under [limits]" in failures.silent(PLACE, 300.0).hint
    assert "[limits]" not in failures.silent(PROBE, 2.0).hint


@pytest.mark.parametrize(
    ("text", "mended_by"),
    [
        ("llama-server process has terminated: exit status 1: mkdir /tmp/x: no space left on device", "disk is full"),
        ("write C:\\models\\x: There is not enough space on the disk.", "disk is full"),
        ("timed out waiting for llama-server to start - ", "OLLAMA_LOAD_TIMEOUT"),
        ("llama-server process has terminated: exit status 2:", "It said: llama-server process has terminated: exit"),
    ],
)
def test_a_load_that_failed_says_what_to_mend(text: str, mended_by: str) -> None:
    found = failures.from_error_text(text, PLACE, status=500)
    check_words(found)
    assert (found.kind, found.title) == (K.LOAD_FAILED, "mac could not load qwen3:4b.")
    assert mended_by in found.hint
    assert found.hint[-1] not in " -:"


def test_a_probe_that_breaks_off_is_about_the_machine() -> None:
    for error in (httpx.ReadError(""), httpx.RemoteProtocolError("Server disconnected"), httpx.WriteError("")):
        found = failures.from_transport(error, PROBE)
        check_words(found)
        assert found.kind is K.UNREACHABLE


def test_long_words_of_a_server_are_cut() -> None:
    error = failures.from_error_text("no " * 1_000, PLACE, status=500)
    assert error.hint.endswith("…")
    assert len(error.hint) < 210
