"""Reads the JSON that Ollama sends. Lenient in what it does not need, strict in what it does.

Rule: pure functions from decoded JSON to the nouns; anything that is not what Ollama sends raises ValueError, which
the client turns into a BackendError of kind PROTOCOL. Sources: Ollama contract, sections 1 to 3.
"""

from __future__ import annotations

import re
from typing import Any

from tray_router.engine.ports import Chunk
from tray_router.model import AnswerStats, Capability, InstalledModel, LoadedModel

NANOSECONDS = 1e9
_PARAMETER_SIZE = re.compile(r"^\s*([0-9.]+)\s*([KMBT])", re.IGNORECASE)
_BILLIONS = {"K": 1e-6, "M": 1e-3, "B": 1.0, "T": 1e3}
_CLOUD_SUFFIXES = (":cloud", "-cloud")


def read_version(body: Any) -> str:
    """``{"version": "0.33.0"}`` -> the version."""
    version = body.get("version") if isinstance(body, dict) else None
    if not isinstance(version, str) or not version:
        raise ValueError("no version in the reply")
    return version


def read_tags(body: Any) -> tuple[InstalledModel, ...]:
    """The models of ``/api/tags``; entries without a name are passed over."""
    return tuple(_installed(entry) for entry in _models(body) if _name(entry))


def read_ps(body: Any) -> tuple[LoadedModel, ...]:
    """The models of ``/api/ps``."""
    return tuple(
        LoadedModel(
            name=_name(entry),
            context_length=_whole(entry.get("context_length")),
            size_bytes=_whole(entry.get("size")),
            vram_bytes=_whole(entry.get("size_vram")),
            expires_at=_text(entry.get("expires_at")),
        )
        for entry in _models(body)
        if _name(entry)
    )


def read_show(body: Any, known: InstalledModel) -> InstalledModel:
    """``known`` completed by ``/api/show``, whose capabilities are the true ones (contract, section 1)."""
    if not isinstance(body, dict):
        raise ValueError("the reply is not an object")
    info = body.get("model_info")
    info = info if isinstance(info, dict) else {}
    architecture = _text(info.get("general.architecture"))
    trained = _whole(info.get(f"{architecture}.context_length")) or known.context_length
    details = _details(body)
    return InstalledModel(
        name=known.name,
        digest=known.digest,
        size_bytes=known.size_bytes,
        family=known.family or _text(details.get("family")),
        parameters_b=known.parameters_b or parse_parameter_size(_text(details.get("parameter_size"))),
        quantization=known.quantization or _text(details.get("quantization_level")),
        context_length=trained or None,
        capabilities=_capabilities(body) or known.capabilities,
        is_remote=known.is_remote or bool(body.get("remote_host") or body.get("remote_model")),
    )


def parse_parameter_size(text: str) -> float | None:
    """``"8.0B"`` -> 8.0, ``"500M"`` -> 0.5; None when the text is something else."""
    found = _PARAMETER_SIZE.match(text)
    if found is None:
        return None
    try:
        return float(found[1]) * _BILLIONS[found[2].upper()]
    except ValueError:
        return None


def read_chunk(line: Any) -> Chunk:
    """One line of a chat stream. ``stats`` is set when it is the last one."""
    if not isinstance(line, dict):
        raise ValueError("a line of the stream is not an object")
    message = line.get("message")
    message = message if isinstance(message, dict) else {}
    stats = _stats(line) if line.get("done") is True else None
    return Chunk(content=_text(message.get("content")), thinking=_text(message.get("thinking")), stats=stats)


def _stats(line: dict[str, Any]) -> AnswerStats:
    total, load = _seconds(line, "total_duration"), _seconds(line, "load_duration")
    prompt, answer = _seconds(line, "prompt_eval_duration"), _seconds(line, "eval_duration")
    queue = None
    if total is not None:
        queue = max(0.0, total - (load or 0.0) - (prompt or 0.0) - (answer or 0.0))
    return AnswerStats(
        prompt_tokens=_whole(line.get("prompt_eval_count")) or None,
        answer_tokens=_whole(line.get("eval_count")) or None,
        cached_tokens=_whole(line.get("prompt_eval_cached_count")) or None,
        load_s=load,
        queue_s=queue,
        prompt_s=prompt,
        answer_s=answer,
        total_s=total,
        done_reason=_text(line.get("done_reason")),
    )


def _installed(entry: dict[str, Any]) -> InstalledModel:
    details = _details(entry)
    name = _name(entry)
    return InstalledModel(
        name=name,
        digest=_text(entry.get("digest")),
        size_bytes=_whole(entry.get("size")),
        family=_text(details.get("family")),
        parameters_b=parse_parameter_size(_text(details.get("parameter_size"))),
        quantization=_text(details.get("quantization_level")),
        context_length=_whole(details.get("context_length")) or None,
        capabilities=_capabilities(entry),
        is_remote=name.endswith(_CLOUD_SUFFIXES) or bool(entry.get("remote_host") or entry.get("remote_model")),
    )


def _models(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, dict) or "models" not in body:
        raise ValueError("no list of models in the reply")
    models = body["models"] or []
    if not isinstance(models, list):
        raise ValueError("the models are not a list")
    return [entry for entry in models if isinstance(entry, dict)]


def _details(entry: dict[str, Any]) -> dict[str, Any]:
    details = entry.get("details")
    return details if isinstance(details, dict) else {}


def _capabilities(entry: dict[str, Any]) -> frozenset[Capability]:
    listed = entry.get("capabilities")
    if not isinstance(listed, list):
        return frozenset()
    known = set(Capability)
    return frozenset(Capability(word) for word in listed if isinstance(word, str) and word in known)


def _name(entry: dict[str, Any]) -> str:
    return _text(entry.get("name")) or _text(entry.get("model"))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else 0


def _seconds(line: dict[str, Any], key: str) -> float | None:
    value = line.get(key)
    return value / NANOSECONDS if isinstance(value, int | float) and not isinstance(value, bool) else None
