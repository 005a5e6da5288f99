"""What the popup's input line invites to, and what becomes of what is typed. No Qt here."""

from __future__ import annotations

from tray_router.model import CaptureOrigin
from tray_router.window.state import LineState, PopupState
from tray_router.window.wording import remedy

LINE_WAITS_BY_ENTER = "Enter asks this when the answer is complete"


def input_placeholder(state: PopupState, *, has_keyboard: bool = True) -> str:
    """What the input line invites to, or how to get the keyboard there."""
    if not has_keyboard:
        again = "" if state.capture.origin is CaptureOrigin.REGION else " or press the key again"
        return f"Click{again} to type here"
    if (offered := state.first_remedy) is not None:
        return f"Enter: {remedy(offered)} · or ask something else…"
    if state.turns or state.is_about_to_ask:
        return "Ask a follow-up…"
    if state.can_send_as_it_is:
        return "Enter sends all of it; or type what you want to know…"
    if state.capture.is_empty:
        return "Ask anything…"
    return "What would you like to know about this?"


def input_tooltip(state: PopupState) -> str:
    """What Enter does where it does not send at once; empty when it does."""
    return "" if state.can_submit else f"{LINE_WAITS_BY_ENTER}. Ctrl+. stops the answer."


def line_note(state: PopupState, line: LineState, *, has_text: bool) -> str:
    """What becomes of the text in the input line, where that is not plain; empty otherwise."""
    if not has_text or not state.session:
        return ""
    if line is LineState.WAITING:
        now = ("Enter asks now",) if state.is_live else ()
        return " · ".join(("Asked when this answer is complete", *now, "Esc takes it back"))
    if not state.can_submit:
        return LINE_WAITS_BY_ENTER
    return "Not asked: the answer before it failed · Enter asks it" if line is LineState.KEPT else ""
