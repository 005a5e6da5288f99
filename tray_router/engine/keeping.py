"""What the history keeps of a question: its events as they come, made into one turn at the end.

Rule: a private question is never kept, and what was kept of a conversation goes when it is made private. Runs in the
engine's loop.
"""

from __future__ import annotations

from tray_router.answers.prompt import plain_instruction
from tray_router.engine.dispatch import Dispatcher
from tray_router.engine.explain import Explain
from tray_router.engine.ports import HistoryPort
from tray_router.engine.turn import Emit
from tray_router.events import AnswerEvent, Completed, Failed, Routed
from tray_router.model import Request
from tray_router.model.history import HistoryTurn, TurnEnding


class TurnWatch:
    """Follows one question from its first event to its last."""

    def __init__(self, request: Request, conversation: str = "", application: str = "") -> None:
        self._request = request
        self._conversation = conversation or request.id
        self._application = application
        self._routed: Routed | None = None
        self._ending = TurnEnding.STOPPED

    def see(self, event: AnswerEvent) -> None:
        """One event of the question."""
        match event:
            case Routed():
                self._routed = event
            case Completed():
                self._ending = TurnEnding.COMPLETED
            case Failed():
                self._ending = TurnEnding.FAILED

    def turn(self, answer: str) -> HistoryTurn:
        """The question with its answer, as far as it came."""
        request, routed = self._request, self._routed
        return HistoryTurn(
            conversation=self._conversation,
            request_id=request.id,
            instruction=plain_instruction(request),
            content=request.content,
            answer=answer,
            ending=self._ending,
            route=routed.route if routed else "",
            model=routed.model if routed else "",
            host=routed.host if routed else "",
            application=self._application,
            images=len(request.images),
            is_cloud=bool(routed and routed.is_cloud),
        )


async def run_and_keep(
    dispatcher: Dispatcher, request: Request, emit: Emit, history: HistoryPort | None, explain: Explain | None = None
) -> str:
    """Answers a question that stands alone (``Dispatcher.run``) and keeps it, unless it is private."""
    watch = TurnWatch(request)

    def seen(event: AnswerEvent) -> None:
        watch.see(event)
        emit(event)

    answer = await dispatcher.run(request, seen, explain)
    if history is not None and not request.is_private:
        history.keep(watch.turn(answer))
    return answer
