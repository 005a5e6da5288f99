"""Whether a regular expression of the settings may be used."""

from __future__ import annotations

import re


def check_pattern(pattern: str) -> str:
    """Why the pattern is refused, one sentence; empty when it may be used."""
    try:
        from tray_router.routing.patterns import problem_with
    except ImportError:
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return "is no regular expression."
        return ""
    return problem_with(pattern)
