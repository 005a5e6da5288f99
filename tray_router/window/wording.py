"""Every sentence of the popup, made from the state. No Qt here.

Rules: short and calm; a number has its unit; what is degraded, simulated or outside the network is said in words, not
only in colour. GUI thread; the time comes in as ``now`` (monotonic seconds).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tray_router.events import WaitReason
from tray_router.model import AnswerStats, Capture, CaptureOrigin, Remedy, RemedyKind, dollars
from tray_router.window.passed_over import rejection_lines
from tray_router.window.state import PopupState
from tray_router.window.turn import Turn, TurnPhase

APP_NAME = "Tray Router"
NARROW_SPACE = "\u202f"
SHOWN_SECONDS_FROM = 1.0  # below this a counter only flickers
SECONDS_PER_MINUTE = 60
COPIED = "Copied"
SHOWN_COMMAND_CHARACTERS = 40
FRACTION_BELOW_S = 10.0  # one decimal is worth showing below this


class MarkKind(StrEnum):
    """What must not be missed about an answer."""

    CLOUD = "cloud"
    SIMULATED = "simulated"
    DEGRADED = "degraded"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Mark:
    """A label beside the route: ``text`` is shown, ``explanation`` is its tooltip and its accessible description."""

    kind: MarkKind
    text: str
    explanation: str


def headline(state: PopupState) -> str:
    """The first line: ``route → machine / model`` of the newest question, or what happens before that is known."""
    turn = state.last_turn
    if turn is None:
        return "Choosing a model…" if state.is_about_to_ask else APP_NAME
    return way(turn) or ("Choosing a model…" if turn.is_live else APP_NAME)


def way(turn: Turn) -> str:
    """``route → machine / model`` of the latest candidate asked; empty before the first."""
    routed = turn.routed
    return f"{routed.route} → {routed.host} / {routed.model}" if routed is not None else ""


def why(turn: Turn) -> str:
    """Why this route, and how sure the router is: ``Python traceback, stack frames · 94 % sure``."""
    if turn.routed is None:
        return ""
    reasons = ", ".join(turn.routed.reasons)
    sure = f"{percent(turn.routed.confidence)} sure"
    return f"{reasons} · {sure}" if reasons else sure


def all_marks(state: PopupState) -> tuple[Mark, ...]:
    """What must not be missed about the newest answer, and whether the conversation is private."""
    turn = state.last_turn
    found = marks(turn) if turn is not None else ()
    if not state.is_private:
        return found
    text = "Nothing of this conversation is kept. Ctrl+Shift+P changes that, unless everything is private."
    return *found, Mark(MarkKind.PRIVATE, "PRIVATE · not kept", text)


def marks(turn: Turn) -> tuple[Mark, ...]:
    """What must not be missed about this answer, most important first."""
    routed = turn.routed
    if routed is None:
        return ()
    found = []
    if routed.is_cloud:
        text = f"This question left your network: {routed.model} at {routed.host} runs outside it."
        found.append(Mark(MarkKind.CLOUD, "CLOUD · left your network", text))
    if routed.is_simulated:
        text = f"{routed.host} is a simulated machine. Its answers are made up for the demo."
        found.append(Mark(MarkKind.SIMULATED, "SIMULATED", text))
    if routed.is_degraded:
        text = "Not the first choice of this route: " + (rejection_lines(routed.rejections) or "better than no answer.")
        found.append(Mark(MarkKind.DEGRADED, "DEGRADED · second choice", text))
    return tuple(found)


def progress(turn: Turn, now: float) -> str:
    """What is going on while nothing of the answer is seen; empty otherwise."""
    match turn.phase:
        case TurnPhase.WAITING if turn.waiting is not None:
            wait = turn.waiting
            sentence = _WAITING[wait.reason].format(model=wait.model, host=wait.host)
            if wait.position > 0:
                sentence = f"number {wait.position} in line for {wait.model} on {wait.host}…"
        case TurnPhase.ASKED:
            sentence = "choosing a model…"
        case TurnPhase.ROUTED if turn.routed is not None:
            sentence = f"asking {turn.routed.model} on {turn.routed.host}…"
        case _:
            return ""
    waited_s = turn.waited_s(now)
    return f"{sentence} {seconds(waited_s, whole=True)}" if waited_s >= SHOWN_SECONDS_FROM else sentence


_WAITING = {
    WaitReason.CONNECTING: "connecting to {host}…",
    WaitReason.LOADING: "loading {model} on {host}…",
    WaitReason.QUEUED: "waiting for a free slot on {host}…",
    WaitReason.READING: "{model} on {host} is reading…",
    WaitReason.READING_IMAGE: "reading the text in the image…",
    WaitReason.UNSTICKING: "{model} on {host} was stuck; starting it again…",
}


def thinking(turn: Turn, now: float) -> str:
    """The line that the reasoning folds into; empty when there was none."""
    thought_s = turn.thought_s(now)
    if thought_s is None:
        return ""
    if turn.phase is TurnPhase.THINKING:
        return f"thinking… {seconds(thought_s, whole=True)}" if thought_s >= SHOWN_SECONDS_FROM else "thinking…"
    return f"thought for {seconds(max(thought_s, SHOWN_SECONDS_FROM), whole=True)}"


def remedy(offered: Remedy) -> str:
    """What stands on the button of a remedy."""
    match offered.kind:
        case RemedyKind.RETRY:
            return "Try again"
        case RemedyKind.RESUME_HOST:
            return f"Resume {offered.target}"
        case RemedyKind.OPEN_SETTINGS:
            return "Open the settings file"
        case RemedyKind.ASK_CLOUD:
            return f"Ask it for {offered.target}"
        case RemedyKind.ASK_CLOUD_WITH_IMAGES:
            return f"Send the image and ask, for {offered.target}"
        case RemedyKind.COPY_COMMAND:
            command = offered.target
            return f"Copy “{command}”" if len(command) <= SHOWN_COMMAND_CHARACTERS else "Copy the command"


def outcome(turn: Turn) -> str:
    """A sentence for an end that is more or less than a finished answer; empty otherwise."""
    if turn.phase is TurnPhase.CANCELLED:
        return "Stopped." if turn.has_answer else "Stopped before an answer came."
    if turn.phase is TurnPhase.COMPLETED:
        copied = "The answer is on the clipboard." if turn.is_copied else ""
        notice = turn.notice or ("" if turn.has_answer else "The model finished without writing anything.")
        return " ".join(filter(None, (notice, copied)))
    return ""


def restart(turn: Turn) -> str:
    """Why the answer began again; empty when it did not."""
    return f"Started again: {turn.restart_reason}" if turn.restart_reason else ""


@dataclass(frozen=True, slots=True)
class AnswerTab:
    """One of several answers to a question: ``text`` is on its tab, ``explanation`` is the tooltip."""

    text: str
    explanation: str


def answer_tabs(turn: Turn) -> tuple[AnswerTab, ...]:
    """The earlier answers, oldest first, and the one that counts; empty when there is only one."""
    if not turn.earlier:
        return ()
    tabs = []
    for number, one in enumerate(turn.earlier, start=1):
        whose = one.routed.model if one.routed is not None else f"answer {number}"
        where = f"{whose} on {one.routed.host}" if one.routed is not None else whose
        tabs.append(AnswerTab(f"Earlier · {whose}", f"Given up: {one.reason}. It came from {where}."))
    now = turn.routed.model if turn.routed is not None else "answer"
    return *tabs, AnswerTab(f"Now · {now}", "The answer that counts")


def figures(stats: AnswerStats) -> str:
    """``38.2 tokens/s · 412 tokens · 12 s``, as far as known."""
    parts = []
    if (speed := stats.tokens_per_s) is not None:
        parts.append(f"{speed:.1f} tokens/s")
    if stats.answer_tokens is not None:
        parts.append(counted(stats.answer_tokens, "token"))
    if stats.total_s is not None:
        parts.append(seconds(stats.total_s))
    if stats.cost_usd is not None:
        parts.append(dollars(stats.cost_usd))
    return " · ".join(parts)


def capture_caption(capture: Capture, image_size: tuple[int, int] | None = None) -> str:
    """``Selection · Firefox · 1,204 characters``; ``image_size`` is width and height of the first image in pixels."""
    parts = [_ORIGINS[capture.origin]]
    if capture.application:
        parts.append(capture.application)
    if image_size is not None:
        parts.append(f"{image_size[0]:,} × {image_size[1]:,} pixels")
    if len(capture.images) > 1:
        parts.append(counted(len(capture.images), "image"))
    if capture.text.strip():
        parts.append(counted(len(capture.text), "character"))
    return " · ".join(part for part in parts if part)


_ORIGINS = {
    CaptureOrigin.SELECTION: "Selection",
    CaptureOrigin.CLIPBOARD_TEXT: "Clipboard",
    CaptureOrigin.CLIPBOARD_IMAGE: "Clipboard image",
    CaptureOrigin.CLIPBOARD_FILES: "Copied files",
    CaptureOrigin.REGION: "Screenshot",
    CaptureOrigin.TYPED: "Typed",
    CaptureOrigin.NOTHING: "",
}


def announcement(state: PopupState) -> str:
    """What a screen reader says of a popup that opens without the keyboard, or whose answer has ended."""
    turn = state.last_turn
    again = "Press the key again to go there."
    if turn is None or turn.is_live:
        return f"{APP_NAME} is answering. {again}" if state.session else ""
    if turn.failure is not None:
        return f"{turn.failure.title} {again}"
    return f"The answer is there. {again}"


def percent(share: float) -> str:
    return f"{round(100 * min(max(share, 0.0), 1.0))}{NARROW_SPACE}%"


def counted(number: int, noun: str) -> str:
    """``1 token``, ``1,204 tokens``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def seconds(duration_s: float, *, whole: bool = False) -> str:
    """``0.8 s``, ``12 s``, ``2 min 05 s``; ``whole`` leaves the decimal out."""
    if duration_s < FRACTION_BELOW_S and not whole:
        return f"{duration_s:.1f} s"
    total = int(duration_s)
    if total < SECONDS_PER_MINUTE:
        return f"{total} s"
    return f"{total // SECONDS_PER_MINUTE} min {total % SECONDS_PER_MINUTE:02d} s"
