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
from tray_router.fleet.record import MODEL_COOLDOWN_MAX_S, MODEL_COOLDOWN_S, HostRecord
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
        now = fleet.request_started(now, model)
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
