"""Messages about the popup as a window: who has the keyboard, and how large it is. Part of ``wire.window``."""

from __future__ import annotations

from dataclasses import dataclass

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FocusPopup:
    """The key of the open session was pressed again: the user wants to type into the popup."""

    session: str


TO_POPUP_TYPES = (FocusPopup,)


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """The user wants to see the settings file."""


@dataclass(frozen=True, slots=True)
class PopupSized:
    """The user made the popup this large: width and largest height of the visible frame, in logical pixels."""

    width: int
    height: int


FROM_POPUP_TYPES = (OpenSettings, PopupSized)
