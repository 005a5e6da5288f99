"""How long a question would take on one machine: queue, load, reading, writing.

Rule: PURE. What was measured counts (``ModelFigures``); what was not is taken from the model's size and from what the
same machine did with other models; and a guess is known as one (``is_load_measured``). What was measured long ago is
believed less and less where it was bad news (``model.fading``). The figures of a size are those of an ordinary
computer: 0.5 GB/s from the disk and 2 s for the runner's start, 150 GB/s of memory, of which each token reads the whole
model once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tray_router.model import HostStatus, InstalledModel, ModelFigures, canonical_model_name
from tray_router.model.fading import expected
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
_WORTH_SAYING = 1.25  # what is expected differs by so much from what was measured


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
        used_at: when it was last at work here (monotonic seconds), or None when that was never seen.
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
    used_at: float | None
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


def outlook_of(status: HostStatus, installed: Mapping[str, InstalledModel], name: str, now: float) -> Outlook:
    """The outlook for the model of that canonical name; also for one that the machine has not listed (yet).

    Args:
        now: monotonic seconds; what was measured is believed as much as it is then.
    """
    figures = {found.model: found for found in status.figures}
    own = figures.get(name) or ModelFigures(name)
    running = dict(status.running)
    loaded = {canonical_model_name(model.name): model for model in status.loaded}
    is_warm = name in loaded
    pace = _Pace(figures.values(), installed, now)
    tokens_per_s = pace.tokens_per_s(name)
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
        prompt_tokens_per_s=pace.prompt_tokens_per_s(name),
        tokens_per_s=tokens_per_s,
        answer_tokens=own.answer_tokens,
        used_at=own.used_at,
        victims=victims,
        usual=closeness(usual_s),
        is_crowded=status.crowded_bytes is not None and taken + needed >= status.crowded_bytes,
        note=_note(status, load_s, own.tokens_per_s, tokens_per_s),
    )


def size_bytes(model: InstalledModel | None, name: str) -> int:
    """Bytes of a model; estimated from its name when the machine does not say."""
    if model is not None and model.size_bytes:
        return model.size_bytes
    kind = kind_of(model or InstalledModel(name))
    return int(kind.size_b * BYTES_PER_PARAMETER * _BYTES_PER_GB)


class _Pace:
    """What is to be expected of one machine, by what it has shown of itself; for models that were not measured there,
    by what it did with the others."""

    def __init__(self, figures: Iterable[ModelFigures], installed: Mapping[str, InstalledModel], now: float) -> None:
        self._figures = {found.model: found for found in figures}
        self._installed = installed
        self._now = now

    def tokens_per_s(self, name: str) -> float:
        """Of writing; where nothing was measured as fast as the memory that the other models were read from."""
        own = self._writing(self._figures.get(name))
        if own is not None:
            return own
        rates = [speed * self._gb(f.model) for f in self._figures.values() if (speed := self._writing(f)) is not None]
        return min(max(rates, default=MEMORY_GB_PER_S) / self._gb(name), MOST_TOKENS_PER_S)

    def prompt_tokens_per_s(self, name: str) -> float:
        """Of reading."""
        own = self._figures.get(name)
        if own is None or not own.prompt_tokens_per_s:
            return self.tokens_per_s(name) * READING_OVER_WRITING
        ordinary = self._ordinary(name) * READING_OVER_WRITING
        return expected(own.prompt_tokens_per_s, own.prompt_trend, ordinary, self._now)

    def load_s(self, name: str) -> tuple[float, bool]:
        """Seconds of a load, and whether they follow from any load that was measured here."""
        own = self._loading(self._figures.get(name))
        if own is not None:
            return own, True
        rates = [took_s / self._gb(f.model) for f in self._figures.values() if (took_s := self._loading(f)) is not None]
        if rates:
            return sum(rates) / len(rates) * self._gb(name), True
        return self._ordinary_load_s(name), False

    def _writing(self, own: ModelFigures | None) -> float | None:
        if own is None or not own.tokens_per_s:
            return None
        return expected(own.tokens_per_s, own.answer_trend, self._ordinary(own.model), self._now)

    def _loading(self, own: ModelFigures | None) -> float | None:
        if own is None or not own.load_s:
            return None
        return 1.0 / expected(1.0 / own.load_s, own.load_trend, 1.0 / self._ordinary_load_s(own.model), self._now)

    def _ordinary(self, name: str) -> float:
        return min(MEMORY_GB_PER_S / self._gb(name), MOST_TOKENS_PER_S)

    def _ordinary_load_s(self, name: str) -> float:
        return RUNNER_START_S + LOAD_S_PER_GB * self._gb(name)

    def _gb(self, name: str) -> float:
        return max(size_bytes(self._installed.get(name), name) / _BYTES_PER_GB, 0.05)


def _victims(
    loaded: Iterable[str], figures: Mapping[str, ModelFigures], running: Mapping[str, int], pace: _Pace
) -> Iterable[Victim]:
    for name in loaded:
        known = figures.get(name)
        yield Victim(known.used_at if known else None, name in running, pace.load_s(name)[0])


def _note(status: HostStatus, load_s: float, measured: float | None, tokens_per_s: float) -> str:
    """``loads in about 40 s, waits for 1 other, 41 tokens/s``, as far as there is something to say."""
    parts = []
    if load_s >= 1.0:
        parts.append(f"loads in about {load_s:.0f} s")
    if status.in_flight:
        parts.append(f"waits for {status.in_flight} other{'s' if status.in_flight > 1 else ''}")
    if measured is not None and tokens_per_s > measured * _WORTH_SAYING:
        parts.append(f"{measured:.0f} tokens/s when asked last, perhaps {tokens_per_s:.0f} again")
    elif measured is not None:
        parts.append(f"{measured:.0f} tokens/s")
    return ", ".join(parts)


def _left_s(since: float, load_s: float, now: float) -> float:
    """What is left of a load; of one that takes longer than expected always a tenth."""
    return max(load_s - (now - since), 0.1 * load_s)


def closeness(time_s: float) -> int:
    """A time in steps of about five percent, for a first sorting."""
    return int(20 * math.log(max(time_s, 1e-9)))
