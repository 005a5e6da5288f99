"""How much context a prompt needs, and which ``num_ctx`` to ask for.

Source of the rules: Ollama contract, section 4: estimate in characters, round up to buckets, reuse the loaded
context when it suffices (a changed num_ctx reloads the model), cap at the length the model was trained for.
"""

from __future__ import annotations

from collections.abc import Iterable

from tray_router.model import Message, longest_context

CONTEXT_BUCKETS = (4096, 8192, 16384, 32768, 65536, 131072)
CHARS_PER_TOKEN = 3.0
TOKENS_PER_WIDE_CHAR = 1.0  # CJK and other scripts beyond Latin, Greek and Cyrillic
TOKENS_PER_IMAGE = 1024  # at least 768; Qwen-VL takes 1,024 (contract, section 6)
TOKENS_PER_TURN = 8  # the chat template around each message
LEAST_SHARE = 0.6  # of an estimate: English prose has up to five characters a token where three are reckoned
_LAST_NARROW = 0x052F  # end of Cyrillic supplement


def estimate_tokens(text: str) -> int:
    """Tokens that ``text`` is likely to take; rather too many than too few."""
    narrow = len(text.encode("ascii", "ignore"))
    others = len(text) - narrow
    if not others:
        return int(narrow / CHARS_PER_TOKEN) + 1
    wide = sum(1 for char in text if ord(char) > _LAST_NARROW)
    return int((len(text) - wide) / CHARS_PER_TOKEN + wide * TOKENS_PER_WIDE_CHAR) + 1


def prompt_tokens(messages: Iterable[Message]) -> int:
    """Tokens that a whole conversation is likely to take."""
    return sum(
        estimate_tokens(turn.content) + TOKENS_PER_IMAGE * len(turn.images) + TOKENS_PER_TURN for turn in messages
    )


def may_fit(estimated: int, limit: int) -> bool:
    """Whether a conversation may fit although its estimate does not; the server counts, and cuts nothing."""
    return estimated * LEAST_SHARE <= limit


def choose_num_ctx(needed: int, *, loaded: int = 0, trained: int | None = None, ceiling: int | None = None) -> int:
    """The context length to ask for, in tokens.

    Args:
        needed: prompt and answer together.
        loaded: what the model is loaded with now; 0 when it is not loaded.
        trained: the most it can take, or None when unknown.
        ceiling: the most to ask for (``limits.num_ctx_max``), or None; a model that is loaded with more is not reused.
    """
    limit = longest_context(trained, ceiling)
    if loaded >= needed and (ceiling is None or loaded <= ceiling):
        return loaded
    bucket = next((size for size in CONTEXT_BUCKETS if size >= needed), needed)
    return min(bucket, limit) if limit else bucket
