"""The rule for names of machines and routes. No I/O; any thread."""

from __future__ import annotations

import re

from tray_router.config.problems import Path, ProblemList

_NAME = re.compile(r"[^\W_][\w.-]{0,63}")
NAME_RULE = "must be a name of at most 64 letters, digits, dots, dashes and underscores, first a letter or digit."


def is_good_name(name: str) -> bool:
    """True when a machine or route may be called so."""
    return bool(_NAME.fullmatch(name))


def is_name(path: Path, problems: ProblemList) -> bool:
    """True when the last part of ``path`` is a good name; else that is noted."""
    if is_good_name(str(path[-1])):
        return True
    problems.add(path, NAME_RULE)
    return False
