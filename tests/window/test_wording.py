"""Every sentence of the popup; no Qt."""

from __future__ import annotations

import pytest

from tests.window.scenes import REQUEST, begin, routed, show
from tray_router.events import Cancelled, Completed, Thinking, Token, Waiting, WaitReason
from tray_router.model import AnswerStats, Capture, CaptureOrigin
from tray_router.window import line_wording, wording
from tray_router.window.state import PopupState
from tray_router.window.turn import Turn


def turn_of(*events: object) -> tuple[PopupState, Turn]:
    state = PopupState()
    for number, message in enumerate((show(), begin(), *events)):
        state.apply(message, float(number))  # type: ignore[arg-type]
    assert state.last_turn is not None
    return state, state.last_turn


def test_the_headline_says_route_machine_and_model() -> None:
    state, turn = turn_of(routed())
    assert wording.headline(state) == "code → windows / qwen3-coder:30b"
    assert wording.why(turn) == "Python traceback, stack frames · 94\u202f% sure"


def test_before_the_route_is_known_the_headline_says_so() -> None:
    state = PopupState()
    assert wording.headline(state) == "Tray Router"
    state.apply(show(), 0.0)
    assert wording.headline(state) == "Choosing a model…"
    state.apply(show(will_send=False), 0.0)
    assert wording.headline(state) == "Tray Router"


def test_marks_name_what_must_not_be_missed_and_cloud_comes_first() -> None:
    _, turn = turn_of(routed(is_degraded=True, is_simulated=True, is_cloud=True))
    found = wording.marks(turn)
    assert [mark.text for mark in found] == ["CLOUD · left your network", "SIMULATED", "DEGRADED · second choice"]
    assert "mac-studio: asleep for 12 min" in found[2].explanation
    assert wording.marks(turn_of(routed())[1]) == ()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (WaitReason.CONNECTING, "connecting to windows… 3 s"),
        (WaitReason.LOADING, "loading qwen3-coder:30b on windows… 3 s"),
        (WaitReason.QUEUED, "waiting for a free slot on windows… 3 s"),
        (WaitReason.READING, "qwen3-coder:30b on windows is reading… 3 s"),
        (WaitReason.UNSTICKING, "qwen3-coder:30b on windows was stuck; starting it again… 3 s"),
    ],
)
def test_waiting_is_said_in_words(reason: WaitReason, sentence: str) -> None:
    _, turn = turn_of(routed(), Waiting(REQUEST, reason, "qwen3-coder:30b", "windows", 3.0))
    assert wording.progress(turn, 3.0) == sentence


def test_the_place_in_line_is_said() -> None:
    _, turn = turn_of(routed(), Waiting(REQUEST, WaitReason.QUEUED, "qwen3-coder:30b", "windows", 3.0, position=2))
    assert wording.progress(turn, 3.0) == "number 2 in line for qwen3-coder:30b on windows… 3 s"


def test_a_wait_of_less_than_a_second_has_no_counter() -> None:
    _, turn = turn_of(routed())
    assert wording.progress(turn, 2.1) == "asking qwen3-coder:30b on windows…"


def test_progress_ends_with_the_first_text() -> None:
    _, turn = turn_of(routed(), Token(REQUEST, "a"))
    assert wording.progress(turn, 9.0) == ""


def test_thinking_is_one_line() -> None:
    _, live = turn_of(routed(), Thinking(REQUEST, "hm"))
    assert wording.thinking(live, 3.2) == "thinking…"
    assert wording.thinking(live, 7.4) == "thinking… 4 s"
    _, over = turn_of(routed(), Thinking(REQUEST, "hm"), Token(REQUEST, "a"))
    assert wording.thinking(over, 99.0) == "thought for 1 s"
    assert wording.thinking(turn_of(routed())[1], 9.0) == ""


def test_figures_leave_out_what_is_unknown() -> None:
    stats = AnswerStats(answer_tokens=1412, answer_s=36.96, total_s=72.0)
    assert wording.figures(stats) == "38.2 tokens/s · 1,412 tokens · 1 min 12 s"
    assert wording.figures(AnswerStats(total_s=0.84)) == "0.8 s"
    assert wording.figures(AnswerStats(total_s=0.84, cost_usd=0.0123)) == "0.8 s · $0.01"
    assert wording.figures(AnswerStats()) == ""


def test_the_capture_says_where_it_is_from_and_how_big() -> None:
    text = Capture("x" * 1204, (), CaptureOrigin.SELECTION, "Firefox")
    assert wording.capture_caption(text) == "Selection · Firefox · 1,204 characters"
    image = Capture("", (b"1", b"2"), CaptureOrigin.CLIPBOARD_IMAGE)
    assert wording.capture_caption(image, (2560, 1440)) == "Clipboard image · 2,560 × 1,440 pixels · 2 images"


def test_unusual_ends_are_said() -> None:
    assert wording.outcome(turn_of(routed(), Cancelled(REQUEST))[1]) == "Stopped before an answer came."
    assert wording.outcome(turn_of(routed(), Token(REQUEST, "a"), Cancelled(REQUEST))[1]) == "Stopped."
    assert wording.outcome(turn_of(routed(), Token(REQUEST, "a"), Completed(REQUEST))[1]) == ""
    assert "without writing" in wording.outcome(turn_of(routed(), Completed(REQUEST))[1])
    cut = Completed(REQUEST, notice="The answer was cut.")
    assert wording.outcome(turn_of(routed(), Token(REQUEST, "a"), cut)[1]) == "The answer was cut."


def test_an_answer_that_was_copied_says_so_beside_any_notice() -> None:
    state, turn = turn_of(routed(), Token(REQUEST, "a"), Completed(REQUEST, notice="This answer may be weak."))
    state.mark_copied(REQUEST)
    assert wording.outcome(turn) == "This answer may be weak. The answer is on the clipboard."


def test_the_input_invites_to_what_is_possible() -> None:
    state, _ = turn_of(routed())
    assert line_wording.input_placeholder(state) == "Ask a follow-up…"
    assert "Ctrl+." in line_wording.input_tooltip(state)
    state.apply(Cancelled(REQUEST), 9.0)
    assert line_wording.input_tooltip(state) == ""
    state.apply(show("", will_send=False), 9.0)
    assert line_wording.input_placeholder(state) == "Ask anything…"
    state.apply(show("text", will_send=False), 9.0)
    assert line_wording.input_placeholder(state) == "What would you like to know about this?"


@pytest.mark.parametrize(
    ("duration_s", "text"),
    [(0.0, "0.0 s"), (9.94, "9.9 s"), (12.9, "12 s"), (60.0, "1 min 00 s"), (3599, "59 min 59 s")],
)
def test_durations(duration_s: float, text: str) -> None:
    assert wording.seconds(duration_s) == text
