"""The history's database, with real files."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tray_router.errors import LedgerError
from tray_router.ledger.history.schema import SCHEMA_VERSION
from tray_router.ledger.history.statements import KEPT_CHARS
from tray_router.ledger.history.store import HistoryStore
from tray_router.model.history import HistoryQuery, HistoryTurn, TurnEnding

NOON = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, clock: Clock, told: list[str]) -> HistoryStore:
    return HistoryStore(tmp_path / "history" / "history.sqlite3", clock, told.append)


@pytest.fixture(autouse=True)
def closed(store: HistoryStore) -> Iterator[None]:
    yield
    store.close()


def turn(
    instruction: str = "why is the sky blue?", answer: str = "Rayleigh scattering.", **more: object
) -> HistoryTurn:
    fields: dict[str, object] = {"conversation": "c1", "request_id": "r1", "route": "quick", "model": "qwen3:4b"} | more
    return HistoryTurn(instruction=instruction, answer=answer, **fields)  # type: ignore[arg-type]


def titles(store: HistoryStore, text: str = "", **more: object) -> list[str]:
    return [entry.title for entry in store.find(HistoryQuery(text, **more))]  # type: ignore[arg-type]


def test_what_was_kept_is_read_back_as_it_was(store: HistoryStore, clock: Clock) -> None:
    first = turn(content="größe: 5\n", host="mac", application="code", images=2, is_cloud=True)
    store.keep(first)
    clock.now += timedelta(minutes=1)
    store.keep(turn("and at night?", "", ending=TurnEnding.FAILED, request_id="r2"))
    (entry,) = store.find(HistoryQuery())
    assert (entry.title, entry.turns, entry.at) == ("why is the sky blue?", 2, "2026-03-04T12:01:00.000+00:00")
    found = store.conversation(entry.number)
    assert found is not None
    assert (found.title, found.application) == ("why is the sky blue?", "code")
    one, two = found.turns
    assert (one.content, one.answer, one.host, one.images, one.is_cloud) == (
        "größe: 5\n",
        "Rayleigh scattering.",
        "mac",
        2,
        True,
    )
    assert (two.instruction, two.ending, two.request_id) == ("and at night?", TurnEnding.FAILED, "r2")


def test_nothing_is_found_and_nothing_is_made_where_nothing_was_kept(store: HistoryStore, tmp_path: Path) -> None:
    assert store.find(HistoryQuery("x")) == ()
    assert store.conversation(1) is None
    assert (store.forget("c1"), store.expire(1)) == (0, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("scattering", True),
        ("SCATTER", True),
        ("cattering sky", True),  # parts of words, in any of the texts
        ("sky purple", False),
        ("天气", True),  # two characters: too short for the index
        ("今天天气", True),
        ("明天", False),
        ("ÜBER", True),
        ("100%", True),
        ("a_c", False),
        ('say "hi"', True),
        ("NEAR(", False),
        ("sky OR purple", False),
        ("", True),
        ("   ", True),
        ("'; DROP TABLE turns; --", False),
        ("x" * 2_000, False),
    ],
)
def test_words_are_found_wherever_they_stand(text: str, is_found: bool, store: HistoryStore) -> None:
    store.keep(turn(content='今天天气很好 über 100% abc say "hi"'))
    assert bool(titles(store, text)) is is_found
    assert store.has_index


def test_a_search_without_an_index_finds_the_same(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tray_router.ledger.history.store.bring_up_to_date", _without_index)
    store.keep(turn(content="今天天气"))
    assert (titles(store, "SCATTER"), titles(store, "天气"), titles(store, "purple")) == (
        ["why is the sky blue?"],
        ["why is the sky blue?"],
        [],
    )
    assert not store.has_index
    store.close()
    monkeypatch.undo()  # SQLite was updated: what was kept meanwhile is indexed
    assert titles(store, "scattering") == ["why is the sky blue?"]
    assert store.has_index


def _without_index(database: sqlite3.Connection) -> bool:
    from tray_router.ledger.history import schema

    schema.bring_up_to_date(database)
    return False


def test_the_latest_comes_first_and_the_rest_is_left_out(store: HistoryStore, clock: Clock) -> None:
    for number in range(5):
        store.keep(turn(f"question {number}", conversation=f"c{number}"))
        clock.now += timedelta(hours=1)
    store.keep(turn("once more", conversation="c0"))
    assert titles(store, limit=3) == ["question 0", "question 4", "question 3"]
    assert titles(store, since="2026-03-04T15:30:00.000+00:00") == ["question 0", "question 4"]
    assert titles(store, "question 2") == ["question 2"]


def test_the_line_that_is_shown_is_around_what_was_found(store: HistoryStore) -> None:
    store.keep(turn(answer="word " * 100 + "needle\nin a haystack" + " word" * 100))
    (entry,) = store.find(HistoryQuery("needle"))
    assert "needle in a haystack" in entry.excerpt
    assert entry.excerpt.startswith("…")
    assert "\n" not in entry.excerpt


def test_a_question_without_an_answer_is_not_said_twice(store: HistoryStore) -> None:
    store.keep(turn("Why?", answer=""))
    (entry,) = store.find(HistoryQuery())
    assert (entry.title, entry.excerpt) == ("Why?", "")


def test_the_line_that_is_shown_has_no_marks_and_no_half_words(store: HistoryStore) -> None:
    store.keep(
        turn(answer="## Why\n\n- **blue** *light* `scatters`\n> more, much more than anybody would think of red light")
    )
    assert store.find(HistoryQuery())[0].excerpt.startswith("Why blue light scatters more, much")
    assert store.find(HistoryQuery("think"))[0].excerpt == "…more, much more than anybody would think of red light"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_the_user_may_read_any_of_its_files(store: HistoryStore, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store.keep(turn())
    finally:
        os.umask(before)
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "history").iterdir()}
    assert files == dict.fromkeys(("history.sqlite3", "history.sqlite3-wal", "history.sqlite3-shm"), 0o600)
    assert stat.S_IMODE((tmp_path / "history").stat().st_mode) == 0o700


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_is_forgotten_is_nowhere_in_the_files(store: HistoryStore, tmp_path: Path) -> None:
    folder = tmp_path / "history"
    store.keep(turn("kept", "stays", conversation="c2"))
    store.keep(turn("xylophonist", "quagmire " * 300))
    assert b"xylophonist" in bytes_in(folder)
    assert store.forget("c1") == 1
    assert b"xylophonist" not in bytes_in(folder)
    assert b"quagmire" not in bytes_in(folder)
    assert b"quag" not in bytes_in(folder)  # the index, too
    assert (titles(store), titles(store, "quagmire"), titles(store, "stays")) == (["kept"], [], ["kept"])


def test_conversations_age_by_their_last_question(store: HistoryStore, clock: Clock) -> None:
    store.keep(turn("old and still going"))
    store.keep(turn("old", conversation="c2"))
    clock.now += timedelta(days=29)
    store.keep(turn("goes on"))
    clock.now += timedelta(days=2)
    assert store.expire(0) == 0
    assert store.expire(30) == 1
    assert titles(store) == ["old and still going"]
    assert store.expire(30) == 0


def test_wiping_leaves_no_file(store: HistoryStore, tmp_path: Path) -> None:
    store.keep(turn())
    (tmp_path / "history" / "history-damaged-20260101T000000.sqlite3").write_bytes(b"texts of before")
    store.wipe()
    assert list((tmp_path / "history").iterdir()) == []
    store.keep(turn("begun anew"))
    assert titles(store) == ["begun anew"]


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5_000], ids=["text", "head"]
)
def test_a_damaged_database_is_set_aside_with_a_word(
    damage: bytes, store: HistoryStore, tmp_path: Path, told: list[str]
) -> None:
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "history.sqlite3").write_bytes(damage)
    store.keep(turn())
    assert titles(store) == ["why is the sky blue?"]
    assert (folder / "history-damaged-20260304T120000.sqlite3").read_bytes() == damage
    assert told == [
        "The history was damaged and begun anew; the old one is kept as history-damaged-20260304T120000.sqlite3."
    ]


def test_damage_in_the_middle_is_noticed(store: HistoryStore, tmp_path: Path, told: list[str]) -> None:
    for number in range(200):
        store.keep(turn(f"question {number} " + "text " * 200, conversation=f"c{number}"))
    store.close()
    path = tmp_path / "history" / "history.sqlite3"
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 40] = os.urandom(4096 * 39)
    path.write_bytes(data)
    store.keep(turn("afterwards"))
    assert titles(store, "afterwards") == ["afterwards"]
    assert len(told) == 1


def test_a_newer_database_is_left_alone(store: HistoryStore, tmp_path: Path) -> None:
    store.keep(turn())
    store.close()
    path = tmp_path / "history" / "history.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    database.close()
    with pytest.raises(LedgerError, match="newer version"):
        store.keep(turn())
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    database.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file where the folder should be")
    store = HistoryStore(tmp_path / "history" / "history.sqlite3")
    with pytest.raises(LedgerError, match="cannot be used"):
        store.keep(turn())


def test_any_text_can_be_kept_and_long_ones_are_cut(store: HistoryStore) -> None:
    store.keep(turn("half \ud83d of a pair \0 and a zero", "x" * (KEPT_CHARS + 1)))
    (entry,) = store.find(HistoryQuery())
    found = store.conversation(entry.number)
    assert found is not None
    assert found.turns[0].instruction == "half ? of a pair \0 and a zero"
    assert len(found.turns[0].answer) == KEPT_CHARS


def test_two_programs_write_at_once(store: HistoryStore, tmp_path: Path, clock: Callable[[], datetime]) -> None:
    other = HistoryStore(tmp_path / "history" / "history.sqlite3", clock)
    for number in range(20):
        store.keep(turn(conversation=f"a{number}"))
        other.keep(turn(conversation=f"b{number}"))
    assert len(other.find(HistoryQuery(limit=100))) == 40
    other.close()
