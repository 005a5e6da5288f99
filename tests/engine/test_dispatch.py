from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import VISION, failure, installed
from tests.engine.fakes import FINE, FINE_TEXT, Bench, Break, Done, Fail, Say, Script, Think, Wait, bench, route, up
from tests.leftovers import LogWatch
from tests.loops import run_virtual
from tray_router.errors import ExitCode, FailureKind, RoutingError
from tray_router.events import (
    Cancelled,
    Completed,
    Failed,
    Restarted,
    Routed,
    Token,
    Waiting,
    WaitReason,
    is_terminal,
)
from tray_router.fleet import record as fleet
from tray_router.model import AnswerStats, Capability, HostState, Message, Override, Request, Role

K = FailureKind
SMALL, BIG, SEES = installed("small"), installed("big", parameters_b=30.0), installed("llava", VISION)
pytestmark = pytest.mark.virtual_time


@pytest.fixture(autouse=True)
def transitions_are_logged(allow_log: Callable[[str], None]) -> None:
    """Machines that fail here go down, which is logged; ``test_fleet_tracker`` looks at how."""
    allow_log(r"^(mac|pc): \w+ -> (down|degraded) ")
    allow_log(r"^\w+ on (mac|pc) is stuck; ")


def two(loaded: str = "small") -> Bench:
    """small@mac is asked first, then big@pc."""
    return bench(
        up("mac", SMALL, loaded=[loaded]), up("pc", BIG, loaded=["big"]), routes=[route("quick", "small", "big")]
    )


def kinds(made: Bench) -> list[str]:
    return [type(event).__name__ for event in made.events]


async def test_an_answer_is_routed_streamed_and_completed() -> None:
    made = two()
    made.backend.plays("small@mac", (Think("hm"), Say(FINE_TEXT), Say(" As I"), Done(text=" said.")))
    assert await made.run() == f"{FINE_TEXT} As I said."
    assert kinds(made) == ["Routed", "Thinking", "Token", "Token", "Token", "Completed"]
    (routed,) = made.of(Routed)
    assert (routed.request_id, routed.route, routed.model, routed.host) == ("r1", "quick", "small", "mac")
    assert (routed.confidence, routed.reasons, routed.attempt, routed.is_degraded) == (0.9, ("because",), 1, False)
    assert isinstance(made.terminal, Completed)
    assert made.terminal.stats.answer_tokens == 5
    assert made.terminal.notice == ""
    made.check_tidy()


async def test_the_next_candidate_is_asked_before_the_first_token_only() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(0.1), Fail(K.CRASHED)))
    assert await made.run() == FINE_TEXT
    first, second = made.of(Routed)
    assert (first.model, second.model, second.attempt) == ("small", "big", 2)
    assert [(r.model, r.host, r.reason) for r in second.rejections] == [("small", "mac", "small@mac failed: crashed")]
    assert made.of(Restarted) == []
    made.check_tidy()


async def test_a_broken_stream_keeps_its_text_and_asks_nobody_else() -> None:
    made = two()
    made.backend.plays("small@mac", (Say("half an "), Say("ans"), Fail(K.INCOMPLETE)))
    assert await made.run() == "half an ans"
    assert len(made.of(Routed)) == 1
    assert isinstance(made.terminal, Failed)
    assert made.terminal.has_partial
    assert made.terminal.exit_code == ExitCode.NO_ANSWER
    assert made.terminal.title == "small@mac failed: incomplete."
    assert made.terminal.hint == "Try again."
    made.check_tidy()


async def test_thinking_that_broke_off_is_announced_as_restarted_with_the_reason() -> None:
    made = two()
    made.backend.plays("small@mac", (Think("let me"), Think(" see"), Fail(K.CRASHED)))
    assert await made.run() == FINE_TEXT
    assert kinds(made) == ["Routed", "Thinking", "Thinking", "Restarted", "Routed", "Token", "Completed"]
    assert made.of(Restarted) == [Restarted("r1", "small@mac failed: crashed.")]


async def test_thinking_that_broke_off_with_nobody_left_is_no_restart() -> None:
    made = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")])
    made.backend.plays("small@mac", (Think("let me"), Fail(K.OUT_OF_MEMORY)))
    await made.run()
    assert kinds(made) == ["Routed", "Thinking", "Failed"]
    assert isinstance(made.terminal, Failed)
    assert not made.terminal.has_partial


