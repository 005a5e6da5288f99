"""Who may be asked now: so many questions per model on a machine, one load per machine, and a fair line for the rest.

Why: Ollama's own line is invisible (contract, section 3: a request for a loaded model waits without limit and without
a byte, and OLLAMA_NUM_PARALLEL cannot be read), so that a question waiting there cannot be told from a stuck one; and
two loads at once only push each other's model out of memory.

Rules: first come, first served, for every model on every machine, but those for whose answer nobody waits come last;
whoever waits takes whichever of the machines becomes free first; whoever leaves is out of the line at once. Runs in
the engine's loop.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.model import Candidate, HostState, canonical_model_name

Key = tuple[str, str]  # canonical model name, machine


class Slot:
    """The right to ask one model on one machine."""

    def __init__(self, board: SlotBoard, candidate: Candidate, *, loads: bool) -> None:
        self._board = board
        self._loads = loads
        self._is_released = False
        self.candidate = candidate

    def has_loaded(self) -> None:
        """The model is in memory: others may load on this machine."""
        if self._loads:
            self._loads = False
            self._board.load_ended(self.candidate)

    def release(self) -> None:
        """The question is over there, however it ended. May be called twice."""
        if not self._is_released:
            self._is_released = True
            self.has_loaded()
            self._board.released(self.candidate)


class _Waiter:
    """Somebody in line; ``rank`` is their order in it."""

    def __init__(self, number: int, options: Sequence[Candidate], *, is_background: bool) -> None:
        self.number = number
        self.rank = (is_background, number)
        self.options = options
        self.granted: asyncio.Future[Slot] = asyncio.get_running_loop().create_future()


class SlotBoard:
    """Every slot of every machine.

    Args:
        max_in_flight: questions per model on a machine that says nothing of its own; asked for anew each time.

    Attributes:
        on_waiting: told how many stand in line, whenever that changes.
    """

    def __init__(self, tracker: FleetTracker, max_in_flight: Callable[[], int]) -> None:
        self.on_waiting: Callable[[int], None] = lambda _count: None
        self._waiting: set[int] = set()
        self._tracker = tracker
        self._max_in_flight = max_in_flight
        self._taken: Counter[Key] = Counter()
        self._loading: dict[str, Counter[str]] = {}
        self._lines: dict[Key, dict[int, _Waiter]] = {}
        self._numbers = itertools.count()

    @property
    def is_empty(self) -> bool:
        """Nobody asks and nobody waits."""
        return not self._taken and not self._lines and not self._loading

    def is_free(self, candidate: Candidate) -> bool:
        """Whether the candidate could be asked without waiting."""
        return not self._lines.get(_key(candidate)) and self._has_room(candidate)

    def _is_free_for(self, waiter: _Waiter, candidate: Candidate) -> bool:
        line = self._lines.get(_key(candidate), {})
        return self._has_room(candidate) and not any(each.rank < waiter.rank for each in line.values())

    async def acquire(
        self,
        options: Sequence[Candidate],
        is_gone: Callable[[Candidate], bool],
        waits: Callable[[int], None],
        ticks: Iterable[float],
        *,
        is_background: bool = False,
    ) -> Slot | None:
        """The first slot that is free among ``options``; waits for one in line.

        Args:
            is_gone: whether a candidate cannot be asked any more.
            waits: told the place in line, 1 for the next, after each of ``ticks`` seconds.
            is_background: nobody waits for the answer; everybody else goes first.

        Returns:
            None once none of the options can be asked any more.
        """
        waiter = _Waiter(next(self._numbers), options, is_background=is_background)
        free = next((option for option in options if self._is_free_for(waiter, option)), None)
        if free is not None:
            return self._take(free)
        for option in options:
            self._lines.setdefault(_key(option), {})[waiter.number] = waiter
        self._waiting.add(waiter.number)
        self.on_waiting(len(self._waiting))
        try:
            return await self._wait(waiter, is_gone, waits, ticks)
        except asyncio.CancelledError:
            if waiter.granted.done():
                waiter.granted.result().release()
            raise
        finally:
            self._leave(waiter)

    async def _wait(
        self,
        waiter: _Waiter,
        is_gone: Callable[[Candidate], bool],
        waits: Callable[[int], None],
        ticks: Iterable[float],
    ) -> Slot | None:
        for pause in ticks:
            await asyncio.wait({waiter.granted}, timeout=pause)
            if waiter.granted.done():
                return waiter.granted.result()
            if all(is_gone(option) for option in waiter.options):
                break
            for option in waiter.options:
                self._serve(_key(option))  # a model that somebody else has loaded, or new settings, may make room
            if waiter.granted.done():
                return waiter.granted.result()
            waits(self._place(waiter))
        return None

    def load_ended(self, candidate: Candidate) -> None:
        """Called by slots."""
        loads = self._loading[candidate.host]
        loads[_key(candidate)[0]] -= 1
        loads += Counter()  # without zeros
        if not loads:
            del self._loading[candidate.host]
        for key in [key for key in self._lines if key[1] == candidate.host]:
            self._serve(key)

    def released(self, candidate: Candidate) -> None:
        """Called by slots."""
        key = _key(candidate)
        self._taken[key] -= 1
        if not self._taken[key]:
            del self._taken[key]
        self._serve(key)

    def _serve(self, key: Key) -> None:
        """Lets those in line for ``key`` go on, as long as there is room."""
        while line := self._lines.get(key):
            waiter = min(line.values(), key=lambda each: each.rank)
            option = next(option for option in waiter.options if _key(option) == key)
            if not self._has_room(option):
                return
            self._leave(waiter)
            if not waiter.granted.done():
                waiter.granted.set_result(self._take(option))

    def _take(self, candidate: Candidate) -> Slot:
        self._taken[_key(candidate)] += 1
        loads = self._would_load(candidate)
        if loads:
            self._loading.setdefault(candidate.host, Counter())[_key(candidate)[0]] += 1
        return Slot(self, candidate, loads=loads)

    def _has_room(self, candidate: Candidate) -> bool:
        model, host = key = _key(candidate)
        record = self._tracker.record(host)
        if record is None:
            return True  # no machine of ours: a cloud service, which has lines of its own and says when they are full
        if record.state is HostState.PAUSED:
            return False  # it drains: whoever stands in line goes elsewhere
        if self._taken[key] >= (record.max_in_flight or self._max_in_flight()):
            return False
        loading = self._loading.get(host)
        return not loading or model in loading or not self._would_load(candidate)

    def _would_load(self, candidate: Candidate) -> bool:
        record = self._tracker.record(candidate.host)
        model = canonical_model_name(candidate.model)
        return record is not None and not any(canonical_model_name(m.name) == model for m in record.loaded)

    def _place(self, waiter: _Waiter) -> int:
        """1 for whoever is next; the best place of all lines it stands in."""
        lines = (self._lines.get(_key(option), {}) for option in waiter.options)
        return min(sum(1 for each in line.values() if each.rank < waiter.rank) for line in lines) + 1

    def _leave(self, waiter: _Waiter) -> None:
        for option in waiter.options:
            line = self._lines.get(_key(option))
            if line is not None:
                line.pop(waiter.number, None)
                if not line:
                    del self._lines[_key(option)]
        if waiter.number in self._waiting:
            self._waiting.discard(waiter.number)
            self.on_waiting(len(self._waiting))


def _key(candidate: Candidate) -> Key:
    return canonical_model_name(candidate.model), candidate.host
