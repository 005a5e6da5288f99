"""A long text for a slow machine is held back until the user says that it should go. Runs in the engine's loop."""

from __future__ import annotations

from dataclasses import replace

from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.foresight import LONG_CHARS, held_notice
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.session import Session, new_id
from tray_router.model import Request


def hold_if_long(session: Session, rules: PopupRules, dispatcher: Dispatcher) -> bool:
    """Whether what was captured waits for the user's word; then the capture's notice says why."""
    capture = session.capture
    if not rules.confirm_reading_s or len(capture.text) < LONG_CHARS:
        return False
    question = session.action_request(rules) if session.action else Request(new_id(), content=capture.text)
    reading = dispatcher.reading(question)
    session.is_held = reading is not None and reading.seconds > rules.confirm_reading_s
    if reading is not None and session.is_held:
        said = " ".join(filter(None, (held_notice(len(capture.text), reading), capture.notice)))
        session.capture = replace(capture, notice=said)
    return session.is_held
