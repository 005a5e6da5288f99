"""Averages of what one model did on one machine: how long until the first word, to load, to read and to write.

Rules: PURE. Only what was measured counts: a load is no slow first word, a prompt that the server had read before is no
fast reading, and figures too small to mean anything are left out. One odd answer among others changes nothing: of the
last three the middle one counts. The newest counts for half, so that a machine that lost its GPU (Ollama contract,
section 7: #8426) is known as slow after the second answer; after a long time it counts for more, because what was
known is hardly believed any more (``model.fading``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

from tray_router.model import AnswerStats, ModelFigures
from tray_router.model.fading import HALF_LIFE_MAX_S, HALF_LIFE_S, Trend

NEWEST_SHARE = 0.5
LENGTH_SHARE = 0.3  # of what differs from question to question, such as the length of an answer
FEWEST_ANSWER_TOKENS = 8  # the speed of a one-word answer is the speed of its first token
FEWEST_PROMPT_TOKENS = 16
SHORTEST_S = 0.001  # shorter than this, the clock of the server says nothing about a speed
SHORTEST_LOAD_S = 0.5  # a shorter ``load_duration`` of a model that was in memory is the scheduler's (section 2)
SHORTEST_COLD_LOAD_S = 0.05  # no model loads faster: it was there after all
SHORTEST_STOPPED_S = 1.0  # our own clock measures this, with all that stands between
OLD = 0.5  # what is believed less than this is tried anew
SAME = 1.5  # speeds within this factor tell the same of a machine


@dataclass(frozen=True, slots=True)
class FinishedAnswer:
    """One attempt that was answered whole.

    Attributes:
        was_cold: the model was not in memory when the attempt began.
        prompt_tokens: our own estimate, for servers that do not count (early versions; contract, section 2).
        joined_load: somebody else had begun to load it, so that the load took longer than this attempt waited.
        is_follow_up: the server may have read the beginning of the prompt before.
    """

    stats: AnswerStats
    was_cold: bool
    prompt_tokens: int
    joined_load: bool = False
    is_follow_up: bool = False


def measured(known: ModelFigures, answer: FinishedAnswer, now: float) -> ModelFigures:
    """The figures with those of one more finished attempt; ``now`` in monotonic seconds."""
    stats = answer.stats
    load_s = stats.load_s or 0.0
    has_loaded = answer.was_cold or load_s >= SHORTEST_LOAD_S
    if has_loaded and not answer.joined_load and load_s >= SHORTEST_COLD_LOAD_S:
        known = _with_load(known, load_s, now)
    reading, writing = _reading_speed(answer), _writing_speed(stats)
    if reading is not None:
        speed, trend = _followed(known.prompt_tokens_per_s, known.prompt_trend, reading, now)
        known = replace(known, prompt_tokens_per_s=speed, prompt_trend=trend)
    if writing is not None:
        speed, trend = _followed(known.tokens_per_s, known.answer_trend, writing, now)
        known = replace(known, tokens_per_s=speed, answer_trend=trend)
    first_token_s = None if has_loaded or stats.first_token_s is None else stats.first_token_s - (stats.queue_s or 0.0)
    return replace(
        known,
        first_token_s=_average(known.first_token_s, None if first_token_s is None else max(first_token_s, 0.0)),
        answer_tokens=_average(known.answer_tokens, stats.answer_tokens),
        attempts=known.attempts + 1,
        used_at=now,
    )


def stopped(known: ModelFigures, tokens: int, seconds: float, now: float) -> ModelFigures:
    """The figures with the pace of an answer that was stopped after so many tokens: the user may have found it slow."""
    speed = _writing_speed(AnswerStats(answer_tokens=tokens, answer_s=seconds))
    if speed is None or seconds < SHORTEST_STOPPED_S:
        return replace(known, used_at=now)
    average, trend = _followed(known.tokens_per_s, known.answer_trend, speed, now)
    return replace(known, tokens_per_s=average, answer_trend=trend, used_at=now)


def loaded_in(known: ModelFigures, load_s: float, now: float) -> ModelFigures:
    """The figures with those of one more load that no question waited for (a preload)."""
    return replace(_with_load(known, load_s, now) if load_s >= SHORTEST_COLD_LOAD_S else known, used_at=now)


def _with_load(known: ModelFigures, load_s: float, now: float) -> ModelFigures:
    per_s, trend = _followed(1.0 / known.load_s if known.load_s else None, known.load_trend, 1.0 / load_s, now)
    return replace(known, load_s=1.0 / per_s, load_trend=trend)


def _followed(known: float | None, trend: Trend | None, newest: float, now: float) -> tuple[float, Trend]:
    """The average of a speed with one more measurement, in proportions, and what stands behind it."""
    if not known:
        return newest, Trend(now, newest, (newest,))
    before = trend or Trend(now, known)
    believed = before.believed(now)
    lately = before.lately if believed >= OLD else ()
    counts = _middle((*lately, newest))
    average = float(known * (counts / known) ** (1.0 - (1.0 - NEWEST_SHARE) * believed))
    best, half_life_s = before.best, before.half_life_s
    if max(known, newest) > min(known, newest) * SAME:
        half_life_s = HALF_LIFE_S  # something has changed, and may change back
    elif believed < OLD:
        half_life_s = min(2.0 * half_life_s, HALF_LIFE_MAX_S)  # tried again, and found as it was
        best = (best * newest) ** 0.5
    return average, Trend(now, max(best, average), (*lately, newest)[-2:], half_life_s)


def _middle(measurements: tuple[float, ...]) -> float:
    """The median; the better of two, for nothing makes a machine faster than it is."""
    return max(measurements) if len(measurements) < 3 else median(measurements)  # noqa: PLR2004 - a median needs three


def _average(known: float | None, newest: float | None) -> float | None:
    if newest is None:
        return known
    return newest if known is None else known + LENGTH_SHARE * (newest - known)


def _reading_speed(answer: FinishedAnswer) -> float | None:
    stats = answer.stats
    if answer.is_follow_up and stats.cached_tokens is None:
        return None
    tokens, seconds = (stats.prompt_tokens or answer.prompt_tokens) - (stats.cached_tokens or 0), stats.prompt_s or 0.0
    return tokens / seconds if tokens >= FEWEST_PROMPT_TOKENS and seconds >= SHORTEST_S else None


def _writing_speed(stats: AnswerStats) -> float | None:
    tokens, seconds = stats.answer_tokens or 0, stats.answer_s or 0.0
    return tokens / seconds if tokens >= FEWEST_ANSWER_TOKENS and seconds >= SHORTEST_S else None
