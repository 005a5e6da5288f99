"""Captures what is selected under X11: PRIMARY text, else copied files, clipboard text, or a clipboard image.

Rule: only reads, never takes a selection over. The connection belongs to one worker thread; ``capture`` may be called
from any thread and blocks no longer than the limits.

Which comes first: the selection, as long as the focused program holds it. A selection that some other program still
holds may be hours old; when the clipboard was filled after it was made (both owners tell their TIMESTAMP), the
clipboard comes first.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from typing import TypedDict

from Xlib import Xatom
from Xlib.display import Display

from tray_router.desktop.selection.files import CopiedFiles, local_files, read_files
from tray_router.desktop.selection.images import usable_image
from tray_router.desktop.selection.models import CaptureLimits
from tray_router.desktop.selection.x11_focus import Focus, focused_window, is_same_client
from tray_router.desktop.selection.x11_found import Found, decoded, nothing, too_large
from tray_router.desktop.selection.x11_transfer import (
    Deadlines,
    OwnerSilentError,
    SelectionReader,
    TooLargeError,
    is_newer,
)
from tray_router.desktop.x_display import LOST, close_display, open_display
from tray_router.errors import CaptureError, DesktopError
from tray_router.model import Capture, CaptureOrigin

_SECOND_SHARE = 0.3  # of the time for answers is kept for the one that is asked second
_LEAST_S = 0.1  # for the second, when the first took longer than its share
_SLACK_S = 1.0
# In the order in which they are wanted; the first is lossless and what screenshot tools offer.
_IMAGE_TARGETS = ("image/png", "image/jpeg", "image/webp", "image/bmp", "image/tiff", "image/gif")
# COMPOUND_TEXT is left out: whoever offers it offers UTF8_STRING as well.
_TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING", "text/plain")
_LATIN1_TARGET = "STRING"  # ICCCM 2.0, section 2.6.2
_FILES_TARGET = "text/uri-list"  # of file managers, beside the paths as plain text
_FILES_CAP = 256 * 1024  # bytes of addresses
_SECRET_HINT = "x-kde-passwordManagerHint"  # set to "secret" by KeePassXC, Klipper and others  # noqa: S105
_SECRET = b"secret"
_HINT_CAP = 4096


class X11CaptureSource:
    """A ``CaptureSource`` for X11.

    Args:
        display_name: e.g. ``:0``; None for ``DISPLAY``.
        limits: sizes and seconds.
    """

    def __init__(self, display_name: str | None = None, limits: CaptureLimits | None = None) -> None:
        self._display_name = display_name
        self._limits = limits or CaptureLimits()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="selection")
        self._session: _CaptureSession | None = None

    def capture(self) -> Capture:
        """What the user selected, else what lies on the clipboard. Blocking, bounded by the limits.

        Raises:
            CaptureError: there is something, but it is too large, damaged, or its program does not answer.
        """
        job = self._worker.submit(self._capture)
        try:
            return job.result(self._limits.worst_case_s + _SLACK_S)
        except FutureTimeoutError as problem:
            raise CaptureError("The X server does not answer.", "Try again when the desktop reacts.") from problem

    def close(self) -> None:
        """Closes the connection; no capture may follow."""
        self._worker.submit(self._disconnect)
        self._worker.shutdown(wait=True)

    # --- worker thread ------------------------------------------------------------------------------------

    def _capture(self) -> Capture:
        is_fresh = self._session is None
        try:
            return self._connected().capture()
        except LOST as problem:
            self._disconnect()
            if is_fresh:
                raise CaptureError("The X server closed the connection.", "Try again.") from problem
        return self._capture()  # the old connection was dead; a new one gets one chance

    def _connected(self) -> _CaptureSession:
        if self._session is None:
            try:
                display = open_display(self._display_name)
            except DesktopError as problem:
                raise CaptureError(problem.title, problem.hint) from problem
            self._session = _CaptureSession(display, self._limits)
        return self._session

    def _disconnect(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


class _WayBack(TypedDict):
    """Fields of ``Capture``."""

    window: int
    is_selected_there: bool


class _CaptureSession:
    """One connection and what it knows; used in the worker thread only."""

    def __init__(self, display: Display, limits: CaptureLimits) -> None:
        self._display = display
        self._display.set_error_handler(lambda *_: None)  # a window that is gone; replies raise by themselves
        self._limits = limits
        self._reader = SelectionReader(display)
        self._primary = Xatom.PRIMARY
        self._clipboard = display.intern_atom("CLIPBOARD")
        self._secret_hint = display.intern_atom(_SECRET_HINT)
        self._files_atom = display.intern_atom(_FILES_TARGET)
        self._text_atoms = [(name, display.intern_atom(name)) for name in _TEXT_TARGETS]
        self._image_atoms = [display.intern_atom(name) for name in _IMAGE_TARGETS]

    def close(self) -> None:
        close_display(self._display)

    def capture(self) -> Capture:
        start = time.monotonic()
        last_answer = start + self._limits.answer_s
        first_answer = last_answer - _SECOND_SHARE * self._limits.answer_s
        focus = focused_window(self._display)
        order = [self._primary, self._clipboard]
        if self._is_clipboard_newer(focus, first_answer):
            order.reverse()
        looked: dict[int, Found] = {}
        for selection, answer_by in zip(order, (first_answer, last_answer), strict=True):
            found = self._look(selection, max(answer_by, time.monotonic() + _LEAST_S))
            if found.is_silent and selection == self._primary and self._is_held_by(focus):
                found = self._look(selection, start + self._limits.busy_s)
            looked[selection] = found
            if not found.is_empty:
                return replace(self._captured(selection, found, focus, looked), **self._way_back(selection, focus))
        return nothing(focus, looked[self._primary], looked[self._clipboard])

    def _captured(self, selection: int, found: Found, focus: Focus, looked: dict[int, Found]) -> Capture:
        if selection == self._primary:
            is_plain = focus.is_own or self._is_of_focused(selection, focus)
            notice = "" if is_plain else "This was selected in another window."
            return Capture(found.text, (), CaptureOrigin.SELECTION, focus.application, notice)
        primary = looked.get(self._primary, Found())
        notice = "The program with the selection does not answer; this is the clipboard." if primary.is_silent else ""
        if found.files is not None:
            files, said = found.files, " ".join(part for part in (notice, found.files.notice) if part)
            return Capture(files.text, files.images, CaptureOrigin.CLIPBOARD_FILES, focus.application, said)
        if found.text:
            return Capture(found.text, (), CaptureOrigin.CLIPBOARD_TEXT, focus.application, notice)
        return Capture("", (found.image,), CaptureOrigin.CLIPBOARD_IMAGE, focus.application, notice)

    def _way_back(self, selection: int, focus: Focus) -> _WayBack:
        """The window that an answer can go to, and whether the text is selected in it."""
        if not focus.application:  # our own popup, or what a window manager keeps the focus in when no window is open
            return {"window": 0, "is_selected_there": False}
        is_there = selection == self._primary and is_same_client(self._display, self._owner(selection), focus.window)
        return {"window": focus.window, "is_selected_there": is_there}

    # --- which comes first

    def _is_clipboard_newer(self, focus: Focus, answer_by: float) -> bool:
        """Whether a selection that the focused program does not hold was made before the clipboard was filled."""
        if self._is_of_focused(self._primary, focus) or not self._owner(self._clipboard):
            return False
        try:
            deadlines = self._deadlines(answer_by)
            selected_at = self._reader.timestamp(self._primary, deadlines)
            if selected_at is None:
                return False
            copied_at = self._reader.timestamp(self._clipboard, deadlines)
        except OwnerSilentError:
            return False
        return copied_at is not None and is_newer(copied_at, selected_at)

    def _is_of_focused(self, selection: int, focus: Focus) -> bool:
        """Whether the focused program holds it; taken for granted when nobody holds it or no program has the focus."""
        owner = self._owner(selection)
        is_unknown = not focus.application and not focus.is_own
        return not owner or is_unknown or is_same_client(self._display, owner, focus.window)

    def _is_held_by(self, focus: Focus) -> bool:
        """Whether the selection is surely of the program that has the focus."""
        owner = self._owner(self._primary)
        return bool(owner and focus.application) and is_same_client(self._display, owner, focus.window)

    def _owner(self, selection: int) -> int:
        owner = self._display.get_selection_owner(selection)
        return int(getattr(owner, "id", owner))

    # --- what it holds

    def _look(self, selection: int, answer_by: float) -> Found:
        if not self._owner(selection):
            return Found()
        deadlines = self._deadlines(answer_by)
        try:
            targets = self._reader.targets(selection, deadlines)
            if targets is not None and self._is_secret(selection, targets, deadlines):
                return Found(is_secret=True)
            if selection == self._clipboard and (files := self._read_files(targets, deadlines)):
                return Found(files=files)
            text = self._read_text(selection, targets, deadlines)
            if text or selection == self._primary:
                return Found(text=text)
            return Found(image=self._read_image(selection, targets or frozenset(), deadlines))
        except OwnerSilentError:
            return Found(is_silent=True)

    def _is_secret(self, selection: int, targets: frozenset[int], deadlines: Deadlines) -> bool:
        if self._secret_hint not in targets:
            return False
        try:
            reply = self._reader.read(selection, self._secret_hint, deadlines, cap=_HINT_CAP)
        except TooLargeError:
            return False
        return reply is not None and reply.data.strip(b"\0 \r\n") == _SECRET

    def _read_files(self, targets: frozenset[int] | None, deadlines: Deadlines) -> CopiedFiles | None:
        """The files that were copied; None when the clipboard holds something else."""
        if targets is None or self._files_atom not in targets:
            return None
        try:
            reply = self._reader.read(self._clipboard, self._files_atom, deadlines, cap=_FILES_CAP)
        except TooLargeError:
            return None
        paths = local_files(decoded(reply.data, "utf-8")) if reply is not None else []
        return read_files(paths, self._limits) if paths else None

    def _read_text(self, selection: int, targets: frozenset[int] | None, deadlines: Deadlines) -> str:
        """The text in the best format on offer, or empty when there is none or only white space."""
        for name, target in self._text_atoms:
            if targets is not None and target not in targets:
                continue
            try:
                reply = self._reader.read(selection, target, deadlines, cap=self._limits.max_text_bytes)
            except TooLargeError as problem:
                raise too_large("text", self._limits.max_text_bytes) from problem
            if reply is not None:
                text = decoded(reply.data, "latin-1" if name == _LATIN1_TARGET else "utf-8")
                return text if text.strip() else ""
        return ""

    def _read_image(self, selection: int, targets: frozenset[int], deadlines: Deadlines) -> bytes:
        for target in self._image_atoms:
            if target not in targets:
                continue
            try:
                reply = self._reader.read(selection, target, deadlines, cap=self._limits.max_image_bytes)
            except TooLargeError as problem:
                raise too_large("image", self._limits.max_image_bytes) from problem
            if reply is not None and reply.data:
                return usable_image(reply.data, "The image on the clipboard")
        return b""

    def _deadlines(self, answer_by: float) -> Deadlines:
        whole_by = time.monotonic() + self._limits.answer_s + self._limits.transfer_s
        return Deadlines(answer_by, self._limits.answer_s, whole_by)
