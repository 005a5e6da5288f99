"""Asks every machine how it is, all in parallel, each on its own rhythm; never in the way of a request.

Rules: liveness is ``/api/version`` only (Ollama contract, section 3: ``/api/ps`` can block); models are listed when a
machine comes up and now and then; capabilities come from ``/api/show``, once per digest. A paused machine is left
alone. While nobody asks anything the rhythm is slower (``poll_rhythm``); the next use looks at once, and so does a
machine that hangs up. A look that brings no news leaves the record as it is. Runs in the engine's loop, one task per
machine.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.poll_rhythm import PollRhythm
from tray_router.engine.ports import ModelBackend
from tray_router.errors import BackendError
from tray_router.fleet import record as fleet_record
from tray_router.model import HostState, InstalledModel

log = logging.getLogger(__name__)

__all__ = ["FleetPoller", "PollRhythm"]


GRID_S = 0.1  # neighbours wake together: most of what a probe costs is waking up
ROUND_TRIPS = 5
SAME_MODEL_WAIT_S = 1.0  # a machine that hangs delays nobody else for longer
FALSE_ALARM_S = 60.0  # how long a machine that hung up and was there all the same is not hurried to again


@dataclass(slots=True)
class _Watch:
    """What the watcher of one machine remembers from look to look, and the bell that ends its pause.

    Attributes:
        share: of the first pause that is slept, so that the watchers do not keep step.
        loaded_at, installed_at: when the lists were last seen.
        is_broken: the last look ended in an error of ours.
        alarm_at: when the machine last hung up on us.
        round_trips: of the last probes in seconds; their median is what is shown, so that one slow reply is no news.
    """

    share: float = 1.0
    loaded_at: float = float("-inf")
    installed_at: float = float("-inf")
    is_broken: bool = False
    alarm_at: float = float("-inf")
    round_trips: deque[float] = field(default_factory=lambda: deque(maxlen=ROUND_TRIPS))
    _has_rung: bool = False
    _asks_for_lists: bool = False
    _sleeper: asyncio.Future[None] | None = None

    def ring(self, *, asks_for_lists: bool) -> None:
        """Ends the pause, or leaves out the next one."""
        self._has_rung = True
        self._asks_for_lists = self._asks_for_lists or asks_for_lists
        self._wake()

    def answer_ring(self) -> bool:
        """Forgets that the bell rang; True when the lists were asked for as well."""
        asks_for_lists, self._has_rung, self._asks_for_lists = self._asks_for_lists, False, False
        return asks_for_lists

    def take_share(self) -> float:
        """The share of this pause; all of it from the second on."""
        share, self.share = self.share, 1.0
        return share

    async def sleep(self, seconds: float) -> None:
        """Pauses until the time is over or the bell rings. A bare timer: this is done many times a second."""
        if self._has_rung:
            return
        loop = asyncio.get_running_loop()
        self._sleeper = loop.create_future()
        wakes_at = loop.time() + seconds
        timer = loop.call_at(_on_grid(wakes_at) if seconds > GRID_S else wakes_at, self._wake)
        try:
            await self._sleeper
        finally:
            timer.cancel()
            self._sleeper = None

    def _wake(self) -> None:
        if self._sleeper is not None and not self._sleeper.done():
            self._sleeper.set_result(None)


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
        self._is_watched = False
        self._watchers: dict[str, asyncio.Task[None]] = {}
        self._watches: dict[str, _Watch] = {}
        self._described: dict[str, InstalledModel] = {}
        self._describing: dict[str, asyncio.Future[None]] = {}

    def start(self) -> None:
        """Begins to watch every machine of the tracker that is not watched yet."""
        fresh = [name for name in self._tracker.names() if name not in self._watchers]
        for number, name in enumerate(fresh, start=1):
            # all at once now, and later one after the other: many probes in one moment would delay an answer
            watch = self._watches[name] = _Watch(share=number / len(fresh))
            self._watchers[name] = asyncio.create_task(self._follow(name, watch), name=f"poll {name}")

    async def aclose(self) -> None:
        """Stops watching."""
        watchers, self._watchers = list(self._watchers.values()), {}
        self._watches = {}
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
            self._hurry_all()

    def watch_closely(self, is_watched: bool) -> None:
        """A popup was opened or closed: while it is open, changes are looked for fast."""
        if is_watched:
            self.note_use()
        if is_watched and not self._is_watched:
            self._hurry_all()
        self._is_watched = is_watched

    def use_battery(self, is_on_battery: bool) -> None:
        """The computer went on or off its battery: on it, the program counts as idle much sooner."""
        self._is_on_battery = is_on_battery

    def hurry(self, host: str) -> None:
        """Looks at a machine now, and at what it has loaded."""
        watch = self._watches.get(host)
        if watch is not None:
            watch.ring(asks_for_lists=True)

    def connection_lost(self, host: str) -> None:
        """A machine hung up while nothing was asked, as one does that ends: looks at it now.

        A proxy that tires of idle connections does so all day; once it has raised a false alarm it is not believed for
        ``FALSE_ALARM_S``.
        """
        watch, now = self._watches.get(host), self._clock()
        if watch is not None and now - watch.alarm_at >= FALSE_ALARM_S:
            watch.alarm_at = now
            watch.ring(asks_for_lists=False)

    def _hurry_all(self) -> None:
        for host in self._watches:
            self.hurry(host)

    async def look_once(self) -> None:
        """One full look at every machine, in parallel; for the command line without a daemon."""
        await asyncio.gather(*(self._full_look(name) for name in self._tracker.names()))

    async def _full_look(self, host: str) -> None:
        if await self._probe(host):
            await self._inventory(host)

    async def _follow(self, host: str, watch: _Watch) -> None:
        while (record := self._tracker.record(host)) is not None:
            asks_for_lists = watch.answer_ring()
            try:
                if record.state is not HostState.PAUSED:
                    await self._look(host, watch, was_up=record.state is HostState.UP, asks_for_lists=asks_for_lists)
                watch.is_broken = False
            except Exception:  # nonsense from one machine must not leave it unwatched for good
                if not watch.is_broken:
                    log.exception("%s could not be looked at.", host)
                watch.is_broken = True
            await watch.sleep(self._pause_s(host) * watch.take_share())
        if self._watchers.get(host) is asyncio.current_task():
            del self._watchers[host], self._watches[host]

    async def _look(self, host: str, watch: _Watch, *, was_up: bool, asks_for_lists: bool) -> None:
        if not await self._probe(host):
            watch.alarm_at = float("-inf")  # no false alarm: believe the next one, too
            return
        now = self._clock()
        record = self._tracker.record(host)
        has_models = record is not None and record.has_inventory
        if not was_up or self.rhythm.is_installed_due(now - watch.installed_at, has_models=has_models):
            if await self._inventory(host):
                watch.loaded_at = watch.installed_at = self._clock()
        elif asks_for_lists or self.rhythm.is_loaded_due(
            now - watch.loaded_at, is_idle=self._is_idle(), machines=len(self._watches)
        ):
            await self._look_at_loaded(host)
            watch.loaded_at = self._clock()

    def _pause_s(self, host: str) -> float:
        record, is_idle = self._tracker.record(host), self._is_idle()
        if record is None:
            return 0.0
        since_s = self._clock() - record.since
        return self.rhythm.pause_s(record.state, since_s, is_idle=is_idle, is_watched=self._is_watched)

    def _is_idle(self) -> bool:
        return self.rhythm.is_idle(self._clock() - self._used_at, is_on_battery=self._is_on_battery)

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
        rtt_s = _settled(self._watches.get(host), now - started)
        self._tracker.apply(host, lambda r: fleet_record.answered(r, version, rtt_s, now))
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
        if model.digest and key in self._describing:  # another machine is asked: that will do
            await asyncio.wait({self._describing[key]}, timeout=SAME_MODEL_WAIT_S)
        if not model.digest or key not in self._described:
            asked = self._describing[key] = asyncio.get_running_loop().create_future()
            try:
                described = await self._backend.describe(host, model)
            except BackendError as error:
                log.info("%s does not describe %s: %s", host, model.name, error.title)
                return model
            finally:
                asked.set_result(None)
                if self._describing.get(key) is asked:
                    del self._describing[key]
            self._described[key] = described
            return described
        return self._described[key]


def _on_grid(at: float) -> float:
    return round(at / GRID_S) * GRID_S


def _settled(watch: _Watch | None, rtt_s: float) -> float:
    if watch is None:
        return rtt_s
    watch.round_trips.append(rtt_s)
    return sorted(watch.round_trips)[len(watch.round_trips) // 2]
