"""Clipboard text by pyperclip, for sessions without a source of our own. Text only, no selection.

Rule: pyperclip waits for ever when the clipboard's owner hangs, so it runs in a thread that is left behind at the
deadline; while one hangs, no second one is started.
"""

from __future__ import annotations

import threading

from tray_router.desktop.selection.models import MEGABYTE, CaptureLimits
from tray_router.errors import CaptureError
from tray_router.model import Capture, CaptureOrigin


class PyperclipCaptureSource:
    """A ``CaptureSource`` that knows the clipboard's text alone."""

    def __init__(self, limits: CaptureLimits | None = None) -> None:
        self._limits = limits or CaptureLimits()
        self._reading: threading.Thread | None = None

    def capture(self) -> Capture:
        """The clipboard's text. Blocking, at most ``limits.answer_s + limits.transfer_s`` seconds.

        Raises:
            CaptureError: the clipboard cannot be read, does not answer, or holds too much.
        """
        if self._reading is not None and self._reading.is_alive():
            raise _silent()
        outcome: list[str | Exception] = []
        self._reading = threading.Thread(target=_paste, args=(outcome,), name="clipboard", daemon=True)
        self._reading.start()
        self._reading.join(self._limits.answer_s + self._limits.transfer_s)
        if not outcome:
            raise _silent()
        self._reading = None
        return self._captured(outcome[0])

    def close(self) -> None:
        """Nothing to close."""

    def _captured(self, outcome: str | Exception) -> Capture:
        if isinstance(outcome, Exception):
            raise CaptureError(
                "The clipboard cannot be read here.", "Install wl-clipboard (Wayland) or xclip (X11)."
            ) from outcome
        if len(outcome.encode("utf-8", "replace")) > self._limits.max_text_bytes:
            raise CaptureError(
                f"The text is larger than {self._limits.max_text_bytes / MEGABYTE:.0f} MB.",
                "Copy a part of it, or raise limits.max_clipboard_bytes.",
            )
        if not outcome.strip():
            return Capture(notice="The clipboard holds no text.")
        return Capture(outcome, (), CaptureOrigin.CLIPBOARD_TEXT)


def _paste(outcome: list[str | Exception]) -> None:
    try:
        import pyperclip

        outcome.append(str(pyperclip.paste()))
    except Exception as problem:  # handed to the caller's thread
        outcome.append(problem)


def _silent() -> CaptureError:
    return CaptureError("The clipboard does not answer.", "Copy again in a program that reacts.")
