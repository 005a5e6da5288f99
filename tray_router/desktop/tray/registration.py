"""Makes the panel show our StatusNotifierItem, and knows whether it does.

Rule: lives in the loop that runs the bus. Whenever bus, panel or watcher come back the item is registered again; every
change of what can be seen is told once, and a problem logged once.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from typing import Any

from dbus_fast import DBusError, Message

from tray_router.desktop.session_bus import SessionBus
from tray_router.desktop.tray.models import OnTrayReport, TrayReport, TrayState, no_bus_report, no_host_report
from tray_router.desktop.tray.sni_objects import ITEM, PROPERTIES, WATCHER, WATCHER_PATH

_log = logging.getLogger(__name__)

_PRIMARY_OWNER, _ALREADY_OWNER = 1, 4
_DO_NOT_QUEUE = 4


class PanelRegistration:
    """One item's registration with the watcher of the session (freedesktop.org, StatusNotifierWatcher).

    Args:
        desktop: value of ``XDG_CURRENT_DESKTOP``, for hints.
        on_report: told of every change of ``report``, in the loop.
        prepare: called right before the item is registered: the panel asks for everything then.

    Attributes:
        report: whether the icon can be seen, and if not, why. May be read in any thread.
    """

    def __init__(
        self, bus: SessionBus, desktop: str, on_report: OnTrayReport | None, prepare: Callable[[], object]
    ) -> None:
        self.report = TrayReport(TrayState.STARTING)
        self._bus = bus
        self._desktop = desktop
        self._on_report = on_report
        self._prepare = prepare
        self._is_running = False
        self._jobs: set[asyncio.Task[None]] = set()
        bus.on_connected.append(self._connected)
        bus.on_lost.append(self._lost)

    def begin(self) -> None:
        """From now on a bus that cannot be reached is a reason why nothing is seen."""
        self._is_running = True

    async def end(self) -> None:
        """Stops what is under way."""
        self._is_running = False
        for job in self._jobs:
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    def take(self, signal: Message) -> None:
        """A signal of the bus: watchers and panels come and go."""
        if signal.member == "NameOwnerChanged" and signal.body[0] == WATCHER:
            if signal.body[2]:
                self._start(self._register())
            else:
                self.tell(no_host_report(self._desktop))
        elif signal.interface == WATCHER and signal.member == "StatusNotifierHostRegistered":
            self.tell(TrayReport(TrayState.SHOWN))
        elif signal.interface == WATCHER and signal.member == "StatusNotifierHostUnregistered":
            self.tell(no_host_report(self._desktop))

    def tell(self, report: TrayReport) -> None:
        """This is how it stands now."""
        if report == self.report:
            return
        self.report = report
        if report.problem:
            _log.warning("%s %s", report.problem, report.hint)
        if self._on_report is not None:
            self._on_report(report)

    async def _connected(self) -> None:
        """Registers, or waits for somebody to register with."""
        await self._bus.call_bus("AddMatch", "s", f"type='signal',member='NameOwnerChanged',arg0='{WATCHER}'")
        await self._bus.call_bus("AddMatch", "s", f"type='signal',interface='{WATCHER}',path='{WATCHER_PATH}'")
        [has_watcher] = await self._bus.call_bus("NameHasOwner", "s", WATCHER)
        if has_watcher:
            await self._register()
        else:
            self.tell(no_host_report(self._desktop))

    def _lost(self) -> None:
        if self._is_running:
            self.tell(no_bus_report())

    async def _register(self) -> None:
        self._prepare()
        name = await self._service_name()
        watcher = (WATCHER, WATCHER_PATH)
        try:
            await self._bus.call(*watcher, WATCHER, "RegisterStatusNotifierItem", "s", name)
            asked = (WATCHER, "IsStatusNotifierHostRegistered")
            [has_host] = await self._bus.call(*watcher, PROPERTIES, "Get", "ss", *asked)
        except DBusError as problem:
            _log.warning("the panel did not take the tray icon: %s", problem.text)
            self.tell(no_host_report(self._desktop))
            return
        self.tell(TrayReport(TrayState.SHOWN) if has_host.value else no_host_report(self._desktop))

    async def _service_name(self) -> str:
        """The name that the specification asks for, else (somebody has it) the one that the bus gave us."""
        name = f"{ITEM}-{os.getpid()}-1"
        [answer] = await self._bus.call_bus("RequestName", "su", name, _DO_NOT_QUEUE)
        return name if answer in (_PRIMARY_OWNER, _ALREADY_OWNER) else self._bus.unique_name

    def _start(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(job)
        self._jobs.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._jobs.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.warning("registering the tray icon failed: %s", task.exception())
