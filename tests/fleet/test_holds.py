from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.zones import BERLIN
from tray_router.fleet.holds import (
    Hold,
    HoldKind,
    OwnerWord,
    hold_at,
    hold_words,
    next_change,
    parse_end,
    taken_back,
    until_words,
)
from tray_router.fleet.schedule import parse_schedule

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)  # a Monday
WORKDAY = parse_schedule("mon-fri 09:00-17:00")
FIVE = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def held(word: OwnerWord | None, at: datetime = TEN, *, is_rented: bool = True) -> Hold | None:
    return hold_at(word, WORKDAY if is_rented else None, at, BERLIN)


def test_nothing_is_said_and_nothing_is_rented() -> None:
    assert held(None, is_rented=False) is None
    assert held(None, TEN.replace(hour=20)) is None
    assert held(None) == Hold(HoldKind.RENTED, FIVE)


def test_the_owners_word_comes_before_the_schedule_in_both_directions() -> None:
    for_good = OwnerWord(is_paused=True)
    assert held(for_good) == Hold(HoldKind.PAUSED)
    back = taken_back(WORKDAY, TEN, BERLIN)
    assert back == OwnerWord(is_paused=False, until=FIVE)
    assert held(back) is None
    assert held(back, TEN + timedelta(days=1)) == Hold(HoldKind.RENTED, FIVE + timedelta(days=1))
    assert taken_back(WORKDAY, TEN.replace(hour=20), BERLIN) is None


def test_a_pause_that_ends_in_a_rented_span_gives_way_to_it() -> None:
    until = TEN + timedelta(hours=1)
    word = OwnerWord(is_paused=True, until=until)
    assert held(word) == Hold(HoldKind.PAUSED, until)
    assert held(word, until) == Hold(HoldKind.RENTED, FIVE)
    assert held(word, until, is_rented=False) is None


def test_a_machine_that_is_always_rented_has_no_end_to_show() -> None:
    always = parse_schedule("daily 00:00-24:00")
    assert hold_at(None, always, TEN, BERLIN) == Hold(HoldKind.RENTED)


def test_the_next_change_is_the_soonest_of_both() -> None:
    until = TEN + timedelta(hours=1)
    assert next_change(OwnerWord(is_paused=True, until=until), WORKDAY, TEN, BERLIN) == until
    assert next_change(OwnerWord(is_paused=True), WORKDAY, TEN, BERLIN) == FIVE
    assert next_change(OwnerWord(is_paused=True), None, TEN, BERLIN) is None
    assert next_change(None, None, TEN, BERLIN) is None


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(hours=7), "17:00"),
        (timedelta(hours=20), "tomorrow 06:00"),
        (timedelta(days=2), "Wed 10:00"),
        (timedelta(days=6), "Sun 10:00"),
        (timedelta(days=7), "2026-11-30 10:00"),
    ],
)
def test_how_an_end_is_said(later: timedelta, words: str) -> None:
    until = (TEN.astimezone(UTC) + later).astimezone(UTC)
    assert until_words(until, TEN, BERLIN) == words
    assert hold_words(Hold(HoldKind.RENTED, until), TEN, BERLIN) == f"rented until {words}"


def test_a_pause_without_end_is_just_paused() -> None:
    assert hold_words(Hold(HoldKind.PAUSED), TEN, BERLIN) == "paused"


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("30m", TEN + timedelta(minutes=30)),
        ("2h", TEN + timedelta(hours=2)),
        ("1.5h", TEN + timedelta(minutes=90)),
        ("1h30m", TEN + timedelta(minutes=90)),
        ("90 min", TEN + timedelta(minutes=90)),
        ("45s", TEN + timedelta(seconds=45)),
        ("3d", TEN + timedelta(days=3)),
        ("17:00", TEN.replace(hour=17)),
        ("until 17:00", TEN.replace(hour=17)),
        ("09:59", TEN.replace(day=24, hour=9, minute=59)),
        ("10:00", TEN.replace(day=24)),
        ("tomorrow", TEN.replace(day=24, hour=6)),
    ],
)
def test_what_ends_of_a_pause_may_be_written(text: str, end: datetime) -> None:
    found = parse_end(text, TEN, BERLIN)
    assert found == end
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "x", "0m", "until", "25:00", "12:60", "999999999999h", "367d", "-5m", "5", "1e9h"]
)
def test_what_is_no_end_is_a_value_error_for_the_user(text: str) -> None:
    with pytest.raises(ValueError, match=r"write|must|more than a year|no time"):
        parse_end(text, TEN, BERLIN)


def test_a_duration_is_of_real_time_and_a_clock_of_wall_time_where_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN)  # the night has 25 hours
    assert parse_end("8h", evening, BERLIN) - evening.astimezone(UTC) == timedelta(hours=8)
    assert parse_end("06:00", evening, BERLIN) - evening.astimezone(UTC) == timedelta(hours=9)
