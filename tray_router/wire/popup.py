"""Messages about the popup as a window: who has the keyboard, how large it is, and whether it is private. Part of
``wire.window``.
"""

from __future__ import annotations

from dataclasses import dataclass

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FocusPopup:
    """The key of the open session was pressed again: the user wants to type into the popup."""

    session: str


@dataclass(frozen=True, slots=True)
class ShowPrivate:
    """Whether the conversation of this session is private now: nothing of it is kept."""

    session: str
    is_private: bool


TO_POPUP_TYPES = (FocusPopup, ShowPrivate)


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """The user wants to see the settings file."""


@dataclass(frozen=True, slots=True)
class PopupSized:
    """The user made the popup this large: width and largest height of the visible frame, in logical pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SetPrivate:
    """Make the conversation of this session private, and forget what was kept of it; or no longer private."""

    session: str
    is_private: bool


FROM_POPUP_TYPES = (OpenSettings, PopupSized, SetPrivate)
