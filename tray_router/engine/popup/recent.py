"""Which routes the last separate popups took, so that a new press can go on where the user was.

Rule: only names of routes and of applications are kept, for the last three popups and five minutes (issue 2/5,
point 4); nothing of it is written down. Owned by PopupSessions in the engine's loop.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

REMEMBERED_POPUPS = 3
WITHIN_S = 300.0


@dataclass(frozen=True, slots=True)
class _Taken:
    session: str
    application: str
    route: str
    at: float


class RecentRoutes:
    """The routes of the last popups, by the application that their content came from."""

    def __init__(self) -> None:
        self._taken: deque[_Taken] = deque(maxlen=REMEMBERED_POPUPS)

    def remember(self, session: str, application: str, route: str, now: float) -> None:
        """A question of this popup took ``route``; a later one of the same popup takes its place."""
        if self._taken and self._taken[-1].session == session:
            self._taken.pop()
        self._taken.append(_Taken(session, application, route, now))

    def routes(self, session: str, application: str, now: float) -> tuple[str, ...]:
        """Routes of the other popups from this application, oldest first; none when the application is unknown.

        Args:
            now: monotonic seconds.
        """
        return tuple(
            taken.route
            for taken in self._taken
            if application
            and taken.application == application
            and taken.session != session
            and now - taken.at <= WITHIN_S
        )

    def last(self, now: float) -> str:
        """The route taken last; empty when that is longer ago than ``WITHIN_S``."""
        return self._taken[-1].route if self._taken and now - self._taken[-1].at <= WITHIN_S else ""
