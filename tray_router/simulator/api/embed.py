"""``/api/embed``: unit vectors made from the text's digest, the same for the same text."""

from __future__ import annotations

import hashlib
import math
import struct
import time
from typing import Any

from tray_router.model import Capability
from tray_router.simulator.answers import count_tokens
from tray_router.simulator.api.context import runner_spec
from tray_router.simulator.api.errors import QUEUE_FULL, ApiError
from tray_router.simulator.api.parsing import Ask, Endpoint, check_options, decoded_object
from tray_router.simulator.machine import Machine, is_valid_name
from tray_router.simulator.scheduler import LoadError, QueueFullError
from tray_router.simulator.script import Turn

_MAX_DIMENSIONS = 1_024


async def embed(machine: Machine, body: bytes) -> dict[str, Any]:
    """Vectors for ``input``, a string or a list of strings; none for no input, which also loads the model.

    Raises:
        ApiError: with the wording of this call, which differs from chat's.
    """
    began = time.perf_counter_ns()
    data = decoded_object(body)
    name = data.get("model") or ""
    texts = _texts(data.get("input"))
    model = machine.find(name) if isinstance(name, str) and is_valid_name(name) else None
    if model is None:
        raise ApiError(404, f'model "{name}" not found, try pulling it first' if name else "model '' not found")
    ask = Ask(Endpoint.GENERATE, name, options=data.get("options") or {})
    check_options(ask.options)
    faults = machine.faults.take(model.canonical_name)
    if faults.queue_full:
        raise ApiError(503, QUEUE_FULL)
    spec = runner_spec(ask, model, machine.settings.default_num_ctx)
    try:
        async with machine.scheduler.hold(spec, None, faults):
            load_ns = time.perf_counter_ns() - began
            if not texts:
                return {"model": name, "embeddings": []}
            if not model.can(Capability.EMBEDDING):
                raise ApiError(501, "This server does not support embeddings. Start it with `--embeddings`")
            counts = [count_tokens((Turn("user", text),), 0) for text in texts]
            if data.get("truncate") is False and max(counts) > spec.num_ctx:
                raise ApiError(400, "the input length exceeds the context length")
            return {
                "model": name,
                "embeddings": [_vector(text, min(model.embedding_length, _MAX_DIMENSIONS)) for text in texts],
                "total_duration": time.perf_counter_ns() - began,
                "load_duration": load_ns,
                "prompt_eval_count": sum(counts),
            }
    except QueueFullError as error:
        raise ApiError(503, QUEUE_FULL) from error
    except LoadError as error:
        raise ApiError(500, str(error)) from error


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return value
    raise ApiError(400, "invalid input type")


def _vector(text: str, dimensions: int) -> list[float]:
    raw = hashlib.shake_256(text.encode()).digest(dimensions * 2)
    numbers = [value / 32768 for value in struct.unpack(f"<{dimensions}h", raw)]
    length = math.sqrt(sum(number * number for number in numbers)) or 1.0
    return [number / length for number in numbers]
