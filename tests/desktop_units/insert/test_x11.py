"""Answers written into real programs by real keys: an editor's field and xterm on a real X server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.processes import Child, wait_for
from tests.support.x11 import XServer
from tray_router.desktop.insert import check, inserter
from tray_router.desktop.insert.x11 import X11Inserter
from tray_router.desktop.selection.x11 import X11CaptureSource
from tray_router.desktop.session import Session, SessionKind
from tray_router.engine.ports import FocusedWindow, InsertOrder
from tray_router.errors import InsertError
from tray_router.model import Capture, CaptureOrigin, Output

pytestmark = pytest.mark.desktop

PROGRAM = Path(__file__).parents[2] / "support" / "text_field.py"
BEFORE = "what was copied before"


class Field:
    """A running ``text_field`` program with the focus."""

    def __init__(self, x: XServer, folder: Path, text: str, name: str, *extra: str) -> None:
        self.x, self.file = x, folder / f"{name}.txt"
        self.child = x.spawn([sys.executable, str(PROGRAM), str(self.file), text, name, *extra], name=name)
        self.window = x.wait_window(name)
        x.focus(self.window)
        self.name = name

    @property
    def text(self) -> str:
        return self.file.read_text()

    def wait_text(self, wanted: str) -> None:
        wait_for(lambda: self.text == wanted, what=f"{wanted!r} in the field, which holds {self.text!r}")

    def select_all(self) -> None:
        wait_for(lambda: self.x.active_window() == self.window, what="the field to have the focus")
        text = self.text

        def is_selected() -> bool:
            self.x.press("ctrl+a")
            return self.x.run("xclip", "-o", "-selection", "primary", check=False) == text

        wait_for(is_selected, what="the selection")

    def order(self, text: str, output: Output = Output.REPLACE, selected: str | None = None) -> InsertOrder:
        return InsertOrder(self.window, self.name, output, text, self.text if selected is None else selected)


MakeField = Callable[..., Field]


@pytest.fixture
def field(x_server: XServer, tmp_path: Path) -> Iterator[MakeField]:
    made: list[Field] = []

    def make(text: str = "teh cat", name: str = "TextField", *extra: str) -> Field:
        made.append(Field(x_server, tmp_path, text, name, *extra))
        return made[-1]

    yield make
    for each in made:
        each.child.stop()


@pytest.fixture
def writer(x_server: XServer) -> Iterator[X11Inserter]:
    made = X11Inserter(x_server.display)
    yield made
    made.close()


@pytest.fixture
def copied(x_server: XServer) -> Iterator[Child]:
    """A program that holds the clipboard with a text, a picture's bytes and a format of its own."""
    offers = {
        "CLIPBOARD": {
            "UTF8_STRING": BEFORE.encode(),
            "image/png": b"\x89PNG" + bytes(range(256)),
            "application/x-own": b"own",
        }
    }
    child, _ = x_server.own_selections(offers)
    yield child
    child.stop()


def clipboard(x: XServer, target: str = "UTF8_STRING") -> bytes:
    command = ["xclip", "-o", "-selection", "clipboard", "-t", target]
    return subprocess.run(command, env=x.env(), capture_output=True, timeout=10, check=False).stdout


def refused(writer: X11Inserter, order: InsertOrder) -> str:
    with pytest.raises(InsertError) as raised:
        writer.insert(order)
    return raised.value.title


# --- written ----------------------------------------------------------------------------------------------


def test_what_is_selected_is_replaced_and_the_clipboard_is_as_before(
    x_server: XServer, field: MakeField, writer: X11Inserter, copied: Child
) -> None:
    editor = field("teh cat")
    editor.select_all()
    writer.insert(editor.order("the cat – Größe, 猫\nand a second line"))
    editor.wait_text("the cat – Größe, 猫\nand a second line")
    assert clipboard(x_server) == BEFORE.encode()
    assert clipboard(x_server, "image/png") == b"\x89PNG" + bytes(range(256))
    assert clipboard(x_server, "application/x-own") == b"own"
    assert b"PasswordManager" not in clipboard(x_server, "TARGETS")


def test_an_empty_clipboard_is_empty_afterwards(x_server: XServer, field: MakeField, writer: X11Inserter) -> None:
    wait_for(lambda: not clipboard(x_server), what="an empty clipboard")
    editor = field("teh cat")
    editor.select_all()
    writer.insert(editor.order("the cat"))
    editor.wait_text("the cat")
    wait_for(lambda: not clipboard(x_server, "TARGETS"), what="an empty clipboard")


