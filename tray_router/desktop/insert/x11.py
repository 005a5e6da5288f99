"""Puts a text into a window of another program under X11: by the clipboard and a paste key, as a person would.

Rules: only into the window that was meant, while that has the focus and what was selected there is selected still; else
nothing is touched. What lay on the clipboard before, in all its formats, is there again afterwards, handed out by us
until somebody copies something else. Each insertion is a thread with a connection of its own, which ends when the
clipboard is no longer ours.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import Any

from Xlib import X, Xatom, error
from Xlib.display import Display
from Xlib.protocol import event

from tray_router.desktop.hotkeys.chord import Chord, Modifier
from tray_router.desktop.insert.terminals import is_terminal, terminal_text
from tray_router.desktop.insert.x11_holder import SelectionHolder
from tray_router.desktop.insert.x11_keys import Keyboard
from tray_router.desktop.insert.x11_saved import Saved, save_selection, selected_text
from tray_router.desktop.selection.x11_focus import focused_window, is_same_client
from tray_router.desktop.selection.x11_transfer import SelectionReader
from tray_router.desktop.x_display import LOST, close_display, open_display
from tray_router.engine.ports import FocusedWindow, InsertOrder
from tray_router.errors import DesktopError, InsertError
from tray_router.model import Capture, Output

FOCUS_LIMIT_S = 1.0  # until the window has the focus again after the popup is gone
ELSEWHERE_LIMIT_S = 0.4  # another window with the focus for so long: the user has gone there
ASK_FOCUS_AFTER_S = 0.1  # the window manager usually gives the focus back by itself
TAKE_LIMIT_S = 2.0  # until the program has fetched the text
SETTLE_S = 0.15  # programs may fetch several formats one after another
RESULT_LIMIT_S = 8.0
HOUR_S = 3600.0
LOOK_EVERY_S = 0.01
_SOURCE_PAGER = 2  # EWMH: a direct request of the user

_PASTE = Chord(frozenset({Modifier.CTRL}), "v")
_TERMINAL_PASTE = Chord(frozenset({Modifier.SHIFT}), "insert")
_TO_END_OF_SELECTION = Chord(frozenset(), "right")


class X11Inserter:
    """An ``Inserter`` for X11."""

    def __init__(self, display_name: str | None = None) -> None:
        self._display_name = display_name
        self._insertions: list[_Insertion] = []
        self._lock = threading.Lock()  # of that list

    def outputs(self, capture: Capture) -> tuple[Output, ...]:
        """The ways back to where this came from."""
        if not capture.window:
            return ()
        if capture.is_selected_there and not is_terminal(capture.application):
            return (Output.REPLACE, Output.INSERT)
        return (Output.INSERT,)

    def focused(self) -> FocusedWindow:
        """The window that has the keyboard now."""
        try:
            display = open_display(self._display_name)
        except DesktopError:
            return FocusedWindow()
        try:
            focus = focused_window(display)
        except LOST:
            return FocusedWindow()
        finally:
            close_display(display)
        return FocusedWindow(focus.window, focus.application) if focus.application else FocusedWindow()

    def insert(self, order: InsertOrder) -> None:
        """Writes the text there. Blocking, at most some seconds.

        Raises:
            InsertError: it was not written.
        """
        insertion = _Insertion(order, self._display_name)
        with self._lock:
            self._insertions = [each for each in self._insertions if not each.is_over()]
            self._insertions.append(insertion)
            insertion.start()
        insertion.result()

    def close(self) -> None:
        """Ends all threads; what was on the clipboard before the last insertion is no longer handed out."""
        with self._lock:
            running, self._insertions = self._insertions, []
        for insertion in running:
            insertion.stop()


class _Insertion(threading.Thread):
    """One text on its way, and the clipboard afterwards."""

    def __init__(self, order: InsertOrder, display_name: str | None) -> None:
        super().__init__(name="insert", daemon=True)
        self._order = order
        self._display_name = display_name
        self._outcome: queue.Queue[DesktopError | None] = queue.Queue()
        self._woken, self._waker = os.pipe()
        self._is_stopping = False

    def result(self) -> None:
        """Waits until the text is written.

        Raises:
            InsertError: it was not.
        """
        try:
            problem = self._outcome.get(timeout=RESULT_LIMIT_S)
        except queue.Empty:
            raise InsertError("The desktop does not answer.") from None
        if problem is not None:
            raise problem if isinstance(problem, InsertError) else InsertError(problem.title) from problem

    def stop(self) -> None:
        """Ends the thread and waits for that."""
        self._is_stopping = True
        os.write(self._waker, b"x")
        self.join(FOCUS_LIMIT_S + TAKE_LIMIT_S)
        self.is_over()

    def is_over(self) -> bool:
        """Whether the thread has ended; gives its pipe back then. Not to be used any more afterwards."""
        if self.is_alive():
            return False
        for end in (self._woken, self._waker):  # by nobody but the owner, who alone writes into it
            os.close(end)
        return True

    def run(self) -> None:
        try:
            display = open_display(self._display_name)
        except DesktopError as problem:
            self._outcome.put(problem)
            return
        try:
            self._write_and_hold(display)
        except LOST:
            self._outcome.put(InsertError("The X server closed the connection."))
        except error.XError:
            self._outcome.put(InsertError("The X server refused."))
        finally:
            close_display(display)

    def _write_and_hold(self, display: Display) -> None:
        display.set_error_handler(lambda *_: None)  # windows vanish at any time; replies raise by themselves
        holder = SelectionHolder(display, self._woken)
        try:
            self._write(display, holder)
        except DesktopError as problem:
            self._outcome.put(problem)
        else:
            self._outcome.put(None)
        while holder.is_holding and not self._is_stopping:
            holder.serve(time.monotonic() + HOUR_S, lambda: not holder.is_holding)

    def _write(self, display: Display, holder: SelectionHolder) -> None:
        order = self._order
        in_terminal = is_terminal(order.application)
        text = terminal_text(order.text) if in_terminal else order.text
        keyboard, reader = Keyboard(display), SelectionReader(display)
        _wait_for_focus(display, order.window)
        if order.selected and not in_terminal and selected_text(display, reader) != order.selected:
            raise InsertError("Something else is selected there by now.")
        clipboard = display.intern_atom("CLIPBOARD")
        taken = (clipboard, Xatom.PRIMARY) if in_terminal else (clipboard,)
        saved = {selection: save_selection(display, reader, selection) for selection in taken}
        keyboard.let_go()
        _check_focus(display, order.window)
        try:
            self._paste(display, holder, keyboard, text, taken)
        finally:
            for selection, content in saved.items():
                _put_back(holder, selection, content)

    def _paste(
        self, display: Display, holder: SelectionHolder, keyboard: Keyboard, text: str, taken: tuple[int, ...]
    ) -> None:
        order, in_terminal = self._order, Xatom.PRIMARY in taken
        if not all([holder.take(selection, holder.text_formats(text)) for selection in taken]):
            raise InsertError("Another program has just taken the clipboard.")
        if order.output is Output.INSERT and order.selected and not in_terminal:
            keyboard.press(_TO_END_OF_SELECTION)
        keyboard.press(_TERMINAL_PASTE if in_terminal else _PASTE)
        began = time.monotonic()

        def taken_at() -> float:
            """When the program fetched the text or a piece of it last; others may look at the clipboard as well."""
            times = [at for each, at in holder.served.items() if is_same_client(display, each, order.window)]
            return max(times, default=0.0)

        holder.serve(began + TAKE_LIMIT_S, lambda: taken_at() > 0)
        if not taken_at():
            raise InsertError("The program did not take the text.")
        while time.monotonic() < (settled_at := taken_at() + SETTLE_S):
            holder.serve(settled_at)


def _put_back(holder: SelectionHolder, selection: int, saved: Saved | None) -> None:
    """What was there before; nothing where nothing was; the text stays where the rest was too much to keep."""
    if saved is None:
        return
    if saved.formats:
        holder.exchange(selection, saved.formats, saved.since)
    else:
        holder.give_up(selection)


def _wait_for_focus(display: Display, window: int) -> None:
    """Until the window has the focus, which is asked for when nobody has it.

    Raises:
        InsertError: the window is gone, or the user has gone to another one.
    """
    target: Any = display.create_resource_object("window", window)
    began = time.monotonic()
    elsewhere_from, has_asked = 0.0, False
    while (now := time.monotonic()) - began < FOCUS_LIMIT_S:
        if not _exists(target):
            raise InsertError("The window that the text came from is closed.")
        focus = focused_window(display)
        if focus.window == window:
            return
        is_elsewhere = bool(focus.window) and not focus.is_own
        elsewhere_from = (elsewhere_from or now) if is_elsewhere else 0.0
        if is_elsewhere and now - elsewhere_from > ELSEWHERE_LIMIT_S:
            break
        if not is_elsewhere and not has_asked and now - began > ASK_FOCUS_AFTER_S:
            has_asked = True
            _activate(display, target)
        time.sleep(LOOK_EVERY_S)
    raise InsertError("You have gone to another window since.")


def _check_focus(display: Display, window: int) -> None:
    """At the last moment.

    Raises:
        InsertError: the focus has moved.
    """
    if focused_window(display).window != window:
        raise InsertError("You have gone to another window since.")


def _exists(window: Any) -> bool:
    try:
        return window.get_attributes() is not None
    except error.XError:
        return False


def _activate(display: Display, window: Any) -> None:
    """Asks the window manager for the focus (EWMH); without one, the server."""
    root = display.screen().root
    active = display.intern_atom("_NET_ACTIVE_WINDOW")
    if root.get_full_property(display.intern_atom("_NET_SUPPORTED"), X.AnyPropertyType) is None:
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
    else:
        message = event.ClientMessage(window=window, client_type=active, data=(32, [_SOURCE_PAGER, 0, 0, 0, 0]))
        root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
    display.flush()
