"""The hotkeys of the daemon: the platform's backend, started when there is one, replaced when settings change.

A chord belongs to a key: the value of a TriggerAction, or ``action:`` and the name of one of the user's own actions.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from tray_router.config.settings import Settings
from tray_router.desktop.hotkeys import HotkeyBackend, HotkeyReport, OnPress, hotkey_backend
from tray_router.desktop.session import Session
from tray_router.errors import DesktopError
from tray_router.model import Trigger, TriggerAction, TriggerSource

log = logging.getLogger(__name__)

ACTION_PREFIX = "action:"
EVERY_HOTKEY = "all"  # in a report: none of them works here


def chords_of(settings: Settings) -> dict[str, str]:
    """All chords of the settings by their key, in the notation of the settings; those that are off are left out."""
    chords = {action.value: chord for action, chord in settings.hotkeys.by_action().items()}
    return chords | {
        f"{ACTION_PREFIX}{action.name}": action.hotkey
        for action in settings.actions
        if action.hotkey and action.enabled
    }


def trigger_of(key: str, at: float) -> Trigger:
    """The press of a key's chord; an action of the user's own captures as ``ask`` does."""
    if key.startswith(ACTION_PREFIX):
        return Trigger(TriggerAction.ASK, TriggerSource.HOTKEY, at, key.removeprefix(ACTION_PREFIX))
    return Trigger(TriggerAction(key), TriggerSource.HOTKEY, at)


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

    def set(self, chords: Mapping[str, str]) -> tuple[HotkeyReport, ...]:
        """Puts these chords, by key, in force and returns those that do not work."""
        try:
            if self._backend is None:
                backend = hotkey_backend(self._session)(chords, self._pressed)
                backend.start()
                self._backend = backend
            else:
                self._backend.replace(chords)
        except DesktopError as error:
            self._failure = (HotkeyReport(EVERY_HOTKEY, "", error.title, error.hint),)
        return self.reports

    def close(self) -> None:
        """Gives the chords back."""
        if self._backend is not None:
            self._backend.close()
            self._backend = None
