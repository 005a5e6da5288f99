"""The page of the routes: who is asked for what, in which order. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from tray_router.window.controls import WrappedLabel, make_small
from tray_router.window.settings.candidates import CandidateList
from tray_router.window.settings.fields import TextField
from tray_router.window.settings.model_list import ModelList
from tray_router.window.settings.pages import Elided, SettingsPage, below, plain_button, scrolling, title_label
from tray_router.window.settings.queue import ChangeQueue
from tray_router.window.settings.state import SettingsState
from tray_router.window.theme import Colours
from tray_router.wire.settings import ChangeDone, RouteFields, SettingChange

MODELS_WIDTH = 270
PROPOSED = (
    "These routes are proposed from what the machines have, anew when that changes. Change one, and they are yours."
)
SIMULATED = "Routes of simulated machines are proposed. Add a machine of your own to arrange them."
_ABOUT = {
    "quick": "short questions, rephrasing, translating",
    "vision": "screenshots and pictures",
    "code": "code, logs and error messages",
    "reasoning": "questions that want thinking",
}


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

    def set_candidates(self, route: str, candidates: tuple[str, ...], words: str = "") -> None:
        """Writes another list."""

        def done(answer: ChangeDone) -> None:
            self.answered(None, answer)
            self.show_state()

        self.queue.change(self.state.set_candidates(route, candidates), done, words)

    def choose_model(self, route: str, at: QPoint) -> None:
        """The menu of all models for a route."""
        card = self.cards[route]
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
        card = self.cards[route.name] = RouteCard(route.name, self)
        return card


class RouteCard(QFrame):
    """One route."""

    def __init__(self, name: str, page: RoutesPage) -> None:
        super().__init__()
        self._page = page
        self.name = name
        self.setObjectName("card")
        self.setAccessibleName(f"Route {name}")
        self.served_by = Elided("servedBy", factor=0.92)
        self.served_by.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.about = Elided("about", _ABOUT.get(name, ""), 0.92)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # gives way first
        self.list = CandidateList(name, page.look)
        self.list.changed.connect(self._wished)
        self.add = plain_button("Add model", f"Puts a model into {name}")
        self.reset = plain_button("Reset", "Back to what is proposed for the models that there are")
        self.remove = plain_button("Remove", f"Removes the route {name}", "danger")
        for button in (self.add, self.reset, self.remove):
            button.setAccessibleName(f"{button.text()}: {name}")
        self.add.clicked.connect(lambda: page.choose_model(name, below(self.add)))
        self.reset.clicked.connect(self._reset)
        self.remove.clicked.connect(self._remove)
        self.keywords = TextField(f"routes.{name}.keywords", "Keywords", "Words that lead a question here.")
        self.keywords.changed.connect(self._set_keywords)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title_label(name, 1.04))
        head.addWidget(self.about, 1)
        head.addWidget(self.served_by)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.reset):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.keywords)
        column.addLayout(buttons)

    def show_route(self, route: RouteFields, *, is_editable: bool) -> None:
        """Shows the route as it is now."""
        state = self._page.state
        self.list.is_editable = is_editable
        if not self._page.queue.is_busy:
            self.list.show_candidates(route.candidates, state, route.needs)
        else:
            self.list.show_candidates(self.list.candidates, state, route.needs)
        served = state.served_by(route.name)
        now = f"now {served.model} on {served.host}" if served.is_served else "nobody can answer now"
        self.served_by.setText(now)
        self.keywords.setVisible(not route.is_built_in)
        if not self.keywords.is_dirty:
            self.keywords.show_value(", ".join(route.keywords))
        proposal = state.proposal(route.name)
        is_other = proposal is not None and proposal.candidates != route.candidates
        self.reset.setVisible(is_editable and is_other)
        self.add.setVisible(is_editable)
        self.remove.setVisible(not route.is_built_in and is_editable)

    def _wished(self, candidates: tuple[str, ...]) -> None:
        self.list.show_candidates(candidates, self._page.state)
        self._page.set_candidates(self.name, candidates)

    def _reset(self) -> None:
        proposal = self._page.state.proposal(self.name)
        if proposal is not None:
            self.list.show_candidates(proposal.candidates, self._page.state)
            self._page.set_candidates(self.name, proposal.candidates, f"{self.name} is as proposed.")

    def _set_keywords(self, text: str) -> None:
        words = tuple(filter(None, (word.strip() for word in str(text).split(","))))
        self._page.write(self.keywords, [SettingChange(("routes", self.name, "keywords"), words)])

    def _remove(self) -> None:
        changes = [SettingChange(("routes", self.name), None)]
        self._page.queue.change(changes, lambda done: self._page.answered(None, done), f"{self.name} is removed.")


class NewRoute(QWidget):
    """A route of the user's own."""

    def __init__(self, page: RoutesPage) -> None:
        super().__init__()
        self._page = page
        self.open = plain_button("New route", "A route of your own, found by its keywords")
        self.name = TextField("", "Name", "E.g. translate; questions find it by the keywords.")
        self.keywords = TextField("", "Keywords", "With commas between them.", hint="translate, übersetze, 翻译")
        self.add = plain_button("Add", kind="main")
        self.cancel = plain_button("Cancel")
        self.form = QFrame()
        self.form.setObjectName("card")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.add)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(14, 12, 14, 12)
        inner.setSpacing(10)
        inner.addWidget(title_label("A new route", 1.04))
        inner.addWidget(self.name)
        inner.addWidget(self.keywords)
        inner.addLayout(buttons)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.form)
        self.form.hide()
        self.open.clicked.connect(self.begin)
        self.cancel.clicked.connect(self._leave)
        self.add.clicked.connect(self._add)
        for field in (self.name, self.keywords):
            field.edit.returnPressed.connect(self._add)

    def begin(self) -> None:
        """Asks for name and keywords."""
        for field in (self.name, self.keywords):
            field.show_value("")
        self.form.show()
        self.open.hide()
        self.name.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _leave(self) -> None:
        self.form.hide()
        self.open.show()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        name = self.name.text.strip()
        if not name:
            self.name.show_problem("Say what it is called.")
            return
        if self._page.state.route(name) is not None:
            self.name.show_problem(f"There is a route {name} already.")
            return
        words = tuple(filter(None, (word.strip() for word in self.keywords.text.split(","))))
        self.name.path, self.keywords.path = f"routes.{name}", f"routes.{name}.keywords"
        changes = [*self._page.state.set_candidates(name, ())]
        if words:
            changes.append(SettingChange(("routes", name, "keywords"), words))

        def done(answer: ChangeDone) -> None:
            about_words = any(problem.path.startswith(self.keywords.path) for problem in answer.problems)
            self._page.answered(self.keywords if about_words else self.name, answer)
            if not answer.problems:
                self._leave()

        self._page.queue.change(changes, done, f"{name} is added.")


def _open(menu: QMenu, at: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)
    first = next((action for action in menu.actions() if action.isEnabled()), None)
    if first is not None:
        menu.setActiveAction(first)
