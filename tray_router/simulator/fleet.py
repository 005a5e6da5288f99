"""Several simulated machines together, on the caller's event loop or on one in a thread of their own.

Rule: whoever starts a fleet ends it: ports, connections, tasks and the thread are gone when ``aclose`` or ``stop``
returns. ``demo_fleet`` is data only.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

from tray_router.errors import UsageError
from tray_router.model import Capability
from tray_router.simulator.host import SimulatedHost
from tray_router.simulator.settings import GIB, PromptPath, SimulatedHostSettings, SimulatedModel

T = TypeVar("T")
_THREAD_LIMIT_S = 15.0
_DEMO_LOG_LIMIT = 200

_COMPLETION, _TOOLS = Capability.COMPLETION, Capability.TOOLS
_VISION, _THINKING = Capability.VISION, Capability.THINKING

QWEN3 = SimulatedModel(
    "qwen3:4b",
    capabilities=frozenset({_COMPLETION, _TOOLS, _THINKING}),
    family="qwen3",
    parameter_size="4.0B",
    size_bytes=2_497_293_931,
    context_length=262_144,
    embedding_length=2_560,
    load_s=0.6,
    tokens_per_s=70.0,
    prompt_tokens_per_s=2_000.0,
    modified_at="2026-06-02T20:15:04.25+02:00",
)
GRANITE_VISION = SimulatedModel(
    "granite3.2-vision:2b",
    capabilities=frozenset({_COMPLETION, _TOOLS, _VISION}),
    family="granite",
    parameter_size="2.5B",
    size_bytes=2_437_852_465,
    context_length=16_384,
    load_s=0.5,
    tokens_per_s=80.0,
    prompt_tokens_per_s=3_000.0,
    modified_at="2026-05-20T08:40:51.75+02:00",
)
QWEN3_CODER = SimulatedModel(
    "qwen3-coder:30b",
    capabilities=frozenset({_COMPLETION, _TOOLS}),
    family="qwen3moe",
    parameter_size="30.5B",
    size_bytes=18_556_700_761,
    context_length=262_144,
    load_s=1.5,
    tokens_per_s=45.0,
    prompt_tokens_per_s=1_200.0,
    modified_at="2026-06-11T22:03:17.5+02:00",
)
DEEPSEEK_R1 = SimulatedModel(
    "deepseek-r1:8b",
    capabilities=frozenset({_COMPLETION, _THINKING}),
    family="qwen3",
    parameter_size="8.2B",
    size_bytes=5_225_376_047,
    context_length=131_072,
    embedding_length=4_096,
    load_s=0.9,
    tokens_per_s=50.0,
    prompt_tokens_per_s=1_500.0,
    modified_at="2026-05-28T11:26:39.5+02:00",
)
MINICPM_V = SimulatedModel(
    "minicpm-v:8b",
    capabilities=frozenset({_COMPLETION, _VISION}),
    family="qwen2",
    parameter_size="7.6B",
    size_bytes=5_502_329_343,
    context_length=32_768,
    embedding_length=3_584,
    load_s=1.0,
    tokens_per_s=40.0,
    prompt_tokens_per_s=1_500.0,
    prompt_path=PromptPath.NATIVE,
    modified_at="2026-04-17T16:59:02.25+02:00",
)


def demo_fleet() -> tuple[SimulatedHostSettings, ...]:
    """A home lab: mac, windows and ubuntu. Every model is on at least two of them, at each one's own speed.

    Load times are scaled to 1.5 s at most; real ones are ten times that and more. The logs are short, because a
    demo may run all day and screenshots are large.
    """
    machines = (
        SimulatedHostSettings(
            "mac", _paced((QWEN3, GRANITE_VISION, DEEPSEEK_R1, MINICPM_V), 0.8), memory_bytes=48 * GIB, slots=2
        ),
        SimulatedHostSettings(
            "windows", _paced((QWEN3, QWEN3_CODER, DEEPSEEK_R1, MINICPM_V), 1.0), memory_bytes=64 * GIB, slots=2
        ),
        SimulatedHostSettings(
            "ubuntu",
            _paced((QWEN3, QWEN3_CODER, GRANITE_VISION, DEEPSEEK_R1), 0.6),
            memory_bytes=128 * GIB,
            vram_bytes=16 * GIB,
        ),
    )
    return tuple(replace(machine, log_limit=_DEMO_LOG_LIMIT) for machine in machines)


def _paced(models: tuple[SimulatedModel, ...], factor: float) -> tuple[SimulatedModel, ...]:
    return tuple(
        replace(m, tokens_per_s=m.tokens_per_s * factor, prompt_tokens_per_s=m.prompt_tokens_per_s * factor)
        for m in models
    )


class SimulatedFleet:
    """Machines that start and end together. Use it as an async context manager, or ``start`` and ``aclose``.

    Args:
        settings: one per machine, ``demo_fleet()`` by default; names must differ (else UsageError).
    """

    def __init__(self, settings: Iterable[SimulatedHostSettings] | None = None) -> None:
        chosen = demo_fleet() if settings is None else tuple(settings)
        self._hosts = {each.name: SimulatedHost(each) for each in chosen}
        if len(self._hosts) != len(chosen):
            raise UsageError("Two simulated machines have the same name.")

    @property
    def hosts(self) -> Mapping[str, SimulatedHost]:
        """The machines by name, in the order of the settings."""
        return MappingProxyType(self._hosts)

    @property
    def urls(self) -> dict[str, str]:
        """Base URL of each machine, by name; known once started."""
        return {name: host.url for name, host in self._hosts.items()}

    def __getitem__(self, name: str) -> SimulatedHost:
        return self._hosts[name]

    async def start(self) -> Self:
        """Start all machines, or none.

        Raises:
            OSError: an address or port cannot be bound.
        """
        try:
            for host in self._hosts.values():
                await host.start()
        except OSError:
            await self.aclose()
            raise
        return self

    async def aclose(self) -> None:
        """End all machines. May be called twice."""
        await asyncio.gather(*(host.aclose() for host in self._hosts.values()))

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class FleetThread:
    """A fleet on an event loop in a thread of its own, for callers without a loop.

    Faults and logs of ``hosts`` may be used from any thread; anything else goes through ``call``.
    """

    def __init__(self, settings: Iterable[SimulatedHostSettings] | None = None) -> None:
        self.fleet = SimulatedFleet(settings)
        self._started = threading.Event()
        self._problem: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="simulated-fleet", daemon=True)

    @property
    def hosts(self) -> Mapping[str, SimulatedHost]:
        """The machines by name."""
        return self.fleet.hosts

    @property
    def urls(self) -> dict[str, str]:
        """Base URL of each machine, by name."""
        return self.fleet.urls

    def __getitem__(self, name: str) -> SimulatedHost:
        return self.fleet[name]

    def start(self) -> Self:
        """Return when all machines listen.

        Raises:
            OSError: an address or port cannot be bound.
        """
        self._thread.start()
        self._started.wait(_THREAD_LIMIT_S)
        if self._problem is not None:
            self._thread.join(_THREAD_LIMIT_S)
            raise self._problem
        return self

    def call(self, function: Callable[[], T]) -> T:
        """Run ``function`` in the loop's thread and return what it returns, or raise what it raises."""
        if self._loop is None:
            raise UsageError("The simulated fleet has not been started.")

        async def run() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(_THREAD_LIMIT_S)

    def stop(self) -> None:
        """End all machines, the loop and the thread. May be called twice."""
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        if self._thread.ident is not None:
            self._thread.join(_THREAD_LIMIT_S)

    def __enter__(self) -> Self:
        return self if self._thread.ident is not None else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as problem:  # handed to the starting thread
            self._problem = problem
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with self.fleet:
            self._started.set()
            await self._stop.wait()


def start_in_thread(settings: Iterable[SimulatedHostSettings] | None = None) -> FleetThread:
    """A started ``FleetThread``; end it with ``stop()`` or use it as a context manager.

    Raises:
        OSError: an address or port cannot be bound.
    """
    return FleetThread(settings).start()
