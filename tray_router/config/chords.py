"""The grammar of hotkeys, in pynput's syntax: ``<ctrl>+<alt>+<space>``, ``<cmd>+j``, ``<f9>``.

A check of its own because importing pynput's keyboard needs a display and opens one. Stricter than pynput where a
chord would swallow normal typing. No I/O; any thread.
"""

from __future__ import annotations

from tray_router.config.problems import nearest

MODIFIERS = ("<ctrl>", "<alt>", "<shift>", "<cmd>")  # also the order in which a chord is written
_OTHER_NAMES = {
    "<control>": "<ctrl>",
    "<ctl>": "<ctrl>",
    "<option>": "<alt>",
    "<opt>": "<alt>",
    "<super>": "<cmd>",
    "<win>": "<cmd>",
    "<windows>": "<cmd>",
    "<meta>": "<cmd>",
    "<command>": "<cmd>",
    "<return>": "<enter>",
    "<escape>": "<esc>",
    "<del>": "<delete>",
    "<ins>": "<insert>",
    "<pgup>": "<page_up>",
    "<pgdn>": "<page_down>",
    "<print>": "<print_screen>",
}
_LONE_KEYS = frozenset({f"<f{number}>" for number in range(1, 21)} | {"<pause>", "<print_screen>", "<scroll_lock>"})
_TYPING_KEYS = frozenset(
    "<space> <tab> <enter> <esc> <backspace> <delete> <insert> <home> <end> <page_up> <page_down> "
    "<up> <down> <left> <right> <menu>".split()
)
KEYS = _LONE_KEYS | _TYPING_KEYS


def parse_chord(text: str) -> str:
    """The chord in its one normal form: lower case, modifiers in the order of MODIFIERS, then the key.

    Raises:
        ValueError: it is no chord; ``args`` are a sentence for the user and the nearest valid chord or "".
    """
    parts = _parts(text.strip().lower())
    wrong = next((part for part in parts if part not in MODIFIERS and part not in KEYS and len(part) != 1), None)
    if wrong is not None:
        raise ValueError(_about_unknown(wrong), _mended(parts))
    modifiers = [part for part in parts if part in MODIFIERS]
    keys = [part for part in parts if part not in MODIFIERS]
    if len(keys) != 1 or parts[-1] in MODIFIERS:
        raise ValueError("must be modifiers and then exactly one key, e.g. <ctrl>+<alt>+r.", "")
    if len(set(modifiers)) != len(modifiers):
        raise ValueError("names a modifier twice.", "+".join(dict.fromkeys(parts)))
    key = keys[0]
    if len(key) == 1 and (key.isspace() or not key.isprintable()):
        raise ValueError("must end with a key that can be named, e.g. <ctrl>+<alt>+<space>.", "")
    if key not in _LONE_KEYS and not set(modifiers) - {"<shift>"}:
        raise ValueError(
            "would swallow normal typing; add <ctrl>, <alt> or <cmd>, or use a function key.", f"<ctrl>+<alt>+{key}"
        )
    return "+".join([modifier for modifier in MODIFIERS if modifier in modifiers] + [key])


def _parts(text: str) -> list[str]:
    """Split at the plus signs; a plus where a key must stand is that key, as in ``<ctrl>++``."""
    parts: list[str] = []
    start = 0
    for index, char in enumerate(text):
        if char == "+" and index != start:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    if "" in parts:
        raise ValueError("must be keys joined by +, e.g. <ctrl>+<alt>+<space>; an empty text switches it off.", "")
    return parts


def _about_unknown(part: str) -> str:
    if not part.startswith("<"):
        return "must have names of keys in angle brackets, e.g. <ctrl>+<alt>+r."
    return (
        "must be built of <ctrl>, <alt>, <shift>, <cmd> and one key: a character, <space>, <f1> to <f20>, <enter>, "
        "<tab>, <insert>, <home>, <page_up>, <up> and the like."
    )


def _mended(parts: list[str]) -> str:
    """The chord with each unknown name replaced by what it most likely means, or "" when one cannot be guessed."""
    mended = [_guess(part) for part in parts]
    if "" in mended:
        return ""
    try:
        return parse_chord("+".join(mended))
    except ValueError:
        return ""


def _guess(part: str) -> str:
    if part in MODIFIERS or part in KEYS or len(part) == 1:
        return part
    name = part if part.startswith("<") else f"<{part}>"
    return _OTHER_NAMES.get(name) or nearest(name, (*MODIFIERS, *sorted(KEYS)))
