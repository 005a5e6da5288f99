"""The named reasons for which an answer is weak.

Rule: every reason can be said to the user in plain words. Pure data; any thread.
"""

from __future__ import annotations

from enum import StrEnum


class WeakReason(StrEnum):
    """Why an answer is asked again once on a bigger model; the order is the order in which reasons are reported."""

    EMPTY = "empty"
    CUT_OFF = "cut-off"
    REFUSAL = "refusal"
    ASKS_FOR_INPUT = "asks-for-input"
    CANNOT_SEE = "cannot-see"
    REPETITION = "repetition"
    NO_CODE = "no-code"
    PLACEHOLDER_CODE = "placeholder-code"
    LEAKED_TAGS = "leaked-tags"
    ECHO = "echo"
    WRONG_LANGUAGE = "wrong-language"
    TOO_SHORT = "too-short"

    @property
    def sentence(self) -> str:
        """What happened, to be read after "the first answer was weak:", e.g. ``it refused``."""
        return _SENTENCES[self]


_SENTENCES = {
    WeakReason.EMPTY: "it said nothing",
    WeakReason.CUT_OFF: "it stopped in the middle",
    WeakReason.REFUSAL: "it refused",
    WeakReason.ASKS_FOR_INPUT: "it asked for something that it had been given",
    WeakReason.CANNOT_SEE: "it could not see the picture",
    WeakReason.REPETITION: "it went round in circles",
    WeakReason.NO_CODE: "it wrote no code although code was asked for",
    WeakReason.PLACEHOLDER_CODE: "it left the code to be filled in",
    WeakReason.LEAKED_TAGS: "its inner markup leaked into the text",
    WeakReason.ECHO: "it only repeated the question",
    WeakReason.WRONG_LANGUAGE: "it answered in another language",
    WeakReason.TOO_SHORT: "it was too short for what was asked",
}
