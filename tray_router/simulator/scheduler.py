"""Which models are in memory, who loads, who waits: Ollama's scheduler in small.

Rules (contract, section 3): one load at a time; waiting loads are bounded and refused beyond that; requests for a
model that is loaded as they want it bypass the queue and wait without limit for one of its slots; a load that
needs room waits until some model is idle and may starve; a client that leaves during a load aborts it; another
num_ctx or ``shift`` reloads. Runs in the loop's thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import math
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from tray_router.simulator.faults import EffectiveFaults, LoadFailure
from tray_router.simulator.settings import MIB, SimulatedHostSettings, SimulatedModel

_FOREVER = dt.timedelta(microseconds=(2**63 - 1) // 1000)  # Go's longest duration, about 292 years


class QueueFullError(Exception):
    """More waiting loads than ``max_queue``."""


class LoadError(Exception):
    """A load failed; the text is Ollama's."""


@dataclass(frozen=True, slots=True)
class RunnerSpec:
    """How a request wants its model loaded. ``tuning`` are the other options that cause a reload, sorted."""

    model: SimulatedModel
    num_ctx: int
    shift: bool = True
    tuning: tuple[tuple[str, object], ...] = ()

    def fits(self, other: RunnerSpec) -> bool:
        """Whether a runner loaded like this serves ``other`` without a reload; the tag does not matter."""
        return (self.num_ctx, self.shift, self.tuning) == (other.num_ctx, other.shift, other.tuning)


@dataclass(eq=False)
class Runner:
    """A model in memory. ``busy`` counts requests that hold it, waiting ones included."""

    spec: RunnerSpec
    slots: asyncio.Semaphore
    keep_alive_s: float
    loaded_at: float
    expires_at: dt.datetime
    busy: int = 0
    has_crashed: bool = False
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    @property
    def memory_bytes(self) -> int:
        """Weights and context."""
        return _memory_bytes(self.spec)


