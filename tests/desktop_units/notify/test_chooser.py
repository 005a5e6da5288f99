import subprocess
import sys

import pytest
from dbus_fast import Variant

from tray_router.desktop import notify
from tray_router.desktop.notify.message import Urgency, notification
from tray_router.desktop.session import Session, SessionKind


def test_the_message_is_that_of_the_specification():
    message = notification("Title", "a < b", Urgency.LOW)
    assert (message.destination, message.member, message.signature) == (
        "org.freedesktop.Notifications",
        "Notify",
        "susssasa{sv}i",
    )
    app, replaces, icon, title, body, actions, hints, timeout = message.body
    assert (app, replaces, icon, title, body) == ("Tray Router", 0, "tray-router", "Title", "a &lt; b")
    assert (actions, timeout) == ([], -1)
    assert hints["urgency"] == Variant("y", 0)


def test_without_a_bus_nothing_is_shown_and_nothing_breaks():
    silent = notify.notifier(Session(SessionKind.MACOS), None)
    silent.notify("x", "y")
    assert not notify.check(Session(SessionKind.MACOS)).works


@pytest.mark.desktop
def test_check_finds_no_server_on_a_bare_bus(desktop_session):
    report = notify.check(Session(SessionKind.X11, bus_address=desktop_session.bus.address))
    assert not report.works
    assert "notification daemon" in report.hint


@pytest.mark.parametrize("package", ["hotkeys", "selection", "tray", "notify", "autostart", "paths"])
def test_every_capability_can_be_imported_without_its_libraries(package):
    """As on a system where they are not installed, and without a display."""
    code = (
        "import sys\n"
        "for name in ('Xlib', 'pynput', 'pystray', 'dbus_fast', 'PIL', 'pyperclip'): sys.modules[name] = None\n"
        f"import tray_router.desktop.{package}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False)
    assert done.returncode == 0
