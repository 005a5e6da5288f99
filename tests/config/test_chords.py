"""The grammar of hotkeys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.config.chords import KEYS, MODIFIERS, parse_chord
from tray_router.desktop.hotkeys import chord as desktop_chord


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("<ctrl>+<alt>+<space>", "<ctrl>+<alt>+<space>"),
        ("<Alt>+<CTRL>+R", "<ctrl>+<alt>+r"),
        (" <cmd>+j ", "<cmd>+j"),
        ("<cmd>+<shift>+<ctrl>+j", "<ctrl>+<shift>+<cmd>+j"),
        ("<f9>", "<f9>"),
        ("<shift>+<f9>", "<shift>+<f9>"),
        ("<print_screen>", "<print_screen>"),
        ("<ctrl>++", "<ctrl>++"),
        ("<ctrl>+ä", "<ctrl>+ä"),
    ],
)
def test_chords_are_brought_into_one_form(written, normal):
    assert parse_chord(written) == normal
    assert parse_chord(normal) == normal


@pytest.mark.parametrize(
    ("written", "part", "mended"),
    [
        ("ctrl+alt+r", "angle brackets", "<ctrl>+<alt>+r"),
        ("<super>+r", "built of", "<cmd>+r"),
        ("<win>+<escape>", "built of", "<cmd>+<esc>"),
        ("<ctrl>+<spcae>", "built of", "<ctrl>+<space>"),
        ("<ctrl>+<f99>", "built of", "<ctrl>+<f9>"),
        ("<ctrl>+<qqqqqq>", "built of", ""),
        ("<ctrl>", "exactly one key", ""),
        ("<ctrl>+<alt>", "exactly one key", ""),
        ("<ctrl>+a+b", "exactly one key", ""),
        ("a+<ctrl>", "exactly one key", ""),
        ("<ctrl>+<ctrl>+a", "twice", "<ctrl>+a"),
        ("r", "swallow normal typing", "<ctrl>+<alt>+r"),
        ("<shift>+r", "swallow normal typing", "<ctrl>+<alt>+r"),
        ("<space>", "swallow normal typing", "<ctrl>+<alt>+<space>"),
        ("<ctrl>+", "joined by +", ""),
        ("", "joined by +", ""),
        ("<ctrl>+\x07", "can be named", ""),
    ],
)
def test_what_is_no_chord_is_refused_with_the_nearest_one(written, part, mended):
    with pytest.raises(ValueError, match=r"^\(") as raised:
        parse_chord(written)
    message, suggestion = raised.value.args
    assert part in message
    assert suggestion == mended
    if mended:
        assert parse_chord(mended)


def test_the_hotkey_backends_understand_every_chord_that_the_settings_allow():
    for key in sorted(KEYS | {"a", "1", "+", "ä"}):
        for modifier in MODIFIERS[:2]:
            chord = desktop_chord.parse_chord(parse_chord(f"{modifier}+<shift>+{key}"))
            assert chord.key == key.strip("<>")
            assert {modifier.strip("<>"), "shift"} == {m.value for m in chord.modifiers}


@given(st.text(alphabet="<>+abctrlf1 ", max_size=30) | st.text(max_size=20))
def test_any_text_is_a_chord_in_its_final_form_or_a_value_error(written):
    try:
        normal = parse_chord(written)
    except ValueError as error:
        assert len(error.args) == 2
        return
    assert parse_chord(normal) == normal