class Scheduler:
    """The models in memory of one machine."""

    def __init__(self, settings: SimulatedHostSettings) -> None:
        self._settings = settings
        self._runners: dict[str, Runner] = {}
        self._loader = asyncio.Lock()
        self._waiting = 0
        self._released = asyncio.Event()
        self._lagging: set[asyncio.TimerHandle] = set()
        self.on_change: Callable[[], None] = lambda: None

    @property
    def runners(self) -> tuple[Runner, ...]:
        """The models in memory, in the order of loading; a loading one is not among them."""
        return tuple(self._runners.values())

    @property
    def waiting_loads(self) -> int:
        """Loads in the queue, without the one at work."""
        return self._waiting

    @property
    def is_loading(self) -> bool:
        """Whether a load is at work."""
        return self._loader.locked()

    @contextlib.asynccontextmanager
    async def hold(
        self, spec: RunnerSpec, keep_alive_s: float | None, faults: EffectiveFaults
    ) -> AsyncIterator[Runner]:
        """A runner that fits ``spec``, loaded if need be, held in memory inside the block.

        Raises:
            QueueFullError: too many loads wait.
            LoadError: the load failed.
        """
        runner = self._fitting(spec)
        if runner is not None:
            self._take(runner)
        else:
            runner = await self._wait_for_load(spec, faults)
        if keep_alive_s is not None:
            runner.keep_alive_s = keep_alive_s
        try:
            yield runner
        finally:
            runner.busy -= 1
            self._after_use(runner)

    @contextlib.asynccontextmanager
    async def slot(self, runner: Runner, faults: EffectiveFaults) -> AsyncIterator[SlotUse]:
        """One of the runner's parallel slots, waited for without limit."""
        await runner.slots.acquire()
        use = SlotUse()
        try:
            yield use
        except (asyncio.CancelledError, GeneratorExit):
            if use.is_streaming and faults.leaks_slot:
                use.is_lost = True  # issue 17131: it is never given back
            elif faults.cancel_lag_s > 0:
                use.is_lost = True
                self._release_later(runner, faults.cancel_lag_s)
            raise
        finally:
            if not use.is_lost:
                runner.slots.release()

    def expire(self, model: SimulatedModel) -> None:
        """Unload as soon as nobody uses it (``keep_alive: 0``); nothing when it is not loaded."""
        runner = self._runners.get(model.runner_key)
        if runner is not None:
            runner.keep_alive_s = 0.0
            self._after_use(runner)

    def unload_all(self) -> None:
        """Forget every model at once, whoever uses it: the machine was restarted."""
        for runner in self.runners:
            self._unload(runner)
        for timer in self._lagging:
            timer.cancel()
        self._lagging.clear()

    def _fitting(self, spec: RunnerSpec) -> Runner | None:
        runner = self._runners.get(spec.model.runner_key)
        return runner if runner is not None and runner.spec.fits(spec) and not runner.has_crashed else None

    async def _wait_for_load(self, spec: RunnerSpec, faults: EffectiveFaults) -> Runner:
        if self._loader.locked() and self._waiting >= self._settings.max_queue:
            raise QueueFullError
        self._waiting += 1
        try:
            await self._loader.acquire()
        finally:
            self._waiting -= 1
        try:
            runner = self._fitting(spec) or await self._load(spec, faults)
            self._take(runner)
        finally:
            self._loader.release()
        return runner

    async def _load(self, spec: RunnerSpec, faults: EffectiveFaults) -> Runner:
        key = spec.model.runner_key
        while (old := self._runners.get(key)) is not None and old.busy:
            await self._next_release()
        if old is not None:
            self._unload(old)
        while len(self._runners) >= self._settings.max_loaded:
            idle = [runner for runner in self._runners.values() if not runner.busy]
            if idle:
                self._unload(min(idle, key=lambda runner: runner.keep_alive_s))
            else:
                await self._next_release()
        await asyncio.sleep(spec.model.load_s if faults.load_s is None else faults.load_s)
        _check_load(spec, faults.load_failure, self._settings.memory_bytes)
        limit = spec.model.max_slots or self._settings.slots
        keep_alive_s = self._settings.keep_alive_s
        now = asyncio.get_running_loop().time()
        runner = Runner(
            spec, asyncio.Semaphore(min(limit, self._settings.slots)), keep_alive_s, now, _expiry(keep_alive_s)
        )
        self._runners[key] = runner
        self.on_change()
        return runner

    def _take(self, runner: Runner) -> None:
        runner.busy += 1
        if runner.timer is not None:
            runner.timer.cancel()
            runner.timer = None

    def _after_use(self, runner: Runner) -> None:
        self._pulse()
        if runner.busy or self._runners.get(runner.spec.model.runner_key) is not runner:
            return
        if runner.timer is not None:
            runner.timer.cancel()
            runner.timer = None
        runner.expires_at = _expiry(runner.keep_alive_s)
        if runner.keep_alive_s <= 0:
            self._unload(runner)
        elif math.isfinite(runner.keep_alive_s):
            loop = asyncio.get_running_loop()
            runner.timer = loop.call_later(runner.keep_alive_s, self._unload, runner)

    def _unload(self, runner: Runner) -> None:
        if runner.timer is not None:
            runner.timer.cancel()
            runner.timer = None
        key = runner.spec.model.runner_key
        if self._runners.get(key) is runner:
            del self._runners[key]
        self._pulse()
        self.on_change()

    def _release_later(self, runner: Runner, delay_s: float) -> None:
        def release() -> None:
            self._lagging.discard(timer)
            runner.slots.release()

        timer = asyncio.get_running_loop().call_later(delay_s, release)
        self._lagging.add(timer)

    def _pulse(self) -> None:
        self._released.set()
        self._released = asyncio.Event()

    async def _next_release(self) -> None:
        await self._released.wait()


@dataclass(eq=False, slots=True)
class SlotUse:
    """A slot in use; ``is_streaming`` is set with the first token that goes out."""

    is_streaming: bool = False
    is_lost: bool = False


def _memory_bytes(spec: RunnerSpec) -> int:
    return spec.model.size_bytes + spec.num_ctx * spec.model.kv_bytes_per_token


def _expiry(keep_alive_s: float) -> dt.datetime:
    now = dt.datetime.now(dt.UTC)
    lasts = _FOREVER if math.isinf(keep_alive_s) else min(dt.timedelta(seconds=keep_alive_s), _FOREVER)
    return now + lasts


def _check_load(spec: RunnerSpec, failure: LoadFailure, memory_bytes: int) -> None:
    died = "llama-server process has terminated: exit status 1: "
    if failure is LoadFailure.TIMEOUT:
        raise LoadError("timed out waiting for llama-server to start - ")
    if failure is LoadFailure.BROKEN:
        missing = "error loading model: check_tensor_dims: tensor 'blk.1.ffn_down.weight' not found"
        raise LoadError(f"{died}{missing}\nllama_model_load_from_file_impl: failed to load model")
    if failure is LoadFailure.OUT_OF_MEMORY or _memory_bytes(spec) > memory_bytes:
        wanted = spec.num_ctx * spec.model.kv_bytes_per_token / MIB
        raise LoadError(
            f"{died}ggml_aligned_malloc: insufficient memory (attempted to allocate {wanted:.2f} MB)\n"
            "llama_init_from_model: failed to allocate buffer for kv cache"
        )
