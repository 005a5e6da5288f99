import subprocess
import sys

import pytest

from tests.support.processes import wait_for
from tray_router.desktop import hotkeys
from tray_router.desktop.capability import UnsupportedError
from tray_router.desktop.session import Session, SessionKind


@pytest.mark.parametrize("kind", [SessionKind.WAYLAND, SessionKind.WINDOWS, SessionKind.MACOS, SessionKind.NONE])
def test_elsewhere_the_way_round_is_named(kind):
    with pytest.raises(UnsupportedError) as caught:
        hotkeys.hotkey_backend(Session(kind))
    assert "tray-router" in caught.value.hint
    [report] = hotkeys.check({"ask": "<f9>"}, session=Session(kind))
    assert not report.works
    assert report.hint == caught.value.hint


def test_nothing_of_the_platform_is_imported_before_it_is_chosen():
    code = "import sys, tray_router.desktop.hotkeys; sys.exit(any(m in sys.modules for m in ('Xlib', 'pynput')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.desktop
def test_check_takes_each_chord_and_gives_it_back(x_server):
    session = Session(SessionKind.X11, x_server.display)
    for _ in range(2):
        [report] = hotkeys.check({"ask": "<f9>", "off": ""}, session=session)
        assert report.works
        assert "F9" in report.detail
    holder = hotkeys.hotkey_backend(session)({"x": "<f9>"}, lambda *_: None)
    holder.start()
    try:
        [report] = hotkeys.check({"ask": "<f9>"}, session=session)
        assert not report.works
        assert "taken" in report.detail
    finally:
        holder.close()


@pytest.mark.desktop
def test_the_listener_works_where_the_person_asks_for_it(x_server, tmp_path):
    """In a process of its own: pynput reads DISPLAY once, when it is imported."""
    program = tmp_path / "listen.py"
    program.write_text(LISTEN)
    child = x_server.spawn([sys.executable, str(program)])
    wait_for(lambda: "['bad']" in child.output(), what="the listener")
    x_server.press("ctrl+alt+k")
    wait_for(lambda: "closed" in child.output(), what="the press")
    assert "pressed ask" in child.output()


LISTEN = """
import threading
from tray_router.desktop.hotkeys import hotkey_backend

pressed = threading.Event()

def note(action, at):
    print("pressed", action, flush=True)
    pressed.set()

backend = hotkey_backend(use_listener=True)({"ask": "<ctrl>+<alt>+k", "bad": "ctrl"}, note)
print([report.action for report in backend.start()], flush=True)
assert pressed.wait(10)
backend.close()
print("closed", flush=True)
"""
