"""The book of what was spent: one sum for all threads and processes, across crashes and midnight."""

from __future__ import annotations

import multiprocessing
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tray_router.engine.ports import BudgetExceededError, SpendingUnavailableError
from tray_router.ledger.spending import SpendingBook
from tray_router.model import Spent

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = {"per_day": 1.0, "per_month": 2.0}


class Clock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def test_what_is_set_aside_counts_until_it_is_settled(tmp_path):
    book = SpendingBook(tmp_path, Clock())
    assert book.spent() == Spent(0.0, 0.0)
    reservation = book.reserve(0.4, **LIMITS)
    assert book.spent() == Spent(0.4, 0.4)
    book.settle(reservation, 0.1)
    assert book.spent() == Spent(0.1, 0.1)
    assert SpendingBook(tmp_path, Clock()).spent() == Spent(0.1, 0.1)


def test_after_a_crash_the_sum_stays_spent(tmp_path):
    SpendingBook(tmp_path, Clock()).reserve(0.4, **LIMITS)
    assert SpendingBook(tmp_path, Clock()).spent() == Spent(0.4, 0.4)


def test_a_limit_leaves_no_room_for_more(tmp_path):
    book = SpendingBook(tmp_path, Clock())
    book.reserve(0.7, **LIMITS)
    with pytest.raises(BudgetExceededError) as raised:
        book.reserve(0.4, **LIMITS)
    assert raised.value.spent == Spent(0.7, 0.7)
    book.reserve(0.3, **LIMITS)


def test_days_and_months_end(tmp_path):
    clock = Clock()
    book = SpendingBook(tmp_path, clock)
    late = book.reserve(0.9, **LIMITS)
    clock.at += timedelta(days=1)
    assert book.spent() == Spent(0.0, 0.9)
    book.reserve(1.0, **LIMITS)
    with pytest.raises(BudgetExceededError):
        book.reserve(0.2, per_day=9.0, per_month=2.0)
    clock.at += timedelta(days=8)
    assert book.spent() == Spent(0.0, 0.0)
    book.settle(late, 0.5)  # belongs to the day on which it was set aside
    assert book.spent() == Spent(0.0, 0.0)
    clock.at = NOON
    assert book.spent() == Spent(0.5, 1.5)


def test_torn_and_foreign_lines_spoil_only_themselves(tmp_path):
    book = SpendingBook(tmp_path, Clock())
    first = book.reserve(0.2, **LIMITS)
    (path,) = tmp_path.iterdir()
    with path.open("ab") as file:
        file.write(b'{"id": 3}\nnonsense\n{"id": "2026-11-23-x", "usd": -5}\n{"id": "2026-11-23-torn", "reserved')
    SpendingBook(tmp_path, Clock()).reserve(0.3, **LIMITS)
    book.settle(first, 0.1)
    assert book.spent() == SpendingBook(tmp_path, Clock()).spent()
    assert book.spent().today_usd == pytest.approx(0.4)


def test_only_the_owner_can_read_it(tmp_path):
    folder = tmp_path / "new"
    SpendingBook(folder, Clock()).reserve(0.1, **LIMITS)
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_a_book_nothing_may_be_spent(tmp_path):
    (tmp_path / "file").write_text("no folder")
    book = SpendingBook(tmp_path / "file" / "folder", Clock())
    with pytest.raises(SpendingUnavailableError):
        book.reserve(0.1, **LIMITS)
    with pytest.raises(SpendingUnavailableError):
        book.spent()


def _spend(folder: Path, tries: int) -> int:
    book, done = SpendingBook(folder, Clock()), 0
    for _ in range(tries):
        try:
            reservation = book.reserve(0.01, **LIMITS)
        except BudgetExceededError:
            continue
        done += 1
        if done % 3 == 0:
            book.settle(reservation, 0.005)
    return done


def test_threads_never_pass_the_limit_together(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(lambda _: _spend(tmp_path, 30), range(8)))
    spent = SpendingBook(tmp_path, Clock()).spent().today_usd
    assert 0.98 <= spent <= 1.0 + 1e-9
    assert done >= 100


@pytest.mark.slow
def test_processes_never_pass_the_limit_together(tmp_path):
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(_spend, [(tmp_path, 60)] * 3)
        pool.close()
        pool.join()
    assert 0.98 <= SpendingBook(tmp_path, Clock()).spent().today_usd <= 1.0 + 1e-9
