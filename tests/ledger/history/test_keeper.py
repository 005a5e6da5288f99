"""The history as the engine uses it: a worker thread, order, failures that stop nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.engine.test_fakes import test_every_method_of_the_port_is_there_and_takes_the_same as check_port
from tests.loops import until
from tray_router.engine.ports import HistoryPort
from tray_router.errors import LedgerError
from tray_router.ledger.history import HistoryKeeper, history_path
from tray_router.ledger.history.store import HistoryStore
from tray_router.ledger.private import PrivateSwitch
from tray_router.model.history import HistoryQuery, HistoryTurn


@asynccontextmanager
async def keeping(folder: Path, **more: object) -> AsyncIterator[HistoryKeeper]:
    keeper = HistoryKeeper(history_path(folder), lambda _: None, **more)  # type: ignore[arg-type]
    try:
        yield keeper
    finally:
        await keeper.aclose()


def turn(conversation: str = "c1", instruction: str = "why?") -> HistoryTurn:
    return HistoryTurn(conversation, "r1", instruction, answer="because")


def is_empty(folder: Path) -> bool:
    return not list(folder.iterdir())


def test_it_is_what_the_engine_asks_for() -> None:
    check_port(HistoryPort, HistoryKeeper)


async def test_what_is_kept_is_found_at_once(tmp_path: Path) -> None:
    async with keeping(tmp_path) as keeper:
        keeper.keep(turn())
        keeper.keep(turn("c2", "how?"))
        found = await keeper.find(HistoryQuery("because"))
        assert [entry.title for entry in found] == ["how?", "why?"]
        conversation = await keeper.conversation(found[0].number)
        assert conversation is not None
        assert conversation.turns[0].answer == "because"
        keeper.forget("c2")
        assert len(await keeper.find(HistoryQuery())) == 1
        await keeper.wipe()
        assert await keeper.find(HistoryQuery()) == ()


async def test_closing_finishes_what_was_asked_for(tmp_path: Path) -> None:
    async with keeping(tmp_path) as keeper:
        for number in range(50):
            keeper.keep(turn(f"c{number}"))
    store = HistoryStore(history_path(tmp_path))
    assert len(store.find(HistoryQuery(limit=100))) == 50
    store.close()


async def test_nothing_is_kept_while_it_is_switched_off(tmp_path: Path) -> None:
    async with keeping(tmp_path, is_enabled=False) as keeper:
        keeper.keep(turn())
        assert await keeper.find(HistoryQuery()) == ()
    assert is_empty(tmp_path)


async def test_a_failure_is_logged_without_text_and_stops_nothing(
    tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    (tmp_path / "history").write_text("a file where the folder should be")
    expect_log(r"A conversation could not be kept: The history cannot be used: [\w ]+\.$")
    async with keeping(tmp_path) as keeper:
        keeper.keep(turn(instruction="a secret"))


async def test_what_is_too_old_goes_at_the_start(tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=31)
    store = HistoryStore(history_path(tmp_path), lambda: long_ago)
    store.keep(turn())
    store.close()
    async with keeping(tmp_path, keep_days=30) as keeper:
        keeper.keep(turn("c2", "new"))
        keeper.start()
        titles: list[str] = []

        async def look() -> list[str]:
            return [entry.title for entry in await keeper.find(HistoryQuery())]

        for _ in range(200):
            titles = await look()
            if titles == ["new"]:
                break
        assert titles == ["new"]


def test_the_switch_is_a_file_of_the_user(tmp_path: Path) -> None:
    switch, other = PrivateSwitch(tmp_path / "state"), PrivateSwitch(tmp_path / "state")
    assert not switch.is_on()
    switch.set(is_on=True)
    switch.set(is_on=True)
    assert other.is_on()
    other.set(is_on=False)
    other.set(is_on=False)
    assert not switch.is_on()


def test_a_switch_that_cannot_be_read_is_on(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    switch = PrivateSwitch(tmp_path / "state")
    assert switch.is_on()
    with pytest.raises(LedgerError, match="cannot be changed"):
        switch.set(is_on=True)


async def test_a_database_that_is_not_used_is_closed_and_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tray_router.ledger.history.keeper.REST_S", 0.01)
    async with keeping(tmp_path) as keeper:
        keeper.keep(turn())
        await keeper.find(HistoryQuery())
        await until(lambda: not (history_path(tmp_path).with_name("history.sqlite3-wal")).exists())
        keeper.keep(turn("c2", "how?"))
        assert len(await keeper.find(HistoryQuery())) == 2
