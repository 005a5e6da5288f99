from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import failure, installed, record
from tray_router.errors import FailureKind
from tray_router.fleet import record as fleet
from tray_router.fleet.breaker import MODEL_COOLDOWN_MAX_S, MODEL_COOLDOWN_S
from tray_router.fleet.health import FLAP_WINDOW_S, STEADY_S
from tray_router.fleet.record import HostRecord
from tray_router.model import HostActivity, HostState, LoadedModel

MODELS = ("qwen3:4b", "llava", "LLaVA:latest")  # the last two are one model
Step = Callable[[HostRecord, float], HostRecord]

STEPS: st.SearchStrategy[Step] = st.one_of(
    st.just(lambda r, now: fleet.answered(r, "0.33.0", 0.01, now)),
    st.builds(
        lambda kind, model: lambda r, now: fleet.failed(r, failure(kind, model=model), now),
        st.sampled_from(FailureKind),
        st.sampled_from(("", *MODELS)),
    ),
    st.just(fleet.paused),
    st.just(fleet.resumed),
    st.builds(lambda model: lambda r, now: fleet.request_started(r, model), st.sampled_from(MODELS)),
    st.builds(lambda model: lambda r, now: fleet.request_ended(r, model), st.sampled_from(MODELS)),
    st.builds(
        lambda model, ctx: lambda r, now: fleet.first_token(r, model, ctx, now),
        st.sampled_from(MODELS),
        st.sampled_from((4096, 8192)),
    ),
    st.builds(
        lambda models: lambda r, now: fleet.inventoried(r, r.models, [LoadedModel(m, 4096) for m in models]),
        st.lists(st.sampled_from(MODELS[:2]), max_size=2, unique=True),
    ),
    st.just(lambda r, now: fleet.inventoried(r, [installed("qwen3:4b")], None)),
)


def walk(steps: list[Step], start: HostRecord | None = None) -> list[HostRecord]:
    """The records after each step; one second passes with each."""
    found = [start or record()]
    for now, step in enumerate(steps, start=100):
        found.append(step(found[-1], float(now)))
    return found


@given(st.lists(STEPS, max_size=25))
def test_a_record_stays_sane_whatever_happens(steps: list[Step]) -> None:
    records = walk(steps)
    for now, (before, after) in enumerate(itertools.pairwise(records), start=100):
        shown = fleet.status(after)
        assert all(count > 0 for count in after.in_flight.values())
        assert shown.in_flight == sum(after.in_flight.values()) >= 0
        assert after.since == (before.since if after.state is before.state else float(now))
        assert set(after.loading) <= set(after.in_flight)
        assert len({m.name.lower().removesuffix(":latest") for m in after.loaded}) == len(after.loaded)
        if after.state is HostState.UP:
            assert (shown.problem, shown.hint) == ("", "")
        if after.state in (HostState.DOWN, HostState.DEGRADED, HostState.STARTING, HostState.PAUSED):
            assert shown.problem
        if after.state is HostState.DOWN:
            assert after.rtt_s is None
        for trouble in after.troubles.values():
            assert trouble.reason
            assert trouble.until - now <= MODEL_COOLDOWN_MAX_S


@given(st.lists(STEPS, max_size=25))
def test_a_paused_machine_stays_paused_until_resumed(steps: list[Step]) -> None:
    resting = fleet.paused(record(), 99.0)
    for after in walk([step for step in steps if step is not fleet.resumed], resting):
        assert after.state is HostState.PAUSED
        assert (after.problem, after.hint) == (resting.problem, resting.hint)
        assert after.since == 99.0


@given(st.lists(STEPS, max_size=25))
def test_resuming_makes_a_machine_unknown_and_blameless(steps: list[Step]) -> None:
    last = fleet.resumed(fleet.paused(walk(steps)[-1], 200.0), 201.0)
    assert (last.state, last.problem, last.hint, last.since) == (HostState.UNKNOWN, "", "", 201.0)


@given(st.lists(st.sampled_from(MODELS), max_size=8))
def test_as_many_ends_as_starts_leave_nothing_running(models: list[str]) -> None:
    now = record()
    for model in models:
        now = fleet.request_started(now, model, 100.0)
    assert fleet.status(now).in_flight == len(models)
    for model in reversed(models):
        now = fleet.request_ended(now, model)
    assert now == record()


