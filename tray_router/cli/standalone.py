"""What the CLI does itself when no daemon runs: asks the machines how they are, and answers one question.

Each function runs an event loop of its own from start to end.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tray_router.config.settings import Settings
from tray_router.daemon.asking import refuse_unknown_place, refuse_unknown_route, request_of
from tray_router.daemon.compose import EngineParts, compose_engine
from tray_router.daemon.discovery import effective_settings
from tray_router.engine.keeping import run_and_keep
from tray_router.engine.ports import UsageSink
from tray_router.engine.turn import Emit
from tray_router.errors import RoutingError
from tray_router.ledger.history import HistoryKeeper
from tray_router.model import FleetSnapshot
from tray_router.wire.control import AskCall

LOOK_LIMIT_S = 4.0  # a machine that says nothing for so long is taken as it is


def answer(settings: Settings, usage: UsageSink, call: AskCall, emit: Emit, history: HistoryKeeper) -> None:
    """Answers one question; every AnswerEvent goes to ``emit``, and ``history`` keeps it unless it is private.

    Raises:
        RoutingError: no machine is configured and none was found.
        UsageError: the action or the route of the call does not exist.
        CaptureError: an image of the call cannot be decoded.
    """
    asyncio.run(_answer(settings, usage, call, emit, history))


def look(settings: Settings, usage: UsageSink) -> FleetSnapshot:
    """Asks every machine once, in parallel."""
    return asyncio.run(_look(settings, usage))


async def _answer(settings: Settings, usage: UsageSink, call: AskCall, emit: Emit, history: HistoryKeeper) -> None:
    request = request_of(call, settings)
    try:
        async with _engine(settings, usage) as parts:
            refuse_unknown_route(call, parts.dispatcher.table.policies)
            refuse_unknown_place(call, parts.tracker.snapshot(), has_cloud=bool(settings.cloud.endpoints))
            await run_and_keep(parts.dispatcher, request, emit, history)
    finally:
        await history.aclose()


async def _look(settings: Settings, usage: UsageSink) -> FleetSnapshot:
    async with _engine(settings, usage) as parts:
        return parts.tracker.snapshot()


@asynccontextmanager
async def _engine(settings: Settings, usage: UsageSink) -> AsyncIterator[EngineParts]:
    settings = await effective_settings(settings)
    if not settings.hosts and not settings.cloud.endpoints:
        raise RoutingError(
            "No Ollama answers at OLLAMA_HOST or localhost:11434, and no machine is configured.",
            "Start Ollama, or write your machines down: `tray-router init --host NAME=URL`. "
            "`tray-router demo` shows everything on simulated machines.",
        )
    parts = compose_engine(settings, usage, time.monotonic)
    parts.dispatcher.make_up_for = lambda _late, _tokens: None  # nobody is there any more when it is loaded
    parts.tracker.subscribe(parts.routes)
    try:
        try:
            async with asyncio.timeout(LOOK_LIMIT_S):
                await parts.poller.look_once()
        except TimeoutError:
            pass  # those that answered are known; the others count as unknown
        yield parts
    finally:
        await parts.backend.aclose()