async def test_a_restart_is_not_announced_twice() -> None:
    made = bench(
        up("mac", SMALL, BIG, SEES, loaded=["small", "big", "llava"]), routes=[route("quick", "small", "big", "llava")]
    )
    made.backend.plays("small@mac", (Think("let me"), Fail(K.CRASHED)))
    made.backend.plays("big@mac", (Fail(K.CRASHED),))
    await made.run()
    assert kinds(made) == ["Routed", "Thinking", "Restarted", "Routed", "Routed", "Token", "Completed"]


async def test_a_stream_that_just_ends_is_no_answer() -> None:
    made = two()
    made.backend.plays("small@mac", ())
    assert await made.run() == FINE_TEXT
    assert [u.outcome for u in made.usage.records] == ["incomplete", "completed"]
    made = two()
    made.backend.plays("small@mac", (Say("half"),))
    assert await made.run() == "half"
    assert isinstance(made.terminal, Failed)
    assert made.terminal.has_partial


async def test_permanent_failures_are_not_tried_elsewhere() -> None:
    for kind in (K.BAD_REQUEST, K.BAD_IMAGE):
        made = two()
        made.backend.plays("small@mac", (Fail(kind),))
        await made.run()
        assert len(made.of(Routed)) == 1
        assert isinstance(made.terminal, Failed)


async def test_when_everybody_fails_the_last_error_and_all_reasons_are_told() -> None:
    made = two()
    made.backend.plays("small@mac", (Fail(K.REFUSED),))
    made.backend.plays("big@pc", (Fail(K.OUT_OF_MEMORY),))
    assert await made.run() == ""
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title == "big@pc failed: out-of-memory."
    assert [(r.model, r.reason) for r in made.terminal.rejections] == [
        ("small", "small@mac failed: refused"),
        ("big", "big@pc failed: out-of-memory"),
    ]
    assert not made.terminal.has_partial


# --- context --------------------------------------------------------------------------------------------


async def test_a_prompt_that_did_not_fit_is_tried_once_more_with_the_servers_count() -> None:
    made = two()
    made.backend.plays("small@mac", (Fail(K.CONTEXT_EXCEEDED, 6_023),))
    assert await made.run() == FINE_TEXT
    assert [(a.candidate.model, a.num_ctx) for a in made.backend.asked] == [("small", 4_096), ("small", 8_192)]
    assert [r.attempt for r in made.of(Routed)] == [1, 2]


async def test_it_is_tried_only_once_more() -> None:
    made = two()
    made.backend.plays("small@mac", (Fail(K.CONTEXT_EXCEEDED, 6_023),), (Fail(K.CONTEXT_EXCEEDED, 9_000),))
    assert await made.run() == FINE_TEXT
    assert [a.candidate.model for a in made.backend.asked] == ["small", "small", "big"]


@pytest.mark.parametrize("needed", [None, 32_768, 50_000])
async def test_a_prompt_that_can_never_fit_goes_to_the_next(needed: int | None) -> None:
    made = two()
    made.backend.plays("small@mac", (Fail(K.CONTEXT_EXCEEDED, needed),))
    await made.run()
    assert [a.candidate.model for a in made.backend.asked] == ["small", "big"]


async def test_the_loaded_context_is_asked_for_again() -> None:
    made = bench(up("mac", SMALL), routes=[route("quick", "small")])
    await made.run(Request("r1", content="word " * 4_000))
    await made.run(Request("r2", instruction="short"))
    assert [a.num_ctx for a in made.backend.asked] == [16_384, 16_384]
    assert made.backend.asked[1].first_token_s < made.backend.asked[0].first_token_s


# --- waiting --------------------------------------------------------------------------------------------


async def test_a_cold_model_is_waited_for_and_shown_not_abandoned() -> None:
    made = two(loaded="other")
    made.backend.plays("small@mac", (Wait(3.0), *FINE))
    await made.run()
    waits = made.of(Waiting)
    assert [(w.reason, w.model, w.host) for w in waits] == [(WaitReason.LOADING, "small", "mac")] * 3
    assert [w.waited_s for w in waits] == pytest.approx([0.25, 1.25, 2.25])
    assert len(made.of(Routed)) == 1