def test_cooldown_doubles_up_to_its_cap_and_a_first_token_ends_it() -> None:
    now, rests = record(), []
    for _ in range(9):
        now = fleet.failed(now, failure(FailureKind.CRASHED), 100.0)
        rests.append(now.troubles["qwen3:4b"].until - 100.0)
    assert rests == [15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 600.0, 600.0, 600.0]
    assert rests[0] == MODEL_COOLDOWN_S
    assert now.trouble("Qwen3:4B", 699.9) is not None
    assert now.trouble("qwen3:4b", 700.0) is None
    assert now.state is HostState.UP  # a model that crashes does not take its machine out
    cured = fleet.first_token(now, "qwen3:4b", 4096, 120.0)
    assert cured.troubles == {}
    again = fleet.failed(cured, failure(FailureKind.CRASHED), 130.0)
    assert again.troubles["qwen3:4b"].until == 130.0 + MODEL_COOLDOWN_S


def test_a_count_of_failures_never_overflows() -> None:
    now = record()
    for _ in range(2_000):
        now = fleet.failed(now, failure(FailureKind.CRASHED), 0.0)
    assert now.troubles["qwen3:4b"].until == MODEL_COOLDOWN_MAX_S


@pytest.mark.parametrize("kind", FailureKind)
def test_which_failures_rest_a_model(kind: FailureKind) -> None:
    up = fleet.answered(record(), "0.33.0", 0.01, 1.0)
    after = fleet.failed(up, failure(kind, model="qwen3"), 2.0)
    assert set(after.troubles) == ({"qwen3:latest"} if kind.is_model_trouble else set())
    assert fleet.failed(up, failure(kind, model=""), 2.0).troubles == {}


def test_a_machine_that_goes_down_forgets_what_was_in_memory() -> None:
    up = fleet.first_token(fleet.request_started(record(), "qwen3:4b"), "qwen3:4b", 8192, 1.0)
    down = fleet.failed(up, failure(FailureKind.REFUSED), 2.0)
    assert (down.state, down.loaded, down.in_flight) == (HostState.DOWN, (), {"qwen3:4b": 1})
    assert down.problem == "It failed: refused."
    assert fleet.status(down).rtt_s is None


def test_a_request_that_is_answered_clears_what_was_said_about_the_machine() -> None:
    down = fleet.failed(record(), failure(FailureKind.REFUSED), 1.0)
    up = fleet.first_token(down, "qwen3:4b", 4096, 2.0)
    assert (up.state, up.problem, up.hint) == (HostState.UP, "", "")
    busy = fleet.failed(down, failure(FailureKind.BUSY), 2.0)  # a refusal is an answer, too
    assert (busy.state, busy.problem, busy.hint) == (HostState.UP, "", "")


def test_a_cold_model_counts_as_loading_until_its_first_token() -> None:
    cold = fleet.request_started(record(), "qwen3:4b")
    assert fleet.status(cold).activity is HostActivity.LOADING
    warm = fleet.first_token(cold, "qwen3:4b", 8192, 1.0)
    assert fleet.status(warm).activity is HostActivity.BUSY
    assert warm.loaded == (LoadedModel("qwen3:4b", context_length=8192),)
    done = fleet.request_ended(warm, "qwen3:4b")
    assert fleet.status(done).activity is HostActivity.IDLE
    assert fleet.status(fleet.request_started(done, "QWEN3:4b")).activity is HostActivity.BUSY


def test_a_model_that_was_loaded_anew_is_known_with_its_new_context() -> None:
    before = record(loaded=(LoadedModel("qwen3:4b", context_length=4096, size_bytes=5, vram_bytes=5),))
    after = fleet.first_token(before, "qwen3:4b", 16_384, 1.0)
    assert after.loaded == (LoadedModel("qwen3:4b", context_length=16_384, size_bytes=5, vram_bytes=5),)


def test_a_machine_that_will_not_say_what_is_loaded_keeps_what_was_known() -> None:
    known = record(loaded=(LoadedModel("qwen3:4b", 4096),))
    assert fleet.inventoried(known, [installed("a")], None).loaded == known.loaded
    assert fleet.inventoried(known, [installed("a")], []).loaded == ()
    assert not known.has_inventory
    assert fleet.inventoried(known, [installed("a")], None).has_inventory


def test_silence_is_starting_or_degraded_first_and_down_later() -> None:
    silence = failure(FailureKind.SILENT, model="")
    assert fleet.failed(record(), silence, 1.0).state is HostState.STARTING
    up = fleet.answered(record(), "0.33.0", 0.01, 1.0)
    once = fleet.failed(up, silence, 2.0)
    twice = fleet.failed(once, silence, 3.0)
    assert (once.state, twice.state) == (HostState.DEGRADED, HostState.DOWN)


