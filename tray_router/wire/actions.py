"""Messages about actions, and about answers that go back to where the text came from.

Rule: the daemon decides what may be written back, and keeps the text; the window shows and asks. Part of the protocol
in ``wire.window``.
"""

from __future__ import annotations

from dataclasses import dataclass

from tray_router.model import Output

# --- daemon -> window -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionChip:
    """One action of the popup's bar; ``name`` comes back in ``ChooseAction``, ``hotkey`` is in words or empty."""

    name: str
    label: str
    hotkey: str = ""


@dataclass(frozen=True, slots=True)
class OfferWriteBack:
    """The answer of this request is whole and can go to the window that the text came from.

    Attributes:
        text: what would be written: the answer without its code fence, never reasoning or an error.
        original: the text that was selected; what would be replaced.
        outputs: the ways that are possible, REPLACE or INSERT or both.
        begins: the way that the action takes by itself now, or None to wait for the user.
        shows_diff: what would change is shown first.
    """

    request_id: str
    text: str
    original: str
    outputs: tuple[Output, ...]
    begins: Output | None = None
    shows_diff: bool = True


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """How a ``WriteBack`` ended. ``problem`` says why it did not go there; the answer then belongs on the clipboard."""

    session: str
    request_id: str
    problem: str = ""


# --- window -> daemon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChooseAction:
    """The user wants this action for what was captured; the answer that is on its way is stopped."""

    session: str
    action: str


@dataclass(frozen=True, slots=True)
class WriteBack:
    """The user agreed to an ``OfferWriteBack``, or needed not; the popup is hidden already."""

    session: str
    request_id: str
    output: Output


TO_ACTION_TYPES = (OfferWriteBack, WrittenBack)
FROM_ACTION_TYPES = (ChooseAction, WriteBack)