async def test_a_warm_model_that_is_silent_is_reading_or_queued() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(1.0), *FINE), (Wait(2.0), *FINE))
    await asyncio.gather(made.run(Request("r1", instruction="a")), made.run(Request("r2", instruction="b")))
    assert {w.reason for w in made.of(Waiting)} == {WaitReason.QUEUED, WaitReason.READING}


async def test_a_machine_that_goes_away_meanwhile_is_left_for_the_next() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(3_600.0), *FINE))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(2.0)
    gone = failure(K.REFUSED, model="")
    made.tracker.apply("mac", lambda r: fleet.failed(r, gone, asyncio.get_running_loop().time()))
    assert await task == FINE_TEXT
    first, second = made.usage.records
    assert (first.outcome, second.outcome) == ("unreachable", "completed")
    assert first.stats.total_s == pytest.approx(2.25)


async def test_a_machine_that_was_down_before_may_take_its_time() -> None:
    made = two()
    gone = failure(K.REFUSED, model="")
    made.tracker.apply("mac", lambda r: fleet.failed(r, gone, 0.0))
    made.backend.plays("small@mac", (Wait(30.0), *FINE))
    assert await made.run(Request("r1", instruction="x", override=Override(host="mac"))) == FINE_TEXT
    assert [r.host for r in made.of(Routed)] == ["mac"]


async def test_a_quick_answer_is_not_commented() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(0.2), *FINE))
    await made.run()
    assert made.of(Waiting) == []


# --- stopping -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "text"),
    [((Wait(60.0), *FINE), ""), ((Say("half"), Wait(60.0), *FINE), "half"), ((Think("hm"), Wait(60.0)), "")],
)
async def test_stopping_closes_the_stream_and_says_so(script: Script, text: str) -> None:
    made = two()
    made.backend.plays("small@mac", script)
    task = asyncio.create_task(made.run())
    await asyncio.sleep(5.0)
    assert made.backend.open_streams == 1
    task.cancel()
    assert await task == text
    assert made.terminal == Cancelled("r1")
    assert [u.outcome for u in made.usage.records] == ["cancelled"]
    made.check_tidy()
    assert made.tracker.cooldowns() == ()  # that the user stopped is no fault of the model


async def test_an_answer_that_was_stopped_because_it_was_slow_counts_as_slow() -> None:
    made = bench(up("mac", SMALL, loaded=["small"]), routes=[route("quick", "small")])
    made.backend.plays("small@mac", tuple(part for _ in range(40) for part in (Say("w "), Wait(0.5))))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(10.2)
    task.cancel()
    await task
    known = made.tracker.record("mac")
    assert known is not None
    assert known.figures_of("small").tokens_per_s == pytest.approx(2.0, rel=0.05)
    assert known.figures_of("small").attempts == 0
    made.check_tidy()


# --- nobody can -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request("r1", instruction="x"), "No machine can take the question"),
        (Request("r1", instruction="x", images=(b"png",)), "can see images"),
        (Request("r1", instruction="x", override=Override(model="phi4")), "phi4 cannot be asked"),
        (Request("r1", instruction="x", override=Override(model="phi4", host="nas")), "phi4 cannot be asked on nas"),
    ],
)
async def test_a_question_that_nobody_can_take_fails_with_reasons(request_: Request, words: str) -> None:
    made = bench(up("mac", installed("bge", {Capability.EMBEDDING})), routes=[route("quick", "small@gone")])
    await made.run(request_)
    assert isinstance(made.terminal, Failed)
    assert words in made.terminal.title
    assert made.terminal.hint
    assert made.terminal.exit_code == ExitCode.NO_ANSWER
    assert made.terminal.rejections
    assert made.usage.records == []


async def test_where_everybody_is_held_it_is_said_by_whom_and_how_it_ends(allow_log: Callable[[str], None]) -> None:
    allow_log("paused")
    made = bench(up("mac", SMALL), up("pc", SMALL), routes=[route("quick", "small")])
    made.tracker.apply("mac", lambda r: fleet.paused(r, 1.0))
    made.tracker.apply("pc", lambda r: fleet.paused(r, 1.0, "rented until 17:00"))
    await made.run(Request("r1", instruction="x"))
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title == "No machine may be asked now: mac is paused, pc is rented until 17:00."
    assert "tray-router hosts resume mac" in made.terminal.hint


