"""Colours for code, by Pygments, which is imported when the first block of code is finished and not before.

Rule: unknown languages and everything that goes wrong inside a lexer give plain text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable

MAX_CHARACTERS = 40_000  # lexing takes about 6 to 36 ms per 100 lines; more than this stays plain

# Token families, most special first, with their colour in the light and in the dark look.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("Token.Comment", "#5f6b7a", "#8b95a5"),
    ("Token.Keyword", "#a3227f", "#ff8ad2"),
    ("Token.Literal.String", "#0b6b3a", "#8ce3a4"),
    ("Token.Literal.Number", "#8a4b00", "#ffc27a"),
    ("Token.Name.Function", "#1e54c4", "#8fb8ff"),
    ("Token.Name.Class", "#1e54c4", "#8fb8ff"),
    ("Token.Name.Decorator", "#7a5200", "#e8c76a"),
    ("Token.Name.Builtin", "#006a75", "#6fd6e0"),
    ("Token.Name.Tag", "#a3227f", "#ff8ad2"),
    ("Token.Name.Attribute", "#1e54c4", "#8fb8ff"),
    ("Token.Operator.Word", "#a3227f", "#ff8ad2"),
    ("Token.Generic.Inserted", "#0b6b3a", "#8ce3a4"),
    ("Token.Generic.Deleted", "#a8200d", "#ff9c90"),
)


def coloured(code: str, language: str, *, is_dark: bool) -> Iterable[tuple[str, str]]:
    """Pieces of ``code`` with their colour (``#rrggbb``, empty for plain); joined they are ``code``."""
    if not language or len(code) > MAX_CHARACTERS:
        return ((code, ""),)
    pieces = _lexed(code, language, is_dark=is_dark)
    return pieces if "".join(text for text, _ in pieces) == code else ((code, ""),)


def _lexed(code: str, language: str, *, is_dark: bool) -> list[tuple[str, str]]:
    from pygments.lexers import get_all_lexers, get_lexer_by_name

    alias = language.lower()
    # Asked for a name that it does not know, Pygments searches all installed packages for plugins (3 MB, 50 ms).
    if not any(alias in aliases for _, aliases, _, _ in get_all_lexers(plugins=False)):
        return [(code, "")]
    lexer = get_lexer_by_name(alias, stripnl=False, ensurenl=False)
    pieces: list[tuple[str, str]] = []
    for token, text in lexer.get_tokens(code):
        colour = _colour(str(token), is_dark=is_dark)
        if pieces and pieces[-1][1] == colour:
            pieces[-1] = (pieces[-1][0] + text, colour)
        else:
            pieces.append((text, colour))
    return pieces


def _colour(token: str, *, is_dark: bool) -> str:
    for family, light, dark in _FAMILIES:
        if token.startswith(family):
            return dark if is_dark else light
    return ""
