import pytest
from hypothesis import given
from hypothesis import strategies as st

from tray_router.desktop.hotkeys.chord import FUNCTION_KEYS, Chord, ChordError, Modifier, parse_chord
from tray_router.desktop.hotkeys.pynput_listener import pynput_notation


@pytest.mark.parametrize(
    ("text", "readable", "modifiers", "key"),
    [
        ("<ctrl>+<alt>+<space>", "Ctrl+Alt+Space", {"ctrl", "alt"}, "space"),
        ("<cmd>+j", "Super+J", {"cmd"}, "j"),
        ("<f9>", "F9", set(), "f9"),
        ("<CTRL>+K", "Ctrl+K", {"ctrl"}, "k"),
        ("<ctrl_l>+<alt_r>+x", "Ctrl+Alt+X", {"ctrl", "alt"}, "x"),
        ("<ctrl>++", "Ctrl++", {"ctrl"}, "+"),
        ("<shift>+<ctrl>+<page_up>", "Ctrl+Shift+Page Up", {"ctrl", "shift"}, "page_up"),
        (" <ctrl>+é ", "Ctrl+É", {"ctrl"}, "é"),
        ("<media_play_pause>", "Media Play Pause", set(), "media_play_pause"),
        ("<ctrl>+_", "Ctrl+_", {"ctrl"}, "_"),
    ],
)
def test_parses_pynput_notation(text, readable, modifiers, key):
    chord = parse_chord(text)
    assert chord == Chord(frozenset(Modifier(name) for name in modifiers), key)
    assert str(chord) == readable


@pytest.mark.parametrize(
    ("text", "title", "hint"),
    [
        ("", "not complete", "<ctrl>+<alt>+<space>"),
        ("<ctrl>+", "not complete", "<ctrl>"),
        ("<ctrl>+<alt>", "no key", "Write one"),
        ("<ctrl>+a+b", "2 keys", "Write one"),
        ("<ctrl>+<spce>", "<spce>", "Did you mean <space>?"),
        ("<super>+j", "<super>", "Did you mean <cmd>?"),
        ("ctrl+k", "'ctrl'", "Write it as <ctrl>."),
        ("k", "take this key away", "<ctrl>"),
        ("<shift>+k", "take this key away", "<ctrl>"),
        ("<alt_gr>+e", "take this key away", "<ctrl>"),
        ("<space>", "take this key away", "<f9>"),
    ],
)
def test_says_what_is_wrong_and_what_to_write(text, title, hint):
    with pytest.raises(ChordError) as caught:
        parse_chord(text)
    assert title in caught.value.title
    assert hint in caught.value.hint


@given(st.text(max_size=30))
def test_any_text_is_a_chord_or_a_chord_error(text):
    try:
        chord = parse_chord(text)
    except ChordError as problem:
        assert problem.title
        assert problem.hint
    else:
        assert str(chord)


@given(
    st.sets(st.sampled_from(["ctrl", "alt", "shift", "cmd"])),
    st.sampled_from([*FUNCTION_KEYS, "space", "k", "+", "é"]),
)
def test_pynput_reads_what_we_read(modifiers, key):
    """Our notation and pynput's own parser agree; its import needs no display with the dummy backend."""
    text = "+".join([*(f"<{name}>" for name in sorted(modifiers)), key if len(key) == 1 else f"<{key}>"])
    try:
        chord = parse_chord(text)
    except ChordError:
        return
    assert parse_chord(pynput_notation(chord)) == chord
