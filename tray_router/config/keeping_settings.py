"""The sections ``[ledger]`` and ``[history]``: what is kept on disk, and for how long (docs/privacy.md).

No I/O; any thread.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tray_router.config.sections import Section

LONGEST_DAYS = 36_500

KeepDays = Annotated[int, Meta(ge=0, le=LONGEST_DAYS)]


class LedgerSettings(Section, frozen=True):
    """Figures of every attempt; never a text."""

    keep_days: Annotated[
        KeepDays, Meta(description="Days for which usage figures are kept; 0 keeps them for ever.")
    ] = 400


class HistorySettings(Section, frozen=True):
    """Conversations, with their texts, for looking them up again."""

    enabled: Annotated[bool, Meta(description="Questions and answers are kept, to be searched.")] = True
    keep_days: Annotated[
        KeepDays, Meta(description="Days for which conversations are kept after their last question; 0 for ever.")
    ] = 30
    private: Annotated[bool, Meta(description="No text of any question is kept: no history, and no corrections.")] = (
        False
    )
