"""Select text, press the chord, read the answer: the main job, from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desktop.program import Program
from tests.support.processes import wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.usefixtures("known_machines")]

TRACEBACK = """Traceback (most recent call last):
  File "report.py", line 12, in <module>
    print(totals["march"])
KeyError: 'march'"""
KEY_LOGGER = """
import sys, termios, tty
tty.setraw(sys.stdin.fileno())
print("SELECT name, total FROM invoices WHERE paid = 0 ORDER BY total DESC;", end="\\r\\n", flush=True)
with open(sys.argv[1], "ab", buffering=0) as log:
    while True:
        log.write(sys.stdin.buffer.raw.read(1))
"""


def test_text_selected_in_a_terminal_is_answered_by_the_coder(program: Program, tmp_path: Path) -> None:
    """A real xterm, a real triple click, real keys: the answer comes, and the key stays out of the terminal."""
    keys = tmp_path / "keys"
    keys.touch()
    logger = tmp_path / "logger.py"
    logger.write_text(KEY_LOGGER)
    program.copy(b"what the user copied before")
    terminal = program.x.spawn(
        ["xterm", "-geometry", "80x10+40+60", "-e", sys.executable, str(logger), str(keys)], env=program.env
    )
    try:
        window = program.x.wait_window("xterm")
        program.x.focus(window)
        program.x.run("xdotool", "mousemove", "--window", str(window), "100", "8", "click", "--repeat", "3", "1")
        wait_for(lambda: "FROM invoices" in program.x.run("xclip", "-o", check=False), what="the terminal's selection")
        program.x.press("ctrl+alt+space")
        program.wait_popup()
        said = program.wait_words("SELECT name, total", "windows / qwen3-coder:30b", "Simulated answer")
        assert "code" in said
        program.shot("selected-text")
    finally:
        terminal.stop()
    assert keys.read_bytes() == b"", "the chord reached the terminal"
    assert program.clipboard() == b"what the user copied before"
    assert [("FROM invoices" in text) for text in program.questions("windows")] == [True]
    assert not program.quick_questions() and not program.questions("ubuntu")


def test_whoever_types_on_while_the_popup_opens_loses_no_character(program: Program, tmp_path: Path) -> None:
    """Keys go to the terminal before, during and after the opening; pressed again, the key brings them to the popup."""
    keys = tmp_path / "keys"
    keys.touch()
    logger = tmp_path / "logger.py"
    logger.write_text(KEY_LOGGER)
    program.select(TRACEBACK)
    terminal = program.x.spawn(
        ["xterm", "-geometry", "80x10+40+60", "-e", sys.executable, str(logger), str(keys)], env=program.env
    )
    typed = "the quick brown fox jumps over the lazy dog " * 4
    try:
        window = program.x.wait_window("xterm")
        program.x.focus(window)
        wait_for(lambda: program.x.run("xdotool", "key", "x") == "" and keys.read_bytes(), what="the terminal to read")
        keys.write_bytes(b"")
        program.x.run(
            *("xdotool", "type", "--args", "1", "--delay", "5", typed[:30]),
            *("key", "ctrl+alt+space", "type", "--delay", "8", typed[30:]),
        )
        said = program.wait_words("KeyError: 'march'", "tokens/s", "press the key again")
        wait_for(lambda: len(keys.read_bytes()) >= len(typed), what="the keys in the terminal")
        assert keys.read_bytes().decode().lstrip("x") == typed
        assert typed[:20] not in said
        program.shot("typing-goes-on")
        assert program.x.active_window() == window
        program.go_to_popup()
        program.type("And now?")
        program.wait_words("And now?")
        assert keys.read_bytes().decode().lstrip("x") == typed
        program.x.press("Escape")
        program.wait_no_popup()
    finally:
        terminal.stop()


def test_the_popup_shows_capture_route_reason_and_the_simulated_mark(program: Program) -> None:
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    said = program.wait_words("KeyError: 'march'", "windows / qwen3-coder:30b", "tokens/s")
    assert "traceback" in said.lower()
    assert "SIMULATED" in said.upper()
    assert "121" in said or "120" in said, "the size of the capture is not shown"
    program.shot("popup-code")


def test_escape_closes_and_the_next_key_reaches_the_application(program: Program) -> None:
    program.select("Bonjour tout le monde")
    program.x.press("ctrl+alt+space")
    program.wait_popup()
    program.wait_words("Bonjour")
    program.go_to_popup()
    program.x.press("Escape")
    program.wait_no_popup()


def test_a_follow_up_goes_with_the_conversation(program: Program) -> None:
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    program.wait_words("tokens/s")
    program.go_to_popup()
    program.type("And in one line?")
    program.x.press("Return")
    wait_for(lambda: len(program.questions("windows")) == 2, what="the follow-up")
    messages = program.fleet["windows"].requests.questions[-1].messages
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert "KeyError" in messages[1]["content"]
    assert messages[3]["content"] == "And in one line?"
    program.wait_words("And in one line?")


def test_nothing_selected_opens_a_popup_that_says_so(program: Program) -> None:
    program.clear_selections()
    program.x.press("ctrl+alt+space")
    program.wait_words("Nothing is selected")
    program.shot("nothing-selected")
    program.type("What is the capital of France?")
    program.x.press("Return")
    program.wait_words("Simulated answer")
    assert program.quick_questions() == ["What is the capital of France?"]


def test_the_prompt_hotkey_opens_an_empty_popup_and_asks_nobody(program: Program) -> None:
    program.select("must not be sent")
    program.x.press("ctrl+alt+p")
    program.wait_popup()
    program.wait_words("Your question")
    assert "must not be sent" not in program.words()
    program.shot("prompt")
    assert not any(program.questions(host) for host in program.fleet.hosts)


def test_stop_closes_the_stream_and_keeps_what_came(program: Program) -> None:
    program.fleet["windows"].faults.tokens_per_s = 20.0
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    program.wait_words("Simulated")
    program.go_to_popup()
    program.x.press("ctrl+period")
    wait_for(
        lambda: program.fleet["windows"].requests.questions[-1].outcome == "client-gone",
        what="the machine to see the client go",
    )
    assert "Simulated" in program.words()


def test_a_hundred_thousand_characters_and_a_huge_clipboard_end_in_a_sentence(program: Program) -> None:
    """40 MB on the clipboard: no hang, one clear sentence, and the daemon lives."""
    program.clear_selections()
    program.copy(b"x" * 40_000_000)
    program.x.press("ctrl+alt+space")
    program.wait_popup()
    program.wait_words("larger than 32 MB")
    program.shot("huge-clipboard")
    assert program.is_ready()


def test_an_image_on_the_clipboard_goes_to_vision_and_stays_there(program: Program) -> None:
    import io

    from PIL import Image

    program.clear_selections()
    buffer = io.BytesIO()
    Image.new("RGB", (321, 123), "#3366cc").save(buffer, "PNG")
    program.copy(buffer.getvalue(), "image/png")
    program.x.press("ctrl+alt+space")
    program.wait_words("granite3.2-vision:2b", "321 × 123")
    assert program.fleet["mac"].requests.questions[-1].images == (buffer.getvalue(),)
    assert program.clipboard("image/png") == buffer.getvalue()
    program.shot("clipboard-image")


def test_a_clipboard_image_that_cannot_be_read_is_said_so(program: Program) -> None:
    program.clear_selections()
    program.copy(b"this is no picture", "image/png")
    program.x.press("ctrl+alt+space")
    program.wait_words("image")
    program.shot("broken-image")
    assert not any(program.questions(host) for host in program.fleet.hosts)
    assert program.is_ready()


def test_trigger_from_the_command_line_opens_the_popup(program: Program) -> None:
    program.select("Guten Morgen, wie geht es Ihnen?")
    done = program.cli("trigger", "ask")
    assert done.returncode == 0, done.stderr
    program.wait_words("Guten Morgen")


def test_ask_goes_through_the_daemon(program: Program) -> None:
    done = program.cli("ask", "What is the capital of France?")
    assert done.returncode == 0, done.stderr
    assert b"Simulated answer" in done.stdout
    assert program.quick_questions() == ["What is the capital of France?"]
    assert b"quick" in done.stderr


def test_a_second_daemon_says_that_one_is_running(program: Program) -> None:
    done = program.cli("--config", str(program.config), "run")
    assert done.returncode == 4
    assert b"already running" in done.stderr


def test_a_killed_window_comes_back_with_the_answer(program: Program) -> None:
    program.fleet["windows"].faults.tokens_per_s = 40.0
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    program.wait_words("Simulated")
    first = program.window_pid()
    subprocess.run(["kill", "-9", str(first)], check=True)
    wait_for(lambda: program.window_pid() not in (0, first), what="a new window process")
    program.wait_words("KeyError: 'march'", "No model ran for this text")


def test_what_is_sent_while_an_answer_streams_is_asked_behind_it(program: Program) -> None:
    program.fleet["windows"].faults.tokens_per_s = 15.0
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    program.wait_words("Simulated")
    program.go_to_popup()
    program.type("And in one line?")
    program.x.press("Return")
    program.wait_words("Asked when this answer is complete")
    program.shot("line-waits")
    # The first answer has shown that this machine is slow now: another one may be asked.
    asked = [program.fleet[host].requests for host in ("windows", "ubuntu")]
    wait_for(lambda: sum(len(log.questions) for log in asked) == 2, what="the follow-up")
    (messages,) = [question.messages for log in asked for question in log.questions if len(question.messages) > 2]
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[3]["content"] == "And in one line?"


def test_after_a_failure_the_key_and_enter_ask_again(program: Program) -> None:
    for host in program.fleet.hosts.values():
        host.faults.update(ending="reset", ending_after=8)
    program.select(TRACEBACK)
    program.x.press("ctrl+alt+space")
    program.wait_words("Retry")
    program.go_to_popup()
    program.shot("failed")
    for host in program.fleet.hosts.values():
        host.faults.reset()
    program.x.press("Return")
    program.wait_words("tokens/s")
