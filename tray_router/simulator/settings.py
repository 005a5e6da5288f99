"""What a simulated machine and its models are: frozen settings, no behaviour beyond what follows from the fields.

Rule: everything that stays the same while a machine runs is here; everything that a test changes while it runs is
in ``faults``. No thread: plain data.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from enum import StrEnum

from tray_router.model import Capability, canonical_model_name
from tray_router.simulator.script import AnswerScript

SIMULATED_VERSION = "0.33.0-simulated"
MIB = 1024 * 1024
GIB = 1024 * MIB


class PromptPath(StrEnum):
    """How the server turns messages into a prompt; decides what happens to a too long one (contract, section 4)."""

    RENDERED = "rendered"  # by the Modelfile's template: cut silently
    NATIVE = "native"  # by the GGUF's own chat template: refused


@dataclass(frozen=True, slots=True)
class SimulatedModel:
    """A model on a simulated machine's disk.

    Attributes:
        name: as it is listed, e.g. ``qwen3:4b``.
        capabilities: what ``/api/show`` says; ``listed_capabilities``: what ``/api/tags`` says when that differs.
        family, parameter_size, quantization: as in Ollama's ``details``.
        size_bytes: bytes on disk.
        context_length: the longest context in tokens; a larger ``num_ctx`` is clamped to it.
        embedding_length: length of its vectors.
        load_s: seconds that a load takes.
        tokens_per_s, prompt_tokens_per_s: speeds of answering and of reading; infinite by default.
        prompt_path: see ``PromptPath``.
        digest: 64 hex digits; made from the name when empty.
        blob: tags with the same blob share one runner; the digest when empty.
        modified_at: RFC 3339 text; ``/api/tags`` lists the newest first.
        remote_host, remote_model: set for stubs that pass prompts on to another server.
        max_slots: parallel requests that its architecture allows, or None for the machine's own number.
        image_tokens: prompt tokens per image.
        kv_bytes_per_token: memory per token of context.
        answers: what it answers, or None for what the machine answers.
    """

    name: str
    capabilities: frozenset[Capability] = frozenset({Capability.COMPLETION})
    listed_capabilities: frozenset[Capability] | None = None
    family: str = "llama"
    parameter_size: str = "4.0B"
    quantization: str = "Q4_K_M"
    size_bytes: int = 2_600_000_000
    context_length: int = 32_768
    embedding_length: int = 2_048
    load_s: float = 0.0
    tokens_per_s: float = math.inf
    prompt_tokens_per_s: float = math.inf
    prompt_path: PromptPath = PromptPath.RENDERED
    digest: str = ""
    blob: str = ""
    modified_at: str = "2026-05-01T09:00:00.5+02:00"
    remote_host: str = ""
    remote_model: str = ""
    max_slots: int | None = None
    image_tokens: int = 768
    kv_bytes_per_token: int = 64 * 1024
    answers: AnswerScript | None = None

    @property
    def canonical_name(self) -> str:
        """Lower case with the tag written out."""
        return canonical_model_name(self.name)

    @property
    def digest_hex(self) -> str:
        """The given digest, else one that is always the same for this name."""
        return self.digest or hashlib.sha256(self.canonical_name.encode()).hexdigest()

    @property
    def runner_key(self) -> str:
        """Tags with equal keys share one runner (contract, section 3)."""
        return self.blob or self.digest_hex

    @property
    def registry_name(self) -> str:
        """The long name that a few error texts show."""
        return f"registry.ollama.ai/library/{self.canonical_name}"

    @property
    def is_remote(self) -> bool:
        """True for a stub whose prompts leave the machine."""
        return bool(self.remote_host)

    @property
    def is_code(self) -> bool:
        """True for a model made for code, by its name."""
        return "code" in self.name.lower()

    def can(self, capability: Capability) -> bool:
        """Whether the model has the capability."""
        return capability in self.capabilities


@dataclass(frozen=True, slots=True)
class SimulatedHostSettings:
    """One simulated machine.

    Attributes:
        name: shown in answers; the router may know the machine by another name.
        models: on its disk.
        address: loopback address to bind; anything in 127.0.0.0/8.
        port: 0 takes a free one, which then stays the same for the machine's whole life.
        slots: parallel requests per model (``OLLAMA_NUM_PARALLEL``).
        max_queue: waiting loads (``OLLAMA_MAX_QUEUE``).
        max_loaded: models in memory at once (``OLLAMA_MAX_LOADED_MODELS``).
        keep_alive_s: seconds that an idle model stays in memory (``OLLAMA_KEEP_ALIVE``).
        default_num_ctx: context in tokens when a request names none (``OLLAMA_CONTEXT_LENGTH``).
        memory_bytes: a load that needs more fails; vram_bytes: the part of a model beyond it is on the CPU.
        version: what ``/api/version`` says; keep the word "simulated" in it.
        is_cloud_disabled: ``OLLAMA_NO_CLOUD=1``.
        ollama_host: what ``OLLAMA_HOST`` says; unless it is a loopback address, Host headers are not checked.
        answers: what its models answer, or None for the default script.
        log_limit: requests kept in the log; older ones are dropped.
    """

    name: str
    models: tuple[SimulatedModel, ...] = ()
    address: str = "127.0.0.1"
    port: int = 0
    slots: int = 1
    max_queue: int = 512
    max_loaded: int = 3
    keep_alive_s: float = 300.0
    default_num_ctx: int = 4_096
    memory_bytes: int = 64 * GIB
    vram_bytes: int = 64 * GIB
    version: str = SIMULATED_VERSION
    is_cloud_disabled: bool = False
    ollama_host: str = "127.0.0.1"
    answers: AnswerScript | None = None
    log_limit: int = 10_000
