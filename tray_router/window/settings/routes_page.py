"""The page of the routes: who is asked for what, in which order. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.model_list import ModelList
from tray_router.window.settings.new_route import NewRoute
from tray_router.window.settings.pages import SettingsPage, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.route_card import RouteCard
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import ChangeDone, RouteFields

MODELS_WIDTH = 270
PROPOSED = (
    "These routes are proposed from what the machines have, anew when that changes. Change one, and they are yours."
)
SIMULATED = "Routes of simulated machines are proposed. Add a machine of your own to arrange them."


class RoutesPage(SettingsPage):
    """All routes, and beside them all models."""

    def __init__(self, state: SettingsState, queue: ChangeQueue, send: Callable[[object], None], look: Colours) -> None:
        super().__init__(state, queue, send, look)
        self.models = ModelList(look)
        self.models.menu_wished.connect(self._offer_routes)
        self.note = WrappedLabel("about")
        make_small(self.note, 0.92)
        self.cards: dict[str, RouteCard] = {}
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 8, 16)
        self._column.setSpacing(12)
        self.new = NewRoute(self)
        self._column.addWidget(self.new)
        self._column.addStretch(1)
        side = QWidget()
        side.setFixedWidth(MODELS_WIDTH)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(6)
        left.addWidget(title_label("Models", 1.0))
        hint = WrappedLabel("about")
        hint.set_text("Drag one to a route, or press Enter on it.")
        make_small(hint, 0.88)
        left.addWidget(hint)
        left.addWidget(self.models, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.note)
        right.addWidget(scrolling(self._content), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(side)
        row.addLayout(right, 1)
        self._shown_models: object = None

    def show_state(self) -> None:
        models = self.state.chat_models()
        shown = [(place.candidate, place.model.size_bytes, place.host.state) for place in models]
        if shown != self._shown_models:
            self._shown_models = shown
            self.models.show_models(models)
        routes = self.state.document.routes
        is_editable = self.state.can_edit_routes
        self.models.setDragEnabled(is_editable)
        is_proposed = bool(routes) and not any(route.is_in_file for route in routes)
        self.note.set_text(SIMULATED if not is_editable else PROPOSED if is_proposed else "")
        for name in self.cards.keys() - {route.name for route in routes}:
            card = self.cards.pop(name)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for number, route in enumerate(routes):
            card = self.cards.get(route.name) or self._new_card(route)
            if self._column.indexOf(card) != number:
                self._column.removeWidget(card)
                self._column.insertWidget(number, card)
            card.show_route(route, is_editable=is_editable)
        self.new.setVisible(is_editable)

    def _set_candidates(self, route: str, candidates: tuple[str, ...], words: str) -> None:

        def done(answer: ChangeDone) -> None:
            self.answered(None, answer)
            self.show_state()

        self.queue.change(self.state.set_candidates(route, candidates), done, words)

    def _offer_models(self, card: RouteCard, at: QPoint) -> None:
        menu = QMenu(self)
        host = ""
        for place in self.state.chat_models():
            if place.host.name != host:
                host = place.host.name
                if not menu.isEmpty():
                    menu.addSeparator()
                menu.addAction(host).setEnabled(False)
            action = menu.addAction(place.model.name.replace("&", "&&"))
            action.setEnabled(place.candidate not in card.list.candidates)
            action.triggered.connect(lambda _c=False, text=place.candidate: card.list.add(text))
        if menu.isEmpty():
            menu.addAction("No machine has told of a model yet").setEnabled(False)
        _open(menu, at)

    def _offer_routes(self, candidate: str, at: QPoint) -> None:
        menu = QMenu(self)
        for name, card in self.cards.items():
            action = menu.addAction(f"Put into {name}")
            action.setEnabled(self.state.can_edit_routes and candidate not in card.list.candidates)
            action.triggered.connect(lambda _c=False, card=card: card.list.add(candidate))
        _open(menu, at)

    def _new_card(self, route: RouteFields) -> RouteCard:
        name = route.name
        card = self.cards[name] = RouteCard(name, self)
        card.arranged.connect(lambda candidates, words: self._set_candidates(name, candidates, words))
        card.models_wished.connect(lambda at: self._offer_models(card, at))
        return card


def _open(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
    first = next((action for action in menu.actions() if action.isEnabled()), None)
    if first is not None:
        menu.setActiveAction(first)
