"""Names and stubs whose prompts leave the machine: what comes back when they may not, or cannot.

Rule: ``left_machine`` is set in the log as soon as a prompt would have left, whatever the answer was; privacy
tests count on it. Source: Ollama contract, section 7. Nothing is ever sent anywhere by the simulator.
"""

from __future__ import annotations

from tray_router.model import Capability
from tray_router.simulator.api.errors import JSON_PLAIN, NDJSON, ApiError
from tray_router.simulator.faults import Cloud
from tray_router.simulator.machine import Machine
from tray_router.simulator.request_log import RequestRecord
from tray_router.simulator.settings import SimulatedModel

_CLOUD_HOST = "https://ollama.com:443"
_LIMIT = "you have reached your weekly usage limit"
_SIGN_IN = "https://ollama.com/connect?name=simulated&key=simulated"
_STUB_BYTES = 188


def cloud_model(name: str) -> SimulatedModel:
    """The model behind a cloud name."""
    return SimulatedModel(
        name,
        capabilities=frozenset({Capability.COMPLETION}),
        size_bytes=_STUB_BYTES,
        context_length=131_072,
        remote_host=_CLOUD_HOST,
        remote_model=name.removesuffix("-cloud").removesuffix(":cloud"),
    )


def check_cloud(machine: Machine, record: RequestRecord, *, what: str = "remote model is unavailable") -> None:
    """Raise what a cloud name meets now; nothing when the cloud serves."""
    if machine.settings.is_cloud_disabled:
        raise ApiError(403, f"ollama cloud is disabled: {what}")
    state = machine.faults.cloud
    if state is Cloud.UNREACHABLE:
        raise ApiError(502, f'Post "{_CLOUD_HOST}{record.path}?ts=0": dial tcp: lookup ollama.com: no such host')
    record.left_machine = True
    if state is Cloud.SIGNED_OUT:
        raise ApiError(401, {"error": "unauthorized", "signin_url": _SIGN_IN}, JSON_PLAIN)
    if state is Cloud.RATE_LIMITED:
        raise ApiError(429, _LIMIT, JSON_PLAIN)


def check_remote(machine: Machine, model: SimulatedModel, record: RequestRecord) -> None:
    """Raise what a stub meets now; nothing when the other server answers."""
    if machine.settings.is_cloud_disabled and "ollama.com" in model.remote_host:
        raise ApiError(403, "ollama cloud is disabled: remote model is unavailable")
    state = machine.faults.remote
    if state is Cloud.UNREACHABLE:
        where = model.remote_host.partition("://")[2]
        refused = f'Post "{model.remote_host}{record.path}": dial tcp {where}: connect: connection refused'
        raise ApiError(500, refused, NDJSON)
    record.left_machine = True
    if state is Cloud.SIGNED_OUT:
        raise ApiError(401, {"error": "unauthorized", "signin_url": _SIGN_IN}, JSON_PLAIN)
    if state is Cloud.RATE_LIMITED:
        raise ApiError(429, {"StatusCode": 429, "Status": "429 Too Many Requests", "error": _LIMIT}, NDJSON)
