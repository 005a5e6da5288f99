"""On a small keyboard of our own: rows of keysyms by column, key codes from 8 on."""

from Xlib import X

from tray_router.desktop.hotkeys.chord import parse_chord
from tray_router.desktop.hotkeys.keymap import Grab, KeyMap

CONTROL, ALT, NUM, SCROLL, SUPER = 0xFFE3, 0xFFE9, 0xFF7F, 0xFF14, 0xFFEB
CYRILLIC_LA = 0x6CC


def keyboard(**rows):
    """Key codes in the form ``k45=(…)`` plus the modifiers that every keyboard has."""
    table = {8: (CONTROL,), 9: (ALT,), 11: (NUM,), 12: (SUPER,)}
    table |= {int(name[1:]): keysyms for name, keysyms in rows.items()}
    columns = max(len(row) for row in table.values())
    keysyms = [(*table.get(code, ()), *[0] * columns)[:columns] for code in range(8, 120)]
    modifiers = [(), (), (8,), (9,), (11,), (), (12,), ()]
    return KeyMap(8, keysyms, modifiers)


def test_finds_the_key_in_the_first_group():
    keymap = keyboard(k45=(ord("k"), ord("K"), CYRILLIC_LA))
    assert keymap.grabs(parse_chord("<ctrl>+<alt>+k")) == (Grab(45, X.ControlMask | X.Mod1Mask),)


def test_finds_the_key_in_the_second_group():
    keymap = keyboard(k45=(CYRILLIC_LA, 0, ord("k"), ord("K")))
    assert keymap.grabs(parse_chord("<ctrl>+k")) == (Grab(45, X.ControlMask),)


def test_the_first_group_wins_where_two_layouts_disagree():
    keymap = keyboard(k29=(ord("y"), 0, ord("z")), k52=(ord("z"), 0, ord("y")))
    assert keymap.grabs(parse_chord("<ctrl>+z")) == (Grab(52, X.ControlMask),)


def test_without_latin_letters_the_place_on_a_us_keyboard_counts():
    keymap = keyboard(k45=(CYRILLIC_LA,))
    assert keymap.grabs(parse_chord("<ctrl>+k")) == (Grab(45, X.ControlMask),)


def test_a_shifted_sign_needs_shift_but_a_shifted_digit_does_not():
    keymap = keyboard(k61=(ord("/"), ord("?")), k10=(ord("&"), ord("1")))
    assert keymap.grabs(parse_chord("<ctrl>+?")) == (Grab(61, X.ControlMask | X.ShiftMask),)
    assert keymap.grabs(parse_chord("<ctrl>+1")) == (Grab(10, X.ControlMask),)


def test_every_key_with_the_keysym_is_taken():
    print_screen = 0xFF61
    keymap = keyboard(k107=(print_screen,), k99=(print_screen,))
    assert {grab.keycode for grab in keymap.grabs(parse_chord("<print_screen>"))} == {99, 107}


def test_no_such_key_or_modifier_is_nothing_to_grab():
    keymap = keyboard(k45=(ord("k"),))
    assert keymap.grabs(parse_chord("<f24>")) == ()
    assert keymap.grabs(parse_chord("<ctrl>+<alt_gr>+k")) == ()


def test_locks_are_added_and_taken_away_again():
    keymap = keyboard(k45=(ord("k"),))
    assert keymap.lock_bits == (X.LockMask, X.Mod2Mask)
    grab = Grab(45, X.ControlMask)
    masks = {each.modifiers for each in keymap.with_locks(grab)}
    assert masks == {
        X.ControlMask,
        X.ControlMask | X.LockMask,
        X.ControlMask | X.Mod2Mask,
        X.ControlMask | X.LockMask | X.Mod2Mask,
    }
    assert {keymap.pressed(45, mask) for mask in masks} == {grab}


def test_buttons_and_group_do_not_count_but_extra_modifiers_do():
    keymap = keyboard(k45=(ord("k"),))
    second_group = 1 << 13
    assert keymap.pressed(45, X.ControlMask | X.Button1Mask | second_group) == Grab(45, X.ControlMask)
    assert keymap.pressed(45, X.ControlMask | X.ShiftMask) != Grab(45, X.ControlMask)
