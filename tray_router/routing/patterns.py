r"""Regular expressions from the settings: refused when their worst case is too long.

Rule: a pattern is accepted only if its cost can be bounded by reading it. ``re`` has no time limit, and a pattern
such as ``(a+)+$`` backtracks for years on thirty letters. Refused are back references, conditionals, verbose mode, a
repeat inside a repeat, and patterns whose product of choices exceeds ``STEP_BUDGET``. What is searched is bounded
too (``SEARCHED_CHARS``). Pure; any thread.
"""

from __future__ import annotations

import math
import re
from typing import Final

MAX_PATTERN_LENGTH: Final = 200  # characters
SEARCHED_CHARS: Final = 300  # characters of the instruction, and of the content, that a pattern sees
STEP_BUDGET: Final = 2e7  # backtracking steps; measured at about 10 ns each, so 0.2 s at the very worst

_QUANTIFIER: Final = re.compile(r"[*+?]|\{(\d*)(,?)(\d*)\}")
_GROUP_HEAD: Final = re.compile(r"\(\?(?::|=|!|<=|<!|>|P<\w+>|[ims]+\)|[ims]*(?:-[ims]+)?:)")
_BACK_REFERENCE: Final = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")
_UNIT: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_NUMBERED: Final = re.compile(r"\\[1-9]")
_OPEN: Final = math.inf


class _Refused(ValueError):
    """Carries the sentence for the user."""


def problem_with(pattern: str) -> str:
    """Why a pattern cannot be used, one sentence for the user; empty when it can."""
    if not 0 < len(pattern) <= MAX_PATTERN_LENGTH:
        return f"A pattern has 1 to {MAX_PATTERN_LENGTH} characters."
    try:
        if re.compile(pattern, re.IGNORECASE).match(""):
            return "This pattern matches an empty text, so it would match everything."
        steps = worst_case_steps(pattern)
    except _Refused as refusal:
        return str(refusal)
    except (re.error, OverflowError, RecursionError) as error:
        return f"This is not a regular expression: {error}."
    if steps > STEP_BUDGET:
        return "This pattern could take too long: use at most two of * and +, or bounds such as .{0,9}."
    return ""


def worst_case_steps(pattern: str) -> float:
    """An upper bound on the backtracking steps of one search over ``SEARCHED_CHARS`` characters.

    Each open repeat multiplies by the length of the text, each optional part by its choices; k open repeats in a row
    share the text, which divides by (k + 1)!.

    Raises:
        ValueError: for constructs whose cost cannot be read from the pattern.
    """
    text = _without_classes(pattern)
    if _BACK_REFERENCE.search(text):
        raise _Refused("Back references and conditions are not allowed here: their cost cannot be bounded.")
    choices, opens, end = _sequence(text, 0)
    if end < len(text):
        raise _Refused("This pattern cannot be checked: unbalanced parentheses.")
    return choices * float(SEARCHED_CHARS) ** (opens + 1) / math.factorial(opens + 1)


def _without_classes(pattern: str) -> str:
    """The pattern with character classes and escapes replaced by one plain letter each; references are kept."""
    return _UNIT.sub(lambda unit: unit[0] if _NUMBERED.match(unit[0]) else "x", pattern)


def _sequence(text: str, at: int) -> tuple[float, int, int]:
    """Choices, open repeats and end of one group body, which ends at ``)`` or at the end of the text."""
    choices, opens, branches = 1.0, 0, 1
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            branches += 1
            at += 1
            continue
        at, inner_choices, inner_opens = _atom(text, at)
        least, most, at = _repeat(text, at)
        if least != most and (inner_choices > 1 or inner_opens) and most > 1:
            raise _Refused("A repeat inside a repeat can take for ever; write it without nesting.")
        if most == _OPEN:
            opens += 1
        else:
            opens += inner_opens * int(most)
            choices *= (most - least + 1) * inner_choices ** max(most, 1)
        choices *= inner_choices if most == _OPEN else 1
    return choices * branches, opens, at


def _atom(text: str, at: int) -> tuple[int, float, int]:
    """End, choices and open repeats of one letter or group."""
    if text[at] != "(":
        return at + 1, 1.0, 0
    start = at + 1
    if text.startswith("(?", at):
        head = _GROUP_HEAD.match(text, at)
        if head is None:
            raise _Refused("This kind of group is not allowed here; use (…) or (?:…).")
        if head[0].endswith(")"):
            return head.end(), 1.0, 0
        start = head.end()
    choices, opens, end = _sequence(text, start)
    if end >= len(text):
        raise _Refused("This pattern cannot be checked: unbalanced parentheses.")
    return end + 1, choices, opens


def _repeat(text: str, at: int) -> tuple[float, float, int]:
    """Least and most repeats of the atom before ``at``, and where the pattern goes on."""
    match = _QUANTIFIER.match(text, at)
    if match is None or match[0] in {"{}", "{,}"}:
        return 1, 1, at
    end = match.end()
    if end < len(text) and text[end] in "?+":
        end += 1
    sign = match[0]
    if sign in "*+?":
        return {"*": 0, "+": 1, "?": 0}[sign], 1 if sign == "?" else _OPEN, end
    least = int(match[1] or 0)
    most = least if not match[2] else (int(match[3]) if match[3] else _OPEN)
    return least, min(most, SEARCHED_CHARS) if most != _OPEN else _OPEN, end
