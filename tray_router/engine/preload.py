"""Loads the likely model before it is needed: while the popup opens, a region is dragged, an action pointed at.

Rules (issue 4, point 4; Ollama contract, sections 3 and 5): once, only on a machine that is up, only where it evicts
nothing that is in use, never on battery; in a task of its own that nobody cancels, because closing the connection
would throw the load away; with the ``num_ctx`` that the question will ask for, because another one would load again.
The load of a model that a question had been meant for, and that another answered because it was in memory, is owed to
the user and goes ahead wherever it fits. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from tray_router.answers.attempts import plan_attempt
from tray_router.answers.context import TOKENS_PER_IMAGE
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.engine.ports import ModelBackend
from tray_router.engine.routing_table import RoutingTable
from tray_router.errors import BackendError
from tray_router.fleet import record as fleet_record
from tray_router.model import Candidate, Classification, HostState, Override, canonical_model_name
from tray_router.routing.plan import Demand, make_plan

log = logging.getLogger(__name__)

TYPICAL_PROMPT_TOKENS = 1000  # with the room for the answer it falls into the smallest bucket, as most questions do


class Preloader:
    """Asks machines to load.

    Attributes:
        backend: replaced by new settings.
        is_enabled: ``routing.preload``.
        is_on_battery: this computer runs on its battery.
    """

    def __init__(
        self,
        backend: ModelBackend,
        tracker: FleetTracker,
        table: Callable[[], RoutingTable],
        clock: Callable[[], float],
        *,
        is_enabled: bool = True,
    ) -> None:
        self.backend = backend
        self.is_enabled = is_enabled
        self.is_on_battery = False
        self._tracker = tracker
        self._table = table
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, route: str, override: Override | None = None, *, has_image: bool = False) -> Candidate | None:
        """A question of this route is likely to come: has its model loaded where that disturbs nobody.

        Returns:
            Who is being loaded; None when nothing needs to be, or may.
        """
        if not self.is_enabled or self.is_on_battery:
            return None
        tokens = TYPICAL_PROMPT_TOKENS + (TOKENS_PER_IMAGE if has_image else 0)
        table, index = self._table(), self._tracker.index()
        plan = make_plan(
            Classification(route, 1.0),
            Demand(has_image, context_tokens=tokens, context_limit=table.limits.num_ctx_max),
            override or Override(),
            table.policies,
            index,
            cooldowns=self._tracker.cooldowns(),
        )
        if not plan.candidates:
            return None
        likely = plan.candidates[0]
        outlook = index.places[likely.host].outlook(index.name_at(likely.model, likely.host))
        if likely.is_cloud or outlook.evicts_in_use(index.at):
            return None
        return likely if self._start(likely, tokens) else None

    def make_up_for(self, late: Candidate, tokens: int) -> None:
        """Another model answers because this one is not in memory: the next question will find it there."""
        self._start(late, tokens)

    async def aclose(self) -> None:
        """Gives up what is still loading; for the end of the program."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, candidate: Candidate, tokens: int) -> bool:
        record, host = self._tracker.record(candidate.host), self._tracker.snapshot().host(candidate.host)
        if record is None or host is None or record.state is not HostState.UP:
            return False
        is_there = host.loaded_model(candidate.model) is not None
        if is_there or canonical_model_name(candidate.model) in record.loading or record.loading:
            return False  # one load at a time (contract, section 3): a second one would only stand in its way
        attempt = plan_attempt(1, candidate, host, tokens, self._table().limits)
        now = self._clock()
        self._tracker.apply(candidate.host, lambda r: fleet_record.preload_started(r, candidate.model, now))
        task = asyncio.create_task(
            self._load(candidate, attempt.num_ctx, attempt.first_token_s), name=f"preload {candidate}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def _load(self, candidate: Candidate, num_ctx: int, limit_s: float) -> None:
        host, model = candidate.host, candidate.model
        try:
            await self.backend.preload(host, model, num_ctx, limit_s)
            self._tracker.apply(host, lambda r: fleet_record.preloaded(r, model, num_ctx, self._clock()))
        except BackendError as error:
            failure = error
            log.info("%s was not loaded ahead: %s", candidate, error.title)
            self._tracker.apply(host, lambda r: fleet_record.failed(r, failure, self._clock()))
        finally:
            self._tracker.apply(host, lambda r: fleet_record.preload_ended(r, model))
