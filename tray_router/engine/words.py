"""What the user is told about a whole question: how it failed, and what to know of its answer. No state."""

from __future__ import annotations

from tray_router.answers.escalation import weakness
from tray_router.answers.remedies import remedies
from tray_router.answers.weak import WeakReason
from tray_router.config.problems import listed
from tray_router.engine.image_text import INSTALL_HINT
from tray_router.engine.turn import Turn
from tray_router.engine.waking import woke_words
from tray_router.errors import RoutingError, TrayRouterError
from tray_router.events import Failed
from tray_router.model import AnswerStats, FleetSnapshot, HostState

FIRST_MODEL = "qwen3:4b"
_NO_MODEL_THERE = "no machine of that name is known, or it has no model that could answer"


def failed_event(
    request_id: str, error: TrayRouterError, turn: Turn | None, fleet: FleetSnapshot | None = None
) -> Failed:
    rejections = tuple(turn.rejections) if turn else ()
    paused = {host.name for host in fleet.hosts if host.state is HostState.PAUSED} if fleet else set()
    return Failed(
        request_id,
        error.title,
        error.hint,
        exit_code=int(error.exit_code),
        has_partial=bool(turn and turn.answer),
        rejections=rejections,
        remedies=remedies(error, dict.fromkeys(one.host for one in rejections if one.host in paused)),
    )


def weak_notice(reasons: tuple[WeakReason, ...], *, is_whole: bool) -> str:
    if is_whole:
        return f"This answer may be weak: {weakness(reasons)}."
    return f"This answer was stopped before its end, because {weakness(reasons)}."


def notice(turn: Turn) -> str:
    """What the user should know of the whole answer; empty when nothing."""
    said = turn.notice or _completion_notice(turn.stats)
    if not turn.woken or (turn.answered_by is not None and turn.answered_by.host == turn.woken):
        return said
    words = woke_words(turn.woken)
    return f"{said} {words[:1].upper()}{words[1:]}.".strip()


def _completion_notice(stats: AnswerStats | None) -> str:
    if stats is not None and stats.done_reason == "length":
        return "The answer was cut: it reached the model's length limit."
    return ""


def nobody(turn: Turn, fleet: FleetSnapshot) -> RoutingError:
    """Why nobody can be asked, and what to do about it."""
    if turn.request.has_image:
        hint = "Install one, e.g. `ollama pull granite3.2-vision:2b`, and put it into the vision route."
        return RoutingError(
            "No machine that is up has a model that can see images.",
            f"{hint} {INSTALL_HINT}" if turn.plan.needs_text_of_image else hint,
        )
    wanted = turn.request.override
    if wanted.model or wanted.host:
        at = f" on {wanted.host}" if wanted.model and wanted.host else ""
        what = f"{wanted.model or wanted.host} cannot be asked{at}."
        reason = turn.rejections[0].reason if turn.rejections else "" if wanted.model else _NO_MODEL_THERE
        why = f" {reason[:1].upper()}{reason[1:]}." if reason else ""
        return RoutingError(f"{what}{why}", "`tray-router hosts` lists the machines and their models.")
    held = [host for host in fleet.hosts if host.state is HostState.PAUSED]
    if held and len(held) == len(fleet.hosts):
        whose = ", ".join(f"{host.name} is {host.hold or 'paused'}" for host in held)
        how = f"`tray-router hosts resume {held[0].name}`, or the tray menu, takes a machine back."
        return RoutingError(f"No machine may be asked now: {whose}.", how)
    empty = [host.name for host in fleet.hosts if host.state is HostState.UP and not host.models]
    if empty and not any(host.models for host in fleet.hosts if host.is_usable):
        hint = f"Install one there, e.g. `ollama pull {FIRST_MODEL}`; it is found by itself within half a minute."
        return RoutingError(f"No model is installed on {listed(empty)}.", hint)
    return RoutingError(
        "No machine can take the question.",
        "Start Ollama on one of them, or resume a paused one; `tray-router status` says how each one is.",
    )
