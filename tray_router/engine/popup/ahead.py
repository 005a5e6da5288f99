"""Which question is likely to come next, from what the user does before asking it. Runs in the engine's loop.

Rule: what an action fixes is certain; a dragged region is a question with an image; otherwise the route that was
taken last in the last minutes goes on (``engine.popup.recent``), else a quick question is the likeliest.
"""

from __future__ import annotations

from typing import Protocol

from tray_router.engine.popup.session import Session
from tray_router.model import SCREEN_PARTS, Action, Override, TriggerAction

QUICK_ROUTE, VISION_ROUTE = "quick", "vision"


class Expect(Protocol):
    """Is told that a question is likely to come; ``engine.preload.Preloader.expect``."""

    def __call__(self, route: str, override: Override | None = None, *, has_image: bool = False) -> object:
        """Must return at once."""


def expects_nothing(route: str, override: Override | None = None, *, has_image: bool = False) -> None:
    """Where nothing is loaded ahead."""
    del route, override, has_image


def opening(expect: Expect, session: Session, trigger: TriggerAction, last_route: str) -> None:
    """The popup or the region overlay opens.

    Args:
        last_route: the route that was taken last, or empty when that is long ago.
    """
    override = _fixed(session.action)
    if trigger in SCREEN_PARTS:
        expect(override.route or VISION_ROUTE, override, has_image=True)
    else:
        expect(override.route or last_route or QUICK_ROUTE, override)


def pointing(expect: Expect, session: Session, route: str, action: Action | None, last_route: str) -> None:
    """The user points at an action, or at another route; what they stand for is empty or None when it is not."""
    override, has_image = _fixed(action), bool(session.capture.images)
    usual = VISION_ROUTE if has_image else last_route or QUICK_ROUTE
    expect(route or override.route or usual, override, has_image=has_image)


def _fixed(action: Action | None) -> Override:
    return action.override if action is not None else Override()
