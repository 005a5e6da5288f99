"""What a machine says of itself: version, cloud status, models on disk and in memory, one model's details.

Rule: shapes are those of Ollama contract, section 1; fields that Go leaves out when empty are left out here.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tray_router.model import Capability, canonical_model_name
from tray_router.simulator import gojson
from tray_router.simulator.api.cloud import check_cloud, cloud_model
from tray_router.simulator.api.errors import ApiError
from tray_router.simulator.api.parsing import decoded_object
from tray_router.simulator.machine import Machine, is_cloud_name, is_valid_name
from tray_router.simulator.request_log import RequestRecord
from tray_router.simulator.scheduler import Runner
from tray_router.simulator.settings import PromptPath, SimulatedModel

_SCALE = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


def version(machine: Machine) -> dict[str, Any]:
    """``/api/version``."""
    return {"version": machine.settings.version}


def cloud_status(machine: Machine) -> dict[str, Any]:
    """``/api/status``."""
    is_off = machine.settings.is_cloud_disabled
    return {"cloud": {"disabled": is_off, "source": "env" if is_off else "none"}}


def tags(machine: Machine) -> dict[str, Any]:
    """``/api/tags``: everything on the disk, the newest first."""
    return {"models": [_listed(model) for model in machine.models]}


def loaded(machine: Machine) -> dict[str, Any]:
    """``/api/ps``: what is in memory; a loading model is not."""
    vram_bytes = 0 if machine.faults.gpu_lost else machine.settings.vram_bytes
    return {"models": [_in_memory(runner, vram_bytes) for runner in machine.listed_runners()]}


def openai_models(machine: Machine) -> dict[str, Any]:
    """``/v1/models``; ``data`` is null when there is none."""
    return {"object": "list", "data": [openai_model(model, model.canonical_name) for model in machine.models] or None}


def openai_model(model: SimulatedModel, name: str) -> dict[str, Any]:
    """``/v1/models/{name}``; the name is echoed."""
    created = int(dt.datetime.fromisoformat(model.modified_at).timestamp())
    return {"id": name, "object": "model", "created": created, "owned_by": "library"}


def show(machine: Machine, body: bytes, record: RequestRecord) -> dict[str, Any]:
    """``/api/show``.

    Raises:
        ApiError: no such model, or a bad body.
    """
    data = decoded_object(body)
    name = data.get("model") or data.get("name") or ""
    if not isinstance(name, str):
        kind = gojson.kind_of(name)
        raise ApiError(400, f"json: cannot unmarshal {kind} into Go struct field ShowRequest.model of type string")
    if not name:
        raise ApiError(400, "model is required")
    if is_cloud_name(name):
        check_cloud(machine, record, what="remote model details are unavailable")
        return _details_of(cloud_model(name))
    if not is_valid_name(name.removesuffix(":local")):
        raise ApiError(400, "invalid model name")
    model = machine.find(name)
    if model is None:
        raise ApiError(404, f"model '{canonical_model_name(name)}' not found")
    return _details_of(model)


def _listed(model: SimulatedModel) -> dict[str, Any]:
    details = _details(model)
    if not model.is_remote:
        details |= {"context_length": model.context_length, "embedding_length": model.embedding_length}
    capabilities = model.capabilities if model.listed_capabilities is None else model.listed_capabilities
    return {
        "name": model.canonical_name,
        "model": model.canonical_name,
        **_remote_fields(model),
        "modified_at": model.modified_at,
        "size": model.size_bytes,
        "digest": model.digest_hex,
        "details": details,
        **({"capabilities": sorted(capabilities)} if capabilities and not model.is_remote else {}),
    }


def _in_memory(runner: Runner, vram_bytes: int) -> dict[str, Any]:
    model = runner.spec.model
    return {
        "name": model.canonical_name,
        "model": model.canonical_name,
        "size": runner.memory_bytes,
        "digest": model.digest_hex,
        "details": _details(model),
        "expires_at": gojson.timestamp(runner.expires_at),
        "size_vram": min(runner.memory_bytes, vram_bytes),
        "context_length": runner.spec.num_ctx,
    }


def _details(model: SimulatedModel) -> dict[str, Any]:
    if model.is_remote:
        empty = {"parent_model": "", "format": "", "family": "", "families": None}
        return {**empty, "parameter_size": model.parameter_size, "quantization_level": model.quantization}
    return {
        "parent_model": "",
        "format": "gguf",
        "family": model.family,
        "families": [model.family],
        "parameter_size": model.parameter_size,
        "quantization_level": model.quantization,
    }


def _details_of(model: SimulatedModel) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "modelfile": f"# Simulated by Tray Router\nFROM {model.canonical_name}\n",
        "parameters": "temperature                    0.7",
        "details": _details(model),
        "model_info": {
            "general.architecture": model.family,
            "general.parameter_count": parameter_count(model.parameter_size),
            f"{model.family}.context_length": model.context_length,
            f"{model.family}.embedding_length": model.embedding_length,
            "tokenizer.ggml.tokens": None,
        },
        **_remote_fields(model),
        "capabilities": sorted(model.capabilities),
        "modified_at": model.modified_at,
    }
    if model.prompt_path is PromptPath.RENDERED:
        shown["template"] = "{{ .System }} {{ .Prompt }}"
    if model.can(Capability.VISION) and not model.is_remote:
        shown["projector_info"] = {"general.architecture": "clip", "clip.has_vision_encoder": True}
    return shown


def parameter_count(size: str) -> int:
    """The number behind text like ``4.0B``; 0 when it cannot be read."""
    read = re.fullmatch(r"([\d.]+)([KMBT])", size)
    return round(float(read[1]) * _SCALE[read[2]]) if read else 0


def _remote_fields(model: SimulatedModel) -> dict[str, str]:
    return {"remote_model": model.remote_model, "remote_host": model.remote_host} if model.is_remote else {}
