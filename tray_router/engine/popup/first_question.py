"""From a capture to the first question of a popup.

Rules: what was captured is shown before anything else is done with it, and before anything is asked; a press that
found nothing, or failed, opens the popup with the reason. Runs in the engine's loop; captures, with a deadline, and the
scaling of images run in worker threads.
"""

from __future__ import annotations

from dataclasses import replace

from tray_router.answers.remedies import of_hint
from tray_router.engine.popup import captures
from tray_router.engine.popup.holding import hold_if_long
from tray_router.engine.popup.questions import Questions
from tray_router.engine.popup.session import Session, nothing_notice, sendable
from tray_router.engine.popup.stage import Stage
from tray_router.engine.ports import CaptureSource
from tray_router.errors import CaptureError
from tray_router.model import Capture, CaptureOrigin, Remedy
from tray_router.wire.popup import ShowPrivate
from tray_router.wire.window import ShowProblem


class FirstQuestion:
    """Captures for sessions, and asks about what was captured.

    Attributes:
        source: where captures come from.
    """

    def __init__(self, stage: Stage, questions: Questions, source: CaptureSource) -> None:
        self.source = source
        self._stage = stage
        self._questions = questions

    async def about_selection(self, session: Session) -> None:
        """About what is selected or copied now."""
        try:
            captured = await captures.take(self.source)
        except CaptureError as error:
            return self.show_problem(session, error.title, error.hint)
        return await self.about(session, captured)

    async def about(self, session: Session, captured: Capture) -> None:
        """About this; nothing is asked about an empty capture, nor, before the user says so, about one held back."""
        if session is not self._stage.session:
            return None
        rules = self._questions.rules
        session.captured = captured
        session.capture = sendable(captured, rules.max_text_chars)
        if captured.is_empty:
            session.capture = replace(captured, notice=nothing_notice(captured, session.action))
            return self.show(session, will_send=False, takes_focus=True)
        if hold_if_long(session, rules, self._questions.dispatcher):
            return self.show(session, will_send=False)
        self.show(session, will_send=True)
        return await self._ask(session)

    def about_screen(self, session: Session, images: tuple[bytes, ...]) -> None:
        """About parts of the screen, which the user took in our overlay."""
        session.shown.clear()  # the overlay is over: a restarted window must not ask for the region again
        session.capture = Capture(images=images, origin=CaptureOrigin.REGION)
        self.show(session, will_send=True, takes_focus=True)  # the user is at work with our overlay, not elsewhere
        self._stage.spawn(self._ask(session))

    def send_held(self, session: Session) -> None:
        """The user says that what was held back should go."""
        session.is_held = False
        self._stage.spawn(self._ask(session))

    def show(self, session: Session, *, will_send: bool, takes_focus: bool = False) -> None:
        """Opens the popup with what was captured."""
        self._stage.tell(session, session.opening(will_send=will_send, takes_focus=takes_focus))
        if self._questions.is_private(session):
            self._stage.tell(session, ShowPrivate(session.id, is_private=True))

    def show_problem(self, session: Session, title: str, hint: str, remedies: tuple[Remedy, ...] | None = None) -> None:
        """Opens the popup with the reason why nothing is asked; the hint's own remedies, when none are given."""
        if session is self._stage.session:
            self.show(session, will_send=False)
            self._stage.tell(session, ShowProblem(title, hint, of_hint(hint) if remedies is None else remedies))

    async def _ask(self, session: Session) -> None:
        """What is captured is shown already; large images are scaled down before they are sent."""
        try:
            images = await captures.fitted(session.capture.images, self._questions.rules.fit_image)
        except CaptureError as error:
            session.capture = replace(session.capture, images=())
            return self.show_problem(session, error.title, error.hint)
        if session is self._stage.session:
            session.capture = replace(session.capture, images=images)
            self._questions.ask(session, session.first_request(self._questions.rules))
        return None
