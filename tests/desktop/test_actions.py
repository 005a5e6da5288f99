"""The user's own actions, from outside: a chord of the settings, the popup, the clipboard."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.desktop.conftest import Edit
from tests.desktop.program import Program

pytestmark = pytest.mark.desktop

TRANSLATE = """
[[actions]]
name = "Into English"
prompt = "Translate into English: {text}"
route = "reasoning"
hotkey = "<ctrl>+<alt>+e"
output = "copy"
"""
EXPLAIN = """
[[actions]]
name = "Explain it"
prompt = "Explain this to a child."
model = "qwen3:4b@ubuntu"
hotkey = "<ctrl>+<alt>+x"
"""
BEFORE = b"what the user copied before"


def test_an_action_by_its_chord_shows_the_answer_and_copies_it(program: Program, edit: Edit) -> None:
    """What can be pasted afterwards is the answer, without the model's reasoning, also when the popup is closed."""
    edit(TRANSLATE + EXPLAIN)
    program.copy(BEFORE)
    program.select("Guten Morgen, wie geht es Ihnen?")
    program.x.press("ctrl+alt+e")
    said = program.wait_words("Into English", "thought for", "The answer is on the clipboard.", "tokens/s")
    program.shot("action-copied")
    assert "windows / deepseek-r1:8b" in said
    assert program.questions("windows") == ["Translate into English: Guten Morgen, wie geht es Ihnen?"]
    copied = program.clipboard().decode()
    assert copied.startswith("*Simulated answer* from **deepseek-r1:8b**")
    assert "think" not in copied.lower()
    program.close_popup()
    assert program.clipboard().decode() == copied
    alone = program.cli("ask", "--quiet", "--action", "into english", "Guten Morgen, wie geht es Ihnen?")
    assert alone.stdout.decode().strip() == copied, "the clipboard does not hold the whole answer"


def test_an_action_without_copy_leaves_the_clipboard_alone(program: Program, edit: Edit) -> None:
    edit(TRANSLATE + EXPLAIN)
    program.copy(BEFORE)
    program.select("Photosynthesis")
    program.x.press("ctrl+alt+x")
    said = program.wait_words("Explain it", "ubuntu / qwen3:4b", "tokens/s")
    assert "on the clipboard" not in said
    assert program.questions("ubuntu") == ['Explain this to a child.\n\n"""\nPhotosynthesis\n"""']
    assert program.clipboard() == BEFORE


def test_an_answer_that_breaks_off_is_not_copied(program: Program, edit: Edit) -> None:
    edit(TRANSLATE.replace('route = "reasoning"', 'model = "qwen3:4b@mac"'))
    program.fleet["mac"].faults.update(ending="reset", ending_after=8)
    program.copy(BEFORE)
    program.select("Guten Abend")
    program.x.press("ctrl+alt+e")
    said = program.wait_words("broke off")
    assert "on the clipboard" not in said
    assert program.clipboard() == BEFORE
    program.fleet["mac"].faults.reset()
    program.forget_troubles("mac")


def test_with_nothing_selected_what_is_typed_goes_to_the_action(program: Program, edit: Edit) -> None:
    edit(TRANSLATE)
    program.clear_selections()
    program.x.press("ctrl+alt+e")
    program.wait_words("Nothing is selected", "What you type goes to “Into English”.")
    program.shot("action-empty")
    program.type("Gute Nacht")
    program.x.press("Return")
    program.wait_words("The answer is on the clipboard.")
    assert program.questions("windows") == ["Translate into English: Gute Nacht"]


def test_the_popup_says_what_of_a_long_text_is_sent(program: Program, edit: Edit) -> None:
    edit("[limits]\nmax_text_chars = 1000\n")
    program.select("The weather was fine. " * 100)
    program.x.press("ctrl+alt+space")
    program.wait_words("The first 1,000 of 2,200 characters are sent.", "tokens/s")
    program.shot("shortened")
    sent = [text for host in program.fleet.hosts for text in program.questions(host)]
    assert [len(text) for text in sent] in ([1000], [999]), "white space at the end may be stripped"


def test_an_edited_limit_of_the_clipboard_holds_for_text_and_images(program: Program, edit: Edit) -> None:
    edit("[limits]\nmax_clipboard_bytes = 2048\n")
    sink = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(sink, "PNG")
    assert len(sink.getvalue()) > 2048
    program.clear_selections()
    program.copy(sink.getvalue(), "image/png")
    program.x.press("ctrl+alt+space")
    program.wait_words("The image is larger than 2048 bytes.")
    program.close_popup()
    program.select("x" * 3000)
    program.x.press("ctrl+alt+space")
    program.wait_words("The text is larger than 2048 bytes.")
    assert not any(program.questions(host) for host in program.fleet.hosts)


def test_a_large_image_is_scaled_down_before_it_is_sent(program: Program, edit: Edit) -> None:
    edit("[limits]\nmax_image_px = 300\n")
    sink = io.BytesIO()
    Image.new("RGB", (900, 600), "#3366cc").save(sink, "PNG")
    program.clear_selections()
    program.copy(sink.getvalue(), "image/png")
    program.x.press("ctrl+alt+space")
    program.wait_words("granite3.2-vision:2b", "900 × 600", "tokens/s")
    (sent,) = program.fleet["mac"].requests.questions[-1].images
    picture = Image.open(io.BytesIO(sent))
    assert (picture.format, picture.size, picture.getpixel((150, 100))) == ("PNG", (300, 200), (0x33, 0x66, 0xCC))


def test_a_selection_made_before_the_popup_closed_is_not_called_another_windows(program: Program) -> None:
    program.select("Bonjour tout le monde")
    for _ in range(2):
        program.x.press("ctrl+alt+space")
        said = program.wait_words("Bonjour", "tokens/s")
        assert "another window" not in said
        assert "tray-router" not in said.lower()
        program.close_popup()
