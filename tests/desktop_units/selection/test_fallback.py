"""pyperclip's own reading is replaced: it drives programs that differ from system to system."""

import threading

import pytest

from tray_router.desktop.capability import UnsupportedError
from tray_router.desktop.selection import CaptureLimits, capture_source, check
from tray_router.desktop.selection.fallback import PyperclipCaptureSource
from tray_router.desktop.session import Session, SessionKind
from tray_router.errors import CaptureError
from tray_router.model import CaptureOrigin

QUICK = CaptureLimits(max_text_bytes=100, answer_s=0.05, transfer_s=0.05)


@pytest.fixture
def clipboard(monkeypatch):
    """``clipboard(function)`` becomes ``pyperclip.paste``."""

    def put(paste):
        monkeypatch.setattr("pyperclip.paste", paste)

    return put


def test_text_is_captured(clipboard):
    clipboard(lambda: "copied")
    captured = PyperclipCaptureSource(QUICK).capture()
    assert (captured.text, captured.origin) == ("copied", CaptureOrigin.CLIPBOARD_TEXT)


@pytest.mark.parametrize("blank", ["", "  \n"])
def test_blank_is_nothing(clipboard, blank):
    clipboard(lambda: blank)
    captured = PyperclipCaptureSource(QUICK).capture()
    assert captured.is_empty
    assert captured.notice


def test_a_clipboard_that_hangs_is_left_alone_until_it_answers(clipboard):
    released, calls = threading.Event(), []

    def hang():
        calls.append(1)
        released.wait(10)
        return "late"

    clipboard(hang)
    source = PyperclipCaptureSource(QUICK)
    for _ in range(3):
        with pytest.raises(CaptureError, match="does not answer"):
            source.capture()
    assert len(calls) == 1
    released.set()
    source._reading.join(5)
    assert source.capture().text == "late"


def test_too_much_and_unreadable_are_capture_errors(clipboard):
    clipboard(lambda: "ü" * 51)
    with pytest.raises(CaptureError, match="larger than"):
        PyperclipCaptureSource(QUICK).capture()

    def fails():
        raise RuntimeError("no copy mechanism")

    clipboard(fails)
    with pytest.raises(CaptureError) as caught:
        PyperclipCaptureSource(QUICK).capture()
    assert "wl-clipboard" in caught.value.hint


@pytest.mark.parametrize("kind", [SessionKind.WAYLAND, SessionKind.WINDOWS, SessionKind.MACOS])
def test_it_serves_where_there_is_nothing_better(clipboard, kind):
    clipboard(lambda: "copied")
    assert capture_source(Session(kind), 100).capture().text == "copied"
    report = check(Session(kind))
    assert report.works
    assert "clipboard's text only" in report.detail


def test_without_a_session_there_is_none():
    with pytest.raises(UnsupportedError):
        capture_source(Session(SessionKind.NONE))
    assert not check(Session(SessionKind.NONE)).works


@pytest.mark.desktop
def test_check_under_x11_reads_but_does_not_tell(x_server):
    owner = x_server.feed(["xclip", "-selection", "primary", "-quiet"], b"private words")
    report = check(Session(SessionKind.X11, x_server.display))
    owner.stop()
    assert report.works
    assert "private" not in report.detail
