"""Answers that go back to the window that their text came from.

Rules: only a whole answer, never reasoning or an error; only what the user agreed to, unless the action says otherwise;
the text is kept here, the window only names the request. What cannot be written is for the clipboard, and that is said.
Runs in the engine's loop; writing is blocking work in a worker thread.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace

from tray_router.answers.insertable import insertable_text
from tray_router.engine.popup.session import Session
from tray_router.engine.popup.write_order import Writing
from tray_router.engine.ports import Inserter
from tray_router.errors import InsertError
from tray_router.model import Capture, Output, Request
from tray_router.wire.actions import OfferWriteBack, WrittenBack

log = logging.getLogger(__name__)

FOCUS_LIMIT_S = 0.2  # asked of the X server in 2 ms, but for a busy computer; the popup waits for it
ON_CLIPBOARD = "The answer is on the clipboard."


def writing(session: Session, request: Request, answer: str, inserter: Inserter) -> Writing | None:
    """What can be done with a whole answer; None when it can only be read."""
    captured = _target(session)
    is_whole = captured.text == session.capture.text  # the rest of a shortened text must not be replaced
    outputs = tuple(way for way in inserter.outputs(captured) if is_whole or way is not Output.REPLACE)
    original = captured.text if captured.is_selected_there else ""
    text = insertable_text(answer, original)
    if not outputs or not text.strip():
        return None
    wished = session.output_of(request)
    offer = OfferWriteBack(
        request.id,
        text,
        original,
        outputs,
        begins=wished if wished in outputs else None,
        shows_diff=session.action is None or session.action.shows_diff,
    )
    return Writing(offer, captured)


def _target(session: Session) -> Capture:
    """What was captured, with the window to write into: of what was typed or seen, the one that lay below the popup."""
    captured = session.captured or session.capture
    below = session.below
    if captured.window or not below.window:
        return captured
    return replace(captured, window=below.window, application=below.application)


async def note_window_below(session: Session, inserter: Inserter) -> None:
    """Remembers which window has the keyboard, before the popup takes it; without one when that takes too long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(FOCUS_LIMIT_S):
            session.below = await asyncio.to_thread(inserter.focused)


async def write(session_id: str, made: Writing, output: Output, inserter: Inserter) -> WrittenBack:
    """Writes it, and says how that ended."""
    try:
        await asyncio.to_thread(inserter.insert, made.order(output))
    except InsertError as error:
        log.info("An answer was not written back: %s", error.title)
        return WrittenBack(session_id, made.offer.request_id, f"{error.title} {ON_CLIPBOARD}")
    except Exception:
        log.exception("An answer could not be written back.")
        return WrittenBack(session_id, made.offer.request_id, f"It could not be written there. {ON_CLIPBOARD}")
    return WrittenBack(session_id, made.offer.request_id)
