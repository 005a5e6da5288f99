"""Messages about the popup as a window: who has the keyboard, and how large it is. Part of ``wire.window``."""

from __future__ import annotations

from dataclasses import dataclass

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FocusPopup:
    """The key of the open session was pressed again: the user wants to type into the popup."""

    session: str


ToPopup = FocusPopup
TO_POPUP_TYPES = (FocusPopup,)
