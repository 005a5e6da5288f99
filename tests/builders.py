"""Makers of the program's nouns with sensible defaults, for tests that care about one field only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tray_router.errors import BackendError, FailureKind
from tray_router.fleet.record import HostRecord
from tray_router.model import (
    Attempt,
    Candidate,
    Capability,
    Classification,
    HostState,
    HostStatus,
    InstalledModel,
    LoadedModel,
)

GB = 1_000_000_000
CHAT = frozenset({Capability.COMPLETION})
VISION = frozenset({Capability.COMPLETION, Capability.VISION})
THINKING = frozenset({Capability.COMPLETION, Capability.THINKING})


def installed(name: str, capabilities: Iterable[Capability] = CHAT, **more: Any) -> InstalledModel:
    """A model of 4 GB trained for 32,768 tokens."""
    fields: dict[str, Any] = {"size_bytes": 4 * GB, "context_length": 32_768, "digest": f"digest of {name}"} | more
    return InstalledModel(name=name, capabilities=frozenset(capabilities), **fields)


def host(
    name: str, *models: InstalledModel, state: HostState = HostState.UP, loaded: Iterable[str] = (), **more: Any
) -> HostStatus:
    """A machine that is up and has ``models``; ``loaded`` names those in memory, with 4,096 tokens."""
    in_memory = tuple(LoadedModel(name=model, context_length=4_096) for model in loaded)
    fields: dict[str, Any] = {"url": f"http://{name}:11434", "loaded": in_memory} | more
    return HostStatus(name=name, state=state, models=models, **fields)


def record(name: str = "mac", *models: InstalledModel, **more: Any) -> HostRecord:
    """A fresh record of a machine that has ``models``."""
    return HostRecord(name=name, url=f"http://{name}:11434", models=models, **more)


def classified(route: str = "quick", confidence: float = 0.9) -> Classification:
    """A question of a kind."""
    return Classification(route=route, confidence=confidence, reasons=("because",))


def failure(kind: FailureKind, host_name: str = "mac", model: str = "qwen3:4b", **more: Any) -> BackendError:
    """A machine failed, in a sentence that names how."""
    return BackendError(kind, f"It failed: {kind}.", "Try again.", host=host_name, model=model, **more)


def attempt(model: str = "qwen3:4b", host_name: str = "mac", **more: Any) -> Attempt:
    """One try with limits far above what a test takes."""
    fields: dict[str, Any] = {
        "number": 1,
        "num_ctx": 4_096,
        "connect_s": 5.0,
        "first_token_s": 20.0,
        "idle_s": 20.0,
        "total_s": 60.0,
    } | more
    return Attempt(candidate=Candidate(model=model, host=host_name), **fields)
