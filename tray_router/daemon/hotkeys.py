"""The hotkeys of the daemon: the platform's backend, started when there is one, replaced when settings change."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from tray_router.desktop.hotkeys import HotkeyBackend, HotkeyReport, OnPress, hotkey_backend
from tray_router.desktop.session import Session
from tray_router.errors import DesktopError
from tray_router.model import TriggerAction

log = logging.getLogger(__name__)


class HotkeyBinding:
    """Chords in force; without a backend for this session every chord is reported as not working."""

    def __init__(self, session: Session, pressed: OnPress) -> None:
        self._session = session
        self._pressed = pressed
        self._backend: HotkeyBackend | None = None
        self._failure: tuple[HotkeyReport, ...] = ()

    @property
    def reports(self) -> tuple[HotkeyReport, ...]:
        """The chords that do not work now."""
        return self._backend.reports if self._backend is not None else self._failure

    def set(self, chords: Mapping[TriggerAction, str]) -> tuple[HotkeyReport, ...]:
        """Puts these chords in force and returns those that do not work."""
        plain = {action.value: chord for action, chord in chords.items()}
        try:
            if self._backend is None:
                backend = hotkey_backend(self._session)(plain, self._pressed)
                backend.start()
                self._backend = backend
            else:
                self._backend.replace(plain)
        except DesktopError as error:
            self._failure = (HotkeyReport("all", "", error.title, error.hint),)
        return self.reports

    def close(self) -> None:
        """Gives the chords back."""
        if self._backend is not None:
            self._backend.close()
            self._backend = None
