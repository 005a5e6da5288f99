from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import host, installed
from tray_router.desktop.tray.picture import MAX_SEGMENTS, PULSES, Glyph, Health, glyph_of, health_of, icon_view
from tray_router.desktop.tray.view import Command, tray_view
from tray_router.desktop.tray.words import MAX_TOOLTIP_LINE, host_line, last_line, today_line
from tray_router.model import FleetSnapshot, HostActivity, HostState, LoadedModel, RouteHealth
from tray_router.model.usage import RecentAttempt, Today

LAST = RecentAttempt("2026-11-23T08:00:00+00:00", "1", "quick", "qwen3:4b", "mac", 1, "completed", total_s=2.06)
TODAY = Today("2026-11-23", 33, 31, 19_220, 7_440, saved_s=840.0, last=LAST)
SERVED, MISSING = RouteHealth("quick", "qwen3:4b", "mac"), RouteHealth("code")


@pytest.mark.parametrize(
    ("state", "activity", "glyph"),
    [
        (HostState.UP, HostActivity.IDLE, Glyph.UP),
        (HostState.UP, HostActivity.BUSY, Glyph.BUSY),
        (HostState.UP, HostActivity.LOADING, Glyph.LOADING),
        (HostState.STARTING, HostActivity.IDLE, Glyph.LOADING),
        (HostState.DEGRADED, HostActivity.BUSY, Glyph.DEGRADED),
        (HostState.DOWN, HostActivity.BUSY, Glyph.DOWN),
        (HostState.PAUSED, HostActivity.IDLE, Glyph.PAUSED),
        (HostState.UNKNOWN, HostActivity.IDLE, Glyph.UNKNOWN),
    ],
)
def test_every_state_has_a_shape(state, activity, glyph):
    assert glyph_of(host("mac", state=state, activity=activity)) is glyph


def test_every_state_is_covered():
    assert all(glyph_of(host("mac", state=state)) in Glyph for state in HostState)


@pytest.mark.parametrize(
    ("states", "routes", "health"),
    [
        ([HostState.UP, HostState.DOWN], [SERVED], Health.ALL),
        ([HostState.UP, HostState.DOWN], [SERVED, MISSING], Health.SOME),
        ([HostState.DOWN], [MISSING], Health.NONE),
        ([HostState.UNKNOWN, HostState.UNKNOWN], [SERVED], Health.UNKNOWN),
        ([], [], Health.UNKNOWN),
        ([HostState.UP, HostState.UP], [], Health.ALL),
        ([HostState.UP, HostState.DOWN], [], Health.SOME),
        ([HostState.DOWN, HostState.PAUSED], [], Health.NONE),
    ],
)
def test_the_colour_is_about_routes_and_without_them_about_machines(states, routes, health):
    hosts = tuple(host(f"m{number}", state=state) for number, state in enumerate(states))
    assert health_of(FleetSnapshot(hosts, tuple(routes))) is health


def test_up_to_six_machines_have_a_segment_each_in_the_order_of_the_settings():
    hosts = (host("a", state=HostState.DOWN), host("b"), host("c", state=HostState.PAUSED))
    view = icon_view(FleetSnapshot(hosts))
    assert (view.glyphs, view.count) == ((Glyph.DOWN, Glyph.UP, Glyph.PAUSED), 0)


def test_more_machines_are_the_worst_state_and_how_many_are_in_it():
    hosts = [host(f"m{number}") for number in range(MAX_SEGMENTS)] + [host("x", state=HostState.DOWN)] * 2
    view = icon_view(FleetSnapshot(tuple(hosts)))
    assert (view.glyphs, view.count) == ((Glyph.DOWN,), 2)


def test_a_machine_in_words():
    busy = host("gpu-pc", loaded=["qwen3:4b", "llava:7b"], rtt_s=0.0034, activity=HostActivity.BUSY)
    assert host_line(busy) == "gpu-pc: busy · qwen3:4b +1 · 3 ms"
    assert host_line(host("mac", rtt_s=0.0004)) == "mac: up · under 1 ms"
    assert host_line(host("nas", state=HostState.DOWN, rtt_s=0.01, loaded=["a:1b"])) == "nas: down"
    assert host_line(host("sim", version="0.33.0-simulated")) == "sim: up · simulated"


