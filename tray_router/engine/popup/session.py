"""One popup from opening to closing, as the engine remembers it. Owned by PopupSessions in the engine's loop."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field, replace

from tray_router.answers.actions import filled_in, gist
from tray_router.answers.shorten import shortened, shortening_notice
from tray_router.engine.content import content_language
from tray_router.engine.popup.rules import PopupRules
from tray_router.engine.popup.write_order import Writing
from tray_router.engine.ports import FocusedWindow
from tray_router.events import TERMINAL_EVENTS, Token
from tray_router.model import SCREEN_PARTS, Action, Capture, Message, Output, Override, Request, Trigger
from tray_router.wire.window import ShowPopup, ShowProblem

NOTHING_NOTICE = "Nothing is selected and the clipboard is empty."


@dataclass(slots=True)
class Session:
    """One popup.

    Attributes:
        action: the action that the user chose last, or None.
        default_action: the one that suited the content, when the user had chosen none; or None.
        history: the turns so far, oldest first.
        shown: everything that the window was told, for one that starts again.
        attached: pictures that go out with the next question that the user types.
        is_adding: the user is taking another one.
        is_held: the captured text is long and the model slow: it goes out only when the user says so.
        pressed: the press that opened it.
        below: the window that had the keyboard when a popup opened that takes it.
        writings: answers that can go back to where the text came from, by request.
        captured: what was captured then, as it was; None until that is known.
        is_private: the user wants nothing of this conversation to be kept.
    """

    id: str
    capture: Capture = field(default_factory=Capture)
    action: Action | None = None
    default_action: Action | None = None
    history: list[Message] = field(default_factory=list)
    last_request: Request | None = None
    routes: list[str] = field(default_factory=list)
    running: asyncio.Task[None] | None = None
    shown: list[object] = field(default_factory=list)
    triggered_at: float = 0.0
    attached: tuple[bytes, ...] = ()
    is_adding: bool = False
    is_held: bool = False
    pressed: Trigger | None = None
    captured: Capture | None = None
    writings: dict[str, Writing] = field(default_factory=dict)
    below: FocusedWindow = field(default_factory=FocusedWindow)
    is_private: bool = False

    def is_pressed_again(self, trigger: Trigger) -> bool:
        """Whether the key that opened this popup is pressed once more, and that can mean the popup as it stands.

        A key for the screen always means a new one.
        """
        if self.pressed is None or trigger.action in SCREEN_PARTS:
            return False
        return (trigger.action, trigger.name) == (self.pressed.action, self.pressed.name)

    def has_captured(self, capture: Capture) -> bool:
        """Whether this is what the popup was opened for."""
        known = self.captured
        if known is None or (known.text, known.images) != (capture.text, capture.images):
            return False
        return not capture.is_empty or known.notice == capture.notice  # why there is nothing may have changed

    def opening(self, *, will_send: bool, takes_focus: bool) -> ShowPopup:
        """What the window is told to show first."""
        capture = self.capture
        return ShowPopup(
            session=self.id,
            text=capture.text,
            images=capture.images,
            origin=capture.origin,
            application=capture.application,
            notice=capture.notice,
            will_send=will_send,
            triggered_at=self.triggered_at,
            takes_focus=takes_focus,
            is_held=self.is_held,
        )

    def first_request(self, rules: PopupRules) -> Request:
        """The question that goes out by itself, about what was captured.

        Without an action that was asked for it is the one that suits the content.
        """
        if self.action is not None:
            return self.action_request(rules)
        self.default_action = rules.suited_action(self.capture)
        if self.default_action is None:
            return Request(new_id(), content=self.capture.text, images=self.capture.images)
        return replace(self._of_action(self.default_action, self.capture.text, rules), is_by_default=True)

    def action_request(self, rules: PopupRules) -> Request:
        """The session's action, applied to what was captured, whatever was asked before."""
        if self.action is None:
            raise ValueError("the session has no action")
        return self._of_action(self.action, self.capture.text, rules)

    def typed_request(self, instruction: str, override: Override, rules: PopupRules) -> Request:
        """The question that the user typed: the first one, or a follow-up, which goes where an action's went.

        An action that found nothing to work on takes the first text that is typed.
        """
        is_first = not self.history  # a question that failed, or is still running, has told the model nothing yet
        action = self.action or self.default_action
        if is_first and action is not None and self.capture.is_empty and override.is_empty:
            return self._of_action(action, instruction, rules)
        if override.is_empty and action is not None:
            override = action.override
        return Request(
            new_id(),
            instruction=instruction,
            content=self.capture.text if is_first else "",
            images=(*(self.capture.images if is_first else ()), *self.attached),
            history=tuple(self.history),
            override=override,
            earlier_routes=tuple(self.routes),
            is_follow_up=bool(self.routes),
        )

    def stop(self) -> None:
        """Stops the question that runs."""
        if self.running is not None:
            self.running.cancel()

    def output_of(self, request: Request) -> Output:
        """Where the answer to this request goes; only what the user asked for leaves the popup."""
        if self.action is None or request.is_by_default or request.action != self.action.name:
            return Output.POPUP
        return self.action.output

    def has_shown(self, title: str, hint: str) -> bool:
        """Whether this problem is the last thing that the window was told."""
        last = self.shown[-1] if self.shown else None
        return isinstance(last, ShowProblem) and (last.title, last.hint) == (title, hint)

    @property
    def is_ending(self) -> bool:
        """The answer is told to its end, but not yet part of the conversation."""
        if self.running is None or self.running.done() or self.last_request is None:
            return False
        ends = (event.request_id for event in reversed(self.shown) if isinstance(event, TERMINAL_EVENTS))
        return next(ends, "") == self.last_request.id

    def is_running(self, request_id: str) -> bool:
        """Whether this is the question that was asked last, and its task is known."""
        return self.running is not None and self.was_asked(request_id)

    def was_asked(self, request_id: str) -> bool:
        """Whether this is the question that was asked last."""
        return self.last_request is not None and self.last_request.id == request_id

    def remember(self, message: object) -> None:
        """Keeps what the window is told; tokens of one answer become one."""
        last = self.shown[-1] if self.shown else None
        if isinstance(message, Token) and isinstance(last, Token) and last.request_id == message.request_id:
            self.shown[-1] = Token(last.request_id, last.text + message.text)
        else:
            self.shown.append(message)

    def _of_action(self, action: Action, text: str, rules: PopupRules) -> Request:
        prompt = filled_in(action, rules.languages[0], content_language(text))
        return Request(
            new_id(),
            instruction=prompt,
            content=text,
            images=self.capture.images,
            override=action.override,
            action=action.name,
            gist=gist(action, prompt),
        )


def new_id() -> str:
    """An id that no other session or request has."""
    return uuid.uuid4().hex[:12]


def sendable(capture: Capture, max_chars: int) -> Capture:
    """The capture as far as its text is sent; the notice says what is left out."""
    text = shortened(capture.text, max_chars)
    told = (capture.notice, shortening_notice(len(text), len(capture.text)))
    return replace(capture, text=text, notice=" ".join(filter(None, told)))


def nothing_notice(capture: Capture, action: Action | None) -> str:
    """What the user is told when there was nothing to capture."""
    if action is not None:
        return f"{capture.notice or NOTHING_NOTICE} What you type goes to “{action.name}”."
    return capture.notice or f"{NOTHING_NOTICE} Type a question."