async def test_where_nothing_is_installed_it_is_said_what_to_install() -> None:
    made = bench(up("mac"), routes=[])
    await made.run(Request("r1", instruction="x"))
    assert isinstance(made.terminal, Failed)
    assert made.terminal.title == "No model is installed on mac."
    assert "ollama pull" in made.terminal.hint


async def test_a_follow_up_to_an_image_needs_vision_too() -> None:
    made = bench(up("mac", SMALL, SEES), routes=[route("quick", "small", "llava")])
    history = (Message(Role.USER, "look", (b"png",)), Message(Role.ASSISTANT, "a cat"))
    await made.run(Request("r1", instruction="which breed?", history=history))
    assert [r.model for r in made.of(Routed)] == ["llava"]


# --- figures --------------------------------------------------------------------------------------------


async def test_every_attempt_is_recorded_with_its_outcome() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(0.5), Fail(K.BUSY)))
    made.backend.plays("big@pc", (Wait(0.25), Say("a"), Wait(1.0), Done()))
    await made.run()
    first, second = made.usage.records
    assert (first.outcome, first.attempt, first.model, first.host, first.route) == ("busy", 1, "small", "mac", "quick")
    assert first.stats == AnswerStats(total_s=first.stats.total_s)
    assert first.stats.total_s == pytest.approx(0.5)
    assert (second.outcome, second.attempt, second.confidence) == ("completed", 2, 0.9)
    assert second.stats.first_token_s == pytest.approx(0.25)
    assert second.stats.total_s == pytest.approx(1.25)
    assert (second.stats.prompt_tokens, second.stats.answer_tokens) == (3, 5)


async def test_an_answer_cut_at_its_limit_says_so() -> None:
    made = two()
    made.backend.plays("small@mac", (Say(FINE_TEXT), Done(AnswerStats(done_reason="length"))))
    await made.run()
    assert isinstance(made.terminal, Completed)
    assert "cut" in made.terminal.notice or "stopped in the middle" in made.terminal.notice


async def test_a_simulated_machine_is_marked_as_such() -> None:
    made = two()
    made.tracker.apply("mac", lambda r: r.__class__(**{**_fields(r), "version": "0.33.0-simulated"}))
    await made.run()
    assert made.of(Routed)[0].is_simulated


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]


# --- what the fleet learns ------------------------------------------------------------------------------


