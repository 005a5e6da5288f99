"""What the popup shows, folded from messages; no Qt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.events import (
    Cancelled,
    Completed,
    Failed,
    Restarted,
    Routed,
    Thinking,
    Token,
    Waiting,
    WaitReason,
)
from tray_router.model import AnswerStats, CaptureOrigin
from tray_router.window.state import PopupState
from tray_router.window.turn import TextBuffer, Turn, TurnPhase
from tray_router.wire.window import BeginAnswer, Explained, ShowPopup, ShowProblem

ROUTED = Routed("r", "code", "m", "h")


def opened(*, will_send: bool = True) -> PopupState:
    state = PopupState()
    state.apply(ShowPopup("s", "text", origin=CaptureOrigin.SELECTION, will_send=will_send), 0.0)
    return state


def asked(*events: object) -> tuple[PopupState, Turn]:
    """A session with one question and these events, one second apart from 1.0 on."""
    state = opened()
    turn = state.apply(BeginAnswer("s", "r", "why?"), 0.0)
    assert turn is not None
    for number, event in enumerate(events, 1):
        state.apply(event, float(number))  # type: ignore[arg-type]
    return state, turn


def test_a_session_shows_its_capture_and_waits_for_its_question() -> None:
    state = opened()
    assert (state.session, state.capture.text, state.capture.origin) == ("s", "text", CaptureOrigin.SELECTION)
    assert state.is_about_to_ask
    assert not state.can_submit
    assert not (state.can_stop or state.can_copy or state.can_retry)


def test_a_capture_that_is_not_sent_waits_for_the_user() -> None:
    state = opened(will_send=False)
    assert state.can_submit
    assert not state.is_about_to_ask


def test_a_new_session_forgets_the_old_one() -> None:
    state, _ = asked(Token("r", "x"))
    state.apply(ShowProblem("p"), 0.0)
    state.apply(ShowPopup("s2", "other"), 9.0)
    assert (state.session, state.turns, state.problem) == ("s2", [], None)


@pytest.mark.parametrize("session", ["", "other"])
def test_a_question_of_another_session_changes_nothing(session: str) -> None:
    state = opened()
    assert state.apply(BeginAnswer(session, "r"), 0.0) is None
    assert state.turns == []


def test_tokens_are_appended_and_thinking_is_kept_apart() -> None:
    _, turn = asked(ROUTED, Thinking("r", "hm"), Thinking("r", "m"), Token("r", "a"), Token("r", "b"))
    assert (turn.answer, turn.thinking, turn.phase) == ("ab", "hmm", TurnPhase.ANSWERING)
    assert turn.thought_s(99.0) == 2.0  # from the first piece at 2.0 to the first token at 4.0


def test_thinking_grows_with_the_time_until_it_ends() -> None:
    _, turn = asked(ROUTED, Thinking("r", "hm"))
    assert turn.thought_s(7.5) == 5.5
    assert asked(ROUTED)[1].thought_s(7.5) is None


def test_waiting_grows_with_the_time() -> None:
    _, turn = asked(ROUTED, Waiting("r", WaitReason.LOADING, "m", "h", 3.0))
    assert turn.phase is TurnPhase.WAITING
    assert turn.waited_s(4.0) == 5.0


def test_waiting_between_tokens_does_not_hide_the_answer() -> None:
    _, turn = asked(ROUTED, Token("r", "a"), Waiting("r", WaitReason.QUEUED, "m", "h"))
    assert turn.phase is TurnPhase.ANSWERING


def test_a_restart_keeps_the_earlier_answer_and_its_author() -> None:
    second = Routed("r", "code", "m2", "h2")
    events = (ROUTED, Thinking("r", "t"), Token("r", "half"), Restarted("r", "it went away"), second, Token("r", "new"))
    state, turn = asked(*events)
    assert [(e.text, e.reason, e.routed) for e in turn.earlier] == [("half", "it went away", ROUTED)]
    assert (turn.answer, turn.thinking, turn.routed, turn.restart_reason) == ("new", "", second, "it went away")
    assert state.copyable == "new"


def test_a_restart_before_any_text_keeps_nothing_but_its_reason() -> None:
    _, turn = asked(ROUTED, Restarted("r", "busy"))
    assert (turn.earlier, turn.restart_reason, turn.phase) == ([], "busy", TurnPhase.ASKED)


@pytest.mark.parametrize(
    ("end", "phase"),
    [
        (Completed("r", AnswerStats(answer_tokens=3), "cut"), TurnPhase.COMPLETED),
        (Failed("r", "title", "hint", has_partial=True), TurnPhase.FAILED),
        (Cancelled("r"), TurnPhase.CANCELLED),
    ],
)
def test_the_end_keeps_the_text_and_lets_the_user_act(end: object, phase: TurnPhase) -> None:
    state, turn = asked(ROUTED, Token("r", "part"), end)
    assert (turn.phase, turn.answer) == (phase, "part")
    assert state.can_copy
    assert state.can_retry
    assert state.can_submit
    assert not state.can_stop


def test_nothing_changes_after_the_end() -> None:
    state, turn = asked(ROUTED, Cancelled("r"))
    assert state.apply(Token("r", "late"), 9.0) is None
    assert (turn.answer, turn.phase) == ("", TurnPhase.CANCELLED)


def test_events_of_unknown_requests_change_nothing() -> None:
    state, turn = asked(ROUTED)
    assert state.apply(Token("other", "x"), 9.0) is None
    assert turn.answer == ""


def test_while_an_answer_runs_only_stop_and_copy_are_possible() -> None:
    state, _ = asked(ROUTED, Token("r", "a"))
    assert (state.can_stop, state.can_copy, state.can_retry, state.can_submit) == (True, True, False, False)


def test_copy_takes_the_newest_answer_there_is() -> None:
    state, _ = asked(ROUTED, Token("r", " first \n"), Completed("r"))
    state.apply(BeginAnswer("s", "r2", "and?"), 9.0)
    assert state.copyable == "first"


def test_a_problem_belongs_to_no_session() -> None:
    state = PopupState()
    state.apply(ShowProblem("title", "hint"), 0.0)
    assert state.problem == ShowProblem("title", "hint")
    assert not state.can_submit
    state.dismiss_problem()
    assert state.problem is None


def test_a_problem_does_not_lose_a_session() -> None:
    state, _ = asked(ROUTED, Token("r", "a"))
    state.apply(ShowProblem("title"), 9.0)
    assert (state.session, state.copyable) == ("s", "a")


EVENTS = st.one_of(
    st.just(ROUTED),
    st.builds(Waiting, st.just("r"), st.sampled_from(WaitReason), st.just("m"), st.just("h")),
    st.builds(Token, st.just("r"), st.text(max_size=5)),
    st.builds(Thinking, st.just("r"), st.text(max_size=5)),
    st.builds(Restarted, st.just("r"), st.just("why")),
    st.just(Completed("r")),
    st.just(Failed("r", "t")),
    st.just(Cancelled("r")),
)


@given(st.lists(EVENTS, max_size=20))
def test_no_shown_text_is_ever_lost(events: list[object]) -> None:
    _, turn = asked(*events)
    ends = [n for n, e in enumerate(events) if isinstance(e, Completed | Failed | Cancelled)]
    counted = events[: ends[0]] if ends else events
    shown = "".join(earlier.text for earlier in turn.earlier) + turn.answer
    assert shown == "".join(e.text for e in counted if isinstance(e, Token))
    assert turn.is_live is not bool(ends)


def test_a_text_buffer_is_its_pieces() -> None:
    buffer = TextBuffer()
    assert not buffer
    buffer.append("")
    assert not buffer
    buffer.append("a")
    buffer.append("b")
    assert buffer.text == "ab"
    assert buffer.take() == "ab"
    assert (buffer.text, bool(buffer)) == ("", False)


# --- an answer that goes to the clipboard by itself -----------------------------------------------------


def test_a_finished_answer_can_be_marked_as_copied() -> None:
    state, turn = asked(ROUTED, Thinking("r", "hm"), Token("r", "yes"), Completed("r"))
    assert not turn.is_copied
    assert state.mark_copied("r") is turn
    assert turn.is_copied
    assert turn.answer == "yes"


@pytest.mark.parametrize(
    "events",
    [
        (ROUTED, Token("r", "half")),
        (ROUTED, Token("r", "half"), Failed("r", "It broke.", has_partial=True)),
        (ROUTED, Token("r", "half"), Cancelled("r")),
        (ROUTED, Thinking("r", "only this"), Completed("r")),
        (ROUTED, Token("r", " \n"), Completed("r")),
    ],
)
def test_nothing_else_is(events: tuple[object, ...]) -> None:
    state, turn = asked(*events)
    assert state.mark_copied("r") is None
    assert state.mark_copied("of somebody else") is None
    assert not turn.is_copied


# --- why, and where else --------------------------------------------------------------------------------


WHY = Explained("r", "code", 0.9)


def test_the_explanation_belongs_to_its_question() -> None:
    state, turn = asked(WHY, ROUTED)
    assert turn.explained is WHY
    assert state.explained_turn is turn
    assert state.apply(Explained("other", "quick"), 9.0) is None
    assert turn.explained is WHY


def test_an_explanation_may_come_after_the_end() -> None:
    state, turn = asked(Failed("r", "Nobody is there."))
    assert state.apply(WHY, 9.0) is turn
    assert turn.explained is WHY
    assert turn.phase is TurnPhase.FAILED


def test_the_earlier_explanation_stands_until_the_new_one_has_come() -> None:
    state, first = asked(WHY, ROUTED, Completed("r"))
    second = state.apply(BeginAnswer("s", "r2", "and?"), 9.0)
    assert state.explained_turn is first
    state.apply(Explained("r2", "quick"), 9.0)
    assert state.explained_turn is second


def test_an_explanation_never_stands_for_a_question_that_ended_without_one() -> None:
    state, _ = asked(WHY, ROUTED, Completed("r"))
    state.apply(BeginAnswer("s", "r2", "and?"), 9.0)
    state.apply(Failed("r2", "It broke."), 9.0)
    assert state.explained_turn is None


def test_asking_again_keeps_the_earlier_answer() -> None:
    state, first = asked(WHY, ROUTED, Token("r", "half"), Cancelled("r"))
    state.apply(BeginAnswer("s", "r2"), 9.0)
    assert [turn.answer for turn in state.turns] == ["half", ""]
    assert first.phase is TurnPhase.CANCELLED
