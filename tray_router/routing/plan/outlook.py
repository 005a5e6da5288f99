"""How long a question would take on one machine: queue, load, reading, writing.

Rule: PURE. What was measured counts (``ModelFigures``); what was not is taken from the model's size and from what the
same machine did with other models; and a guess is known as one (``is_load_measured``). The figures of a size are
those of an ordinary computer: 0.5 GB/s from the disk and 2 s for the runner's start, 150 GB/s of memory, of which
each token reads the whole model once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tray_router.model import HostStatus, InstalledModel, ModelFigures, canonical_model_name
from tray_router.model.kinds import BYTES_PER_PARAMETER, kind_of

LOAD_S_PER_GB = 2.0
RUNNER_START_S = 2.0
MEMORY_GB_PER_S = 150.0
MOST_TOKENS_PER_S = 200.0
READING_OVER_WRITING = 15.0  # prompts are read in batches, so that much faster than answers are written
ANSWER_TOKENS = 250.0
IN_USE_S = 120.0  # a model that worked within this time is likely to be asked again (issue 4: evicts nothing in use)

# What an eviction costs: the load that somebody waits for later, as likely as it is to happen.
_SURE, _MAYBE, _UNUSED = 1.0, 0.3, 0.1

_BYTES_PER_GB = 1e9


@dataclass(frozen=True, slots=True)
class Victim:
    """A model in memory that may have to go: when it was last at work, and how long it takes to load again."""

    used_at: float | None
    is_running: bool
    reload_s: float

    def is_in_use(self, now: float) -> bool:
        """It works, or did a moment ago."""
        return self.is_running or (self.used_at is not None and now - self.used_at < IN_USE_S)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one more question to one model on one machine would meet.

    Attributes:
        queue_s: until those before it are answered.
        load_s: 0 when the model is in memory; loading_since: somebody waits for that load already.
        loads_ahead: of other models that are being loaded there: since when, and for how long. One load follows the
            other (Ollama contract, section 3).
        victims: what may be evicted for it; is_crowded: it is known that it does not fit beside them.
        answer_tokens: of an answer of this model here, or None when it never gave one.
        usual: the time for a usual question, in steps of five percent.
        note: the same in a few plain words.
    """

    is_warm: bool
    queue_s: float
    load_s: float
    is_load_measured: bool
    loading_since: float | None
    loads_ahead: tuple[tuple[float, float], ...]
    prompt_tokens_per_s: float
    tokens_per_s: float
    answer_tokens: float | None
    victims: tuple[Victim, ...]
    is_crowded: bool
    usual: int
    note: str

    def load_left_s(self, now: float) -> float:
        """What is left of the load, and of those before it."""
        if self.loading_since is not None:
            return _left_s(self.loading_since, self.load_s, now)
        return self.load_s + sum(_left_s(since, load_s, now) for since, load_s in self.loads_ahead)

    def first_token_s(self, prompt_tokens: int, now: float) -> float:
        """Expected seconds until the first word."""
        load_s = self.load_left_s(now) if self.loads_ahead or self.loading_since is not None else self.load_s
        return self.queue_s + load_s + prompt_tokens / self.prompt_tokens_per_s

    def answer_s(self, prompt_tokens: int, answer_tokens: float, now: float) -> float:
        """Expected seconds until the whole answer."""
        return self.first_token_s(prompt_tokens, now) + answer_tokens / self.tokens_per_s

    def eviction_s(self, now: float) -> float:
        """What others are likely to lose by it: the loads that they wait for later, in seconds."""
        likely = _SURE if self.is_crowded else _MAYBE
        lost_s = 0.0
        for victim in self.victims:
            lost_s += victim.reload_s * (likely if victim.is_in_use(now) else likely * _UNUSED)
        return lost_s

    def evicts_in_use(self, now: float) -> bool:
        """Whether something that is in use may have to go for it."""
        return any(victim.is_in_use(now) for victim in self.victims)


