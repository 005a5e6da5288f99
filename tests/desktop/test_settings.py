"""The settings window of the real program: opened, clicked, dragged and typed into; what it writes and spares."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from Xlib import XK, X

from tests.desktop.program import APPLICATION, Program
from tests.support.processes import WAIT_LIMIT_S, wait_for

pytestmark = pytest.mark.desktop

TITLE = "^Tray Router settings$"
COMMENT = "# my own words\n"


@pytest.fixture
def settings(program: Program) -> Iterator[Program]:
    """Open, on the first page; closed again at the end, with the file as it was."""
    text = COMMENT + program.usual_settings + "[popup]\nwidth = 570\n"
    program.put_in_force(text)
    assert program.cli("settings").returncode == 0
    [window] = wait_for(lambda: program.popup_ids(TITLE), what="the settings window")
    to_front(program, window)
    program.x.press("ctrl+1")
    yield program
    deadline = time.monotonic() + WAIT_LIMIT_S
    while windows := program.popup_ids(TITLE):
        assert time.monotonic() < deadline, "the settings do not close"
        to_front(program, windows[-1])
        program.x.press("ctrl+w")
        time.sleep(0.1)
    program.put_in_force(text)


def to_front(program: Program, window: int) -> None:
    program.x.run("wmctrl", "-i", "-a", hex(window), check=False)
    wait_for(lambda: program.x.active_window() == window, what="the settings to have the keyboard")


def written(program: Program) -> dict[str, Any]:
    return tomllib.loads(program.config.read_text())


def wait_written(program: Program, *path: str | int, value: object) -> None:
    def is_written() -> bool:
        here: Any = written(program)
        for part in path:
            try:
                here = here[part]
            except (KeyError, IndexError):
                return value is None
        return bool(here == value)

    wait_for(is_written, what=f"{path} = {value!r} in the file, which says {written(program)}")


def place(program: Program, name: str) -> tuple[int, int]:
    found = wait_for(lambda: program.accessibility.middle(APPLICATION, name), what=name)
    assert found is not None
    return found


def test_the_machines_are_tested_step_by_step_paused_and_changed(settings: Program) -> None:
    settings.wait_words("mac, up")
    settings.click("Test")
    settings.wait_words("name works", "Ollama works", "a token works")
    settings.shot("settings-tested")
    settings.click("Pause mac")
    wait_for(lambda: settings.host_state("mac") == "paused", what="the pause")
    settings.click("Resume mac")
    settings.click("Rented")
    settings.type("mon-fir 09:00-17:00\t")
    settings.wait_words("is no day")
    assert "rented" not in settings.config.read_text()
    settings.x.press("shift+Tab")
    settings.x.press("ctrl+a")
    settings.type("mon-fri 03:00-03:01\t")
    wait_written(settings, "hosts", "mac", "rented", value="mon-fri 03:00-03:01")
    assert settings.config.read_text().startswith(COMMENT)


def test_a_machine_is_added_and_removed_and_the_removal_taken_back(settings: Program) -> None:
    settings.click("Add machine")
    settings.type(settings.fleet.urls["mac"].replace("127.0.0.1", "localhost"))
    settings.x.press("Return")
    settings.wait_words("a token works")
    settings.click("Add")
    settings.wait_words("local is added.")
    wait_written(settings, "hosts", "local", "url", value=settings.fleet.urls["mac"].replace("127.0.0.1", "localhost"))
    settings.wait_words("local, up")
    settings.click("Remove")
    wait_written(settings, "hosts", "local", value=None)
    settings.click("Undo")
    settings.wait_words("Taken back.")
    assert "local" in written(settings)["hosts"]


def test_a_model_is_dragged_into_a_route_and_moved_by_keys(settings: Program) -> None:
    settings.x.press("ctrl+2")
    settings.wait_words("Models of quick", "now qwen3:4b on")
    source = next(line for line in settings.words().splitlines() if line.startswith("deepseek-r1:8b on mac,"))
    start, end = place(settings, source), place(settings, "2. qwen3:4b on ubuntu")
    settings.drag(start, (end[0], end[1] + 2))
    wait_for(
        lambda: "deepseek-r1:8b@mac" in written(settings)["routes"]["quick"]["candidates"],
        what=f"the drop: {written(settings)['routes']['quick']}",
    )
    settings.shot("settings-dragged")
    present = written(settings)["routes"]["quick"]["candidates"]
    settings.click("1. qwen3:4b on mac")
    settings.x.press("alt+Down")
    wait_written(settings, "routes", "quick", "candidates", value=[present[1], present[0], *present[2:]])
    settings.x.press("Delete")
    wait_written(settings, "routes", "quick", "candidates", value=[present[1], *present[2:]])


def test_a_chord_is_recorded_and_a_taken_one_refused(settings: Program) -> None:
    settings.x.press("ctrl+3")
    settings.wait_words("Ask about a window: off")
    settings.click("Ask about a window: off")
    settings.wait_words("Press a chord")
    settings.x.press("ctrl+alt+space")  # of ours, and it opens no popup now
    settings.wait_words("Ctrl+Alt+Space is the chord of ask already.")
    assert not settings.popup_ids()
    key = settings.x.open.keysym_to_keycode(XK.string_to_keysym("k"))
    root = settings.x.open.screen().root
    root.grab_key(key, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)  # another program
    settings.x.open.sync()
    settings.click("Ask about a window: off")
    settings.x.press("ctrl+alt+k")
    settings.wait_words("Ctrl+Alt+K is taken by another program.")
    root.ungrab_key(key, X.ControlMask | X.Mod1Mask)
    settings.x.open.sync()
    settings.click("Ask about a window: off")
    settings.x.press("ctrl+alt+shift+w")
    wait_written(settings, "hotkeys", "window", value="<ctrl>+<alt>+<shift>+w")
    settings.shot("settings-hotkeys")


def test_an_edit_by_hand_is_seen_and_never_overwritten(settings: Program) -> None:
    settings.x.press("ctrl+5")
    settings.wait_words("570")
    text = settings.config.read_text()
    settings.config.write_text(text.replace("width = 570", "width = 610"))
    settings.wait_words("610")
    settings.click("Width")
    settings.x.press("ctrl+a")
    settings.type("3\t")
    settings.wait_words("280")  # what is allowed
    assert "width = 610" in settings.config.read_text()
    settings.x.press("shift+Tab")
    settings.x.press("ctrl+a")
    settings.type("620\t")
    wait_written(settings, "popup", "width", value=620)
    assert settings.config.read_text().startswith(COMMENT)


def test_an_action_of_ones_own_is_made_and_used(settings: Program) -> None:
    settings.x.press("ctrl+4")
    settings.wait_words("Answer, built in")
    settings.x.press("ctrl+n")
    settings.wait_words("New action is added.")
    settings.click("Name")
    settings.x.press("ctrl+a")
    settings.type("Shout\t")
    wait_written(settings, "actions", 0, "name", value="Shout")
    settings.wait_words("Shout, your own")
    settings.shot("settings-action")
    wait_for(lambda: settings.cli("ask", "--action", "Shout", "hello").returncode == 0, what="the action")