def test_several_times_in_a_row(x_server: XServer, field: MakeField, writer: X11Inserter, copied: Child) -> None:
    editor = field("one")
    for text in ("two", "three", "four"):
        editor.select_all()
        writer.insert(editor.order(text))
        editor.wait_text(text)
    assert clipboard(x_server) == BEFORE.encode()
    assert clipboard(x_server, "application/x-own") == b"own"


def test_inserted_behind_what_is_selected(field: MakeField, writer: X11Inserter) -> None:
    editor = field("a question?")
    editor.select_all()
    writer.insert(editor.order("\nan answer", Output.INSERT))
    editor.wait_text("a question?\nan answer")


def test_inserted_at_the_cursor_where_nothing_was_selected(field: MakeField, writer: X11Inserter) -> None:
    editor = field("world")
    writer.insert(editor.order("hello ", Output.INSERT, selected=""))
    editor.wait_text("hello world")


def test_a_text_of_half_a_megabyte_arrives_whole(field: MakeField, writer: X11Inserter, copied: Child) -> None:
    editor = field("short")
    editor.select_all()
    long = "".join(f"line {number} ä\n" for number in range(40_000))
    assert len(long.encode()) > 500_000
    writer.insert(editor.order(long))
    editor.wait_text(long)


@pytest.mark.parametrize("keys", [("ctrl", "alt"), ("shift",), ("super", "Return")])
def test_keys_that_are_still_down_do_no_harm(
    x_server: XServer, field: MakeField, writer: X11Inserter, keys: tuple[str, ...]
) -> None:
    editor = field("teh cat")
    editor.select_all()
    order = editor.order("the cat")
    for key in keys:
        x_server.run("xdotool", "keydown", key)
    try:
        writer.insert(order)
    finally:
        for key in reversed(keys):
            x_server.run("xdotool", "keyup", key)
    wait_for(lambda: "the cat" in editor.text, what="the text")
    assert editor.text.strip() == "the cat"


def test_in_a_layout_without_latin_letters(x_server: XServer, field: MakeField, writer: X11Inserter) -> None:
    editor = field("teh cat")
    editor.select_all()
    x_server.set_layout("us,ru")
    x_server.lock_group(1)
    writer.insert(editor.order("the cat"))
    editor.wait_text("the cat")


def test_the_focus_is_given_back_where_nobody_has_it(x_server: XServer, field: MakeField, writer: X11Inserter) -> None:
    editor = field("teh cat")
    editor.select_all()
    other = x_server.spawn(["xterm", "-class", "tray-router", "-e", "cat"], name="own")
    own = x_server.wait_window("tray-router")
    x_server.focus(own)
    writer.insert(editor.order("the cat"))
    editor.wait_text("the cat")
    other.stop()


# --- not written ------------------------------------------------------------------------------------------


def test_who_has_gone_to_another_window_is_left_alone(
    x_server: XServer, field: MakeField, writer: X11Inserter, copied: Child
) -> None:
    editor = field("teh cat")
    editor.select_all()
    order = editor.order("the cat")
    other = field("other", "OtherField")
    assert "another window" in refused(writer, order)
    assert (editor.text, other.text) == ("teh cat", "other")
    assert x_server.active_window() == other.window
    assert clipboard(x_server) == BEFORE.encode()


def test_a_window_that_was_closed_is_named(field: MakeField, writer: X11Inserter) -> None:
    editor = field("teh cat")
    editor.select_all()
    order = editor.order("the cat")
    editor.child.stop()
    assert "closed" in refused(writer, order)


def test_another_selection_is_not_replaced(x_server: XServer, field: MakeField, writer: X11Inserter) -> None:
    editor = field("teh cat")
    editor.select_all()
    assert "selected there" in refused(writer, editor.order("the cat", selected="teh dog"))
    assert editor.text == "teh cat"


def test_a_field_that_takes_nothing_leaves_the_clipboard_as_it_was(
    x_server: XServer, field: MakeField, writer: X11Inserter, copied: Child
) -> None:
    editor = field("teh cat", "ReadOnly", "read-only")
    editor.select_all()
    assert "did not take" in refused(writer, editor.order("the cat"))
    assert editor.text == "teh cat"
    assert clipboard(x_server) == BEFORE.encode()


# --- terminals --------------------------------------------------------------------------------------------


