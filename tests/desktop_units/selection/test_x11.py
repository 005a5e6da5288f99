"""Real selections of real programs. Durations are not asserted beyond what a hang would be."""

import io
import os
import signal
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError

import pytest
from PIL import Image

from tests.support.processes import wait_for
from tray_router.desktop.selection.models import CaptureLimits
from tray_router.desktop.selection.x11 import X11CaptureSource
from tray_router.errors import CaptureError
from tray_router.model import CaptureOrigin

pytestmark = pytest.mark.desktop

UTF8 = "UTF8_STRING"
QUICK = CaptureLimits(answer_s=0.3)


@pytest.fixture
def owners(x_server):
    """Ends the owners of this test, so that the next one starts with empty selections."""
    running = []
    yield running
    for child in running:
        child.stop()

    def is_free():
        atoms = [x_server.open.intern_atom(name) for name in ("PRIMARY", "CLIPBOARD")]
        return not any(x_server.open.get_selection_owner(atom) for atom in atoms)

    wait_for(is_free, what="the end of the selections")


@pytest.fixture
def capture(x_server, owners):
    """``capture(limits)`` with a source that is closed at the end."""
    sources = []

    def once(limits=QUICK):
        sources.append(X11CaptureSource(x_server.display, limits))
        return sources[-1].capture()

    yield once
    for source in sources:
        source.close()


@pytest.fixture
def hold(x_server, owners):
    """Puts text or formats into selections: ``hold(PRIMARY="text", CLIPBOARD={"image/png": …})``."""

    def take(wm_class="", **selections):
        offers = {
            name: {UTF8: value.encode()} if isinstance(value, str) else value for name, value in selections.items()
        }
        child, window = x_server.own_selections(offers, wm_class)
        owners.append(child)
        if wm_class:
            x_server.focus(window)
        return child

    return take


@pytest.fixture
def xclip(x_server, owners):
    """A real xclip with this on a selection."""

    def take(data, selection="clipboard", *arguments):
        child = x_server.feed(["xclip", "-selection", selection, "-quiet", *arguments], data)
        owners.append(child)
        atom = x_server.open.intern_atom(selection.upper())
        wait_for(lambda: x_server.open.get_selection_owner(atom), what="xclip")
        return child

    return take


def test_what_is_selected_in_a_terminal(x_server, owners, capture):
    command = ["xterm", "-fn", "fixed", "-geometry", "60x10+100+100", "-e", "printf 'Grüße,traceback'; exec sleep 60"]
    terminal = x_server.spawn(command, env=x_server.env(LC_ALL="C.UTF-8"))
    owners.append(terminal)
    window = x_server.wait_window("XTerm")
    x_server.focus(window)

    def select():
        x_server.run("xdotool", "mousemove", "--window", str(window), "90", "10", "click", "--repeat", "3", "1")
        return x_server.open.get_selection_owner(x_server.open.intern_atom("PRIMARY"))

    wait_for(select, what="the selection in the terminal")
    captured = capture()
    assert "traceback" in captured.text
    assert captured.origin is CaptureOrigin.SELECTION
    assert captured.application == "XTerm"
    assert captured.notice == ""


@pytest.mark.parametrize("text", ["short", "Grüße 世界 🎉", "x" * 2**20])
def test_text_comes_as_it_is_in_one_piece_or_many(xclip, capture, text):
    xclip(text.encode(), "primary")
    captured = capture()
    assert captured.text == text
    assert captured.origin is CaptureOrigin.SELECTION


def test_the_selection_comes_before_the_clipboard(hold, capture):
    hold(PRIMARY="selected", CLIPBOARD="copied")
    assert (capture().text, capture().origin) == ("selected", CaptureOrigin.SELECTION)


@pytest.mark.parametrize("blank", ["", " \n\t "])
def test_a_blank_selection_is_none(hold, capture, blank):
    hold(PRIMARY=blank, CLIPBOARD="copied")
    assert (capture().text, capture().origin) == ("copied", CaptureOrigin.CLIPBOARD_TEXT)


@pytest.mark.parametrize(
    ("formats", "text"),
    [
        ({"STRING": "Grüße".encode("latin-1")}, "Grüße"),
        ({"STRING": b"worse", UTF8: "besser ü".encode()}, "besser ü"),
        ({"text/plain;charset=utf-8": "Grüße".encode(), "text/html": b"<b>"}, "Grüße"),
        ({UTF8: b"with a NUL\0"}, "with a NUL"),
        ({UTF8: b"broken \xff utf-8"}, "broken � utf-8"),
    ],
)
def test_formats_of_text(hold, capture, formats, text):
    hold(PRIMARY=formats)
    assert capture().text == text


