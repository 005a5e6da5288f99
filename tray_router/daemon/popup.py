"""The popup of the daemon: window process, capture source and sessions, in step with the settings.

Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of, chips_of
from tray_router.daemon.asking import action_named, popup_rules
from tray_router.daemon.compose import EngineParts
from tray_router.daemon.keeping import RecordKeeping
from tray_router.daemon.late_desk import LateDesk
from tray_router.daemon.popup_size import FILE_NAME, PopupSize
from tray_router.daemon.window_link import WindowLink
from tray_router.desktop import paths
from tray_router.desktop.insert import ClosableInserter, inserter
from tray_router.desktop.selection import ClosableCaptureSource, capture_source
from tray_router.desktop.session import Session
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.sessions import PopupSessions
from tray_router.engine.ports import WindowPort
from tray_router.errors import DesktopError
from tray_router.model import Trigger, TriggerSource
from tray_router.wire.popup import PopupSized
from tray_router.wire.window import PopupClosed, RarePart, RegionCancelled, RegionTaken, Retry, SetAppearance, Submit

if TYPE_CHECKING:
    from tray_router.engine.history_desk import HistoryDesk

log = logging.getLogger(__name__)

AFTER_PAINT_S = 0.1
"""Machines are looked at closely when the popup stands there; it is painted in a third of this."""

WINDOW_COMMAND = (sys.executable, "-m", "tray_router.window")


class PopupBinding:
    """Joins the session's window and selection with the dispatcher.

    Args:
        watched: called with True when the user asks something or is about to, with False when the popup has closed.
    """

    def __init__(
        self,
        session: Session,
        parts: EngineParts,
        settings: Settings,
        watched: Callable[[bool], None],
        keeping: RecordKeeping,
    ) -> None:
        self._session = session
        self._keeping = keeping
        self._actions = actions_of(settings)
        self._watched = watched
        self._watching: asyncio.TimerHandle | None = None
        self._max_bytes = settings.limits.max_clipboard_bytes
        self._source = self._new_source()
        self._followers: list[Callable[[object], None]] = []
        self._size = PopupSize(paths.state_folder() / FILE_NAME)
        self._window = WindowLink(WINDOW_COMMAND, self._said, time.monotonic)
        self._window.send(self._appearance(settings))
        self._sessions = PopupSessions(
            parts.dispatcher,
            self._window,
            self._source,
            time.monotonic,
            _log_painted,
            self._rules(settings),
            keeping.corrections,
            parts.preloader.expect,
            keeping.history,
            parts.dispatcher.usage,
        )
        self._inserter = _new_inserter(session)
        if self._inserter is not None:
            self._sessions.use_inserter(self._inserter)
        self._desk = LateDesk(RarePart.HISTORY, self._history_desk)
        self.follow(self._desk.window_said)

    @property
    def window(self) -> WindowPort:
        """The window process, for what else is shown there."""
        return self._window

    def follow(self, said: Callable[[object], None]) -> None:
        """``said`` hears everything that the window process says, too."""
        self._followers.append(said)

    def start(self) -> None:
        """Starts the window process."""
        self._window.start()

    def trigger(self, trigger: Trigger) -> None:
        """Opens the popup or the region overlay.

        Raises:
            UsageError: the command line names an action that does not exist.
        """
        if trigger.name and trigger.source is TriggerSource.CLI:
            action_named(trigger.name, self._actions)
        self._sessions.trigger(trigger)
        self._stop_watching()
        self._watching = asyncio.get_running_loop().call_later(AFTER_PAINT_S, self._watched, True)

    def take_up(self, settings: Settings) -> None:
        """Later captures and questions go by new settings, the looks change at once."""
        self._actions = actions_of(settings)
        self._sessions.replace_rules(self._rules(settings))
        self._window.send(self._appearance(settings))
        if settings.limits.max_clipboard_bytes != self._max_bytes:
            self._max_bytes = settings.limits.max_clipboard_bytes
            retired, self._source = self._source, self._new_source()
            self._sessions.replace_source(self._source)
            asyncio.get_running_loop().run_in_executor(None, retired.close)  # may wait for a capture that is running

    async def aclose(self) -> None:
        """Stops what runs, and the window."""
        self._stop_watching()
        await self._sessions.aclose()
        await self._desk.aclose()
        await self._window.aclose()
        if self._inserter is not None:
            await asyncio.to_thread(self._inserter.close)

    def _history_desk(self) -> HistoryDesk:
        from tray_router.engine.history_desk import HistoryDesk

        return HistoryDesk(self._keeping.history, self._window)

    def _appearance(self, settings: Settings) -> SetAppearance:
        self._settings = settings
        popup = settings.popup
        width, max_height = self._size.now(popup)
        return SetAppearance(
            theme=popup.theme.value,
            font_points=popup.font_points,
            width=width,
            max_height=max_height,
            actions=chips_of(settings),
        )

    def _rules(self, settings: Settings) -> PopupRules:
        return replace(popup_rules(settings), is_private=lambda: self._keeping.is_private)

    def _new_source(self) -> ClosableCaptureSource:
        return capture_source(self._session, self._max_bytes, self._max_bytes)

    def _stop_watching(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    def _said(self, message: object) -> None:
        if isinstance(message, Submit | Retry | RegionTaken):
            self._watched(True)
        elif isinstance(message, PopupSized):
            self._size.keep(message, self._settings.popup)
        self._sessions.window_said(message)
        if isinstance(message, PopupClosed | RegionCancelled) and not self._sessions.is_open:
            self._stop_watching()
            self._watched(False)
        for said in self._followers:
            said(message)


def _new_inserter(session: Session) -> ClosableInserter | None:
    """None where answers cannot be put back; they are copied there."""
    try:
        return inserter(session)
    except DesktopError as error:
        log.info("%s", error.title)
        return None


def _log_painted(seconds: float) -> None:
    log.debug("Popup painted %.1f ms after the press.", seconds * 1000)