@pytest.fixture
def shell(x_server: XServer, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """An xterm that waits for one line and writes it down."""
    said = tmp_path / "said"
    script = f"read -r line; printf '%s' \"$line\" > '{said}.part'; mv '{said}.part' '{said}'; sleep 60"
    child = x_server.spawn(["xterm", "-e", "sh", "-c", script], name="xterm")
    window = x_server.wait_window("XTerm")
    x_server.focus(window)
    yield window, said
    child.stop()


def test_one_line_goes_to_a_terminal_and_is_not_entered(
    x_server: XServer, shell: tuple[int, Path], writer: X11Inserter, copied: Child
) -> None:
    window, said = shell
    writer.insert(InsertOrder(window, "XTerm", Output.INSERT, "echo\tit \x1b[201~ works\n", "whatever"))
    assert not said.exists(), "the line was entered"
    x_server.press("Return")
    wait_for(said.exists, what="the line")
    assert said.read_text() == "echo it [201~ works"
    assert clipboard(x_server) == BEFORE.encode()


def test_several_lines_do_not_go_to_a_terminal(
    x_server: XServer, shell: tuple[int, Path], writer: X11Inserter, copied: Child
) -> None:
    window, said = shell
    assert "terminal" in refused(writer, InsertOrder(window, "XTerm", Output.INSERT, "rm a\nrm b"))
    x_server.press("Return")
    wait_for(said.exists, what="the line")
    assert said.read_text() == ""
    assert clipboard(x_server) == BEFORE.encode()


# --- what is possible -------------------------------------------------------------------------------------


def test_the_capture_knows_its_window(x_server: XServer, field: MakeField, writer: X11Inserter) -> None:
    editor = field("teh cat")
    editor.select_all()
    source = X11CaptureSource(x_server.display)
    try:
        captured = source.capture()
    finally:
        source.close()
    assert (captured.text, captured.window, captured.is_selected_there) == ("teh cat", editor.window, True)
    assert writer.outputs(captured) == (Output.REPLACE, Output.INSERT)


@pytest.mark.parametrize(
    ("capture", "outputs"),
    [
        (Capture("a", (), CaptureOrigin.SELECTION, "Gedit", window=7, is_selected_there=True), ("replace", "insert")),
        (Capture("a", (), CaptureOrigin.SELECTION, "XTerm", window=7, is_selected_there=True), ("insert",)),
        (Capture("a", (), CaptureOrigin.CLIPBOARD_TEXT, "Gedit", window=7), ("insert",)),
        (Capture("a", (), CaptureOrigin.SELECTION, ""), ()),
    ],
)
def test_the_ways_back(writer: X11Inserter, capture: Capture, outputs: tuple[str, ...]) -> None:
    assert writer.outputs(capture) == outputs


def test_a_server_that_is_gone_is_an_error_in_words() -> None:
    gone = inserter(Session(SessionKind.X11, ":597"))
    with pytest.raises(InsertError, match="cannot be reached"):
        gone.insert(InsertOrder(1, "", Output.INSERT, "x"))
    gone.close()
    assert not check(Session(SessionKind.X11, ":597")).works
    assert not check(Session(SessionKind.WAYLAND, "")).works


def test_it_works_here(x_server: XServer) -> None:
    assert check(Session(SessionKind.X11, x_server.display)).works


def test_who_looks_at_the_clipboard_all_the_time_keeps_nothing_from_being_put_back(
    x_server: XServer, field: MakeField, writer: X11Inserter, copied: Child, tmp_path: Path
) -> None:
    looks = "while true; do xclip -o -selection clipboard >/dev/null; done"
    curious = x_server.spawn(["sh", "-c", looks], name="curious")
    editor = field("teh cat")
    editor.select_all()
    writer.insert(editor.order("the cat"))
    assert editor.text == "the cat"
    assert clipboard(x_server) == BEFORE.encode()
    curious.stop()


def test_the_window_with_the_keyboard_is_known_and_our_own_is_none(
    x_server: XServer, field: MakeField, writer: X11Inserter
) -> None:
    editor = field("teh cat")
    assert writer.focused() == FocusedWindow(editor.window, "TextField")
    own = x_server.spawn(["xterm", "-class", "tray-router", "-e", "cat"], name="own")
    x_server.focus(x_server.wait_window("tray-router"))
    assert writer.focused() == FocusedWindow()
    own.stop()
    assert X11Inserter(":597").focused() == FocusedWindow()
