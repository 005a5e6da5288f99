"""Takes machines out and gives them back: by the owner's word, for a while or for good, and by their rented hours.

Rules: the words survive a restart, in a file of the state folder; spans and ends are looked at anew at least every
``LOOK_S`` seconds, so that a clock that was set or a computer that slept is noticed; what runs on a machine is never
touched. Runs in the engine's loop.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tray_router.config.settings import Settings
from tray_router.engine.fleet_tracker import FleetTracker
from tray_router.errors import DaemonError
from tray_router.fleet import record as fleet_record
from tray_router.fleet.holds import Hold, HoldKind, OwnerWord, hold_at, hold_words, next_change, taken_back
from tray_router.model import HostState

if TYPE_CHECKING:
    from tray_router.fleet.schedule import Schedule

log = logging.getLogger(__name__)

FILE_NAME = "pauses.json"
LOOK_S = 15.0
MAX_BYTES = 1_000_000
_HINTS = {
    HoldKind.PAUSED: "Resume it in the tray menu or with `tray-router hosts resume`.",
    HoldKind.RENTED: "Its hours are `rented` in the settings; `tray-router hosts resume` takes it back until then.",
}

WallClock = Callable[[], datetime]


def utc_now() -> datetime:
    """The wall clock, as an aware datetime."""
    return datetime.now(UTC)


class HoldKeeper:
    """Keeps each machine's record PAUSED as long as its owner or its schedule says so.

    Args:
        hurry: looks at a machine that was given back.
        path: where the owner's words are kept; None keeps them in memory only (simulated machines).
    """

    def __init__(
        self,
        tracker: FleetTracker,
        hurry: Callable[[str], None],
        clock: Callable[[], float],
        path: Path | None,
        wall: WallClock = utc_now,
    ) -> None:
        self._tracker = tracker
        self._hurry = hurry
        self._clock = clock
        self._path = path
        self._wall = wall
        self._words: dict[str, OwnerWord] = _read(path) if path is not None else {}
        self._schedules: dict[str, Schedule] = {}
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    def take_up(self, settings: Settings) -> None:
        """The rented hours of new settings; in force at once."""
        self._schedules = {name: _schedule(host.rented) for name, host in settings.hosts.items() if host.rented.strip()}
        self.look()
        self._changed.set()

    def keep_in(self, path: Path | None) -> None:
        """Other machines: the owner's words about them are those of ``path``, or none where it is None."""
        if path != self._path:
            self._path = path
            self._words = _read(path) if path is not None else {}

    def start(self) -> None:
        """Begins to follow the clock."""
        self._task = asyncio.create_task(self._follow(), name="holds")

    async def aclose(self) -> None:
        """Stops; machines stay as they are."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def pause(self, host: str, until: datetime | None = None) -> str:
        """The owner takes a machine out, until an instant or without end.

        Returns:
            What happens now, one sentence.

        Raises:
            DaemonError: there is no such machine, or the end is past.
        """
        self._check(host)
        at = self._wall()
        if until is not None and until <= at:
            raise DaemonError("The end of the pause is past.", "Name a later one, e.g. --for 2h.")
        self._say(host, OwnerWord(is_paused=True, until=until))
        running = self._running(host)
        left = f"; {running} answer{'s' if running > 1 else ''} on it may finish" if running else ""
        return f"{host} is {hold_words(Hold(HoldKind.PAUSED, until), at)}{left}."

    def resume(self, host: str) -> str:
        """The owner gives a machine back; one that is rented just now is used until that span ends.

        Raises:
            DaemonError: there is no such machine.
        """
        self._check(host)
        at = self._wall()
        self._say(host, taken_back(self._schedules.get(host), at))
        word = self._words.get(host)
        if word is None or word.until is None:
            return f"{host} is back."
        return f"{host} is back, although it is {hold_words(Hold(HoldKind.RENTED, word.until), at)}."

    def look(self) -> None:
        """Brings every machine's record in line with the clock."""
        at = self._wall()
        ended = [name for name, word in self._words.items() if not word.holds(at)]
        for name in ended:
            del self._words[name]
        if ended:
            self._write()
        for name in self._tracker.names():
            self._apply(name, hold_at(self._words.get(name), self._schedules.get(name), at), at)

    def _apply(self, name: str, hold: Hold | None, at: datetime) -> None:
        record = self._tracker.record(name)
        if record is None:
            return
        is_paused = record.state is HostState.PAUSED
        if hold is not None:
            words, hint = hold_words(hold, at), _HINTS[hold.kind]
            if not is_paused or record.hold != words:
                self._tracker.apply(name, lambda r: fleet_record.paused(r, self._clock(), words, hint))
        elif is_paused:
            self._tracker.apply(name, lambda r: fleet_record.resumed(r, self._clock()))
            self._hurry(name)

    def _check(self, host: str) -> None:
        if self._tracker.record(host) is None:
            known = ", ".join(self._tracker.names())
            raise DaemonError(f"No machine is named {host!r}.", f"There are: {known}.")

    def _say(self, host: str, word: OwnerWord | None) -> None:
        self._words.pop(host, None)
        if word is not None:
            self._words[host] = word
        self._write()
        self.look()
        self._changed.set()

    def _running(self, host: str) -> int:
        record = self._tracker.record(host)
        return sum(record.in_flight.values()) if record is not None else 0

    async def _follow(self) -> None:
        while True:
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._sleep_s()):
                    await self._changed.wait()
            self.look()

    def _sleep_s(self) -> float:
        if not self._words and not self._schedules:
            return LOOK_S * 240  # nothing can change before somebody says so
        at = self._wall()
        names = {*self._words, *self._schedules}
        changes = (next_change(self._words.get(name), self._schedules.get(name), at) for name in names)
        soonest = min((change for change in changes if change is not None), default=None)
        wait_s = (soonest - at).total_seconds() if soonest is not None else LOOK_S
        return min(max(wait_s, 0.0) + 0.001, LOOK_S)

    def _write(self) -> None:
        if self._path is None:
            return
        try:
            _replace(self._path, msgspec.json.encode(self._words))
        except OSError as error:
            log.warning("Pauses cannot be kept for the next start: %s.", error.strerror or type(error).__name__)


def _replace(path: Path, data: bytes) -> None:
    """The whole new content or the old one, never a part."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _read(path: Path) -> dict[str, OwnerWord]:
    """What was said before; nothing when the file is missing or is none of ours."""
    try:
        with path.open("rb") as file:
            words = msgspec.json.decode(file.read(MAX_BYTES), type=dict[str, OwnerWord])
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        log.warning("The pauses of before cannot be read: %s.", type(error).__name__)
        return {}
    return {name: word for name, word in words.items() if word.until is None or word.until.tzinfo is not None}


def _schedule(text: str) -> Schedule:
    from tray_router.fleet.schedule import parse_schedule  # few machines are rented out

    return parse_schedule(text)
