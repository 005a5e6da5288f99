"""Asks every machine how it is, all in parallel, each on its own rhythm; never in the way of a request.

Rules: liveness is ``/api/version`` only (Ollama contract, section 3: ``/api/ps`` can block); models are listed when a
machine comes up and now and then; capabilities come from ``/api/show``, once per digest. A paused machine is left
alone. While nobody asks anything the rhythm is slower; the next use looks at once. Runs in the engine's loop, one task
per machine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import ModelBackend
from tray_router.errors import BackendError
from tray_router.fleet import record as fleet_record
from tray_router.model import HostState, InstalledModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PollRhythm:
    """Seconds between probes.

    Attributes:
        alive_s: between liveness probes while the program is in use.
        idle_s: the same, once nothing was asked for ``idle_after_s``. A silent machine costs the probe's own limit on
            top (2 s), so that with 4 s every change is known within 6 s.
        fast_s: the same, while the machine starts or has just changed.
        fast_for_s: how long after a change the fast rhythm lasts.
        loaded_s: between looks at what is in memory.
        installed_s: between looks at what is on disk.
    """

    alive_s: float = 2.0
    idle_s: float = 4.0
    idle_after_s: float = 600.0
    battery_idle_after_s: float = 60.0
    fast_s: float = 1.0
    fast_for_s: float = 5.0
    loaded_s: float = 20.0
    installed_s: float = 120.0


@dataclass(slots=True)
class _Watch:
    """When one machine's lists were last seen, and whether the last look ended in an error of ours."""

    loaded_at: float = float("-inf")
    installed_at: float = float("-inf")
    is_broken: bool = False


class FleetPoller:
    """Keeps a FleetTracker's records fresh."""

    def __init__(
        self, backend: ModelBackend, tracker: FleetTracker, clock: Callable[[], float], rhythm: PollRhythm
    ) -> None:
        self._backend = backend
        self._tracker = tracker
        self._clock = clock
        self.rhythm = rhythm
        self._used_at = clock()
        self._is_on_battery = False
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        self._described: dict[str, InstalledModel] = {}

    def start(self) -> None:
        """Begins to watch every machine of the tracker that is not watched yet."""
        for name in self._tracker.names():
            if name not in self._watchers:
                self._wake[name] = asyncio.Event()
                self._watchers[name] = asyncio.create_task(self._watch(name), name=f"poll {name}")

    async def aclose(self) -> None:
        """Stops watching."""
        watchers, self._watchers = list(self._watchers.values()), {}
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)

    async def replace_backend(self, backend: ModelBackend) -> None:
        """Takes up new settings: stops all watchers and starts those of the tracker's present machines."""
        await self.aclose()
        self._backend = backend
        self.start()

    def note_use(self) -> None:
        """Somebody asks or is about to: after a long rest, looks at every machine now; keeps the rhythm up."""
        was_idle = self._is_idle()
        self._used_at = self._clock()
        if was_idle:
            for host in self._wake:
                self.hurry(host)

    def use_battery(self, is_on_battery: bool) -> None:
        """The computer went on or off its battery: then it counts as idle much sooner."""
        self._is_on_battery = is_on_battery

    def hurry(self, host: str) -> None:
        """Looks at a machine now, and at what it has loaded."""
        if host in self._wake:
            self._wake[host].set()

    async def look_once(self) -> None:
        """One full look at every machine, in parallel; for the command line without a daemon."""
        await asyncio.gather(*(self._full_look(name) for name in self._tracker.names()))

    async def _full_look(self, host: str) -> None:
        if await self._probe(host):
            await self._inventory(host)

    async def _watch(self, host: str) -> None:
        watch = _Watch()
        while (record := self._tracker.record(host)) is not None:
            is_asked_for = self._wake[host].is_set()
            self._wake[host].clear()
            try:
                if record.state is not HostState.PAUSED:
                    await self._look(host, watch, was_up=record.state is HostState.UP, is_asked_for=is_asked_for)
                watch.is_broken = False
            except Exception:  # nonsense from one machine must not leave it unwatched for good
                if not watch.is_broken:
                    log.exception("%s could not be looked at.", host)
                watch.is_broken = True
            await self._pause(host)
        if self._watchers.get(host) is asyncio.current_task():
            del self._watchers[host], self._wake[host]

    async def _look(self, host: str, watch: _Watch, *, was_up: bool, is_asked_for: bool) -> None:
        if not await self._probe(host):
            return
        now = self._clock()
        if not was_up or now - watch.installed_at >= self.rhythm.installed_s:
            if await self._inventory(host):
                watch.loaded_at = watch.installed_at = self._clock()
        elif is_asked_for or now - watch.loaded_at >= self.rhythm.loaded_s:
            await self._look_at_loaded(host)
            watch.loaded_at = self._clock()

    async def _pause(self, host: str) -> None:
        record = self._tracker.record(host)
        interval = self.rhythm.idle_s if self._is_idle() else self.rhythm.alive_s
        if record is not None:
            is_fresh = self._clock() - record.since < self.rhythm.fast_for_s
            if record.state is HostState.STARTING or (is_fresh and record.state is not HostState.PAUSED):
                interval = min(interval, self.rhythm.fast_s)
        try:
            async with asyncio.timeout(interval):
                await self._wake[host].wait()
        except TimeoutError:
            return

    def _is_idle(self) -> bool:
        rhythm = self.rhythm
        after_s = rhythm.battery_idle_after_s if self._is_on_battery else rhythm.idle_after_s
        return self._clock() - self._used_at >= after_s

    async def _probe(self, host: str) -> bool:
        started = self._clock()
        try:
            version = await self._backend.version(host)
        except BackendError as error:
            failure = error
            self._tracker.apply(host, lambda r: fleet_record.failed(r, failure, self._clock()))
            return False
        now = self._clock()
        self._tracker.heard(host)
        self._tracker.apply(host, lambda r: fleet_record.answered(r, version, now - started, now))
        return True

    async def _inventory(self, host: str) -> bool:
        try:
            listed = await self._backend.installed_models(host)
            models = await self._describe_all(host, listed)
        except BackendError as error:
            log.info("%s does not list its models: %s", host, error.title)
            return False
        self._tracker.apply(host, lambda r: fleet_record.inventoried(r, models, None))
        await self._look_at_loaded(host)
        return True

    async def _look_at_loaded(self, host: str) -> None:
        try:
            loaded = await self._backend.loaded_models(host)
        except BackendError as error:
            log.debug("%s does not say what it has loaded: %s", host, error.title)
            return
        self._tracker.apply(host, lambda r: fleet_record.inventoried(r, r.models, loaded, self._clock()))

    async def _describe_all(self, host: str, listed: tuple[InstalledModel, ...]) -> tuple[InstalledModel, ...]:
        return tuple([await self._describe(host, model) for model in listed])

    async def _describe(self, host: str, model: InstalledModel) -> InstalledModel:
        """The model with what ``/api/show`` says; as listed when the server will not say."""
        if model.is_remote:
            return model
        key = f"{model.digest}|{model.name}"
        if not model.digest or key not in self._described:
            try:
                described = await self._backend.describe(host, model)
            except BackendError as error:
                log.info("%s does not describe %s: %s", host, model.name, error.title)
                return model
            self._described[key] = described
            return described
        return self._described[key]
