"""Limits that all capture sources keep. Frozen data, any thread."""

from __future__ import annotations

from dataclasses import dataclass

KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


@dataclass(frozen=True, slots=True)
class CaptureLimits:
    """How much is read, and how long it may take.

    Attributes:
        max_text_bytes, max_image_bytes: more than this is refused, not cut.
        answer_s: seconds in all until the programs that hold selection and clipboard must have begun to answer;
            also the longest pause in the middle of a transfer.
        busy_s: the same for the program that has the focus and holds the selection: it was used a moment ago, and may
            be at work on showing what was selected (a Qt text of one line with 88,000 characters takes 0.8 s).
        transfer_s: seconds for a transfer that has begun.
    """

    max_text_bytes: int = 8 * MEGABYTE
    max_image_bytes: int = 32 * MEGABYTE
    answer_s: float = 0.5
    busy_s: float = 2.5
    transfer_s: float = 5.0

    @property
    def worst_case_s(self) -> float:
        """No capture takes longer: one text and one image at full length."""
        return self.busy_s + 2 * (self.answer_s + self.transfer_s)