async def test_a_refused_connection_takes_the_machine_out_and_a_crash_only_the_model(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("mac: up -> down")
    made = two()
    made.backend.plays("small@mac", (Fail(K.REFUSED),))
    await made.run()
    host = made.tracker.snapshot().host("mac")
    assert host is not None
    assert host.state is HostState.DOWN
    crashed = two()
    crashed.backend.plays("small@mac", (Fail(K.CRASHED),))
    await crashed.run()
    host = crashed.tracker.snapshot().host("mac")
    assert host is not None
    assert host.state is HostState.UP
    assert [(c.model, c.host) for c in crashed.tracker.cooldowns()] == [("small:latest", "mac")]
    assert crashed.dispatcher.plan(Request("r2", instruction="x")).candidates[0].model == "big"


async def test_a_first_token_marks_the_model_as_loaded() -> None:
    made = two(loaded="other")
    await made.run()
    host = made.tracker.snapshot().host("mac")
    assert host is not None
    assert host.loaded_model("small") is not None


async def test_a_machine_that_leaves_the_settings_meanwhile_does_no_harm() -> None:
    made = two()
    made.backend.plays("small@mac", (Wait(5.0), *FINE))
    task = asyncio.create_task(made.run())
    await asyncio.sleep(1.0)
    made.tracker.replace_machines([up("pc", BIG)])
    assert await task == FINE_TEXT
    made.check_tidy()


# --- what should not happen -----------------------------------------------------------------------------


async def test_an_unexpected_error_ends_the_request_and_is_logged(
    expect_log: Callable[[str], None], log_watch: LogWatch
) -> None:
    expect_log("unexpected error")
    made = two()
    made.backend.plays("small@mac", (Break(ZeroDivisionError("boom")),))
    await made.run()
    assert isinstance(made.terminal, Failed)
    assert made.terminal.exit_code == ExitCode.UNEXPECTED
    assert "boom" not in made.terminal.title + made.terminal.hint
    assert [u.outcome for u in made.usage.records] == ["unexpected"]
    assert log_watch.records[0].exc_info is not None
    made.check_tidy()


async def test_an_unexpected_error_inside_an_answer_keeps_what_came(expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected error")
    made = two()
    made.backend.plays("small@mac", (Say("half"), Break(ZeroDivisionError("boom"))))
    assert await made.run() == "half"
    assert isinstance(made.terminal, Failed)
    assert made.terminal.has_partial
    made.check_tidy()


async def test_a_classifier_that_fails_fails_the_request(expect_log: Callable[[str], None]) -> None:
    def refuse(request: Request) -> None:
        raise RoutingError("No route fits.", "Add one.")

    made = bench(up("mac", SMALL), classify=refuse)
    await made.run()
    assert isinstance(made.terminal, Failed)
    assert (made.terminal.title, made.terminal.hint, made.terminal.exit_code) == ("No route fits.", "Add one.", 3)
    expect_log("unexpected error")
    made = bench(up("mac", SMALL), classify=lambda request: {}["nothing"])
    await made.run()
    assert isinstance(made.terminal, Failed)


# --- weak answers ---------------------------------------------------------------------------------------

REFUSAL = "I'm sorry, but I can't help with that."


def escalating() -> Bench:
    """small@mac answers first, and big@pc when that was weak."""
    machines = up("mac", SMALL, loaded=["small"]), up("pc", BIG, loaded=["big"])
    return bench(*machines, routes=[route("quick", "small", "big")], retries_weak=True)


async def test_a_weak_answer_is_asked_again_once_on_the_bigger_model() -> None:
    made = escalating()
    made.backend.plays("small@mac", (Say(REFUSAL), Done()))
    assert await made.run() == FINE_TEXT
    assert kinds(made) == ["Routed", "Token", "Restarted", "Routed", "Token", "Completed"]
    (restarted,) = made.of(Restarted)
    assert "small answered weakly" in restarted.reason
    assert "Asking big on pc." in restarted.reason
    assert isinstance(made.terminal, Completed)
    assert made.terminal.notice == ""
    assert [u.escalated_from for u in made.usage.records] == ["", "small"]
    assert made.usage.records[1].outcome == "completed"


async def test_it_is_asked_again_only_once() -> None:
    made = escalating()
    made.backend.plays("small@mac", (Say(REFUSAL), Done()))
    made.backend.plays("big@pc", (Say(REFUSAL), Done()))
    assert await made.run() == REFUSAL
    assert len(made.of(Routed)) == 2


async def test_when_the_bigger_model_fails_the_first_answer_is_back_with_a_word_of_doubt() -> None:
    made = escalating()
    made.backend.plays("small@mac", (Say("Ok."), Done()))
    made.backend.plays("big@pc", (Say("I "), Fail(K.CRASHED)))
    assert await made.run() == "Ok."
    assert kinds(made) == ["Routed", "Token", "Restarted", "Routed", "Token", "Restarted", "Token", "Completed"]
    assert isinstance(made.terminal, Completed)
    assert "may be weak" in made.terminal.notice
    assert made.terminal.stats.answer_tokens == 5  # those of the answer that is shown
    made.check_tidy()


async def test_an_answer_that_goes_in_circles_is_left_and_the_machine_stopped() -> None:
    made = escalating()
    circles = (*[Say("The same sentence again and again. ")] * 400, Done())
    made.backend.plays("small@mac", circles)
    assert await made.run() == FINE_TEXT
    assert 0 < len(made.of(Token)) < 400
    assert made.usage.records[0].outcome.startswith("weak:")
    made.check_tidy()


async def test_an_answer_that_was_left_and_comes_back_is_not_passed_off_as_whole() -> None:
    made = escalating()
    made.backend.plays("small@mac", (*[Say("The same sentence again and again. ")] * 400, Done()))
    made.backend.plays("big@pc", (Fail(K.CRASHED),))
    assert (await made.run()).startswith("The same sentence")
    assert isinstance(made.terminal, Completed)
    assert "stopped before its end" in made.terminal.notice


async def test_a_weak_answer_of_the_model_chosen_by_hand_stays_with_a_word_of_doubt() -> None:
    made = escalating()
    made.backend.plays("small@mac", (Say(REFUSAL), Done()))
    await made.run(Request("r1", instruction="why?", override=Override(model="small")))
    assert kinds(made) == ["Routed", "Token", "Completed"]
    assert isinstance(made.terminal, Completed)
    assert "may be weak" in made.terminal.notice


# --- any script at all ----------------------------------------------------------------------------------

STEPS = st.one_of(
    st.sampled_from(["a", "b ", ""]).map(Say),
    st.sampled_from(["hm", ""]).map(Think),
    st.sampled_from([0.0, 0.2, 0.3, 4.0]).map(Wait),
)
ENDS = st.one_of(
    st.just(()),
    st.just((Done(),)),
    st.just((Done(text="z"),)),
    st.builds(lambda kind, needed: (Fail(kind, needed),), st.sampled_from(FailureKind), st.sampled_from([None, 6_000])),
)
SCRIPTS = st.builds(lambda steps, end: (*steps, *end), st.lists(STEPS, max_size=4), ENDS)


@settings(max_examples=200)
@given(
    st.lists(SCRIPTS, max_size=5),
    st.lists(SCRIPTS, max_size=3),
    st.lists(SCRIPTS, max_size=3),
    st.none() | st.sampled_from([0.0, 0.1, 0.25, 3.0]),
    st.booleans(),
)
def test_any_script_ends_with_exactly_one_terminal_event(
    mac: list[Script], pc: list[Script], big: list[Script], cancelled_after_s: float | None, retries_weak: bool
) -> None:
    async def run() -> tuple[Bench, str]:
        machines = up("mac", SMALL, loaded=["small"]), up("pc", SMALL, BIG)
        made = bench(*machines, routes=[route("quick", "small", "big")], retries_weak=retries_weak)
        made.backend.plays("small@mac", *mac)
        made.backend.plays("small@pc", *pc)
        made.backend.plays("big@pc", *big)
        task = asyncio.create_task(made.run())
        if cancelled_after_s is not None:
            await asyncio.sleep(cancelled_after_s)
            task.cancel()
        return made, await task

    made, answer = run_virtual(run)
    names = kinds(made)
    assert sum(is_terminal(event) for event in made.events) == 1
    assert is_terminal(made.events[-1])
    assert all(getattr(event, "request_id", "") == "r1" for event in made.events)
    assert len(made.usage.records) == len(made.of(Routed))
    assert len(made.backend.asked) in (len(made.of(Routed)), len(made.of(Routed)) - 1)  # one was stopped connecting
    assert [routed.attempt for routed in made.of(Routed)] == list(range(1, len(made.of(Routed)) + 1))
    assert _text_since_restart(made) == answer
    _check_that_nothing_is_replaced_in_silence(names)
    if not retries_weak and "Token" in names:
        assert "Routed" not in names[names.index("Token") :], "nobody else is asked once text was shown"
    if isinstance(made.terminal, Failed):
        assert made.terminal.title
        assert made.terminal.has_partial == bool(answer)
    if isinstance(made.terminal, Completed):
        assert made.usage.records[-1].outcome == "completed" or made.terminal.notice
    made.check_tidy()


def _text_since_restart(made: Bench) -> str:
    restarts = [at for at, event in enumerate(made.events) if isinstance(event, Restarted)]
    present = made.events[restarts[-1] :] if restarts else made.events
    return "".join(event.text for event in present if isinstance(event, Token))


def _check_that_nothing_is_replaced_in_silence(names: list[str]) -> None:
    is_shown = False
    for name, following in itertools.pairwise([*names, "end"]):
        if name in ("Token", "Thinking"):
            is_shown = True
        elif name == "Restarted":
            assert following in ("Routed", "Token"), "somebody is asked, or the first answer comes back"
            is_shown = False
        elif name == "Routed":
            assert not is_shown, "what was shown is never replaced in silence"
