"""Replace and Insert, from outside: an editor of another program, real keys, and what is in it afterwards."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.conftest import Edit
from tests.desktop.program import Program
from tests.support.processes import Child, wait_for

pytestmark = pytest.mark.desktop

FIX = """
[[actions]]
name = "fix"
hotkey = "<ctrl>+<alt>+f"
"""
AT_ONCE = """
[[actions]]
name = "Shout"
prompt = "In capitals: {text}"
hotkey = "<ctrl>+<alt>+f"
output = "replace"
show_diff = false
"""
BEFORE = b"what the user copied before"
WRONG = "  teh cat sat\n"
FIELD = Path(__file__).parents[1] / "support" / "text_field.py"


class Editor:
    """Another program with one text field, which has the focus and in which everything is selected."""

    def __init__(self, program: Program, folder: Path, name: str = "Editor") -> None:
        self.program, self.file = program, folder / f"{name}.txt"
        argv = [sys.executable, str(FIELD), str(self.file), WRONG, name]
        self.child: Child = program.x.spawn(argv, name=name, env=program.env)
        self.window = program.x.wait_window(name)
        program.x.focus(self.window)

    @property
    def text(self) -> str:
        return self.file.read_text()

    def select_all(self) -> None:
        def is_selected() -> bool:
            self.program.x.press("ctrl+a")
            return self.program.x.run("xclip", "-o", "-selection", "primary", check=False) == WRONG

        wait_for(is_selected, what="the selection")

    def wait_answer(self) -> None:
        wait_for(lambda: "Simulated answer" in self.text, what=f"the answer in the editor, which holds {self.text!r}")


def wait_clipboard(program: Program) -> None:
    """The answer lies there only until the editor has taken it."""
    wait_for(lambda: program.clipboard() == BEFORE, what="the clipboard as it was before")


@pytest.fixture
def editor(program: Program, tmp_path: Path) -> Iterator[Editor]:
    program.copy(BEFORE)
    made = Editor(program, tmp_path)
    made.select_all()
    yield made
    made.child.stop()


def test_a_correction_is_looked_at_and_takes_the_place_of_the_selection(
    program: Program, edit: Edit, editor: Editor
) -> None:
    edit(FIX)
    program.x.press("ctrl+alt+f")
    program.wait_words("Replace the selected text in Editor?", "tokens/s")
    program.shot("replace-asked")
    assert editor.text == WRONG, "written without asking"
    assert program.x.active_window() == editor.window, "the popup took the keyboard"
    program.x.press("ctrl+alt+f")
    wait_for(lambda: program.x.active_window() in program.popup_ids(), what="the popup to have the keyboard")
    program.x.press("Return")
    editor.wait_answer()
    program.wait_no_popup()
    assert program.x.active_window() == editor.window
    assert editor.text.startswith("  *Simulated answer*")
    assert editor.text.endswith("\n")
    assert "think" not in editor.text.lower()
    wait_clipboard(program)


def test_an_action_that_needs_no_look_replaces_by_itself(program: Program, edit: Edit, editor: Editor) -> None:
    edit(AT_ONCE)
    program.x.press("ctrl+alt+f")
    editor.wait_answer()
    program.wait_no_popup()
    assert editor.text.startswith("  *Simulated answer*")
    wait_clipboard(program)


def test_an_answer_is_inserted_behind_the_selection(program: Program, editor: Editor) -> None:
    program.x.press("ctrl+alt+space")
    program.wait_words("Insert", "tokens/s")
    program.x.press("ctrl+alt+space")
    wait_for(lambda: program.x.active_window() in program.popup_ids(), what="the popup to have the keyboard")
    program.x.press("ctrl+shift+Return")
    program.wait_words("Insert this behind the selected text in Editor?")
    program.x.press("Return")
    editor.wait_answer()
    assert editor.text.startswith(WRONG)
    wait_clipboard(program)


def test_who_has_gone_to_another_window_finds_the_answer_on_the_clipboard(
    program: Program, edit: Edit, editor: Editor, tmp_path: Path
) -> None:
    edit(AT_ONCE.replace('prompt = "In', 'model = "qwen3:4b@mac"\nprompt = "In'))
    program.fleet["mac"].faults.update(tokens_per_s=15.0)
    program.x.press("ctrl+alt+f")
    program.wait_popup()
    other = Editor(program, tmp_path, "Elsewhere")
    program.wait_words("You have gone to another window since. The answer is on the clipboard.")
    program.shot("replace-refused")
    assert (editor.text, other.text) == (WRONG, WRONG)
    assert program.clipboard().decode().strip().startswith("*Simulated answer*")
    assert program.x.active_window() == other.window
    other.child.stop()


def test_a_window_that_was_closed_leaves_the_answer_on_the_clipboard(
    program: Program, edit: Edit, editor: Editor
) -> None:
    edit(FIX)
    program.x.press("ctrl+alt+f")
    program.wait_words("Replace the selected text in Editor?", "tokens/s")
    editor.child.stop()
    program.x.focus(program.popup_ids()[0])
    program.x.press("Return")
    program.wait_words("The window that the text came from is closed. The answer is on the clipboard.")
    assert program.clipboard().decode().strip().startswith("*Simulated answer*")


def test_an_answer_that_breaks_off_goes_nowhere(program: Program, edit: Edit, editor: Editor) -> None:
    edit(AT_ONCE.replace('prompt = "In', 'model = "qwen3:4b@mac"\nprompt = "In'))
    program.fleet["mac"].faults.update(ending="reset", ending_after=8)
    program.x.press("ctrl+alt+f")
    program.wait_words("broke off")
    assert editor.text == WRONG
    assert program.clipboard() == BEFORE
    program.fleet["mac"].faults.reset()
    program.forget_troubles("mac")


def test_an_answer_to_what_was_typed_goes_to_the_cursor_of_the_window_below(program: Program, editor: Editor) -> None:
    program.x.press("End")
    program.x.press("ctrl+alt+p")
    wait_for(lambda: program.x.active_window() in program.popup_ids(), what="the popup to have the keyboard")
    program.type("write a greeting")
    program.x.press("Return")
    program.wait_words("Insert", "tokens/s")
    program.x.press("ctrl+shift+Return")
    program.wait_words("Insert this at the cursor?")
    program.x.press("Return")
    editor.wait_answer()
    wait_clipboard(program)
