"""Pure parts of the dashboard: folded messages, axes, chart data, sorting, files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import host
from tests.window.dashboard.scenes import attempts, report, rows, three_states, today
from tray_router.model import FleetSnapshot, HostState
from tray_router.model.states import HostStates, StateSpan
from tray_router.model.usage import UsageFigures, UsageReport, UsageRow
from tray_router.window.dashboard.axis import hour_marks, round_top
from tray_router.window.dashboard.charts import MOST_BARS, MOST_DAYS, all_days, day_words, share_bars
from tray_router.window.dashboard.export import CSV_COLUMNS, usage_csv, usage_json
from tray_router.window.dashboard.hosts_header import HostOrder, ordered
from tray_router.window.dashboard.paint import spans_across
from tray_router.window.dashboard.state import DashboardState
from tray_router.wire.dashboard import DashboardHosts, DashboardRecent, DashboardUsage, UsagePeriod

FLEET = FleetSnapshot((host("mac"), host("pc")))


def hosts(names: tuple[str, ...], *changed: str, now: float = 0.0) -> DashboardHosts:
    return DashboardHosts(names, tuple(host(name, since=now - 5) for name in changed), (), now)


def test_machines_come_as_differences_and_go_when_they_are_not_named() -> None:
    state = DashboardState()
    assert not state.is_told
    state.apply(hosts(("mac", "pc"), "mac", "pc"), 0)
    mac = state.hosts["mac"]
    state.apply(hosts(("pc", "mac", "nas"), "nas"), 0)
    assert list(state.hosts) == ["pc", "mac", "nas"]
    assert state.hosts["mac"] is mac
    state.apply(hosts(("nas",)), 0)
    assert (list(state.hosts), state.is_told, state.up_count) == (["nas"], True, 1)


def test_ages_go_by_the_daemons_clock() -> None:
    state = DashboardState()
    state.apply(hosts(("mac",), "mac", now=1_000), 50.0)  # our clock is 950 behind, the machine changed 5 s ago
    assert state.age_s(state.hosts["mac"], 60.0) == 15.0


def test_the_other_parts_replace_what_was_there() -> None:
    state = DashboardState()
    states = three_states()
    state.apply(states, 10.0)
    state.apply(DashboardRecent(attempts(), today()), 10.0)
    state.apply(DashboardUsage(UsagePeriod.ALL, report()), 10.0)
    assert state.changes == states.changes
    assert state.states_of("windows").spans == states.hosts[1].spans
    assert state.states_of("nobody").spans == ()
    assert state.wall(13.0) == states.now + 3.0
    assert (len(state.attempts), state.period) == (len(attempts()), UsagePeriod.ALL)


@given(st.integers(0, 10**12))
def test_a_value_axis_ends_above_everything_in_round_steps(highest: int) -> None:
    top, step = round_top(highest)
    assert top >= highest * (1 - 1e-9)
    assert 1 <= round(top / step) <= 10
    assert f"{step:.0e}"[0] in "125"


def test_hours_are_marked_evenly_and_in_local_time() -> None:
    since = datetime(2026, 11, 22, 8, 40).astimezone().timestamp()
    marks = hour_marks(since, since + 86_400, 6)
    assert [datetime.fromtimestamp(at).hour for at in marks] == [12, 16, 20, 0, 4, 8]
    assert len(hour_marks(since, since + 86_400, 1)) <= 2


def test_a_strip_is_cut_at_both_ends_and_leaves_out_what_is_outside() -> None:
    up, down = HostState.UP, HostState.DOWN
    states = HostStates("mac", (StateSpan(0, up), StateSpan(50, down), StateSpan(150, up), StateSpan(300, down)))
    found = [(span.state, left, right) for span, left, right in spans_across(states, 100, 200, 0, 10)]
    assert found == [(down, 0.0, 5.0), (up, 5.0, 10.0)]
    assert spans_across(states, 100, 100, 0, 10) == []


def test_days_without_questions_are_days_too() -> None:
    end = date(2026, 11, 23)
    day = UsageRow("2026-11-21", 1.0, UsageFigures(requests=3, tokens_in=10, tokens_out=4))
    days = all_days((day, replace(day, name="nonsense")), end - timedelta(days=3), end)
    assert [(d.day.day, d.tokens, d.requests) for d in days] == [(20, 0, 0), (21, 14, 3), (22, 0, 0), (23, 0, 0)]
    assert day_words(days[1]) == "Sat 21 Nov: 10 tokens read, 4 written, 3 questions"
    assert [d.day.day for d in all_days((day,), None, end)] == [21, 22, 23]
    assert len(all_days((replace(day, name="1999-01-01"),), None, end)) == MOST_DAYS


@pytest.mark.parametrize(
    ("count", "bars"), [(0, 0), (MOST_BARS, MOST_BARS), (MOST_BARS + 1, MOST_BARS + 1), (20, MOST_BARS + 1)]
)
def test_many_routes_are_joined_and_nothing_is_lost(count: int, bars: int) -> None:
    made = rows(*((f"route-{n}", n + 1, 0.1, 0.5) for n in range(count))) if count else ()
    found = share_bars(made)
    assert len(found) == bars
    assert sum(bar.share for bar in found) == pytest.approx(1.0 if count else 0.0)


def test_sorting_puts_trouble_first_and_keeps_the_settings_order_of_equals() -> None:
    fleet = [
        host("b", rtt_s=0.02),
        host("a", state=HostState.DOWN, rtt_s=0.001),
        host("c", rtt_s=0.01, in_flight=2),
        host("D", state=HostState.PAUSED),
    ]
    names = {order: "".join(h.name for h in ordered(fleet, order)) for order in HostOrder}
    assert names[HostOrder.SETTINGS] == "bacD"
    assert names[HostOrder.NAME] == "abcD"
    assert names[HostOrder.STATE] == "aDbc"
    assert names[HostOrder.RTT] == "cbaD"
    assert names[HostOrder.RUNNING] == "cbaD"


def test_csv_has_a_line_for_each_row_and_no_formulas() -> None:
    usage = replace(report(), models=(UsageRow("=cmd()", 1.0, UsageFigures(requests=2)),))
    lines = list(csv.DictReader(io.StringIO(usage_csv(usage))))
    assert list(lines[0]) == list(CSV_COLUMNS)
    wanted = 1 + len(usage.routes) + 1 + len(usage.machines) + len(usage.days)
    assert len(lines) == wanted
    [model] = [line for line in lines if line["group"] == "model"]
    assert (model["name"], model["requests"], model["first_token_median_s"]) == ("'=cmd()", "2", "")
    assert lines[0]["requests"] == str(usage.figures.requests)


def test_json_is_the_whole_report() -> None:
    read = json.loads(usage_json(report(), "week"))
    assert (read["period"], read["figures"]["requests"]) == ("week", report().figures.requests)
    assert [row["name"] for row in read["routes"]] == ["quick", "code", "vision", "reasoning"]
    assert json.loads(usage_json(UsageReport(), "all"))["days"] == []