def test_nothing_at_all_is_an_empty_capture_that_says_so(hold, capture):
    captured = capture()
    assert captured.is_empty
    assert captured.origin is CaptureOrigin.NOTHING
    assert "Nothing is selected" in captured.notice


def test_capturing_changes_nothing(x_server, hold, capture):
    hold(PRIMARY="selected", CLIPBOARD="copied")
    atoms = [x_server.open.intern_atom(name) for name in ("PRIMARY", "CLIPBOARD")]
    before = [x_server.open.get_selection_owner(atom) for atom in atoms]
    capture()
    assert [x_server.open.get_selection_owner(atom) for atom in atoms] == before


# --- which one is meant


def test_a_stale_selection_of_another_program_gives_way_to_a_newer_clipboard(hold, capture):
    hold(PRIMARY="hours old")
    hold(wm_class="Browser", CLIPBOARD="just copied")
    captured = capture()
    assert (captured.text, captured.application) == ("just copied", "Browser")


def test_a_newer_selection_of_another_program_stays_and_says_where_it_is_from(hold, capture):
    hold(CLIPBOARD="copied long ago")
    hold(PRIMARY="selected")
    hold(wm_class="Browser")
    captured = capture()
    assert captured.text == "selected"
    assert "another window" in captured.notice


def test_the_selection_of_the_focused_program_comes_first_however_old(hold, capture):
    hold(wm_class="Editor", PRIMARY="selected", CLIPBOARD="copied later")
    captured = capture()
    assert (captured.text, captured.application, captured.notice) == ("selected", "Editor", "")


# --- images


def png(size=(30, 20)):
    sink = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(sink, "PNG")
    return sink.getvalue()


def test_an_image_on_the_clipboard(hold, capture):
    data = png()
    hold(CLIPBOARD={"image/png": data, "image/jpeg": b"not wanted", "text/html": b"<img>"})
    captured = capture()
    assert captured.images == (data,)
    assert captured.origin is CaptureOrigin.CLIPBOARD_IMAGE


def test_a_large_image_in_many_pieces(xclip, capture):
    data = png((1200, 900))
    assert len(data) > 2**20
    xclip(data, "clipboard", "-t", "image/png")
    assert capture().images == (data,)


def test_text_comes_before_an_image(hold, capture):
    hold(CLIPBOARD={"image/png": png(), UTF8: b"a cell"})
    assert capture().text == "a cell"


def test_a_bitmap_becomes_png(hold, capture):
    sink = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(sink, "BMP")
    hold(CLIPBOARD={"image/bmp": sink.getvalue()})
    [image] = capture().images
    assert image.startswith(b"\x89PNG")


def test_a_broken_image_says_so(hold, capture):
    hold(CLIPBOARD={"image/png": png()[:200]})
    with pytest.raises(CaptureError) as caught:
        capture()
    assert "image on the clipboard" in caught.value.title
    assert caught.value.hint


# --- owners that are a problem


def test_secrets_are_not_read(hold, capture):
    hint = "x-kde-passwordManagerHint"
    hold(CLIPBOARD={UTF8: b"hunter2", hint: b"secret"})
    captured = capture()
    assert captured.is_empty
    assert "secret" in captured.notice
    hold(CLIPBOARD={UTF8: b"harmless", hint: b"public"})
    assert capture().text == "harmless"


def test_a_stopped_owner_costs_no_more_than_the_deadline(xclip, capture):
    child = xclip(b"never", "primary")
    os.kill(child.pid, signal.SIGSTOP)
    start = time.monotonic()
    with pytest.raises(CaptureError, match="does not answer"):
        capture(CaptureLimits(answer_s=0.5))
    assert time.monotonic() - start < 5  # not a measurement: it would wait for ever
    os.kill(child.pid, signal.SIGCONT)
    captured = wait_for(capture, what="the owner that goes on")
    assert captured.text == "never"


def test_behind_a_stopped_selection_the_clipboard_is_reached(xclip, hold, capture):
    child = xclip(b"never", "primary")
    os.kill(child.pid, signal.SIGSTOP)
    hold(CLIPBOARD="copied")
    captured = capture(CaptureLimits(answer_s=1.0))
    assert captured.text == "copied"
    assert "does not answer" in captured.notice


