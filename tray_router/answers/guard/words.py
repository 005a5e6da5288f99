"""What the user is told of findings. PURE."""

from __future__ import annotations

from collections.abc import Sequence

from tray_router.model import Finding


def summary(findings: Sequence[Finding]) -> str:
    """``AWS access key (your question, line 3) and 2 more``."""
    if not findings:
        return "nothing"
    first, more = findings[0], len(findings) - 1
    return f"{first}{f' and {more} more' if more else ''}"
