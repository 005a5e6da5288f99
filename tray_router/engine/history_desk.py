"""Answers what the window asks of the history. Runs in the engine's loop."""

from __future__ import annotations

import asyncio

from tray_router.engine.ports import HistoryPort, WindowPort
from tray_router.errors import TrayRouterError
from tray_router.model.history import HistoryQuery
from tray_router.wire.history import ConversationFound, HistoryFound, OpenConversation, SearchHistory

MOST_ENTRIES = 200


class HistoryDesk:
    """Searches one at a time: what is typed meanwhile replaces the search that waits."""

    def __init__(self, history: HistoryPort, window: WindowPort) -> None:
        self._history = history
        self._window = window
        self._task: asyncio.Task[None] | None = None
        self._next: SearchHistory | OpenConversation | None = None

    def window_said(self, message: object) -> None:
        """A message of the window process; those that are not about the history are ignored."""
        if isinstance(message, SearchHistory | OpenConversation):
            self._next = message
            if self._task is None:
                self._task = asyncio.create_task(self._serve(), name="history search")

    async def aclose(self) -> None:
        """Stops searching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _serve(self) -> None:
        try:
            while (message := self._next) is not None:
                self._next = None
                self._window.send(await self._reply(message))
        finally:
            self._task = None

    async def _reply(self, message: SearchHistory | OpenConversation) -> HistoryFound | ConversationFound:
        try:
            if isinstance(message, OpenConversation):
                return ConversationFound(message.number, await self._history.conversation(message.number))
            limit = max(1, min(message.limit, MOST_ENTRIES))
            return HistoryFound(message.text, await self._history.find(HistoryQuery(message.text, limit=limit)))
        except TrayRouterError as error:
            return HistoryFound(getattr(message, "text", ""), problem=f"{error.title} {error.hint}".strip())
