"""The early verdict: when it comes, that it stays, and what it does not fall for."""

from __future__ import annotations

from tray_router.answers.weak import StreamingCheck, WeakReason
from tray_router.answers.weak.streaming import HEAD_CHARS, LOOK_EVERY_CHARS, TAIL_CHARS


def feed_by_words(check: StreamingCheck, text: str) -> tuple[WeakReason | None, int]:
    """The verdict, and how many characters it took."""
    taken = 0
    for word in text.split(" "):
        taken += len(word) + 1
        verdict = check.feed(word + " ")
        if verdict is not None:
            return verdict, taken
    return None, taken


def test_a_refusal_is_told_at_the_end_of_its_first_sentence() -> None:
    first = "I'm sorry, but I can't assist with that request."
    check = StreamingCheck("quick", "How do I sharpen a knife?")
    verdict, taken = feed_by_words(check, first + " Please ask me something else. " * 30)
    assert verdict is WeakReason.REFUSAL
    assert taken <= len(first) + 30


def test_leaked_thinking_is_told_at_once() -> None:
    check = StreamingCheck("reasoning", "What is 17 times 23?")
    verdict, taken = feed_by_words(check, "<think> Okay, so " + "I need to multiply. " * 50)
    assert verdict is WeakReason.LEAKED_TAGS
    assert taken < 40


def test_a_loop_is_told_while_it_runs_and_the_verdict_stays() -> None:
    check = StreamingCheck("quick", "Tell me about bees.")
    loop = "They also make honey and live in hives. "
    verdict, taken = feed_by_words(check, "Bees are insects. " + loop * 200)
    assert verdict is WeakReason.REPETITION
    assert taken < 30 * len(loop)
    assert check.feed("And now something completely different.") is WeakReason.REPETITION
    assert check.feed("") is WeakReason.REPETITION


def test_it_stays_silent_where_the_user_asked_for_it() -> None:
    for prompt, answer in (
        ("Say 'ha' 300 times.", "ha " * 300),
        ("Write a song with a long chorus.", "la la la, we sing along\n" * 30),
        ("What are <think> tags?", "<think> and </think> enclose the thoughts of a model. " + "It is long. " * 3),
        ("Write a mail that declines the offer.", "I'm sorry, but I can't help you with that project. Best, Tom"),
        ("Translate: Das kann ich leider nicht.", "I'm sorry, but I can't do that."),
        ("Write C code for a table of zeros.", "```c\nint t[] = {" + "0x00, " * 400 + "};\n```"),
    ):
        check = StreamingCheck("quick", prompt)
        assert feed_by_words(check, answer)[0] is None, prompt


def test_its_state_is_bounded() -> None:
    check = StreamingCheck("quick", "Count to a million.")
    for number in range(30_000):
        check.feed(f"{number} ")
    held = sum(len(value) for name in vars(check) if isinstance(value := vars(check)[name], str))
    assert held <= HEAD_CHARS + TAIL_CHARS + LOOK_EVERY_CHARS
