"""Figures and sentences of the dashboard: short, with their unit, and never a wrong rounding."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import host, installed
from tests.window.dashboard.scenes import attempts, iso
from tray_router.model import HostActivity, HostState, LoadedModel
from tray_router.model.usage import TimeSaved
from tray_router.window.dashboard import wording

NOW = datetime(2026, 11, 23, 9, 30).astimezone().timestamp()


def plain(text: str) -> str:
    return text.replace(wording.NARROW_SPACE, " ")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (999.4, "999"), (999.6, "1 k"), (1_000, "1 k"), (12_400, "12.4 k"), (99_950, "100 k"),
     (999_499, "999 k"), (999_600, "1 M"), (3_140_000, "3.1 M"), (5e12, "5000 G")],
)  # fmt: skip
def test_large_numbers_are_shortened(value: float, text: str) -> None:
    assert plain(wording.short_number(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0, "0 ms"), (0.0002, "under 1 ms"), (0.0034, "3 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"),
     (2.06, "2.1 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min"), (185, "3 min 5 s")],
)  # fmt: skip
def test_measured_times(value: float | None, text: str) -> None:
    assert plain(wording.seconds(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 s"), (59.6, "1 min"), (3_599, "59 min 59 s"), (3_600, "1 h"), (7_860, "2 h 11 min"), (86_400, "1 d"),
     (356_400, "4 d 3 h"), (-90, "\u22121 min 30 s")],
)  # fmt: skip
def test_durations(value: float, text: str) -> None:
    assert plain(wording.duration(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "–"), (950, "950 B"), (270_000_000, "270 MB"), (4_100_000_000, "4.1 GB"), (272e9, "272 GB")]
)
def test_sizes(value: float, text: str) -> None:
    assert plain(wording.size(value)) == text


def test_shares_and_money_never_call_something_nothing() -> None:
    assert [plain(wording.share(v)) for v in (0.0, 0.004, 0.715, 1.0)] == ["0 %", "under 1 %", "72 %", "100 %"]
    assert [wording.money(v) for v in (None, 0.0, 0.004, 1.25)] == ["–", "$0.00", "under $0.01", "$1.25"]


def test_contexts_are_named_as_models_are_sold() -> None:
    assert [plain(wording.tokens_of_context(v)) for v in (None, 32_768, 40_960, 1_000)] == ["–", "32 k", "40 k", "1 k"]


def test_moments_name_the_day_only_when_it_is_another() -> None:
    assert wording.moment(NOW - 60, NOW) == "09:29:00"
    assert wording.moment(NOW - 86_400, NOW) == "22 Nov, 09:30"


@pytest.mark.parametrize(
    ("left", "text"), [(250, "4 min"), (59, "59 s"), (0.4, "ends now"), (-5, "ends now"), (1e10 / 3, "for good")]
)
def test_how_long_a_model_stays(left: float, text: str) -> None:
    assert plain(wording.time_left(iso(NOW + left), NOW)) == text


def test_a_model_that_does_not_say_how_long_it_stays() -> None:
    assert wording.time_left("", NOW) == wording.time_left("soon", NOW) == "–"


@given(st.floats(0, 1e9))
def test_every_figure_is_short(value: float) -> None:
    assert all(
        len(text) <= 12
        for text in (wording.short_number(value), wording.seconds(value), wording.size(value), wording.duration(value))
    )
    assert not math.isnan(value)


def test_a_machine_for_a_screen_reader_and_for_the_quiet_line() -> None:
    up = host("mac", installed("qwen3:4b"), rtt_s=0.002, in_flight=1, activity=HostActivity.BUSY, version="0.33.0")
    mac = replace(up, loaded=(LoadedModel("qwen3:4b", 4096, 4_100_000_000),))
    said = plain(wording.host_sentence(mac, 90))
    assert said == "mac: answering, up for 1 min 30 s, round trip 2 ms, 1 model loaded, 4.1 GB, 1 running"
    assert plain(wording.host_line(mac, 90)) == "mac:11434 · Ollama 0.33.0 · up for 1 min 30 s · 1 model"
    assert wording.host_sentence(host("pc", state=HostState.UNKNOWN), 5) == "pc: not asked yet, nothing in memory"
    down = host("pc", state=HostState.DOWN, problem="pc refuses the connection.")
    assert plain(wording.host_sentence(down, 60)) == "pc: down for 1 min, nothing in memory, pc refuses the connection."


def test_a_pause_says_until_when() -> None:
    paused = host("mac", state=HostState.PAUSED, hold="rented until 17:00", in_flight=1)
    assert wording.host_word(paused) == "rented until 17:00 · draining, 1 answer left"


def test_outcomes_and_reasons() -> None:
    done = attempts()[0]
    assert wording.outcome(done) == "answered"
    assert wording.outcome(replace(done, is_degraded=True)) == "answered, degraded"
    assert wording.outcome(replace(done, outcome="weak:refusal")) == "weak: refusal"
    assert wording.outcome(replace(done, outcome="cancelled")) == "stopped"
    assert wording.outcome(replace(done, outcome="model-missing")) == "model missing"
    assert wording.why(replace(done, reasons=("short",), is_cloud=True)) == "left your network · short"
    assert wording.why(replace(done, reasons=(), attempt=2)) == "attempt 2"
    assert wording.why(replace(done, reasons=(), attempt=2, escalated_from="tiny:1b")) == "tiny:1b answered weakly"


def test_no_time_is_saved_until_it_can_be_said() -> None:
    assert wording.saved(TimeSaved()) == "–"
    assert plain(wording.saved(TimeSaved(-30.0))) == "\u221230 s"


def test_the_clock_is_local() -> None:
    now = time.time()
    assert wording.clock(now) == datetime.fromtimestamp(now).strftime("%H:%M")


@pytest.mark.parametrize(("value", "text"), [(None, "–"), (0, "0"), (9_876, "9,876"), (20_812, "20.8 k")])
def test_a_number_fits_a_narrow_column(value: int | None, text: str) -> None:
    assert plain(wording.narrow_number(value)) == text
