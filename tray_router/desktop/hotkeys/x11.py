"""Hotkeys by XGrabKey: the key is swallowed, and a chord that another program holds is reported.

Rule: the connection belongs to one thread, which does nothing but match keys and call ``on_press``. Other threads
talk to it by a queue and a wake-up byte. Grabs are by key code with exact modifiers, for every state of the locks.
"""

from __future__ import annotations

import logging
import os
import queue
import select
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from Xlib import X, error

from tray_router.desktop.hotkeys.chord import ChordError, parse_chord
from tray_router.desktop.hotkeys.keymap import Grab, KeyMap
from tray_router.desktop.hotkeys.models import HotkeyReport, OnPress
from tray_router.desktop.x_display import LOST, close_display, open_display
from tray_router.errors import DesktopError

_log = logging.getLogger(__name__)

_START_LIMIT_S = 5.0
_LOST_HINT = "Start Tray Router again when the desktop is back."


class X11Hotkeys:
    """A ``HotkeyBackend`` for X11.

    Args:
        chords: action name to chord in pynput's notation; an empty chord is skipped.
        on_press: see ``OnPress``; called in the hotkey thread.
        display_name: X display, e.g. ``:0``; None for ``DISPLAY``.
    """

    def __init__(self, chords: Mapping[str, str], on_press: OnPress, *, display_name: str | None = None) -> None:
        self._chords = dict(chords)
        self._on_press = on_press
        self._display_name = display_name
        self._reports: tuple[HotkeyReport, ...] = ()
        self._jobs: queue.SimpleQueue[tuple[dict[str, str] | None, Future[tuple[HotkeyReport, ...]]]] = (
            queue.SimpleQueue()
        )
        self._thread: threading.Thread | None = None
        self._wake_reader, self._wake_writer = -1, -1

    @property
    def reports(self) -> tuple[HotkeyReport, ...]:
        """The chords that do not work now."""
        return self._reports

    def start(self) -> tuple[HotkeyReport, ...]:
        """Opens the connection and registers the chords.

        Raises:
            DesktopError: the X server cannot be reached.
        """
        if self._thread is not None:
            raise RuntimeError("these hotkeys are running already")
        self._wake_reader, self._wake_writer = os.pipe()
        started: Future[tuple[HotkeyReport, ...]] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), name="hotkeys", daemon=True)
        self._thread.start()
        try:
            return started.result(_START_LIMIT_S)
        except BaseException:
            self.close()
            raise

    def replace(self, chords: Mapping[str, str]) -> tuple[HotkeyReport, ...]:
        """Replaces all chords while running."""
        return self._ask(dict(chords))

    def close(self) -> None:
        """Gives all chords back and ends the thread."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._jobs.put((None, Future()))
        os.write(self._wake_writer, b"x")
        thread.join(_START_LIMIT_S)
        os.close(self._wake_writer)
        if not thread.is_alive():
            os.close(self._wake_reader)

    def _ask(self, chords: dict[str, str]) -> tuple[HotkeyReport, ...]:
        if self._thread is None or not self._thread.is_alive():
            raise DesktopError("The hotkeys are not running.", _LOST_HINT)
        done: Future[tuple[HotkeyReport, ...]] = Future()
        self._jobs.put((chords, done))
        os.write(self._wake_writer, b"x")
        return done.result(_START_LIMIT_S)

    # --- hotkey thread ------------------------------------------------------------------------------------

    def _run(self, started: Future[tuple[HotkeyReport, ...]]) -> None:
        try:
            keyboard = _Keyboard(self._display_name)
        except DesktopError as problem:
            started.set_exception(problem)
            return
        try:
            self._reports = keyboard.grab(self._chords)
            started.set_result(self._reports)
            self._listen(keyboard)
        except LOST:
            _log.warning("the X server closed the connection; hotkeys no longer work")
            self._reports = tuple(
                HotkeyReport(action, _readable(chord), "The X server is gone.", _LOST_HINT)
                for action, chord in self._chords.items()
                if chord
            )
        finally:
            keyboard.close()

    def _listen(self, keyboard: _Keyboard) -> None:
        while True:
            for action in keyboard.pressed_actions():
                self._tell(action)
            if keyboard.has_new_mapping:
                self._reports = keyboard.grab(self._chords)
                continue  # the requests may have brought events along
            if not self._work_off_jobs(keyboard):
                return
            if not keyboard.has_queued_events:
                ready, _, _ = select.select([keyboard.fileno, self._wake_reader], [], [])
                if self._wake_reader in ready:
                    os.read(self._wake_reader, 64)

    def _work_off_jobs(self, keyboard: _Keyboard) -> bool:
        """Returns False when the thread shall end."""
        while True:
            try:
                chords, done = self._jobs.get_nowait()
            except queue.Empty:
                return True
            if chords is None:
                return False
            self._chords = chords
            self._reports = keyboard.grab(chords)
            done.set_result(self._reports)

    def _tell(self, action: str) -> None:
        at = time.monotonic()
        try:
            self._on_press(action, at)
        except Exception:
            _log.exception("the receiver of hotkeys failed on %r", action)


class _Keyboard:
    """The connection and its grabs; used in the hotkey thread only."""

    def __init__(self, display_name: str | None) -> None:
        self._display = open_display(display_name)
        self._display.set_error_handler(_log_protocol_error)
        self._root = self._display.screen().root
        self._actions: dict[Grab, str] = {}
        self._grabbed: dict[Grab, tuple[Grab, ...]] = {}
        self._wanted: dict[str, str] = {}
        self._reports: tuple[HotkeyReport, ...] = ()
        self._released_at: dict[int, int] = {}
        self._keymap = self._read_keymap()
        self.has_new_mapping = False

    @property
    def fileno(self) -> int:
        return int(self._display.fileno())

    @property
    def has_queued_events(self) -> bool:
        return bool(self._display.pending_events())

    def close(self) -> None:
        """Closing the connection gives every grab back."""
        close_display(self._display)

    # --- grabs

    def grab(self, chords: dict[str, str]) -> tuple[HotkeyReport, ...]:
        """Makes the grabs those of ``chords`` on the keyboard as it is now; keeps what is already held."""
        self.has_new_mapping = False
        self._keymap = self._read_keymap()
        wanted, reports = self._plan(chords)
        locked = {grab: self._keymap.with_locks(grab) for grab in wanted}
        for grab in [grab for grab, held in self._grabbed.items() if locked.get(grab) != held]:
            self._give_back(self._grabbed.pop(grab))
        self._actions = {}
        taken: dict[str, None] = {}
        for grab, action in wanted.items():
            if grab in self._grabbed or self._take(grab, locked[grab]):
                self._actions[grab] = action
            else:
                taken[action] = None
        self._display.sync()
        reports += [_taken_report(action, chords[action]) for action in taken]
        return tuple(reports)

    def _plan(self, chords: dict[str, str]) -> tuple[dict[Grab, str], list[HotkeyReport]]:
        """What to grab for whom, and the chords for which there is nothing to grab."""
        wanted: dict[Grab, str] = {}
        reports: list[HotkeyReport] = []
        for action, text in chords.items():
            if not text.strip():
                continue
            try:
                chord = parse_chord(text)
            except ChordError as problem:
                reports.append(HotkeyReport(action, text, problem.title, problem.hint))
                continue
            grabs = self._keymap.grabs(chord)
            rival = next((wanted[grab] for grab in grabs if grab in wanted), "")
            if rival:
                problem_text = f"{chord} is set for {rival!r} as well."
                reports.append(HotkeyReport(action, str(chord), problem_text, "Give one of them another chord."))
            elif not grabs:
                problem_text = f"This keyboard has no key for {chord}."
                reports.append(HotkeyReport(action, str(chord), problem_text, "Choose another chord."))
            else:
                wanted.update(dict.fromkeys(grabs, action))
        return wanted, reports

    def _take(self, grab: Grab, with_locks: tuple[Grab, ...]) -> bool:
        """Grabs one key for every state of the locks; all or nothing."""
        refused = error.CatchError(error.BadAccess)
        for each in with_locks:
            self._root.grab_key(each.keycode, each.modifiers, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._display.sync()
        if refused.get_error() is not None:
            self._give_back(with_locks)
            return False
        self._grabbed[grab] = with_locks
        return True

    def _give_back(self, grabs: tuple[Grab, ...]) -> None:
        for each in grabs:
            self._root.ungrab_key(each.keycode, each.modifiers)

    def _read_keymap(self) -> KeyMap:
        info = self._display.display.info
        count = info.max_keycode - info.min_keycode + 1
        keysyms = self._display.get_keyboard_mapping(info.min_keycode, count)
        return KeyMap(info.min_keycode, keysyms, self._display.get_modifier_mapping())

    # --- events

    def pressed_actions(self) -> list[str]:
        """Reads what has arrived without blocking; one entry for each physical press of a chord."""
        found = []
        while self._display.pending_events():
            event = self._display.next_event()
            if event.type == X.KeyRelease:
                self._released_at[event.detail] = event.time
            elif event.type == X.KeyPress and not self._is_repeat(event):
                action = self._actions.get(self._keymap.pressed(event.detail, event.state))
                if action is not None:
                    found.append(action)
            elif event.type == X.MappingNotify:
                self.has_new_mapping = True
        return found

    def _is_repeat(self, event: Any) -> bool:
        """Auto-repeat sends a release and a press with one and the same server time; a finger cannot."""
        return bool(self._released_at.get(event.detail) == event.time)


def _readable(text: str) -> str:
    try:
        return str(parse_chord(text))
    except ChordError:
        return text


def _taken_report(action: str, text: str) -> HotkeyReport:
    readable = _readable(text)
    hint = "Choose another chord in the settings, or free it in the other program or the desktop's shortcuts."
    return HotkeyReport(action, readable, f"{readable} is taken by another program.", hint)


def _log_protocol_error(problem: error.XError, _request: object) -> None:
    _log.debug("X protocol error: %s", problem)