def test_the_focused_program_is_waited_for_while_it_is_busy_with_what_was_selected(hold, capture):
    """A Qt text of one very long line does not answer before it is laid out; the clipboard would be another text."""
    child = hold("Editor", PRIMARY="one long line", CLIPBOARD="something older")
    os.kill(child.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(capture, CaptureLimits(answer_s=0.1, busy_s=30.0))
        try:
            with pytest.raises(FutureTimeoutError):
                coming.result(1.0)
        finally:
            os.kill(child.pid, signal.SIGCONT)
        captured = coming.result(20)
    assert (captured.text, captured.notice) == ("one long line", "")


def test_a_focused_program_that_hangs_gives_way_to_the_clipboard(hold, xclip, capture):
    child = hold("Editor", PRIMARY="never")
    xclip(b"copied")
    os.kill(child.pid, signal.SIGSTOP)
    captured = capture(CaptureLimits(answer_s=0.2, busy_s=0.5))
    os.kill(child.pid, signal.SIGCONT)
    assert captured.text == "copied"
    assert "does not answer" in captured.notice


def test_forty_megabytes_are_refused_without_being_held_and_the_owner_stays_well(x_server, xclip, capture):
    size = 40 * 2**20
    xclip(b"a" * size)
    limits = CaptureLimits(max_text_bytes=2**20)
    capture_peak = []
    for _ in range(2):
        tracemalloc.start()
        with pytest.raises(CaptureError) as caught:
            capture(limits)
        capture_peak.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert "larger than 1 MB" in caught.value.title
    assert max(capture_peak) < 8 * 2**20
    assert len(x_server.run("xclip", "-o", "-selection", "clipboard")) == size


def test_the_cap_is_exact(xclip, capture):
    xclip(b"a" * 300_000)
    assert len(capture(CaptureLimits(max_text_bytes=300_000)).text) == 300_000
    with pytest.raises(CaptureError, match="299999 bytes"):
        capture(CaptureLimits(max_text_bytes=299_999))


def test_an_owner_that_wakes_up_late_can_serve_others_again(x_server, xclip, capture):
    """It answers a question that nobody waits for any more, with the first of many pieces."""
    child = xclip(b"a" * 2**20, "primary")
    source = X11CaptureSource(x_server.display, CaptureLimits(answer_s=0.3))
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(CaptureError):
        source.capture()
    os.kill(child.pid, signal.SIGCONT)

    def comes():
        try:
            return source.capture().text
        except CaptureError:
            return ""

    assert len(wait_for(comes, what="the text")) == 2**20
    source.close()
    assert len(x_server.run("xclip", "-o", "-selection", "primary")) == 2**20


def test_no_server_is_a_capture_error():
    source = X11CaptureSource(":59999")
    with pytest.raises(CaptureError) as caught:
        source.capture()
    assert "DISPLAY" in caught.value.hint
    source.close()


def test_a_connection_that_the_server_closed_is_made_again(x_server, hold, capture):
    hold(PRIMARY="again")
    source = X11CaptureSource(x_server.display)
    assert source.capture().text == "again"
    ours = x_server.open.create_resource_object("window", source._session._reader._window.id)
    ours.kill_client()
    x_server.open.sync()
    assert source.capture().text == "again"
    source.close()


def test_copied_files_come_with_their_content_not_their_paths(hold, capture, tmp_path):
    note = tmp_path / "Einkauf für Sonntag.txt"
    note.write_text("Mehl, Butter, Äpfel", encoding="utf-8")
    hold(CLIPBOARD={"text/uri-list": f"{note.as_uri()}\r\n".encode(), UTF8: str(note).encode()})
    captured = capture()
    assert captured.text == "Mehl, Butter, Äpfel"
    assert captured.origin is CaptureOrigin.CLIPBOARD_FILES
    assert captured.notice == "From Einkauf für Sonntag.txt."


def test_copied_links_are_text(hold, capture):
    link = b"https://example.org/page\r\n"
    hold(CLIPBOARD={"text/uri-list": link, UTF8: link.strip()})
    captured = capture()
    assert captured.text == "https://example.org/page"
    assert captured.origin is CaptureOrigin.CLIPBOARD_TEXT


def test_files_that_cannot_be_asked_about_are_said(hold, capture, tmp_path):
    hold(CLIPBOARD={"text/uri-list": tmp_path.as_uri().encode(), UTF8: str(tmp_path).encode()})
    captured = capture()
    assert captured.is_empty
    assert captured.notice == f"Left out: {tmp_path.name} (a folder)."
