"""Pictures of the screen that the user adds to the next question of an open popup.

Rule: whatever becomes of the picture, the popup and what was attached before stay. Runs in the engine's loop.
"""

from __future__ import annotations

from tray_router.engine.popup import captures
from tray_router.engine.popup.session import Session
from tray_router.engine.popup.stage import Stage
from tray_router.engine.ports import FitImage
from tray_router.errors import CaptureError
from tray_router.wire.window import ShowAttached, ShowProblem, StartRegion


def begin(stage: Stage, session: Session) -> None:
    """The user wants to add one: the overlay opens."""
    session.is_adding = True
    stage.tell(session, StartRegion(session.id, adds=True), is_kept=False)


def give_up(stage: Stage, session: Session, problem: str, hint: str) -> None:
    """There is none: the user gave up (``problem`` empty), or the screen cannot be read."""
    session.is_adding = False
    if problem:
        stage.tell(session, ShowProblem(problem, hint))


async def add(stage: Stage, session: Session, images: tuple[bytes, ...], fit: FitImage) -> None:
    """The overlay took these."""
    session.is_adding = False
    try:
        added = await captures.fitted(images, fit)
    except CaptureError as error:
        stage.tell(session, ShowProblem(error.title, error.hint))
    else:
        attach(stage, session, (*session.attached, *added))


def remove(stage: Stage, session: Session, index: int) -> None:
    """The user takes one back."""
    attach(stage, session, (*session.attached[:index], *session.attached[index + 1 :]))


def attach(stage: Stage, session: Session, images: tuple[bytes, ...]) -> None:
    """These, and no others, go out with the next question."""
    if images != session.attached:
        session.attached = images
        stage.tell(session, ShowAttached(session.id, images))
