"""What the planner goes by: the routes of the settings, what one question demands, and what rests. Plain data."""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import Capability


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A model as the settings name it; an empty ``host`` means every machine that has it."""

    model: str
    host: str = ""

    @classmethod
    def parse(cls, text: str) -> ModelRef:
        """``"qwen3:4b@mac"`` -> model and machine; ``"qwen3:4b"`` -> any machine."""
        model, _, host = text.rpartition("@") if "@" in text else (text, "", "")
        return cls(model=model.strip(), host=host.strip())


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """One route of the settings.

    Attributes:
        needs: what its models must be able to do.
        fallbacks: other routes whose lists are used when its own list has nobody.
        think: let its models think aloud; None leaves it to the model.
    """

    name: str
    refs: tuple[ModelRef, ...] = ()
    needs: frozenset[Capability] = frozenset()
    fallbacks: tuple[str, ...] = ()
    think: bool | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What this one question asks of a model, beyond its route.

    Attributes:
        context_tokens: what the whole conversation is likely to take.
        context_limit: the longest context that the settings allow in tokens; None for no limit of theirs.
        is_background: nobody waits for the answer: machines that are always on come first, and what is in memory
            stays there where it can.
        max_wait_s: when the first word is expected later than this, a model that is in memory may answer in the
            place of the chosen one; 0 waits as long as it takes.
    """

    needs_vision: bool = False
    context_tokens: int = 0
    allow_cloud: bool = False
    context_limit: int | None = None
    is_background: bool = False
    max_wait_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Cooldown:
    """A model that failed lately on a machine, and how."""

    model: str
    host: str
    reason: str
