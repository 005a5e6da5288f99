from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.zones import BERLIN
from tray_router.fleet.schedule import MAX_SPANS, Schedule, ScheduleError, parse_schedule


def berlin(text: str) -> datetime:
    """``2026-11-23 10:00`` on the clocks of Berlin; that day is a Monday."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("schedule", "at", "until"),
    [
        ("mon-fri 09:00-17:00", "2026-11-23 08:59", None),
        ("mon-fri 09:00-17:00", "2026-11-23 09:00", "2026-11-23 17:00"),
        ("mon-fri 09:00-17:00", "2026-11-23 17:00", None),
        ("mon-fri 09:00-17:00", "2026-11-28 12:00", None),
        ("22:00-06:00", "2026-11-23 23:30", "2026-11-24 06:00"),
        ("22:00-06:00", "2026-11-24 05:59", "2026-11-24 06:00"),
        ("fri 22:00-06:00", "2026-11-28 03:00", "2026-11-28 06:00"),  # begun the evening before
        ("fri 22:00-06:00", "2026-11-27 03:00", None),
        ("mon,wed 09:00-12:00, sat 10:00-24:00", "2026-11-25 11:00", "2026-11-25 12:00"),
        ("mon,wed 09:00-12:00, sat 10:00-24:00", "2026-11-24 11:00", None),
        ("mon,wed 09:00-12:00, sat 10:00-24:00", "2026-11-28 23:59", "2026-11-29 00:00"),
        ("weekdays 09:00-12:00, 13:00-17:00", "2026-11-23 14:00", "2026-11-23 17:00"),
        ("weekdays 09:00-12:00, 13:00-17:00", "2026-11-28 14:00", None),
        ("weekends 00:00-24:00", "2026-11-28 00:00", "2026-11-30 00:00"),  # two days that touch are one span
        ("fri-mon 00:00-24:00", "2026-11-29 12:00", "2026-12-01 00:00"),
        ("Monday - FRIDAY 9:00 – 17:00", "2026-11-23 16:59", "2026-11-23 17:00"),
    ],
)
def test_until_when_a_machine_is_rented(schedule: str, at: str, until: str | None) -> None:
    found = parse_schedule(schedule).rented_until(berlin(at), BERLIN)
    assert found == (berlin(until) if until else None)


def test_the_next_change_is_the_end_of_this_span_or_the_beginning_of_the_next() -> None:
    schedule = parse_schedule("mon-fri 09:00-17:00")
    assert schedule.next_change(berlin("2026-11-23 10:00"), BERLIN) == berlin("2026-11-23 17:00")
    assert schedule.next_change(berlin("2026-11-27 17:00"), BERLIN) == berlin("2026-11-30 09:00")
    once = parse_schedule("sun 03:00-03:01")
    assert once.next_change(berlin("2026-11-29 03:01"), BERLIN) == berlin("2026-12-06 03:00")


def test_where_the_clocks_change_a_span_is_the_longer_one() -> None:
    night = parse_schedule("22:00-02:30")  # on 25 October 2026, 02:30 comes twice
    assert night.rented_until(berlin("2026-10-24 23:00"), BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    morning = parse_schedule("02:30-04:00")  # on 29 March 2026, 02:30 does not come at all
    assert morning.next_change(berlin("2026-03-29 00:30"), BERLIN) == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert morning.rented_until(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), BERLIN) == datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_the_zone_of_this_computer_is_used_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # ten in the morning there
        assert parse_schedule("mon 09:00-17:00").rented_until(at) == datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("text", "message", "suggestion"),
    [
        ("mo-fr 9-17", "'mo' is no day", "mon-fri 09:00-17:00"),
        ("mon to fri 9 to 17", "is no day", "mon-fri 09:00-17:00"),
        ("9am-5pm", "needs hours", "09:00-17:00"),
        ("mon 12am-12pm", "needs hours", "mon 00:00-12:00"),
        ("mon-fri 9.30-17h", "needs hours", "mon-fri 09:30-17:00"),
        ("mon-fri", "names days without hours", ""),
        ("xyz 09:00-17:00", "is no day", ""),
        ("mon 25:00-26:00", "25:00 is no time of the day", ""),
        ("mon 09:60-10:00", "09:60 is no time of the day", ""),
        ("24:00-06:00", "cannot begin at 24:00", ""),
        ("09:00-09:00", "ends where it begins", ""),
        ("09:00-17:00,", "must be spans", ""),
        ("", "must be spans", ""),
    ],
)
def test_what_is_no_schedule_says_why_and_what_was_meant(text: str, message: str, suggestion: str) -> None:
    with pytest.raises(ScheduleError, match=message) as raised:
        parse_schedule(text)
    assert raised.value.suggestion == suggestion
    if suggestion:
        parse_schedule(suggestion)


def test_the_number_of_spans_is_bounded() -> None:
    assert len(parse_schedule(", ".join(["mon 09:00-10:00"] * MAX_SPANS)).spans) == MAX_SPANS
    with pytest.raises(ScheduleError, match="more than"):
        parse_schedule(", ".join(["mon 09:00-10:00"] * (MAX_SPANS + 1)))


@given(st.text(st.sampled_from("montuewdfrisadly 0123456789:-–,"), max_size=40))
def test_any_text_is_a_schedule_or_a_schedule_error(text: str) -> None:
    try:
        assert parse_schedule(text).spans
    except ScheduleError as error:
        assert str(error)


DAYS = st.sampled_from(["", "mon ", "tue-thu ", "fri-mon ", "daily ", "weekends ", "mon,wed "])
CLOCKS = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.sampled_from([0, 30, 59]))
SPANS = st.tuples(DAYS, CLOCKS, CLOCKS).filter(lambda s: s[1] != s[2]).map(lambda s: f"{s[0]}{s[1]}-{s[2]}")


@given(
    st.lists(SPANS, min_size=1, max_size=4).map(", ".join).map(parse_schedule),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_a_machine_changes_hands_exactly_at_the_next_change(schedule: Schedule, at: datetime) -> None:
    change = schedule.next_change(at, BERLIN)
    assert change > at

    def is_rented(at: datetime) -> bool:
        return schedule.rented_until(at, BERLIN) is not None

    tick = timedelta(microseconds=1)
    if change - at < timedelta(days=7):  # a span without gaps has no end
        assert is_rented(change) is not is_rented(at)
    assert is_rented(change - tick) is is_rented(at)
