"""The window process from the outside: pipes in, pipes out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.processes import wait_for
from tests.support.x11 import XServer
from tests.window.process import ROOT, WindowProcess
from tests.window.scenes import REQUEST, SCENES, SESSION, answered, begin, routed, show
from tray_router.errors import ExitCode
from tray_router.events import Completed, Failed, Thinking, Token
from tray_router.window.app import RESUMED_MS
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import (
    RESUMED_VARIABLE,
    CopyAnswer,
    HidePopup,
    Painted,
    PopupClosed,
    Quit,
    ShowPopup,
    Submit,
    WindowReady,
)

SECRET = "my password is hunter2"


def test_it_reports_ready_with_its_own_pid(window_process: WindowProcess) -> None:
    assert window_process.received == [WindowReady(window_process.process.pid)]


def test_on_a_desktop_without_a_portal_nothing_is_printed(window_process: WindowProcess) -> None:
    window_process.send(ShowPopup("one", "text"))
    window_process.wait(Painted)
    assert "dbus" not in window_process.errors().lower()


def test_the_prewarmed_popup_is_never_seen(x_display: XServer) -> None:
    before = set(x_display.windows("tray-router"))  # of tests of widgets in this very process
    with WindowProcess(x_display) as process:
        assert process.wait(WindowReady)
        assert set(x_display.windows("tray-router")) <= before


def test_one_that_starts_again_reports_once_and_shows_at_once_what_was_shown(x_display: XServer) -> None:
    """It says that it is there before it has loaded its libraries; what is sent to it then must not be lost."""
    with WindowProcess(x_display, is_warm=False, **{RESUMED_VARIABLE: "1"}) as process:
        assert process.wait(WindowReady) == WindowReady(process.process.pid)
        process.send(show(), *answered())
        assert process.wait(Painted).session == SESSION
        process.drain(RESUMED_MS / 1000 * 2)  # past its warming up, which must not disturb what is shown
        size = _popup_size(x_display)
        process.send(HidePopup())
        process.wait(PopupClosed)
        process.send(show(), *answered())
        process.wait(Painted, 2)
        assert _popup_size(x_display) == size
        assert len([m for m in process.received if isinstance(m, WindowReady)]) == 1


def _popup_size(server: XServer) -> str:
    said = server.run("xdotool", "search", "--onlyvisible", "--name", "^Tray Router$", "getwindowgeometry")
    return next(line.strip() for line in said.splitlines() if "Geometry" in line)


def test_a_session_from_opening_to_closing(window_process: WindowProcess) -> None:
    window_process.send(ShowPopup("one", "text", triggered_at=12.5), *answered()[:0])
    painted = window_process.wait(Painted)
    assert (painted.session, painted.triggered_at) == ("one", 12.5)
    window_process.send(HidePopup())
    assert window_process.wait(PopupClosed) == PopupClosed("one")
    window_process.drain()
    assert [type(m) for m in window_process.received] == [WindowReady, Painted, PopupClosed]


def test_it_leaves_the_keyboard_where_it_is_until_its_key_is_pressed_again(
    window_process: WindowProcess, x_display: XServer
) -> None:
    x_display.spawn(["xterm"], name="xterm")
    other = x_display.wait_window("xterm")
    x_display.focus(other)
    window_process.send(show(), *answered())
    window_process.wait(Painted)
    window_process.drain(0.8)  # longer than the last repetition of a wish for the focus
    assert x_display.active_window() == other
    x_display.run("xdotool", "type", "lost")
    window_process.send(FocusPopup(SESSION))
    wait_for(lambda: x_display.active_window() not in (0, other), what="the focus")
    x_display.run("xdotool", "type", "why")
    x_display.press("Return")
    assert window_process.wait(Submit) == Submit(SESSION, "why")


def test_a_click_gets_the_keyboard(window_process: WindowProcess, x_display: XServer) -> None:
    x_display.spawn(["xterm", "-geometry", "20x5+900+500"], name="xterm")
    other = x_display.wait_window("xterm")
    x_display.focus(other)
    window_process.send(show(), *answered())
    window_process.wait(Painted)
    popup = x_display.windows("tray-router")[-1]
    x_display.run("xdotool", "mousemove", "--window", str(popup), "200", "60", "click", "1")
    wait_for(lambda: x_display.active_window() == popup, what="the focus")
    x_display.run("xdotool", "type", "why")
    x_display.press("Return")
    assert window_process.wait(Submit) == Submit(SESSION, "why")


def test_where_its_key_was_pressed_to_type_it_has_the_keyboard_as_soon_as_it_is_open(
    window_process: WindowProcess, x_display: XServer
) -> None:
    """Another window had the focus; the user types right after the key."""
    x_display.spawn(["xterm"], name="xterm")
    other = x_display.wait_window("xterm")
    x_display.focus(other)
    window_process.send(ShowPopup(SESSION, will_send=False, takes_focus=True))
    window_process.wait(Painted)
    wait_for(lambda: x_display.active_window() not in (0, other), what="the focus")
    x_display.run("xdotool", "type", "why")
    x_display.press("Return")
    assert window_process.wait(Submit) == Submit(SESSION, "why")


@pytest.fixture(scope="module")
def one_process(x_session: XServer) -> Iterator[WindowProcess]:
    """One for all scenes, as it is in a user's session."""
    with WindowProcess(x_session) as process:
        yield process


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_can_be_shown_and_closed(one_process: WindowProcess, scene: str) -> None:
    """Not only without a crash: the process still answers afterwards."""
    after = f"after {scene}"
    one_process.received.clear()
    one_process.send(*SCENES[scene](), HidePopup(), ShowPopup(after, "text"))
    while one_process.wait(Painted).session != after:
        one_process.received.clear()
    one_process.send(HidePopup())
    assert one_process.wait(PopupClosed)
    assert "Traceback" not in one_process.errors()


