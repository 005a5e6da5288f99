"""What was spent on cloud services: one file per month, ``cloud-spending-YYYY-MM.jsonl``.

Rules: money is set aside before anything is sent and settled afterwards; what was set aside and never settled,
because of a crash, stays spent; checking and setting aside is one step under a file lock, so that many requests and
several processes together never pass a limit; days and months are local; when the file cannot be read or written,
nothing may be spent. Blocking; any thread.
"""

from __future__ import annotations

import os
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tray_router.engine.ports import BudgetExceededError, SpendingUnavailableError
from tray_router.model import Spent

FILE_PREFIX = "cloud-spending-"
_OWNER_ONLY = 0o600
_LOCKED_BYTE = 1 << 30
_MONTH_CHARS = len("2026-11")
_DAY_CHARS = len("2026-11-23")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Month:
    """What has been read of one month's file: amounts by their id, and up to where it was read."""

    amounts: dict[str, float] = field(default_factory=dict)
    read_bytes: int = 0

    def spent_on(self, day: str) -> float:
        return sum(usd for name, usd in self.amounts.items() if name.startswith(day))

    def spent(self) -> float:
        return sum(self.amounts.values())


class SpendingBook:
    """Implements ``engine.ports.SpendingPort`` in ``folder``, which is made when needed (mode 0700)."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self._folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._months: dict[str, _Month] = {}

    def spent(self) -> Spent:
        """The sums of this local day and month, what is set aside included.

        Raises:
            SpendingUnavailableError: the file cannot be read.
        """
        day = self._day()
        with self._lock, self._translated():
            month = self._read(day[:_MONTH_CHARS])
            return Spent(month.spent_on(day), month.spent())

    def reserve(self, usd: float, *, per_day: float, per_month: float) -> str:
        """Sets ``usd`` aside if both limits leave room for it.

        Returns:
            An id for ``settle``.

        Raises:
            BudgetExceededError: they do not; nothing was set aside.
            SpendingUnavailableError: the file cannot be read or written; nothing may be spent.
        """
        day = self._day()
        with self._lock, self._translated(), self._file_lock(day[:_MONTH_CHARS]) as descriptor:
            month = self._read(day[:_MONTH_CHARS])
            today, whole = month.spent_on(day), month.spent()
            if today + usd > per_day or whole + usd > per_month:
                raise BudgetExceededError(Spent(today, whole))
            name = f"{day}-{uuid.uuid4().hex[:12]}"
            self._append(descriptor, {"id": name, "reserved_usd": usd})
            month.amounts[name] = usd
            return name

    def settle(self, reservation: str, usd: float) -> None:
        """What was set aside becomes ``usd``, on the day on which it was set aside.

        Raises:
            SpendingUnavailableError: it could not be written; the full sum stays spent.
        """
        name = reservation[:_MONTH_CHARS]
        with self._lock, self._translated(), self._file_lock(name) as descriptor:
            month = self._read(name)
            self._append(descriptor, {"id": reservation, "usd": usd})
            month.amounts[reservation] = usd

    # --- inside, under the lock ------------------------------------------------------------------------

    def _day(self) -> str:
        return f"{self._now().astimezone():%Y-%m-%d}"

    def _path(self, month: str) -> Path:
        return self._folder / f"{FILE_PREFIX}{month}.jsonl"

    def _read(self, name: str) -> _Month:
        """The month as its file has it now; only what is new is read."""
        month = self._months.setdefault(name, _Month())
        try:
            with self._path(name).open("rb") as file:
                if os.fstat(file.fileno()).st_size < month.read_bytes:
                    month.amounts.clear()  # somebody has replaced the file
                    month.read_bytes = 0
                file.seek(month.read_bytes)
                new = file.read()
        except FileNotFoundError:
            self._months[name] = _Month()
            return self._months[name]
        whole = new[: new.rfind(b"\n") + 1]
        month.read_bytes += len(whole)
        for line in whole.splitlines():
            _take(line, month)
        return month

    def _append(self, descriptor: int, entry: dict[str, Any]) -> None:
        line = msgspec.json.encode({"at": self._now().isoformat(timespec="milliseconds"), **entry}) + b"\n"
        size = os.lseek(descriptor, 0, os.SEEK_END)
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            if os.read(descriptor, 1) != b"\n":  # the line before is torn; this one stays whole
                line = b"\n" + line
        if os.write(descriptor, line) != len(line):
            raise OSError("the line could not be written whole")

    @contextmanager
    def _file_lock(self, month: str) -> Iterator[int]:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        descriptor = os.open(self._path(month), flags, _OWNER_ONLY)
        try:
            _lock(descriptor)
            yield descriptor
        finally:
            os.close(descriptor)  # gives the lock back

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SpendingUnavailableError(error.strerror or "it could not be written") from error


def _take(line: bytes, month: _Month) -> None:
    try:
        entry = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return  # a torn line: its sum was never acknowledged, or stays set aside in full
    if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or len(entry["id"]) < _DAY_CHARS:
        return
    usd = entry.get("usd", entry.get("reserved_usd"))
    if isinstance(usd, int | float) and not isinstance(usd, bool) and 0 <= usd < float("inf"):
        month.amounts[entry["id"]] = float(usd)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)  # beyond the end: a locked byte cannot be read there
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
