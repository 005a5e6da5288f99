"""Answers the settings window: sends it settings and machines, writes what it changes. Runs in the engine's loop.

Rules: while the window is closed nothing is worked out and nothing is sent; every change is written at once, on the
file as the window has seen it, and taken up at once; files are read and written in worker threads, one at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tray_router.config.change import Change
from tray_router.config.editor import FileView, SettingsEditor, StaleConfigError
from tray_router.config.settings import Settings
from tray_router.daemon.settings_login import set_start_at_login, start_at_login
from tray_router.daemon.settings_trials import SettingsTrials
from tray_router.daemon.settings_view import (
    action_fields,
    chord_fields,
    field_problems,
    machine_fields,
    option_fields,
    proposals_for,
    route_fields,
)
from tray_router.desktop.hotkeys import HotkeyReport
from tray_router.desktop.session import Session
from tray_router.engine.ports import WindowPort
from tray_router.engine.window_lives import WindowLives
from tray_router.errors import ConfigError, TrayRouterError
from tray_router.model import FleetSnapshot
from tray_router.wire.settings import (
    ChangeDone,
    ChangeSettings,
    FieldProblem,
    OpenSettingsWindow,
    ReloadSettings,
    RemoveMachine,
    RenameMachine,
    RouteProposal,
    SetStartAtLogin,
    SettingsClosed,
    SettingsDocument,
    SettingsFleet,
    SettingsNote,
    ShowSettings,
    TryAsking,
    UndoChange,
    WipeHistory,
)
from tray_router.wire.window import WindowReady

log = logging.getLogger(__name__)

PUSH_S = 0.5
TAKEN_UP_S = 2.0  # an edited file is in force within a second, or it never will be

Write = ChangeSettings | RenameMachine | RemoveMachine | UndoChange


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the desk needs of the daemon.

    Attributes:
        settings: those in force, machines included.
        is_simulated: whether the machines are.
        chord_reports: the chords that do not work now.
        hurry: has the edited file taken up now.
        wipe_history: removes all conversations.
        ask: as if the chord of ``ask``, or of the action of this name, had been pressed.
        clock: monotonic seconds.
    """

    window: WindowPort
    session: Session
    settings: Callable[[], Settings]
    is_simulated: Callable[[], bool]
    chord_reports: Callable[[], Iterable[HotkeyReport]]
    hurry: Callable[[], None]
    wipe_history: Callable[[], Awaitable[None]]
    ask: Callable[[str], None]
    clock: Callable[[], float]


