"""Real key presses on a real X server."""

import queue
import threading

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.ext import record
from Xlib.protocol import rq

from tests.support.processes import wait_for
from tray_router.desktop.hotkeys.x11 import X11Hotkeys
from tray_router.errors import DesktopError

pytestmark = pytest.mark.desktop

CHORD = "<ctrl>+<alt>+k"


class Hits:
    """The presses that a backend told of."""

    def __init__(self):
        self.presses = queue.Queue()

    def __call__(self, action, at):
        self.presses.put((action, at, threading.current_thread().name))

    def next(self):
        return self.presses.get(timeout=30)[0]

    def count(self):
        return self.presses.qsize()


@pytest.fixture
def listen(x_server):
    """Starts backends, closes them, and checks that no thread stays behind."""
    opened = []

    def start(chords, hits):
        backend = X11Hotkeys(chords, hits, display_name=x_server.display)
        opened.append(backend)
        return backend, backend.start()

    yield start
    for backend in opened:
        backend.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "hotkeys"]


class KeySpy:
    """A window with the focus that notes the keys it gets, like any program."""

    def __init__(self, name):
        self.display = Display(name)
        screen = self.display.screen()
        self.window = screen.root.create_window(50, 50, 200, 100, 0, screen.root_depth, event_mask=X.KeyPressMask)
        self.window.set_wm_class("key-spy", "KeySpy")
        self.window.map()
        self.display.sync()

    def keycodes(self):
        self.display.sync()
        events = [self.display.next_event() for _ in range(self.display.pending_events())]
        return [event.detail for event in events if event.type == X.KeyPress]


@pytest.fixture
def key_spy(x_server):
    spy = KeySpy(x_server.display)
    try:
        x_server.focus(spy.window.id)
        yield spy
    finally:
        spy.display.close()


def test_the_chord_is_told_once_and_does_not_reach_the_window(x_server, listen, key_spy):
    hits = Hits()
    _, problems = listen({"ask": CHORD}, hits)
    assert problems == ()
    k, j = (x_server.open.keysym_to_keycode(ord(letter)) for letter in "kj")
    x_server.press("ctrl+alt+k")
    assert hits.next() == "ask"
    x_server.press("ctrl+alt+j")  # nobody's chord: proves that the window gets keys at all
    seen = []
    wait_for(lambda: j in seen_all(seen, key_spy), what="the other key in the window")
    assert k not in seen_all(seen, key_spy)
    assert hits.count() == 0


def seen_all(seen, spy):
    seen.extend(spy.keycodes())
    return seen


@pytest.mark.parametrize("pressed", ["ctrl+k", "ctrl+alt+shift+k", "ctrl+alt+super+k"])
def test_other_modifiers_are_not_the_chord(x_server, listen, pressed):
    hits = Hits()
    listen({"ask": CHORD, "other": "<f9>"}, hits)
    x_server.press(pressed)
    x_server.press("F9")
    assert hits.next() == "other"
    assert hits.count() == 0


@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_locks_make_no_difference(x_server, listen, lock):
    hits = Hits()
    listen({"ask": CHORD}, hits)
    x_server.press(lock)
    try:
        x_server.press("ctrl+alt+k")
        assert hits.next() == "ask"
    finally:
        x_server.press(lock)


def test_holding_the_chord_is_one_press(x_server, listen):
    hits = Hits()
    listen({"ask": CHORD, "other": "<f9>"}, hits)
    x_server.run("xdotool", "keydown", "ctrl+alt+k")
    assert hits.next() == "ask"
    wait_for_repeats(x_server.display, x_server.open.keysym_to_keycode(ord("k")))
    x_server.run("xdotool", "keyup", "ctrl+alt+k")
    x_server.press("F9")
    assert hits.next() == "other"
    assert hits.count() == 0


def wait_for_repeats(name, keycode):
    """Until the server has repeated the held key five times, seen by the RECORD extension."""
    control, data = Display(name), Display(name)
    nothing = {"core_requests": (0, 0), "core_replies": (0, 0), "delivered_events": (0, 0), "errors": (0, 0)}
    nothing |= {"ext_requests": (0, 0, 0, 0), "ext_replies": (0, 0, 0, 0)}
    nothing |= {"client_started": False, "client_died": False}
    wanted = nothing | {"device_events": (X.KeyPress, X.KeyPress)}
    context = data.record_create_context(0, [record.AllClients], [wanted])
    seen = []

    def note(reply):
        left = reply.data
        while reply.category == record.FromServer and left:
            event, left = rq.EventField(None).parse_binary_value(left, data.display, None, None)
            seen.append(event.detail)
        if seen.count(keycode) >= 5:
            control.record_disable_context(context)
            control.flush()

    data.record_enable_context(context, note)  # returns when the context is disabled
    data.record_free_context(context)
    data.close()
    control.close()