@pytest.mark.parametrize(
    ("snapshot", "first_line"),
    [
        (FleetSnapshot(), "Tray Router: no machines yet"),
        (FleetSnapshot((host("a", state=HostState.UNKNOWN),)), "Tray Router: looking for the machines"),
        (FleetSnapshot((host("a"),), (SERVED,)), "Tray Router: every route is served"),
        (FleetSnapshot((host("a"),), (SERVED, MISSING)), "Tray Router: nobody serves code"),
        (FleetSnapshot((host("a", state=HostState.DOWN),), (MISSING,)), "Tray Router: no route can be served"),
        (FleetSnapshot((host("a"),)), "Tray Router: all machines answer"),
    ],
)
def test_the_tooltip_begins_with_the_whole_in_a_sentence(snapshot, first_line):
    assert tray_view(snapshot).tooltip.splitlines()[0] == first_line


@given(
    st.lists(st.text(max_size=200), max_size=9),
    st.lists(st.sampled_from(list(HostState)), max_size=9),
    st.lists(st.text(max_size=300), max_size=9),
    st.text(max_size=200),
)
def test_no_line_of_the_tooltip_is_too_long_and_no_key_is_twice(routes, states, notices, model):
    hosts = tuple(host(f"machine {number} " * 10, state=state) for number, state in enumerate(states))
    fleet = FleetSnapshot(hosts, tuple(RouteHealth(name) for name in routes))
    view = tray_view(fleet, tuple(dict.fromkeys(notices)), today=replace(TODAY, last=replace(LAST, model=model)))
    assert all(len(line) <= MAX_TOOLTIP_LINE for line in view.tooltip.splitlines())
    keys = [entry.key for entry in view.menu]
    assert len(set(keys)) == len(keys)


def test_a_machine_has_its_state_models_and_a_pause():
    models = [installed("qwen3:4b"), installed("llava:7b")]
    up = host("mac", *models, loaded=["llava:7b"], problem="Slow.", hint="Look at it.")
    [entry] = [entry for entry in tray_view(FleetSnapshot((up,))).menu if entry.key == "host:mac"]
    texts = {child.key: child.text for child in entry.children}
    assert texts["model:llava:7b"] == "llava:7b (in memory)"
    assert entry.text == "mac: up · llava:7b"
    assert texts["model:qwen3:4b"] == "qwen3:4b"
    assert (texts["problem"], texts["hint"]) == ("Slow.", "Look at it.")
    pause = entry.children[0]
    assert (pause.command, pause.argument, pause.checked) == (Command.PAUSE, "mac", False)


def test_a_paused_machine_can_be_resumed():
    [entry] = [e for e in tray_view(FleetSnapshot((host("mac", state=HostState.PAUSED),))).menu if e.key == "host:mac"]
    assert (entry.children[0].command, entry.children[0].checked) == (Command.RESUME, True)


def test_a_machine_that_is_up_can_be_paused_for_a_while():
    for state, expected in ((HostState.UP, [Command.PAUSE_HOUR, Command.PAUSE_TOMORROW]), (HostState.PAUSED, [])):
        [entry] = [e for e in tray_view(FleetSnapshot((host("mac", state=state),))).menu if e.key == "host:mac"]
        pauses = [child for child in entry.children if child.key in ("pause-hour", "pause-tomorrow")]
        assert [child.command for child in pauses] == expected
        assert all(child.argument == "mac" and child.text for child in pauses)


def test_a_machine_that_rests_says_why_until_when_and_what_still_runs():
    rented = host("pc", state=HostState.PAUSED, hold="rented until 17:00")
    assert host_line(rented) == "pc: rented until 17:00"
    assert host_line(host("pc", state=HostState.PAUSED)) == "pc: paused"
    draining = replace(rented, hold="paused until 17:00", in_flight=1)
    assert host_line(draining) == "pc: paused until 17:00 · draining, 1 answer left"
    assert host_line(replace(draining, in_flight=2)).endswith("draining, 2 answers left")


