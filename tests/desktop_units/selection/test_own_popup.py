"""Our own popup, open or just closed, is no program that the user works in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.processes import Child, wait_for
from tests.support.x11 import XServer
from tests.window.process import WindowProcess
from tests.window.scenes import REQUEST, SESSION, begin, routed, show
from tray_router.desktop.selection.models import CaptureLimits
from tray_router.desktop.selection.x11 import X11CaptureSource
from tray_router.events import Completed, Token
from tray_router.model import Capture, CaptureOrigin
from tray_router.wire.popup import FocusPopup
from tray_router.wire.window import CopyAnswer, Painted

pytestmark = pytest.mark.desktop

LIMITS = CaptureLimits(answer_s=0.3)
OURS, OTHER = "tray-router", "Editor"


@pytest.fixture
def children() -> Iterator[list[Child]]:
    """What the test started; it ends with the test."""
    running: list[Child] = []
    yield running
    for child in reversed(running):
        child.stop()


@pytest.fixture
def selected(x_server: XServer, children: list[Child]) -> None:
    """Some program that has no window of its own holds PRIMARY."""
    children.append(x_server.feed(["xclip", "-selection", "primary", "-quiet"], b"selected before"))
    wait_for(lambda: x_server.run("xclip", "-o", check=False) == "selected before", what="the selection")


def window_of(x_server: XServer, children: list[Child], wm_class: str) -> int:
    children.append(x_server.spawn(["xterm", "-class", wm_class], name=wm_class))
    window = x_server.wait_window(f"^{wm_class}$")
    x_server.focus(window)
    return window


def captured(x_server: XServer) -> Capture:
    source = X11CaptureSource(x_server.display, LIMITS)
    try:
        return source.capture()
    finally:
        source.close()


@pytest.mark.usefixtures("selected")
def test_the_open_popup_is_not_named_and_makes_no_selection_old(x_server: XServer, children: list[Child]) -> None:
    window_of(x_server, children, OURS)
    assert captured(x_server) == Capture("selected before", (), CaptureOrigin.SELECTION, "", "")


@pytest.mark.usefixtures("selected")
@pytest.mark.parametrize("wm_class", [OURS, OTHER])
def test_a_window_that_was_closed_is_not_named_either(x_server: XServer, children: list[Child], wm_class: str) -> None:
    """openbox goes on calling it the active one while no other window is open."""
    window = window_of(x_server, children, wm_class)
    x_server.run("xdotool", "windowunmap", "--sync", str(window))
    assert captured(x_server) == Capture("selected before", (), CaptureOrigin.SELECTION, "", "")


@pytest.mark.usefixtures("selected")
def test_another_program_is_named_and_what_it_does_not_hold_is_said(x_server: XServer, children: list[Child]) -> None:
    window_of(x_server, children, OTHER)
    found = captured(x_server)
    assert (found.application, found.notice) == (OTHER, "This was selected in another window.")


def test_what_was_copied_in_the_popup_comes_before_an_older_selection(x_server: XServer, children: list[Child]) -> None:
    """The real popup is open and has put its answer on the clipboard; a terminal holds what was selected before."""
    children.append(x_server.spawn(["xterm", "-fn", "fixed", "-e", "printf 'selected before'; exec sleep 60"]))
    terminal = x_server.wait_window("^XTerm$")

    def select() -> bool:
        x_server.run("xdotool", "mousemove", "--window", str(terminal), "40", "8", "click", "--repeat", "3", "1")
        return "selected before" in x_server.run("xclip", "-o", check=False)

    wait_for(select, what="the selection in the terminal")
    with WindowProcess(x_server) as popup:
        popup.send(show(), begin(), routed(), Token(REQUEST, "the answer"), Completed(REQUEST), CopyAnswer(REQUEST))
        popup.wait(Painted)
        popup.send(FocusPopup(SESSION))
        wait_for(lambda: x_server.active_window() != terminal, what="the popup to have the focus")
        wait_for(lambda: "the answer" in x_server.run("xclip", "-o", "-selection", "clipboard", check=False), what="it")
        assert captured(x_server) == Capture("the answer", (), CaptureOrigin.CLIPBOARD_TEXT, "", "")
