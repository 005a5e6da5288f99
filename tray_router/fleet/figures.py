"""Averages of what one model did on one machine: how long until the first word, to load, to read and to write.

Rule: PURE. Only finished attempts count; an average is exponentially weighted, so that a machine that lost its GPU
(Ollama contract, section 7: #8426) is known as slow after a few answers. Figures too small to mean anything are
left out rather than averaged in.
"""

from __future__ import annotations

from dataclasses import replace

from tray_router.model import AnswerStats, ModelFigures

NEWEST_SHARE = 0.3  # three to five answers carry most of the weight
FEWEST_ANSWER_TOKENS = 8  # the speed of a one-word answer is the speed of its first token
FEWEST_PROMPT_TOKENS = 16
SHORTEST_S = 0.001  # shorter than this, the clock of the server says nothing about a speed
SHORTEST_LOAD_S = 0.5  # a shorter ``load_duration`` of a model that was in memory is the scheduler's (section 2)


def measured(
    known: ModelFigures, stats: AnswerStats, *, was_cold: bool, prompt_tokens: int, now: float
) -> ModelFigures:
    """The figures with those of one more finished attempt.

    Args:
        was_cold: the model was not in memory when the attempt began.
        prompt_tokens: our own estimate, for servers that do not count (early versions; contract, section 2).
        now: monotonic seconds.
    """
    has_loaded = was_cold or (stats.load_s or 0.0) >= SHORTEST_LOAD_S
    load_s = stats.load_s if has_loaded else None
    first_token_s = None if has_loaded or stats.first_token_s is None else stats.first_token_s - (stats.queue_s or 0.0)
    return replace(
        known,
        first_token_s=_average(known.first_token_s, None if first_token_s is None else max(first_token_s, 0.0)),
        load_s=_average(known.load_s, load_s),
        prompt_tokens_per_s=_average(known.prompt_tokens_per_s, _reading_speed(stats, prompt_tokens)),
        tokens_per_s=_average(known.tokens_per_s, _writing_speed(stats)),
        answer_tokens=_average(known.answer_tokens, stats.answer_tokens),
        attempts=known.attempts + 1,
        used_at=now,
    )


def loaded_in(known: ModelFigures, load_s: float, now: float) -> ModelFigures:
    """The figures with those of one more load that no question waited for (a preload)."""
    return replace(known, load_s=_average(known.load_s, load_s), used_at=now)


def _average(known: float | None, newest: float | None) -> float | None:
    if newest is None:
        return known
    return newest if known is None else known + NEWEST_SHARE * (newest - known)


def _reading_speed(stats: AnswerStats, estimate: int) -> float | None:
    tokens, seconds = stats.prompt_tokens or estimate, stats.prompt_s or 0.0
    return tokens / seconds if tokens >= FEWEST_PROMPT_TOKENS and seconds >= SHORTEST_S else None


def _writing_speed(stats: AnswerStats) -> float | None:
    tokens, seconds = stats.answer_tokens or 0, stats.answer_s or 0.0
    return tokens / seconds if tokens >= FEWEST_ANSWER_TOKENS and seconds >= SHORTEST_S else None