def test_memory_is_told_per_machine_and_per_model():
    in_memory = (LoadedModel("qwen3:4b", 4_096, 4_100_000_000), LoadedModel("llava:7b", 4_096, 6_000_000_000))
    mac = replace(host("mac", installed("qwen3:4b"), installed("llava:7b"), in_flight=2), loaded=in_memory)
    assert host_line(mac) == "mac: up · 2 questions · qwen3:4b +1 · 10.1 GB"
    [entry] = [e for e in tray_view(FleetSnapshot((mac,))).menu if e.key == "host:mac"]
    assert "qwen3:4b (in memory, 4.1 GB)" in [child.text for child in entry.children]


def test_the_day_and_the_last_answer_are_told_in_tooltip_and_menu():
    assert today_line(TODAY) == "Today: 31 answers, 26.7 k tokens, 14 min saved"
    assert last_line(TODAY) == "Last answer: qwen3:4b on mac, 2.1 s"
    view = tray_view(FleetSnapshot((host("mac", in_flight=1),)), today=TODAY)
    told = ["1 question on its way", today_line(TODAY), last_line(TODAY)]
    assert [line for line in told if line not in view.tooltip.splitlines()] == []
    entries = {entry.key: entry for entry in view.menu}
    assert [entries[key].text for key in ("work", "today", "last answer")] == told
    assert {entries[key].command for key in ("work", "today", "last answer")} == {None}
    assert entries["dashboard"].command is Command.DASHBOARD


def test_the_line_and_the_private_switch_are_told():
    busy = FleetSnapshot((host("mac", in_flight=2),))
    view = tray_view(busy, waiting=3, is_private=True)
    assert "2 questions on their way, 3 in line" in view.tooltip.splitlines()
    assert "Private: nothing of any question is kept" in view.tooltip.splitlines()
    assert "Private" not in tray_view(busy).tooltip
    assert "1 in line" in tray_view(FleetSnapshot((host("mac"),)), waiting=1).tooltip.splitlines()


def test_a_day_that_has_just_begun_says_nothing_of_itself():
    view = tray_view(FleetSnapshot((host("mac"),)), today=Today("2026-11-23"))
    assert "Today" not in view.tooltip
    assert not {"work", "today", "last answer"} & {entry.key for entry in view.menu}


def test_what_left_the_network_is_said():
    away = replace(TODAY, cloud_requests=2, cost_usd=0.034)
    assert today_line(away).endswith("2 left your network ($0.03)")
    assert today_line(replace(away, cost_usd=0.0004)).endswith("($0.0004)")


def test_many_machines_are_cut_in_the_menu_and_lead_to_the_dashboard():
    view = tray_view(FleetSnapshot(tuple(host(f"m{number}") for number in range(64))))
    assert len(view.menu) < 40
    [left] = [entry for entry in view.menu if entry.key == "hosts left"]
    assert (left.text, left.command) == ("… and 40 more in the dashboard", Command.DASHBOARD)
    assert "… and 52 more machines" in view.tooltip


def test_only_what_works_moves():
    idle, busy = FleetSnapshot((host("mac"),)), FleetSnapshot((host("mac", activity=HostActivity.BUSY),))
    assert {icon_view(idle, pulse) for pulse in PULSES} == {icon_view(idle)}
    assert len({icon_view(busy, pulse) for pulse in PULSES}) == len(set(PULSES))


def test_long_lists_are_cut_and_say_so():
    many = host("mac", *(installed(f"m{number}:1b") for number in range(40)))
    view = tray_view(FleetSnapshot((many,)), [f"Notice {number}." for number in range(9)])
    [machine] = [entry for entry in view.menu if entry.key == "host:mac"]
    assert machine.children[-1].text == "… and 28 more"
    assert "… and 4 more" in [entry.text for entry in view.menu]
    assert view.tooltip.endswith("9 notices in the menu")
