"""What the lists of loaded models tell about a machine's memory, which Ollama does not say anywhere.

Rule: PURE. What was in memory together once fits again; what pushed out a model that was still in use does not fit
(Ollama contract, section 3: eviction; the limits behind it are not readable). A model that others use is seen by
its ``expires_at`` moving.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from tray_router.model import LoadedModel, ModelFigures, canonical_model_name

SHORTEST_KEEP_S = 240.0  # a model that vanishes sooner after its last use was evicted; the default is to keep it 300 s


@dataclass(frozen=True, slots=True)
class MemorySeen:
    """See the fields of the same names of HostStatus and HostRecord."""

    memory_bytes: int
    crowded_bytes: int | None
    figures: dict[str, ModelFigures]


def learned(
    known: MemorySeen, before: tuple[LoadedModel, ...], after: tuple[LoadedModel, ...], now: float
) -> MemorySeen:
    """What is known of the memory after ``after`` was listed.

    Args:
        before: the models in memory as they were known until now.
        now: monotonic seconds.
    """
    earlier = {canonical_model_name(model.name): model for model in before}
    present = {canonical_model_name(model.name): model for model in after}
    figures = dict(known.figures)
    for key, model in present.items():
        figures[key] = _seen(figures.get(key) or ModelFigures(key), earlier.get(key), model, now)
    total = sum(model.size_bytes for model in after)
    crowded = known.crowded_bytes
    has_newcomer = any(key not in earlier or not earlier[key].size_bytes for key in present)
    evicted = sum(
        model.size_bytes for key, model in earlier.items() if key not in present and _was_in_use(figures.get(key), now)
    )
    if has_newcomer and evicted:
        crowded = min(total + evicted, crowded or total + evicted)
    if crowded is not None and total >= crowded:
        crowded = None  # it fits after all; something else had taken the room then
    return MemorySeen(max(known.memory_bytes, total), crowded, figures)


def _seen(known: ModelFigures, earlier: LoadedModel | None, now_loaded: LoadedModel, now: float) -> ModelFigures:
    is_used = earlier is None or (earlier.expires_at != now_loaded.expires_at and bool(earlier.expires_at))
    most = max(known.memory_bytes, now_loaded.size_bytes)
    used_at = now if is_used else known.used_at
    return (
        known
        if (most, used_at) == (known.memory_bytes, known.used_at)
        else replace(known, memory_bytes=most, used_at=used_at)
    )


def _was_in_use(known: ModelFigures | None, now: float) -> bool:
    return known is not None and known.used_at is not None and now - known.used_at < SHORTEST_KEEP_S