def test_bad_lines_are_skipped_and_their_content_is_not_logged(window_process: WindowProcess) -> None:
    window_process.send_raw(
        b"\n" + SECRET.encode() + b"\n" + b'{"type": "token", "text": "' + SECRET.encode() + b'"}\n\xff\xfe\n'
    )
    window_process.send(ShowPopup("still", "here"))
    assert window_process.wait(Painted).session == "still"
    assert SECRET not in window_process.errors()
    assert window_process.errors().count("not a message") == 3


def test_captured_text_and_answers_are_never_logged(window_process: WindowProcess) -> None:
    window_process.send(show(SECRET), *answered(SECRET), HidePopup())
    window_process.wait(PopupClosed)
    assert SECRET not in window_process.errors()


def test_the_end_of_the_input_ends_the_process(window_process: WindowProcess) -> None:
    window_process.send(show())
    window_process.wait(Painted)
    assert window_process.end_input() == 0


def test_quit_ends_the_process(window_process: WindowProcess) -> None:
    window_process.send(Quit())
    assert window_process.process.wait(20) == 0


def test_a_daemon_that_no_longer_reads_ends_the_process(window_process: WindowProcess) -> None:
    assert window_process.process.stdout is not None
    window_process.process.stdout.close()
    window_process.send(show())
    assert window_process.process.wait(20) == 0


def test_an_interrupt_from_the_terminal_is_left_to_the_daemon(window_process: WindowProcess) -> None:
    window_process.process.send_signal(signal.SIGINT)
    window_process.send(show())
    assert window_process.wait(Painted).session == SESSION


def test_a_stray_print_does_not_reach_the_daemon(x_display: XServer) -> None:
    code = (
        "import os, sys, threading\n"
        "from tray_router.window.main import run_window\n"
        "import tray_router.window.app as app\n"
        "real = app.prewarm\n"
        "def noisy(popup):\n"
        "    print('stray'); sys.stdout.flush(); os.write(1, b'raw stray\\n'); real(popup)\n"
        "app.prewarm = noisy\n"
        "sys.exit(run_window(sys.stdin.buffer, sys.stdout.buffer))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**x_display.env(), "PYTHONPATH": str(ROOT)},
    )
    out, err = process.communicate(timeout=40)
    assert process.returncode == 0
    assert b"stray" not in out
    assert out.count(b"\n") == 1
    assert b"window-ready" in out
    assert b"raw stray" in err


@pytest.mark.parametrize("display", [None, ":987"], ids=["none", "dead"])
def test_without_a_screen_it_says_so_and_ends(display: str | None) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    if display:
        env["DISPLAY"] = display
    done = subprocess.run(
        [sys.executable, "-m", "tray_router.window"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**env, "PYTHONPATH": str(ROOT)},
        timeout=40,
        check=False,
    )
    assert done.returncode == ExitCode.DESKTOP
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    assert b"DISPLAY" in done.stderr


def test_the_answer_of_an_action_goes_to_the_clipboard_and_outlives_the_popup(
    window_process: WindowProcess, x_display: XServer
) -> None:
    """What others paste is the answer alone, while the popup is open and after it closed."""
    window_process.send(
        show(), begin("Translate"), routed(), Thinking(REQUEST, "first, hm"), Token(REQUEST, " Grüße, 世界 \n")
    )
    window_process.send(Completed(REQUEST), CopyAnswer("of somebody else"), CopyAnswer(REQUEST))
    wait_for(lambda: _clipboard(x_display) == "Grüße, 世界", what="the answer on the clipboard")
    window_process.send(HidePopup())
    window_process.wait(PopupClosed)
    assert _clipboard(x_display) == "Grüße, 世界"


def test_an_answer_that_failed_leaves_the_clipboard_alone(window_process: WindowProcess, x_display: XServer) -> None:
    owner = x_display.feed(["xclip", "-quiet", "-selection", "clipboard"], b"what was copied before", name="before")
    wait_for(lambda: _clipboard(x_display) == "what was copied before", what="the clipboard")
    window_process.send(show(), begin(), routed(), Token(REQUEST, "half"), Failed(REQUEST, "It broke."))
    window_process.send(CopyAnswer(REQUEST), HidePopup())
    window_process.wait(PopupClosed)  # everything before it has been carried out
    assert _clipboard(x_display) == "what was copied before"
    owner.stop()


def _clipboard(server: XServer) -> str:
    return server.run("xclip", "-o", "-selection", "clipboard", "-t", "UTF8_STRING", check=False)