def test_a_machine_that_fell_silent_is_not_starting_because_it_stays_silent() -> None:
    silence, refused = failure(FailureKind.SILENT, model=""), failure(FailureKind.REFUSED, model="")
    now, states = fleet.answered(record(), "0.33.0", 0.01, 1.0), []
    for error in (silence, silence, silence, silence, refused, silence, silence):
        now = fleet.failed(now, error, 2.0)
        states.append(now.state.value)
    assert states == ["degraded", "down", "down", "down", "down", "starting", "starting"]


def test_two_silent_models_do_not_take_their_machine_down() -> None:
    up = replace(fleet.answered(record(), "0.33.0", 0.01, 1.0), loaded=(LoadedModel("qwen3:4b", 4096),))
    once = fleet.failed(up, failure(FailureKind.SILENT, model="qwen3:4b"), 2.0)
    twice = fleet.failed(once, failure(FailureKind.SILENT, model="llava"), 3.0)
    assert (once.state, twice.state) == (HostState.DEGRADED, HostState.DEGRADED)
    assert set(twice.troubles) == {"qwen3:4b", "llava:latest"}
    assert twice.loaded == up.loaded
    probed = fleet.failed(twice, failure(FailureKind.SILENT, model=""), 4.0)
    assert probed.state is HostState.DOWN


def test_what_others_see_is_what_is_recorded() -> None:
    now = replace(record("mac", installed("a")), priority=3, always_on=True, version="0.33.0-simulated", rtt_s=0.2)
    shown = fleet.status(now)
    assert (shown.name, shown.url, shown.priority, shown.always_on) == ("mac", "http://mac:11434", 3, True)
    assert (shown.models, shown.version, shown.rtt_s) == (now.models, now.version, 0.2)
    assert shown.is_simulated
    assert shown.is_usable


# --- the breaker of a model -------------------------------------------------------------------------------


def crashed(now: float = 100.0) -> HostRecord:
    up = fleet.answered(record(), "0.33.0", 0.01, now)
    return fleet.failed(up, failure(FailureKind.CRASHED), now)


def test_after_a_cooldown_exactly_one_request_tries_the_model() -> None:
    rested_at = 100.0 + MODEL_COOLDOWN_S
    rested = crashed()
    assert rested.trouble("qwen3:4b", rested_at) is None  # it may be tried
    tried = fleet.request_started(rested, "Qwen3:4b", rested_at)
    assert tried.trouble("qwen3:4b", rested_at) is not None  # by nobody else meanwhile
    assert tried.trouble("qwen3:4b", rested_at + 3_600.0) is not None


def test_a_trial_that_succeeds_ends_the_trouble_and_one_that_fails_doubles_the_rest() -> None:
    tried = fleet.request_started(crashed(), "qwen3:4b", 115.0)
    fine = fleet.request_ended(fleet.first_token(tried, "qwen3:4b", 4096, 116.0), "qwen3:4b")
    assert fine.trouble("qwen3:4b", 116.0) is None
    again = fleet.request_ended(fleet.failed(tried, failure(FailureKind.CRASHED), 116.0), "qwen3:4b")
    assert again.trouble("qwen3:4b", 116.0 + 2 * MODEL_COOLDOWN_S - 0.1) is not None
    assert again.trouble("qwen3:4b", 116.0 + 2 * MODEL_COOLDOWN_S) is None


def test_a_trial_that_is_stopped_leaves_the_model_to_the_next_one() -> None:
    tried = fleet.request_started(crashed(), "qwen3:4b", 115.0)
    stopped = fleet.request_ended(tried, "qwen3:4b")
    assert stopped.trouble("qwen3:4b", 115.0) is None
    assert fleet.request_started(stopped, "qwen3:4b", 115.0).trouble("qwen3:4b", 115.0) is not None


def test_of_two_requests_on_trial_the_last_ends_it() -> None:
    both = fleet.request_started(fleet.request_started(crashed(), "qwen3:4b"), "qwen3:4b")
    one = fleet.request_ended(both, "qwen3:4b")
    assert one.trouble("qwen3:4b", 1_000.0) is not None
    assert fleet.request_ended(one, "qwen3:4b").trouble("qwen3:4b", 1_000.0) is None


# --- machines that come and go ----------------------------------------------------------------------------


def fallen(times: int, now: float = 100.0) -> HostRecord:
    """A machine that was up and down again so often, a second apart; it is down at the end."""
    found = fleet.answered(record(), "0.33.0", 0.01, now)
    for number in range(times):
        found = fleet.failed(found, failure(FailureKind.REFUSED, model=""), now + number)
        if number < times - 1:
            found = fleet.answered(found, "0.33.0", 0.01, now + number)
    return found


