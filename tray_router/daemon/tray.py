"""The tray of the daemon: hears of fleet and notices from the engine, hands clicks to it.

Threads: ``run`` blocks the main thread; clicks arrive there and are posted; everything else may be called from any.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from tray_router.config.settings import Settings
from tray_router.daemon.actions import actions_of
from tray_router.desktop.hotkeys import ChordError, parse_chord
from tray_router.desktop.notify import notifier
from tray_router.desktop.session import Session, SessionKind
from tray_router.desktop.tray import TrayReport, fleet_tray
from tray_router.desktop.tray.picture import PULSES
from tray_router.desktop.tray.view import Command
from tray_router.model import FleetSnapshot, TriggerAction
from tray_router.model.usage import Today

if TYPE_CHECKING:
    from tray_router.desktop.session_bus import SessionBus

log = logging.getLogger(__name__)

FRAME_S = 0.5
NEWS_WAIT_S = 0.1
"""What happens to machines in one moment is shown as one change, and behind the popup that is just opening: panels take
more time for a new icon than the popup for all of itself."""


class TrayActions(Protocol):
    """What a click can ask for; called in the main thread, must return at once."""

    def trigger_from_tray(self, action: TriggerAction, name: str = "") -> None:
        """Opens the popup or the overlay, for the user's own action of that name if there is one."""

    def pause_from_tray(self, host: str, *, is_paused: bool, until: str = "") -> None:
        """Pauses or resumes a machine; ``until`` as in ``fleet.holds.parse_end``, empty for a pause without end."""

    def open_dashboard_from_tray(self) -> None:
        """Shows the dashboard."""

    def set_private_from_tray(self, *, is_private: bool) -> None:
        """Keeps nothing of any question from now on, or keeps it again."""

    def open_settings_from_tray(self) -> None:
        """Shows the settings window."""

    def open_settings(self) -> None:
        """Shows the settings file in an editor."""

    def quit(self) -> None:
        """Ends the daemon soon."""

    def tray_report(self, problem: str, hint: str) -> None:
        """The icon can no longer be seen (with the reason), or can again (both empty)."""


class TrayBinding:
    """Joins the session's tray with the daemon."""

    def __init__(self, session: Session, actions: TrayActions) -> None:
        self._actions = actions
        bus = _session_bus(session)
        self._tray = fleet_tray(session, self._clicked, on_report=self._reported, bus=bus)
        self._notifier = notifier(session, bus) if bus is not None else None
        self._pulse = Pulse(self._tray.show_pulse)
        self._news: FleetSnapshot | None = None
        self._showing: asyncio.TimerHandle | None = None

    def run(self) -> None:
        """Shows the icon and blocks until ``stop``; without a tray host it waits for one."""
        report = self._tray.report
        if report.problem:
            self._reported(report)
        self._tray.run()

    def stop(self) -> None:
        """Ends ``run`` soon; any thread, and a signal handler."""
        self._tray.stop()

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Engine thread (``engine.ports.FleetListener``)."""
        if self._news is None:
            self._showing = asyncio.get_running_loop().call_later(NEWS_WAIT_S, self._show_news)
        self._news = snapshot
        self._pulse.set_working(is_working=any(host.in_flight for host in snapshot.hosts))

    def _show_news(self) -> None:
        news, self._news = self._news, None
        if news is not None:
            self._tray.show_fleet(news)

    def today_changed(self, today: Today) -> None:
        """Any thread."""
        self._tray.show_today(today)

    def private_changed(self, *, is_private: bool) -> None:
        """Any thread."""
        self._tray.show_private(is_private=is_private)

    def waiting_changed(self, count: int) -> None:
        """Any thread: so many questions stand in line."""
        self._tray.show_waiting(count)

    def close(self) -> None:
        """Engine thread: nothing moves any more."""
        if self._showing is not None:
            self._showing.cancel()
        self._pulse.set_working(is_working=False)

    def notices_changed(self, texts: tuple[str, ...]) -> None:
        """Any thread."""
        self._tray.show_notices(texts)

    def settings_changed(self, settings: Settings) -> None:
        """Any thread: the actions in the menu, with their chords; whether the icon moves."""
        self._pulse.is_on = settings.tray.animate
        self._tray.show_actions({action.label: action.hotkey for action in actions_of(settings).values()})
        self._tray.show_chords({action: _readable(chord) for action, chord in settings.hotkeys.by_action().items()})

    def notify(self, title: str, body: str) -> None:
        """Any thread: a desktop notification, for what the user must know and would not see otherwise."""
        if self._notifier is not None:
            self._notifier.notify(title, body)

    def _clicked(self, command: Command, argument: str) -> None:
        handlers: dict[Command, Callable[[], None]] = {
            Command.PAUSE: lambda: self._actions.pause_from_tray(argument, is_paused=True),
            Command.PAUSE_HOUR: lambda: self._actions.pause_from_tray(argument, is_paused=True, until="1h"),
            Command.PAUSE_TOMORROW: lambda: self._actions.pause_from_tray(argument, is_paused=True, until="tomorrow"),
            Command.RESUME: lambda: self._actions.pause_from_tray(argument, is_paused=False),
            Command.ACTION: lambda: self._actions.trigger_from_tray(TriggerAction.ASK, argument),
            Command.DASHBOARD: self._actions.open_dashboard_from_tray,
            Command.PRIVATE: lambda: self._actions.set_private_from_tray(is_private=True),
            Command.NOT_PRIVATE: lambda: self._actions.set_private_from_tray(is_private=False),
            Command.SETTINGS: self._actions.open_settings_from_tray,
            Command.OPEN_CONFIG: self._actions.open_settings,
            Command.QUIT: self._actions.quit,
        }
        handler = handlers.get(command)
        if handler is not None:
            handler()
        else:
            self._actions.trigger_from_tray(TriggerAction(command.value))

    def _reported(self, report: TrayReport) -> None:
        self._actions.tray_report(report.problem, report.hint)


class Pulse:
    """Moves the icon gently while somebody answers: one step every ``FRAME_S``, none while nobody does.

    Engine's loop; ``is_on`` may be set from any thread and holds from the next step on.
    """

    def __init__(self, show: Callable[[int], None], frame_s: float = FRAME_S) -> None:
        self.is_on = True
        self._show = show
        self._frame_s = frame_s
        self._is_working = False
        self._step = 0
        self._timer: asyncio.TimerHandle | None = None

    def set_working(self, *, is_working: bool) -> None:
        """Begins to move, or comes to rest."""
        if is_working == self._is_working:
            return
        self._is_working = is_working
        if is_working and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._frame_s, self._move)
        elif not is_working:
            self._rest()

    def _move(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._frame_s, self._move)
        if self.is_on:
            self._step = (self._step + 1) % len(PULSES)
            self._show(PULSES[self._step])
        elif self._step:
            self._step = 0
            self._show(0)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._step:
            self._step = 0
            self._show(0)


def _session_bus(session: Session) -> SessionBus | None:
    """The bus that icon and notifications share; None where there is none."""
    if session.kind not in (SessionKind.X11, SessionKind.WAYLAND):
        return None
    from tray_router.desktop.session_bus import SessionBus

    return SessionBus(session.bus_address)


def _readable(chord: str) -> str:
    if not chord:
        return ""
    try:
        return str(parse_chord(chord))
    except ChordError:
        return chord