class SettingsDesk:
    """Implements ``engine.ports.FleetListener``; tells the window while it is open."""

    def __init__(self, path: Path, parts: DeskParts) -> None:
        self._parts = parts
        self._editor = SettingsEditor(path)
        self._trials = SettingsTrials(parts.window, parts.session, parts.settings)
        self._snapshot = FleetSnapshot()
        self._is_first_run: bool | None = None  # None: closed
        self._lives = WindowLives()
        self._writing = asyncio.Lock()
        self._taken_up = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._push: asyncio.TimerHandle | None = None
        self._proposals: tuple[RouteProposal, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the window is on the screen."""
        return self._is_first_run is not None

    # --- news -----------------------------------------------------------------------------------------------

    def fleet_changed(self, snapshot: FleetSnapshot) -> None:
        """Engine thread (``engine.ports.FleetListener``)."""
        self._snapshot = snapshot
        if self.is_open and self._push is None:
            self._push = asyncio.get_running_loop().call_later(PUSH_S, self._send_fleet)

    def settings_changed(self) -> None:
        """Other settings are in force, or the file cannot be used."""
        self._taken_up.set()
        if self.is_open:
            self._start(self._send_document())

    # --- opening and closing --------------------------------------------------------------------------------

    def open(self, *, is_first_run: bool = False) -> None:
        """Shows the window, or brings it to the front."""
        self._is_first_run = is_first_run
        self._parts.window.send(ShowSettings(is_first_run))
        self._proposals, _ = proposals_for(self._snapshot)
        self._send_fleet()
        self._start(self._send_document())

    def window_said(self, message: object) -> None:
        """A message of the window process; those that are not about the settings window are ignored."""
        match message:
            case OpenSettingsWindow():
                self.open()
            case SettingsClosed():
                self._close()
            case ChangeSettings() | RenameMachine() | RemoveMachine() | UndoChange():
                self._start(self._write(message))
            case ReloadSettings():
                self._start(self._send_document())
            case SetStartAtLogin(is_on=is_on):
                self._start(self._set_start_at_login(is_on=is_on))
            case WipeHistory():
                self._start(self._wipe())
            case TryAsking(action=action):
                self._start(self._try(action))
            case WindowReady():
                self._window_is_there()
            case _:
                self._trials.window_said(message)

    async def aclose(self) -> None:
        """Stops; a file that is being written is written whole."""
        self._close()
        await self._trials.aclose()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _close(self) -> None:
        self._is_first_run = None
        self._trials.stop()
        if self._push is not None:
            self._push.cancel()
            self._push = None

    def _window_is_there(self) -> None:
        may_open = self._lives.begins(self._parts.clock(), is_open=self.is_open)
        if self._is_first_run is not None and may_open:
            self.open(is_first_run=self._is_first_run)
        elif self.is_open:
            log.warning("The window process ended twice with the settings open; they are not opened again.")
            self._close()

    def _start(self, work: Awaitable[None]) -> None:
        async def run() -> None:
            try:
                await work
            except Exception:
                log.exception("The settings window could not be served.")

        task = asyncio.create_task(run(), name="settings window")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- sending --------------------------------------------------------------------------------------------

    def _send_fleet(self) -> None:
        if self._push is not None:
            self._push.cancel()
            self._push = None
        found = self._snapshot
        proposals, _ = proposals_for(found)
        self._parts.window.send(SettingsFleet(found.hosts, found.routes, proposals, self._parts.is_simulated()))
        if proposals != self._proposals:  # routes that are only proposed are another document then
            self._proposals = proposals
            self._start(self._send_document())

    async def _send_document(self) -> None:
        async with self._writing:
            view = await asyncio.to_thread(self._editor.look)
            self._parts.window.send(await asyncio.to_thread(self._document, view))

    def _document(self, view: FileView) -> SettingsDocument:
        """Worker thread: looks at the autostart entry."""
        parts, running = self._parts, self._parts.settings()
        settings = view.loaded.settings if view.loaded is not None else running
        found = {} if parts.is_simulated() else running.hosts
        routes = settings.routes or proposals_for(self._snapshot)[1]
        reports = tuple(parts.chord_reports())
        error = view.error
        at_login, note = start_at_login(parts.session)
        return SettingsDocument(
            revision=view.revision,
            path=str(self._editor.path),
            exists=bool(view.revision),
            machines=machine_fields(settings.hosts or found, is_in_file=bool(settings.hosts)),
            routes=route_fields(routes, is_in_file=bool(settings.routes)),
            chords=chord_fields(settings, reports),
            actions=action_fields(settings, reports),
            options=option_fields(settings),
            problem=" ".join(map(str, (error.title, *error.problems[:3]))) if error is not None else "",
            can_undo=self._editor.can_undo(view.revision),
            starts_at_login=at_login,
            login_note=note,
            services=tuple(settings.cloud.endpoints),
        )

    # --- changing -------------------------------------------------------------------------------------------

    async def _write(self, message: Write) -> None:
        problems: tuple[FieldProblem, ...] = ()
        is_stale = False
        async with self._writing:
            try:
                await asyncio.to_thread(self._carry_out, message)
            except StaleConfigError as error:
                problems, is_stale = field_problems(error), True
            except ConfigError as error:
                problems = field_problems(error)
        if not problems:
            await self._send_document()
            self._parts.hurry()
        self._parts.window.send(ChangeDone(message.number, problems, is_stale))

    async def _try(self, action: str) -> None:
        """Asks by the settings that the window shows: what it has just written may not be in force yet."""
        async with self._writing:
            view = await asyncio.to_thread(self._editor.look)
        written = view.loaded.settings.actions if view.loaded is not None else None
        self._taken_up.clear()
        if written is not None and written != self._parts.settings().actions:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._taken_up.wait(), TAKEN_UP_S)
        self._parts.ask(action)

    def _carry_out(self, message: Write) -> FileView:
        """Worker thread.

        Raises:
            ConfigError: as in ``config.editor``.
        """
        match message:
            case ChangeSettings(revision=revision, changes=changes):
                return self._editor.change(revision, [Change(change.path, change.value) for change in changes])
            case RenameMachine(revision=revision, old=old, new=new):
                return self._editor.rename_machine(revision, old, new)
            case RemoveMachine(revision=revision, name=name):
                return self._editor.remove_machine(revision, name)
            case UndoChange(revision=revision):
                return self._editor.undo(revision)

    async def _set_start_at_login(self, *, is_on: bool) -> None:
        try:
            await asyncio.to_thread(set_start_at_login, self._parts.session, is_on)
        except TrayRouterError as error:
            self._parts.window.send(SettingsNote(f"{error.title} {error.hint}".strip(), is_problem=True))
        await self._send_document()

    async def _wipe(self) -> None:
        try:
            await self._parts.wipe_history()
        except TrayRouterError as error:
            self._parts.window.send(SettingsNote(f"{error.title} {error.hint}".strip(), is_problem=True))
        else:
            self._parts.window.send(SettingsNote("The history is empty now."))
