"""Reads what servers of OpenAI's protocol send: chunks of an answer, usage, and lists of models.

Rules: lenient in what it does not need; a chunk that is no object raises ValueError. Sources: the public references of
OpenAI, OpenRouter, DeepSeek, Mistral, vLLM and llama.cpp for where thinking stands, and what usage counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tray_router.model import AnswerStats, Capability, InstalledModel

_THINKING_FIELDS = ("reasoning_content", "reasoning")  # DeepSeek, vLLM, llama.cpp; OpenRouter, Ollama


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a server says it took.

    Attributes:
        answer_tokens: everything that is paid as answer, thinking included.
        cost_usd: what the service itself says it took (OpenRouter), or None.
    """

    prompt_tokens: int
    answer_tokens: int
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """One chunk of a stream. ``finish_reason`` is empty until the answer's end."""

    content: str = ""
    thinking: str = ""
    finish_reason: str = ""
    usage: Usage | None = None


def read_delta(event: Any) -> Delta:
    """One event of a chat stream that is no error.

    Raises:
        ValueError: it is no chunk.
    """
    if not isinstance(event, dict):
        raise ValueError("an event of the stream is not an object")
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    delta = choice.get("delta")
    delta = delta if isinstance(delta, dict) else {}
    content, thinking = _parts(delta.get("content"))
    for name in _THINKING_FIELDS:
        if isinstance(delta.get(name), str):
            thinking += delta[name]
            break
    reason = choice.get("finish_reason")
    return Delta(content, thinking, reason if isinstance(reason, str) else "", _usage(event.get("usage")))


def stats_of(usage: Usage | None, finish_reason: str) -> AnswerStats:
    """The figures of a whole answer; ``cost_usd`` is what the service itself said."""
    return AnswerStats(
        prompt_tokens=usage.prompt_tokens or None if usage else None,
        answer_tokens=usage.answer_tokens or None if usage else None,
        done_reason=finish_reason or "stop",
        cost_usd=usage.cost_usd if usage else None,
    )


def read_models(body: Any) -> dict[str, int | None]:
    """``GET /models``: names, with the context length in tokens where the server tells it.

    Raises:
        ValueError: it is no list of models.
    """
    listed = body.get("data") if isinstance(body, dict) else None
    if listed is None and isinstance(body, dict) and "data" in body:
        listed = []  # Ollama's face for a machine without models
    if not isinstance(listed, list):
        raise ValueError("no list of models in the reply")
    return {entry["id"]: _context(entry) for entry in listed if isinstance(entry, dict) and _is_text(entry.get("id"))}


def installed(name: str, context_length: int | None, *, sees: bool) -> InstalledModel:
    """A model of such a server as the planner wants it."""
    capabilities = {Capability.COMPLETION} | ({Capability.VISION} if sees else set())
    return InstalledModel(name=name, context_length=context_length, capabilities=frozenset(capabilities))


def _parts(content: Any) -> tuple[str, str]:
    """Text and thinking of a content that is a text or, with Mistral, a list of parts."""
    if isinstance(content, str):
        return content, ""
    text = thinking = ""
    for part in content if isinstance(content, list) else ():
        if not isinstance(part, dict):
            continue
        if _is_text(part.get("text")):
            text += part["text"]
        if isinstance(part.get("thinking"), list | str):
            thinking += part["thinking"] if isinstance(part["thinking"], str) else _parts(part["thinking"])[0]
    return text, thinking


def _usage(value: Any) -> Usage | None:
    if not isinstance(value, dict):
        return None
    prompt, answer, total = (_count(value.get(key)) for key in ("prompt_tokens", "completion_tokens", "total_tokens"))
    # Google counts thinking in the total alone, and bills it as answer
    return Usage(prompt, max(answer, total - prompt), _dollars(value.get("cost")))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _dollars(value: Any) -> float | None:
    is_sane = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
    return float(value) if is_sane else None


def _context(entry: dict[str, Any]) -> int | None:
    """vLLM says ``max_model_len``, llama.cpp ``meta.n_ctx_train``, OpenRouter ``context_length``."""
    meta = entry.get("meta")
    said = (
        entry.get("max_model_len"),
        entry.get("context_length"),
        meta.get("n_ctx_train") if isinstance(meta, dict) else None,
    )
    return next((count for value in said if (count := _count(value))), None)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
