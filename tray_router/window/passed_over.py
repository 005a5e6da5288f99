"""Who was passed over and why, in few lines: one machine that is down is one fact, however many models it has.

No Qt; any thread.
"""

from __future__ import annotations

from collections.abc import Iterable

from tray_router.model import Rejection

MOST_LINES = 10


def rejection_lines(rejections: Iterable[Rejection]) -> str:
    """A line for each reason of each machine, in the order of the first model that it concerns.

    Of a model that was passed over twice the later reason counts. Models of one machine with the same reason are
    counted, not listed.
    """
    latest = {(one.model, one.host): one.reason for one in rejections}
    groups: dict[tuple[str, str], list[str]] = {}
    for (model, host), reason in latest.items():
        groups.setdefault((host, reason) if host else (model, reason), []).append(model)
    lines = [_line(place, models, reason) for (place, reason), models in groups.items()]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES + 1
        lines[MOST_LINES - 1 :] = [f"and {more} more"]
    return "\n".join(lines)


def _line(place: str, models: list[str], reason: str) -> str:
    """``qwen3:4b on nas: busy``; with more of its models ``nas: busy (3 models)``."""
    if len(models) > 1:
        return f"{place}: {reason} ({len(models)} models)"
    model = models[0]
    return f"{model} on {place}: {reason}" if model and model != place else f"{place}: {reason}"
