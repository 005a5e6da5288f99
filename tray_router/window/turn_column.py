"""The questions and answers of one session, below each other, and an empty one that waits for the next. GUI thread.

Rule: an answer's widgets are made, and fitted to the style sheet, while nobody waits; they are a third of what opening
the popup would cost otherwise. Each is used once: what a session has shown leaves nothing behind in the next.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from tray_router.window.markdown.style import MarkdownStyle
from tray_router.window.turn_view import TurnView


class TurnColumn:
    """The turns in the order of the questions.

    Args:
        column: where they lie, above its last item, which is a stretch.
        style: of the answers.
        made: called with each new view, to connect its signals.

    Attributes:
        views: one for each question, oldest first.
    """

    def __init__(self, column: QVBoxLayout, style: MarkdownStyle, made: Callable[[TurnView], None]) -> None:
        self._column = column
        self._style = style
        self._tell_made = made
        self._waiting: TurnView | None = None
        self.views: list[TurnView] = []

    def add(self, *, has_line: bool) -> TurnView:
        """The view of the next question; those before it say themselves who answered."""
        view, self._waiting = self._waiting or self._made(), None
        if self.views:
            self.views[-1].step_back()
        view.set_line(is_shown=has_line or bool(self.views))
        view.show()
        self.views.append(view)
        return view

    def clear(self) -> None:
        """Forgets the turns, but for the one that waits."""
        for view in self.views:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.views = []

    def keep_one_ready(self) -> None:
        """Makes the next view in advance, unless there is one."""
        if self._waiting is None:
            self._waiting = self._made()
            self._waiting.ensurePolished()

    def _made(self) -> TurnView:
        view = TurnView(self._style)
        view.hide()
        self._tell_made(view)
        self._column.insertWidget(self._column.count() - 1, view)
        return view