@pytest.mark.parametrize(("layout", "group"), [("us,ru", 1), ("ru,us", 0), ("de,us", 1), ("fr", 0)])
def test_the_key_counts_whatever_layout_is_active(x_server, listen, layout, group):
    hits = Hits()
    x_server.set_layout(layout)
    _, problems = listen({"ask": CHORD}, hits)
    assert problems == ()
    x_server.lock_group(group)
    ctrl, alt, k = "37", "64", "45"  # by key code: xdotool would switch the layout for a letter it lacks
    x_server.run("xdotool", "keydown", ctrl, "keydown", alt, "key", k, "keyup", alt, "keyup", ctrl)
    assert hits.next() == "ask"


def test_a_new_keyboard_layout_is_followed(x_server, listen):
    hits = Hits()
    listen({"ask": "<ctrl>+z"}, hits)
    us_z, german_z = "52", "29"
    x_server.run("xdotool", "keydown", "37", "key", us_z, "keyup", "37")
    assert hits.next() == "ask"
    x_server.set_layout("de")

    def german_z_works():
        x_server.run("xdotool", "keydown", "37", "key", german_z, "keyup", "37")
        return hits.count()

    wait_for(german_z_works, what="the new grab")


def test_a_chord_that_another_program_holds_is_reported_and_the_others_work(x_server, listen):
    rival = Display(x_server.display)
    try:
        k = rival.keysym_to_keycode(ord("k"))
        grab = X.ControlMask | X.Mod1Mask
        rival.screen().root.grab_key(k, grab, False, X.GrabModeAsync, X.GrabModeAsync)
        rival.sync()
        hits = Hits()
        backend, problems = listen({"ask": CHORD, "region": "<f9>"}, hits)
        [problem] = problems
        assert (problem.action, problem.chord) == ("ask", "Ctrl+Alt+K")
        assert "taken" in problem.problem
        assert problem.hint
        x_server.press("F9")
        assert hits.next() == "region"
    finally:
        rival.close()
    assert backend.replace({"ask": CHORD}) == ()
    x_server.press("ctrl+alt+k")
    assert hits.next() == "ask"


def test_a_refused_chord_leaves_no_grab_behind(x_server, listen):
    """Only one of the lock states is taken; the others must be given back."""
    rival = Display(x_server.display)
    k = rival.keysym_to_keycode(ord("k"))
    rival.screen().root.grab_key(k, X.ControlMask | X.LockMask, False, X.GrabModeAsync, X.GrabModeAsync)
    rival.sync()
    _, problems = listen({"ask": "<ctrl>+k"}, Hits())
    assert len(problems) == 1
    rival.close()
    _, problems = listen({"ask": "<ctrl>+k"}, Hits())
    assert problems == ()


def test_chords_are_replaced_while_running(x_server, listen):
    hits = Hits()
    backend, _ = listen({"ask": CHORD}, hits)
    assert backend.replace({"ask": "<f8>", "off": ""}) == ()
    x_server.press("ctrl+alt+k")
    x_server.press("F8")
    assert hits.next() == "ask"
    assert hits.count() == 0


def test_every_useless_chord_is_reported(x_server, listen):
    backend, problems = listen({"a": "<f9>", "b": "<f9>", "c": "<hyper>+x", "d": "<ctrl>+ß"}, Hits())
    assert {problem.action: problem.chord for problem in problems} == {"b": "F9", "c": "<hyper>+x", "d": "Ctrl+ß"}
    assert backend.reports == problems


def test_a_failing_receiver_does_not_end_the_thread(x_server, listen, expect_log):
    expect_log("the receiver of hotkeys failed on 'bad'")
    hits = Hits()

    def fails_once(action, at):
        hits(action, at)
        if action == "bad":
            raise RuntimeError("receiver")

    listen({"bad": "<f7>", "good": "<f8>"}, fails_once)
    x_server.press("F7")
    x_server.press("F8")
    assert [hits.next(), hits.next()] == ["bad", "good"]


def test_after_closing_the_chord_reaches_windows_again(x_server, listen, key_spy):
    backend, _ = listen({"ask": "<f8>"}, Hits())
    backend.close()
    backend.close()
    x_server.press("F8")
    code = x_server.open.keysym_to_keycode(0xFFC5)
    seen = []
    wait_for(lambda: code in seen_all(seen, key_spy), what="the key in the window")


def test_no_server_is_a_desktop_error():
    with pytest.raises(DesktopError) as caught:
        X11Hotkeys({"ask": CHORD}, Hits(), display_name=":59999").start()
    assert "cannot be reached" in caught.value.title
    assert "DISPLAY" in caught.value.hint
