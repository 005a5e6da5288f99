"""What an installed model is good for, from its capabilities, its name and its size.

Rule: PURE. Capabilities decide where Ollama reports them (contract, section 1: trust ``/api/show``); the name decides
what capabilities do not tell (a coder), and everything where there are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tray_router.model.machine import Capability, InstalledModel, canonical_model_name

BYTES_PER_PARAMETER = 0.6  # of a 4-bit quantisation, with its share of larger layers
UNKNOWN_SIZE_B = 8.0  # neither small nor large

_CLOUD_MARKS = (":cloud", "-cloud")  # Ollama contract, section 7

# Names as the public model library and its communities write them.
_NO_CHAT = re.compile(
    r"embed|minilm|rerank|(^|[/_-])bge\b|(^|[/_-])(e5|gte)[-:]|arctic-embed|guard|shieldgemma|minicheck|nuextract"
    r"|reader-lm|whisper"
)
_CODER = re.compile(
    r"code|coding|starcoder|devstral|sqlcoder|duckdb-nsql|codestral|stable-code|granite-code|(^|[/_-])coder|yi-coder"
    r"|opencoder|deepcoder|deepseek-v2\.5-coder|codegemma|magicoder|wizardcoder|swe-"
)
_SEER = re.compile(r"llava|minicpm-[vo]|moondream|vision|[\d.-]vl\b|-vl\b|\bocr|-ocr|bakllava|internvl|smolvlm|pixtral")
_SEES_AS_WELL = re.compile(r"gemma3:(?!270m|1b)|mistral-small3\.[12]|llama4")  # chat models that also see
_THINKER = re.compile(
    r"deepseek-r1|(^|[/_-])r1\b|-r1\b|qwq|magistral|openthinker|reasoning|exaone-deep|deepscaler|marco-o1|-thinking"
    r"|smallthinker"
)
_THINKS_AS_WELL = re.compile(r"(^|/)qwen3(\.\d+)?(:|-next)|gpt-oss|cogito|granite3\.[23]:|glm-4\.[5-9]")
_SIZE_IN_NAME = re.compile(
    r"(?<![\d.a-z])(?:(\d+)x)?(\d+(?:\.\d+)?)(b|m)(?![a-z])|(?<=[ea])(\d+(?:\.\d+)?)(b)(?![a-z])"
)


class Kind(StrEnum):
    """What a model is made for, its one main use."""

    CHAT = "chat"
    CODER = "coder"
    SEER = "seer"  # made for images
    THINKER = "thinker"  # always thinks at length
    NO_CHAT = "no-chat"  # embeddings, guards, extractors


@dataclass(frozen=True, slots=True)
class ModelKind:
    """What matters of a model for choosing routes; ``size_b`` in billions of parameters, estimated if need be."""

    kind: Kind
    size_b: float
    sees: bool = False
    thinks: bool = False

    @property
    def is_specialist(self) -> bool:
        """Made for something else than plain chat."""
        return self.kind is not Kind.CHAT


def is_cloud_name(model: str) -> bool:
    """True for names that Ollama passes on to its cloud, wherever they are asked for (contract, section 7)."""
    return model.strip().lower().endswith(_CLOUD_MARKS)


def kind_of(model: InstalledModel) -> ModelKind:
    """What the model is good for."""
    name = canonical_model_name(model.name)
    known = model.capabilities
    size_b = _size_b(model, name)
    if (known and Capability.COMPLETION not in known) or _NO_CHAT.search(name):
        return ModelKind(Kind.NO_CHAT, size_b)
    if not known and "bert" in model.family.lower():
        return ModelKind(Kind.NO_CHAT, size_b)
    sees = Capability.VISION in known if known else bool(_SEER.search(name) or _SEES_AS_WELL.search(name))
    thinks = Capability.THINKING in known if known else bool(_THINKER.search(name) or _THINKS_AS_WELL.search(name))
    if _CODER.search(name):
        kind = Kind.CODER
    elif sees and _SEER.search(name):
        kind = Kind.SEER
    elif _THINKER.search(name):
        kind = Kind.THINKER
    else:
        kind = Kind.CHAT
    return ModelKind(kind, size_b, sees=sees, thinks=thinks or kind is Kind.THINKER)


def _size_b(model: InstalledModel, name: str) -> float:
    if model.parameters_b:
        return model.parameters_b
    found = _SIZE_IN_NAME.search(name.rsplit("/", 1)[-1])
    if found:
        number = float(found[2] or found[4]) * int(found[1] or 1)
        return number / 1000 if found[3] == "m" else number
    if model.size_bytes:
        return model.size_bytes / BYTES_PER_PARAMETER / 1e9
    return UNKNOWN_SIZE_B
