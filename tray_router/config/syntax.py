"""Reads TOML; what is no TOML becomes a ConfigError with the place, what is wrong there, and the usual mend.

Rules: nothing of the text but the name of a key is shown, because what stands there may be a secret; text made to hang
the parser is refused before it. No I/O; any thread.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from tray_router.errors import ConfigError, ConfigProblem

_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
# tomllib takes quadratic time for a key of very many parts: 100 kB of "a.a.a…" would hang for hours.
_ENDLESS_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}""")
_KEY_BEFORE = re.compile(r"([A-Za-z0-9_-]{1,40})\s*=\s*[^=\n]*$")
_SWITCHES = ("true", "false", "yes", "no", "on", "off")
# What word processors make of straight quotes.
_CURLY_QUOTES = "“”„‟«»‘’‚"

# What tomllib says (its beginning), in plain words and with the usual mend. Others are shown as they are.
_SAYINGS = (
    ("Unterminated string", "a text has no closing quote.", 'Close it with " before the end of the line.'),
    (
        "Found invalid character",
        "a text goes on over the end of the line.",
        "Close its quote, or put three quotes at both ends.",
    ),
    (
        "Illegal character '\\n'",
        "a text has no closing quote.",
        'Close it with " before the end of the line.',
    ),
    (
        "Invalid hex value",
        "a backslash in double quotes begins an escape.",
        "Take single quotes around such a text ('C:\\…'), or write \\\\.",
    ),
    (
        "Unescaped '\\'",
        "a backslash in double quotes begins an escape.",
        "Take single quotes around such a text ('C:\\…'), or write \\\\.",
    ),
    ("Unclosed array", "a list is not closed, or a comma is missing in it.", 'Write it as ["one", "two"].'),
    ("Unclosed inline table", "a table in braces is not closed.", "Write it as { key = value, other = value }."),
    (
        "Invalid initial character for a key part",
        "this is no name of an option.",
        "A table in braces stands on one line and has no comma before }.",
    ),
    ("Cannot declare", "this table stands here for the second time.", "Put its options together under one header."),
    (
        "Cannot overwrite a value",
        "an option or table stands here for the second time.",
        "Keep one of them.",
    ),
    ("Duplicate inline table key", "an option stands here for the second time.", "Keep one of them."),
    (
        "Expected '=' after a key",
        "there is no = behind the option's name.",
        'Write it as option = value; text in quotes: url = "…".',
    ),
    (
        "Expected ']' at the end of a table declaration",
        "the header of a table is not closed, or its name has a space.",
        'Write it as [hosts.mac]; odd names need quotes: [hosts."my pc"].',
    ),
    (
        "Expected newline or end of document",
        "something follows the value.",
        "One option a line; lists stand in brackets, comments begin with #.",
    ),
    ("Invalid statement", "this line is neither an option nor a table.", "Write option = value, or [table]."),
)


def read_toml(text: str, what: str) -> dict[str, Any]:
    """The tables of ``text``.

    Args:
        what: how the text is called in errors.

    Raises:
        ConfigError: it is no TOML; nothing else is ever raised.
    """
    long_key = _ENDLESS_KEY.search(text)
    if long_key is not None:
        line = text.count("\n", 0, long_key.start()) + 1
        raise _error(what, f"line {line}", "a key of so many parts is refused.", "")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _error(what, "", "brackets are nested too deeply.", "") from None
    except ValueError as error:  # TOMLDecodeError is one; impossible numbers and dates are plain ones
        said = str(error)
        position = _POSITION.search(said)
        if position is None:
            raise _error(what, "", "a number or date in it is impossible.", "") from None
        line, column = (int(position[1]), int(position[2])) if position[1] else _end_of(text)
        message, hint = _explained(said[: position.start()], text, line, column)
        raise _error(what, f"line {line}, column {column}", message, hint) from None


def _end_of(text: str) -> tuple[int, int]:
    """Line and column just behind the last character, counted from 1."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _explained(said: str, text: str, line: int, column: int) -> tuple[str, str]:
    """What the parser said, in plain words, and the usual mend."""
    if said.startswith("Invalid value"):
        return _no_value(text, line, column)
    for begins, message, hint in _SAYINGS:
        if said.startswith(begins):
            return message, hint
    return f"{said}.", ""


def _no_value(text: str, line: int, column: int) -> tuple[str, str]:
    """What stands where a value should: nothing, a word without quotes, curly quotes, or True."""
    row = text.replace("\r\n", "\n").split("\n")[line - 1]
    before, rest = row[: column - 1], row[column - 1 :].strip()
    found = _KEY_BEFORE.search(before)
    key = found[1] if found else "option"
    if not rest or rest.startswith("#"):
        return "the value is missing.", f'Write one behind the =, e.g. {key} = "…", or put a # before the line.'
    if rest[0] in _CURLY_QUOTES:
        return "these quotes are not straight ones.", f'Write {key} = "…" with the quotes of a plain text editor.'
    word = re.split(r"[\s,\]}#]", rest, maxsplit=1)[0]
    if word.casefold() in _SWITCHES:
        meant = "true" if word.casefold() in ("true", "yes", "on") else "false"
        return "a switch is true or false, in small letters.", f"Write {key} = {meant}."
    if word[0] in ".+-" or word[0].isdigit():
        return "this is no number.", f'Write 0.5 for a half; text needs quotes: {key} = "…".'
    return "text needs quotes.", f'Write {key} = "…".'


def _error(what: str, where: str, message: str, hint: str) -> ConfigError:
    return ConfigError(
        f"{what} is not valid TOML{f' at {where}' if where else ''}.",
        f"{hint} Until then nothing of it is used." if hint else "Until it is mended nothing of it is used.",
        (ConfigProblem(where or "file", "", message),),
    )