def outlook_of(status: HostStatus, installed: Mapping[str, InstalledModel], name: str) -> Outlook:
    """The outlook for the model of that canonical name; also for one that the machine has not listed (yet)."""
    figures = {found.model: found for found in status.figures}
    own = figures.get(name) or ModelFigures(name)
    running = dict(status.running)
    loaded = {canonical_model_name(model.name): model for model in status.loaded}
    is_warm = name in loaded
    pace = _Pace(figures.values(), installed)
    tokens_per_s = own.tokens_per_s or pace.tokens_per_s(name)
    work_s = (own.answer_tokens or ANSWER_TOKENS) / tokens_per_s
    same = running.get(name, 0)
    others = max(status.in_flight - same, 0)
    needed = own.memory_bytes or size_bytes(installed.get(name), name)
    taken = sum(model.size_bytes or size_bytes(installed.get(key), key) for key, model in loaded.items())
    has_room = not loaded or taken + needed <= status.memory_bytes
    victims = () if is_warm or has_room else tuple(_victims(loaded, figures, running, pace))
    load_s, is_measured = (0.0, True) if is_warm else pace.load_s(name)
    # those before us have their whole answer ahead at worst; what runs beside us takes a share of the machine
    queue_s = same * work_s + others * 0.5 * work_s
    usual_s = queue_s + load_s + ANSWER_TOKENS / tokens_per_s + sum(v.reload_s for v in victims) * _MAYBE
    return Outlook(
        is_warm=is_warm,
        queue_s=queue_s,
        load_s=load_s,
        is_load_measured=is_measured,
        loading_since=None if is_warm else dict(status.loading).get(name),
        loads_ahead=()
        if is_warm
        else tuple((since, pace.load_s(other)[0]) for other, since in status.loading if other != name),
        prompt_tokens_per_s=own.prompt_tokens_per_s or tokens_per_s * READING_OVER_WRITING,
        tokens_per_s=tokens_per_s,
        answer_tokens=own.answer_tokens,
        victims=victims,
        usual=closeness(usual_s),
        is_crowded=status.crowded_bytes is not None and taken + needed >= status.crowded_bytes,
        note=_note(status, load_s, own.tokens_per_s),
    )


def size_bytes(model: InstalledModel | None, name: str) -> int:
    """Bytes of a model; estimated from its name when the machine does not say."""
    if model is not None and model.size_bytes:
        return model.size_bytes
    kind = kind_of(model or InstalledModel(name))
    return int(kind.size_b * BYTES_PER_PARAMETER * _BYTES_PER_GB)


class _Pace:
    """What one machine has shown of itself, for the models that were not measured there."""

    def __init__(self, figures: Iterable[ModelFigures], installed: Mapping[str, InstalledModel]) -> None:
        self._figures = {found.model: found for found in figures}
        self._installed = installed

    def tokens_per_s(self, name: str) -> float:
        """As fast as the memory that the other models were read from."""
        rates = [f.tokens_per_s * self._gb(f.model) for f in self._figures.values() if f.tokens_per_s]
        return min(max(rates, default=MEMORY_GB_PER_S) / self._gb(name), MOST_TOKENS_PER_S)

    def load_s(self, name: str) -> tuple[float, bool]:
        """Seconds of a load, and whether they follow from any load that was measured here."""
        own = self._figures.get(name)
        if own is not None and own.load_s is not None:
            return own.load_s, True
        rates = [f.load_s / self._gb(f.model) for f in self._figures.values() if f.load_s is not None]
        if rates:
            return sum(rates) / len(rates) * self._gb(name), True
        return RUNNER_START_S + LOAD_S_PER_GB * self._gb(name), False

    def _gb(self, name: str) -> float:
        return max(size_bytes(self._installed.get(name), name) / _BYTES_PER_GB, 0.05)


def _victims(
    loaded: Iterable[str], figures: Mapping[str, ModelFigures], running: Mapping[str, int], pace: _Pace
) -> Iterable[Victim]:
    for name in loaded:
        known = figures.get(name)
        yield Victim(known.used_at if known else None, name in running, pace.load_s(name)[0])


def _note(status: HostStatus, load_s: float, measured_tokens_per_s: float | None) -> str:
    """``loads in about 40 s, waits for 1 other, 41 tokens/s``, as far as there is something to say."""
    parts = []
    if load_s >= 1.0:
        parts.append(f"loads in about {load_s:.0f} s")
    if status.in_flight:
        parts.append(f"waits for {status.in_flight} other{'s' if status.in_flight > 1 else ''}")
    if measured_tokens_per_s is not None:
        parts.append(f"{measured_tokens_per_s:.0f} tokens/s")
    return ", ".join(parts)


def _left_s(since: float, load_s: float, now: float) -> float:
    """What is left of a load; of one that takes longer than expected always a tenth."""
    return max(load_s - (now - since), 0.1 * load_s)


def closeness(share: float) -> int:
    """0 for times within about five percent of the best, which say nothing about who is faster; then in such steps."""
    return int(20 * math.log(share))