def test_a_machine_that_restarts_once_or_twice_is_up_at_once() -> None:
    for times in (1, 2):
        down = fallen(times)
        assert not down.is_flapping
        assert fleet.answered(down, "0.33.0", 0.01, 110.0).state is HostState.UP


def test_a_machine_that_comes_and_goes_is_only_degraded_until_it_has_proved_itself() -> None:
    down = fallen(3)
    assert fleet.status(down).is_flapping
    back = fleet.answered(down, "0.33.0", 0.01, 103.0)
    assert back.state is HostState.DEGRADED
    assert back.problem == "mac comes and goes: 3 times in 5 minutes."
    still = fleet.answered(back, "0.33.0", 0.01, 102.0 + STEADY_S - 0.1)
    assert still.state is HostState.DEGRADED
    assert fleet.first_token(still, "qwen3:4b", 4096, 110.0).state is HostState.DEGRADED  # nor by a question
    steady = fleet.answered(still, "0.33.0", 0.01, 102.0 + STEADY_S)
    assert (steady.state, steady.problem, steady.is_flapping) == (HostState.UP, "", False)


def test_falls_that_are_long_past_do_not_count() -> None:
    down = fallen(2)
    later = 101.0 + FLAP_WINDOW_S
    up = fleet.answered(down, "0.33.0", 0.01, later)
    again = fleet.failed(up, failure(FailureKind.REFUSED, model=""), later)
    assert not again.is_flapping
    assert len(again.falls) == 1


def test_a_machine_that_is_resumed_begins_anew() -> None:
    back = fleet.resumed(fleet.paused(fallen(5), 110.0), 111.0)
    assert (back.is_flapping, back.falls) == (False, ())
    assert fleet.answered(back, "0.33.0", 0.01, 112.0).state is HostState.UP


# --- what is no news, and why a machine rests -------------------------------------------------------------


def test_a_probe_without_news_leaves_the_very_same_record() -> None:
    up = fleet.answered(record(), "0.33.0", 0.010, 100.0)
    assert fleet.answered(up, "0.33.0", 0.010, 101.0) is up
    assert fleet.answered(up, "0.33.0", 0.014, 102.0) is up  # less than half as much again
    assert fleet.answered(up, "0.33.0", 0.016, 103.0).rtt_s == 0.016
    near = fleet.answered(record(), "0.33.0", 0.0005, 100.0)
    assert fleet.answered(near, "0.33.0", 0.0020, 101.0) is near  # four times nothing
    assert fleet.answered(near, "0.34.0", 0.0005, 102.0).version == "0.34.0"


def test_why_and_until_when_a_machine_rests_is_seen_by_all() -> None:
    busy = fleet.request_started(fleet.answered(record(), "0.33.0", 0.01, 1.0), "qwen3:4b")
    rented = fleet.status(fleet.paused(busy, 2.0, "rented until 17:00", "Look into the settings."))
    assert (rented.problem, rented.hint) == ("Rented until 17:00.", "Look into the settings.")
    assert rented.is_draining
    assert rented.hold_words == "rented until 17:00 · draining, 1 answer left"
    assert fleet.status(fleet.paused(record(), 2.0)).hold_words == "paused"
    assert fleet.status(busy).hold_words == ""
    assert fleet.status(fleet.resumed(fleet.paused(busy, 2.0), 3.0)).hold == ""


def test_a_model_that_the_machine_does_not_know_is_no_longer_among_its_models() -> None:
    both = fleet.inventoried(record(), [installed("qwen3:4b"), installed("llava")], [LoadedModel("llava", 4096)])
    after = fleet.failed(both, failure(FailureKind.MODEL_MISSING, model="LLaVA:latest"), 5.0)
    assert [model.name for model in after.models] == ["qwen3:4b"]
    assert after.loaded == ()
    assert after.trouble("llava", 6.0) is not None


def test_an_answer_that_was_cut_off_is_no_sign_of_life() -> None:
    down = fleet.failed(fleet.answered(record(), "0.33.0", 0.01, 1.0), failure(FailureKind.REFUSED), 2.0)
    after = fleet.failed(down, failure(FailureKind.INCOMPLETE, model="llava"), 2.1)
    assert after.state is HostState.DOWN
    up = fleet.answered(record(), "0.33.0", 0.01, 1.0)
    assert fleet.failed(up, failure(FailureKind.INCOMPLETE, model="llava"), 2.1).state is HostState.UP
